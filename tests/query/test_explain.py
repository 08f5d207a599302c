"""Names as users write them, and what is said where an answer has no rows: on both stores alike."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from kg.errors import QueryError
from kg.query.canned import find_question
from kg.query.explain import nearest, reasons, understood
from kg.query.run import ask_canned
from kg.query.terms import code, codes, in_chinese
from kg.store.bolt import PropertyGraph
from kg.store.graph_build import reading


@pytest.fixture(scope="module")
def graph(gold_graph: Path) -> Iterator[PropertyGraph]:
    with reading(gold_graph) as target:
        yield target


def said(graph: PropertyGraph, called: str, /, **parameters: str) -> list[str]:
    question = find_question(called)
    bound = understood(graph, question, question.bind(parameters))
    assert ask_canned(graph, question, bound).rows == ()
    return list(reasons(graph, question, bound))


@pytest.mark.parametrize(
    ("called", "parameter", "written", "near"),
    [
        ("neighbours", "name", "开平市中心医阮", "开平市中心医院"),
        ("neighbours", "name", "開平市中心醫阮", "开平市中心医院"),
        ("alliances", "region", "衡難县", "衡南县"),
        ("indicator", "name", "药沾比", "药占比"),
        ("topic", "topic", "高雪压", "高血压"),
        ("reports", "region", "开坪市", "开平市"),
    ],
)
def test_an_unknown_name_is_answered_with_the_nearest(
    graph: PropertyGraph, called: str, parameter: str, written: str, near: str
) -> None:
    (line,) = said(graph, called, **{parameter: written})
    assert f"is called {written} ({parameter})" in line
    assert near in line.partition("nearest")[2]


def test_a_name_like_no_other_says_how_to_look(graph: PropertyGraph) -> None:
    (line,) = said(graph, "neighbours", name="xyzzy")
    assert "kg query search" in line


def test_a_known_name_tells_what_it_has(graph: PropertyGraph) -> None:
    (line, *_) = said(graph, "neighbours", name="衡南县人民医院", relation="builds")
    assert line.startswith("衡南县人民医院 is known")
    assert "partnersWith 合作 ×" in line


def test_the_parameter_that_shuts_rows_out_is_named_with_the_years_there_are(graph: PropertyGraph) -> None:
    lines = said(graph, "indicator", name="药占比", year="1999")
    assert any("without year=1999" in line and "2019" in line for line in lines)
    lines = said(graph, "neighbours", name="衡南县人民医院", relation="builds")
    assert any("without relation=builds" in line for line in lines)


@pytest.mark.parametrize("written", ["衡南縣人民醫院", " 衡南县人民医院 "])
def test_traditional_script_and_spaces_find_the_same(graph: PropertyGraph, written: str) -> None:
    question = find_question("neighbours")
    assert understood(graph, question, question.bind({"name": written}))["name"] == "衡南县人民医院"


def test_nearest_names_come_best_first_and_once(graph: PropertyGraph) -> None:
    found = nearest(graph, "region", "泉州")
    assert found[0] == "泉州市"
    assert len(found) == len(set(found)) <= 5


@pytest.mark.parametrize(
    ("kind", "written", "meant"),
    [
        ("relation", "合作", "partnersWith"),
        ("relation", "partnerswith", "partnersWith"),
        ("type", "机构", "Institution"),
        ("subtype", "医院", "hospital"),
        ("order", "由低到高", "asc"),
    ],
)
def test_a_code_may_be_written_by_its_names(kind: str, written: str, meant: str) -> None:
    assert code("x", kind, written) == meant


@pytest.mark.parametrize(
    ("written", "near"), [("合做", "partnersWith"), ("partnerWith", "partnersWith"), ("zzz", "known are")]
)
def test_an_unknown_code_is_answered_with_near_ones(written: str, near: str) -> None:
    with pytest.raises(QueryError, match=near):
        find_question("neighbours").bind({"name": "x", "relation": written})


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"limit": "0"}, "at least 1"),
        ({"limit": "-3"}, "at least 1"),
        ({"year": "99999999999999999999"}, "below"),
        ({"name": " "}, "name= is empty"),
    ],
)
def test_values_out_of_bounds_are_refused(given: dict[str, str], said: str) -> None:
    with pytest.raises(QueryError, match=said):
        find_question("indicator").bind({"name": "床位", **given})


def test_codes_are_shown_by_their_chinese_names() -> None:
    row = in_chinese(
        ("relation", "statuses", "measure", "kind", "who"),
        ("partnersWith", ["actual", "x"], "level", "hospital", "actual"),
    )
    assert row == ("合作", ["已实现", "x"], "水平值", "医院", "actual")
    assert codes("relation")["supports"][0] == "帮扶"
