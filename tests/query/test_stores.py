"""Every canned question on both stores: the same rows from the embedded engine and from Neo4j, and a plan on Neo4j that uses indexes."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from kg.ledger import open_ledger
from kg.query.canned import load_questions
from kg.query.run import ask_canned
from kg.store.bolt import Address, PropertyGraph, connect
from kg.store.graph_build import reading, refresh
from kg.store.neo4j_load import load
from tests import neo4j_server
from tests.gold_graph import gold_ledger

QUESTIONS = load_questions()

ASKED: tuple[tuple[str, dict[str, str]], ...] = (
    ("alliances", {}),
    ("alliances", {"region": "衡南县"}),
    ("alliances", {"region": "湖南"}),
    ("alliances", {"region": "南华大学附属南华医院"}),
    ("authorities", {}),
    ("authorities", {"region": "广东省"}),
    ("change", {}),
    ("change", {"region": "衡南县", "name": "均次费用"}),
    ("change", {"year": "2019"}),
    ("compare", {"one": "泉州市", "other": "开平市"}),
    ("compare", {"one": "泉州市", "other": "泉州市"}),
    ("compare", {"one": "宣城市", "other": "安康市"}),
    ("honours", {"region": "泉州市"}),
    ("honours", {"name": "示范"}),
    ("indicator", {"name": "床位"}),
    ("indicator", {"name": "率", "region": "泉州市", "year": "2022"}),
    ("institutions", {}),
    ("institutions", {"region": "泉州市", "kind": "hospital"}),
    ("leads", {}),
    ("leads", {"region": "四川"}),
    ("money", {}),
    ("money", {"region": "泉州市", "year": "2022"}),
    ("neighbours", {"name": "衡南县人民医院"}),
    ("neighbours", {"name": "泉州市", "relation": "achieved", "limit": "1000"}),
    ("overview", {}),
    ("overview", {"region": "泉州"}),
    ("partners", {"name": "泉州市光前医院"}),
    ("partners", {"name": "医院", "limit": "1000"}),
    ("path", {"from": "衡南县人民医院", "to": "衡阳市"}),
    ("path", {"from": "湖南省人民医院", "to": "南华大学附属南华医院", "limit": "10"}),
    ("policies", {}),
    ("policies", {"issuer": "泉州市"}),
    ("policies", {"name": "方案"}),
    ("programmes", {}),
    ("programmes", {"name": "家庭医生", "region": "广东"}),
    ("projects", {}),
    ("projects", {"region": "泉州市"}),
    ("ranking", {"name": "婴儿死亡率"}),
    ("ranking", {"name": "药占比", "year": "2019", "order": "asc"}),
    ("ranking", {"name": "婴儿死亡率", "region": "江西", "order": "asc"}),
    ("report", {"report": "003", "limit": "1000"}),
    ("report", {"report": "工作总结", "relation": "partnersWith"}),
    ("reports", {}),
    ("reports", {"region": "福建省"}),
    ("search", {"name": "人民医院"}),
    ("search", {"name": "5g"}),
    ("search", {"name": "高血压", "type": "Indicator"}),
    ("shared-members", {}),
    ("shared-members", {"region": "湖南省", "least": "1"}),
    ("sources", {"name": "开平市中心医院"}),
    ("sources", {"name": "孕产妇"}),
    ("support", {}),
    ("support", {"region": "泉州市"}),
    ("targets", {"limit": "1000"}),
    ("targets", {"region": "成都市"}),
    ("top", {}),
    ("top", {"region": "泉州市"}),
    ("topic", {"topic": "高血压"}),
    ("topic", {"topic": "儿童", "region": "泉州市"}),
    ("trend", {}),
    ("trend", {"region": "泉州市", "name": "率"}),
    ("uncertain", {}),
    ("uncertain", {"below": "0.9", "report": "003"}),
    ("units", {}),
    ("units", {"region": "开平市中心医院"}),
    ("units", {"name": "中心"}),
    ("without-alliance", {}),
    ("without-alliance", {"region": "广东省"}),
)

FULL_SCANS = ("AllNodesScan", "NodeByLabelScan", "RelationshipTypeScan", "AllRelationshipsScan")

SCANS_ALLOWED = {
    "uncertain": "ranges over all statements that are not sure, given no name",
}
"""Questions that may look through everything of a label, with the reason."""


@pytest.fixture(scope="module")
def wide_graph(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A graph folder of 15 annotated reports: every question finds something there."""
    graph = gold_ledger(tmp_path_factory.mktemp("wide") / "graph", development=10)
    assert refresh(graph)
    return graph


@pytest.fixture(scope="module")
def embedded(wide_graph: Path) -> Iterator[PropertyGraph]:
    with reading(wide_graph) as target:
        yield target


@pytest.fixture(scope="module")
def filled_neo4j(neo4j: Address, wide_graph: Path) -> Iterator[PropertyGraph]:
    """A real Neo4j with the annotated reports, whose planner knows how much of each there is."""
    neo4j_server.clear(neo4j)
    with connect(neo4j) as driver, open_ledger(wide_graph) as ledger:
        load(driver, ledger)
        driver.execute_query("CALL db.awaitIndexes(60)")
        driver.execute_query("CALL db.prepareForReplanning(60)")  # else it plans for the empty store it was
        yield PropertyGraph(driver)
    neo4j_server.clear(neo4j)


def test_every_question_is_asked() -> None:
    evidence = {"evidence"}  # needs an id: below
    assert {name for name, _ in ASKED} | evidence == set(QUESTIONS)


def bound(name: str, given: dict[str, str]) -> dict[str, Any]:
    return dict(QUESTIONS[name].bind(given))


@pytest.mark.parametrize(("name", "given"), ASKED, ids=str)
def test_both_stores_give_the_same_rows(
    embedded: PropertyGraph, filled_neo4j: PropertyGraph, name: str, given: dict[str, str]
) -> None:
    parameters = bound(name, given)
    ours = ask_canned(embedded, QUESTIONS[name], parameters)
    assert ask_canned(filled_neo4j, QUESTIONS[name], parameters) == ours


def test_every_question_finds_something(embedded: PropertyGraph) -> None:
    """Two empty answers are equal too."""
    found = {name for name, given in ASKED if ask_canned(embedded, QUESTIONS[name], bound(name, given)).rows}
    assert found == {name for name, _ in ASKED}


def test_both_stores_show_the_same_evidence(embedded: PropertyGraph, filled_neo4j: PropertyGraph) -> None:
    rows = ask_canned(embedded, QUESTIONS["neighbours"], bound("neighbours", {"name": "衡南县人民医院"})).rows
    for row in rows:
        parameters = bound("evidence", {"statement": row[-1]})
        ours = ask_canned(embedded, QUESTIONS["evidence"], parameters)
        assert ours.rows
        assert ask_canned(filled_neo4j, QUESTIONS["evidence"], parameters) == ours


def operators(plan: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """The operators of a plan, with what each is about."""
    yield plan["operatorType"].partition("@")[0], plan["args"].get("Details", "")
    for child in plan.get("children", ()):
        yield from operators(child)


PLANNED = (*(asked for asked in ASKED if asked[0] not in SCANS_ALLOWED), ("evidence", {"statement": "x"}))


@pytest.mark.parametrize(("name", "given"), PLANNED, ids=str)
def test_a_question_is_planned_with_indexes(
    filled_neo4j: PropertyGraph, name: str, given: dict[str, str]
) -> None:
    text = "PROFILE " + QUESTIONS[name].text
    with filled_neo4j.driver.session() as session:
        answer = session.run(text, bound(name, given))
        list(answer)
        summary = answer.consume()
    assert summary.profile
    plan = list(operators(summary.profile))
    assert [(kind, about) for kind, about in plan if any(scan in kind for scan in FULL_SCANS)] == []
    assert any("Index" in kind and ("Seek" in kind or "Contains" in kind) for kind, _ in plan), plan
