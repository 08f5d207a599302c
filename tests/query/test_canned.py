"""The canned questions: heads, parameters, and what they answer on the annotated reports."""

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest

from kg.errors import QueryError, ResourceError
from kg.query.canned import Question, find_question, load_questions, read_question
from kg.query.run import Result, ask, ask_canned
from kg.store.bolt import PropertyGraph
from kg.store.engine_traps import refuse_misread
from kg.store.graph_build import reading

QUESTIONS = load_questions()
EXAMPLES = [(name, example) for name, question in QUESTIONS.items() for example in question.examples]

MAY_BE_EMPTY = {
    "compare",  # the annotated reports have no indicator in common
    "trend",  # nor one value in two periods
    "evidence",  # its example shows the form of an id
    "sources",  # the annotations quote traditional characters
    "leads",  # the annotated reports name no lead
}
"""Questions whose examples need not find anything in the annotated reports."""


@pytest.fixture(scope="module")
def graph(gold_graph: Path) -> Iterator[PropertyGraph]:
    with reading(gold_graph) as target:
        yield target


def given(example: str) -> dict[str, str]:
    words = shlex.split(example)
    assert words[:2] == ["kg", "query"]
    return dict(word.split("=", 1) for word in words[3:])


def asked(graph: PropertyGraph, called: str, /, **parameters: str) -> list[dict[str, object]]:
    question = find_question(called)
    result = ask_canned(graph, question, question.bind(parameters))
    return [dict(zip(result.columns, row, strict=True)) for row in result.rows]


def test_there_are_questions_for_everyone() -> None:
    assert len(QUESTIONS) >= 25
    assert {
        "overview",
        "alliances",
        "partners",
        "path",
        "indicator",
        "change",
        "targets",
        "report",
        "search",
    } <= set(QUESTIONS)


@pytest.mark.parametrize("question", QUESTIONS.values(), ids=str)
def test_a_head_is_told_in_both_languages(question: Question) -> None:
    chinese = re.compile("[\u4e00-\u9fff]")
    for zh in (question.title_zh, *question.columns_zh, *(p.zh for p in question.parameters)):
        assert chinese.search(zh), zh
    for en in (question.title_en, *question.columns_en):
        assert not chinese.search(en), en
    for name in (*question.columns, *(p.name for p in question.parameters)):
        assert re.fullmatch("[a-z][a-z_]*", name)


@pytest.mark.parametrize("question", QUESTIONS.values(), ids=str)
def test_answers_are_ordered_and_bounded(question: Question) -> None:
    body = re.sub(r"//.*", "", question.text)
    assert "ORDER BY" in body
    refuse_misread(question.text)
    if any(p.name == "limit" for p in question.parameters):
        assert body.rstrip().endswith("LIMIT $limit")
    else:
        assert question.name in ("overview", "evidence"), "bound it by a parameter `limit`"


@pytest.mark.parametrize(("name", "example"), EXAMPLES, ids=str)
def test_examples_run_and_find_something(graph: PropertyGraph, name: str, example: str) -> None:
    question = QUESTIONS[name]
    result = ask_canned(graph, question, question.bind(given(example)))
    assert result.columns == question.columns
    assert result.rows or name in MAY_BE_EMPTY
    assert ask_canned(graph, question, question.bind(given(example))) == result


@pytest.mark.parametrize(
    "name", [n for n, q in QUESTIONS.items() if any(p.name == "limit" for p in q.parameters)]
)
def test_a_limit_limits(graph: PropertyGraph, name: str) -> None:
    question = QUESTIONS[name]
    parameters = given(question.examples[0])
    full = ask_canned(graph, question, question.bind(parameters)).rows
    assert ask_canned(graph, question, question.bind({**parameters, "limit": "1"})).rows == full[:1]


def test_what_a_user_writes_is_a_value_not_cypher(graph: PropertyGraph) -> None:
    assert asked(graph, "search", name="') RETURN 1 AS x //") == []
    assert asked(graph, "search", name="$limit") == []


def test_alliances_with_their_members(graph: PropertyGraph) -> None:
    (first, *_) = asked(graph, "alliances", region="衡南县")
    assert first["alliance"] == "衡南县人民医院紧密型医联体"
    assert set(first["members"]) == {"衡南县人民医院", "湖南省人民医院", "南华大学附属南华医院"}  # type: ignore[call-overload]


def test_partners_are_found_from_either_end_with_their_words(graph: PropertyGraph) -> None:
    (row,) = [r for r in asked(graph, "partners", name="泉州市光前医院") if r["mode"] == "建立技术协作中心"]
    assert (row["other"], row["relation"], row["direction"]) == (
        "中国科学院大学附属肿瘤医院",
        "partnersWith",
        "both",
    )
    assert row["sentence"]
    back = asked(graph, "partners", name="中国科学院大学附属肿瘤医院")
    assert "泉州市光前医院" in [r["other"] for r in back]


def test_the_shortest_chain(graph: PropertyGraph) -> None:
    rows = asked(graph, "path", **{"from": "湖南省人民医院", "to": "南华大学附属南华医院"})
    chains = [(row["steps"], row["names"], row["relations"]) for row in rows]
    alliance = ["湖南省人民医院", "衡南县人民医院紧密型医联体", "南华大学附属南华医院"]
    assert (2, alliance, ["memberOf", "memberOf"]) in chains
    assert {steps for steps, _, _ in chains} == {2}
    assert asked(graph, "path", **{"from": "湖南省人民医院", "to": "湖南省人民医院"}) == []
    assert asked(graph, "path", **{"from": "湖南省人民医院", "to": "不存在"}) == []


def test_an_indicator_by_region_and_year(graph: PropertyGraph) -> None:
    rows = asked(graph, "indicator", name="药占比", region="开平市", year="2019")
    (row,) = [r for r in rows if r["measure"] == "level"]
    assert (row["who"], row["value"], row["unit"], row["period"]) == ("开平市", 33.62, "%", "2019")
    assert asked(graph, "indicator", name="药占比", region="开平市", year="2018") == []
    assert asked(graph, "indicator", name="药占比", region="泉州市") == []


def test_honours_of_a_region_include_its_institutions(graph: PropertyGraph) -> None:
    who = {row["who"] for row in asked(graph, "honours", region="泉州市")}
    assert "泉州市卫生健康委员会" in who
    assert not any("开平" in str(name) for name in who)


def test_sentences_of_a_report_come_in_their_order(graph: PropertyGraph) -> None:
    starts = [row["start"] for row in asked(graph, "report", report="003", limit="100")]
    assert len(starts) == 100
    assert starts == sorted(starts)  # type: ignore[type-var]


def test_the_evidence_of_a_statement(graph: PropertyGraph) -> None:
    (row, *_) = asked(graph, "neighbours", name="衡南县人民医院", relation="memberOf")
    (evidence,) = asked(graph, "evidence", statement=str(row["statement"]))
    assert (evidence["subject"], evidence["relation"], evidence["object"]) == (
        "衡南县人民医院",
        "memberOf",
        row["other"],
    )


def test_overview_counts_what_is_there(graph: PropertyGraph) -> None:
    rows = asked(graph, "overview")
    counted = ask(graph, "MATCH (n:Entity) RETURN count(n) AS n", {})
    assert isinstance(counted, Result)
    assert sum(r["count"] for r in rows if r["part"] == "entity") == counted.rows[0][0]  # type: ignore[misc]
    assert sum(r["count"] for r in rows if r["part"] == "report") == 5  # type: ignore[misc]


def test_regions_without_an_alliance(graph: PropertyGraph) -> None:
    regions = [row["region"] for row in asked(graph, "without-alliance")]
    assert "开平市" in regions
    assert "衡南县" not in regions


def test_a_typo_is_answered_with_near_names() -> None:
    with pytest.raises(QueryError, match="did you mean alliances"):
        find_question("aliances")
    with pytest.raises(QueryError, match="known are"):
        find_question("完全不同")
    with pytest.raises(QueryError, match="did you mean region"):
        find_question("alliances").bind({"regoin": "x"})


def test_a_missing_parameter_is_shown_with_an_example() -> None:
    with pytest.raises(QueryError, match="kg query partners name="):
        find_question("partners").bind({})


@pytest.mark.parametrize("value", ["很多", "1.5", ""])
def test_a_value_of_the_wrong_type_is_refused(value: str) -> None:
    with pytest.raises(QueryError, match="limit must be of type integer"):
        find_question("alliances").bind({"limit": value})


HEAD = """// title.zh: 标题
// title.en: Title
// param name string required | 名称 | name
// columns: a, b | 甲, 乙 | first, second
// example: kg query good name=x
MATCH (n:Entity {name: $name}) RETURN n.name AS a, n.type AS b ORDER BY a
"""


def write(folder: Path, text: str) -> Path:
    path = folder / "good.cypher"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_complete_head_is_read(tmp_path: Path) -> None:
    question = read_question(write(tmp_path, HEAD))
    assert (question.title_zh, question.columns, question.columns_en) == (
        "标题",
        ("a", "b"),
        ("first", "second"),
    )
    assert question.bind({"name": "x"}) == {"name": "x"}


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("// title.zh: 标题\n", ""),
        ("// title.en: Title\n", "// title.en:\n"),
        ("// title.en", "// titel.en"),
        ("// columns: a, b | 甲, 乙 |", "// columns: a, b | 甲 |"),
        ("// columns: a, b | 甲, 乙 | first, second\n", ""),
        ("string required", "text required"),
        ("string required", "string:thing required"),
        ("string required", "integer:name required"),
        ("string required", "string 5"),
        ("string required", "integer 'x'"),
        ("string required", "integer true"),
        ("| 名称 | name", "| 名称"),
        ("// param name string required | 名称 | name\n", ""),
        ("{name: $name}", ""),
        ("// example: kg query good name=x\n", ""),
        ("kg query good", "kg query other"),
        ("// columns", "// param name string required | 名称 | name\n// columns"),
    ],
)
def test_a_damaged_head_names_its_file(tmp_path: Path, old: str, new: str) -> None:
    assert old in HEAD
    with pytest.raises(ResourceError, match=r"good\.cypher"):
        read_question(write(tmp_path, HEAD.replace(old, new, 1)))
