"""The contract of the property graph, kept by both stores: the embedded engine and a real Neo4j."""

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from kg.errors import QueryError
from kg.ledger import open_ledger
from kg.query.run import ask
from kg.store.bolt import PropertyGraph, connect
from kg.store.embedded import serve
from kg.store.engine_traps import refuse_misread
from kg.store.graph_definitions import OWN
from kg.store.property_graph import Written, is_neo4j, write_graph
from tests import neo4j_server
from tests.store import small

STORES = ("embedded", "neo4j")


@pytest.fixture(scope="module", params=STORES)
def graph(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[PropertyGraph]:
    """A store that was given the small ledger twice over."""
    folder = tmp_path_factory.mktemp("store")
    small.fill(folder / "graph", "r1", "r2")
    if request.param == "embedded":
        with serve(folder / "embedded", role="writer") as address, connect(address) as driver:
            _write_twice(PropertyGraph(driver, address.database), folder / "graph")
        with serve(folder / "embedded", role="reader") as address, connect(address) as driver:
            yield PropertyGraph(driver, address.database)
        return
    address = request.getfixturevalue("neo4j")
    neo4j_server.clear(address)
    with connect(address) as driver:
        _write_twice(PropertyGraph(driver), folder / "graph")
        yield PropertyGraph(driver)


def _write_twice(target: PropertyGraph, folder: Path) -> None:
    with open_ledger(folder) as ledger:
        first = write_graph(target.driver, ledger, target.database)
        again = write_graph(target.driver, ledger, target.database)
        assert again == (Written(0, 0) if is_neo4j(target.driver) else first)  # the engine is not compared


@pytest.fixture
def rows(graph: PropertyGraph) -> Callable[..., list[tuple[Any, ...]]]:
    def rows(text: str, **parameters: object) -> list[tuple[Any, ...]]:
        return list(ask(graph, text, parameters).rows)

    return rows


Rows = Callable[..., list[tuple[Any, ...]]]


def test_nodes_carry_the_labels_of_their_type_and_subtype(rows: Rows) -> None:
    found = rows("MATCH (n:Entity) RETURN n.name AS name, labels(n) AS labels ORDER BY name")
    assert {name: sorted({*labels} - {OWN}) for name, labels in found} == {
        "甲县": ["Entity", "Region"],
        "甲县人民医院": ["Entity", "Hospital", "Institution"],
        "乙大学附属医院": ["Entity", "Hospital", "Institution"],
        "高血压患者规范管理率": ["Entity", "Indicator"],
        "甲县人民医院迁建工程": ["Entity", "Project"],
        "甲县“健康”规划": ["Entity", "PolicyDocument"],
    }


def test_an_entity_keeps_what_is_known_of_it(graph: PropertyGraph, rows: Rows) -> None:
    ((found,),) = rows("MATCH (n:Hospital {name: '甲县人民医院'}) RETURN properties(n) AS p")
    digest = found.pop("digest", "")  # what a later load compares: only a shared Neo4j has it
    assert len(digest) == (16 if is_neo4j(graph.driver) else 0)
    assert found == {
        "id": small.HOSPITAL.id, "name": "甲县人民医院", "type": "Institution", "subtype": "hospital", "code": "990001",
        "scope": "990001", "within": ["某省", "某市", "甲县"], "aliases": ["县医院"],
        "names": "|甲县人民医院|县医院|", "places": "|某省|某市|甲县|甲县人民医院|县医院|",
    }  # fmt: skip
    assert rows("MATCH (n:PolicyDocument) RETURN n.number AS number, n.name AS name") == [
        ("甲卫〔2022〕1号", "甲县“健康”规划")
    ]


def test_an_indicator_of_the_catalogue_tells_its_disease(rows: Rows) -> None:
    ((diseases, topics, unit),) = rows(
        "MATCH (n:Indicator) RETURN n.diseases AS diseases, n.topics AS topics, n.unit AS unit"
    )
    assert (diseases, topics, unit) == (["高血压"], "|高血压患者规范管理率|高血压|高血压患者|", "%")


def test_a_value_comes_as_number_as_text_and_with_its_days(rows: Rows) -> None:
    ((found,),) = rows("MATCH (:Region)-[r:achieved {report: 'r1'}]->(:Indicator) RETURN properties(r) AS p")
    days = found.pop("period_start").to_native(), found.pop("period_end").to_native()
    assert days == (date(2022, 1, 1), date(2022, 6, 30))
    assert len(found.pop("id")) == 16
    assert found == {
        "report": "r1", "confidence": 0.95, "value": 72.3, "value_text": "72.3", "unit": "%", "cmp": "eq",
        "measure": "level", "period": "2022-H1", "status": "actual", "year": 2022,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("MATCH (n:Entity) WHERE n.names CONTAINS '|县医院|' RETURN n.name AS name", ["甲县人民医院"]),
        ("MATCH (n:Entity) WHERE n.names CONTAINS '|乙大学' RETURN n.name AS name", ["乙大学附属医院"]),
        ("MATCH (n:Institution) WHERE n.places CONTAINS '|某市|' RETURN n.name AS name", ["甲县人民医院"]),
        ("MATCH (n:Report) WHERE n.names CONTAINS 'r1年工作' RETURN n.id AS name", ["r1"]),
    ],
)
def test_names_are_found_whole_from_the_start_and_in_part(rows: Rows, text: str, found: list[str]) -> None:
    assert [name for (name,) in rows(text)] == found


def test_days_compare_as_days(rows: Rows) -> None:
    text = "MATCH ()-[r:achieved]->() WHERE r.period_start >= date($day) RETURN count(r) AS n"
    assert rows(text, day="2022-01-01") == [(2,)]
    assert rows(text, day="2022-01-02") == [(0,)]


def test_money_is_a_number(rows: Rows) -> None:
    assert rows("MATCH ()-[r:builds]->() RETURN DISTINCT r.amount AS a") == [(120000000.0,)]


def test_each_report_draws_its_own_edge_and_nothing_twice(rows: Rows) -> None:
    found = dict(rows("MATCH (a)-[r]->(b) RETURN type(r) AS t, count(r) AS n ORDER BY t"))
    assert found == {
        "achieved": 2, "builds": 2, "issued": 2, "locatedIn": 2, "partnersWith": 2, "mentions": 2,
        "supportedBy": 16, "FROM": 16,
    }  # fmt: skip
    assert rows("MATCH (n:Statement) RETURN count(n) AS n") == [(12,)]
    assert rows("MATCH (n:Evidence) RETURN count(n) AS n") == [(16,)]


def test_the_sentences_are_one_hop_from_the_id_of_an_edge(rows: Rows) -> None:
    found = rows(
        "MATCH (:Hospital)-[r:partnersWith {report: 'r2'}]->() "
        "MATCH (s:Statement)-[:supportedBy]->(e:Evidence)-[:FROM]->(p:Report) WHERE s.id = r.id "
        "RETURN p.id AS report, e.start AS start, e.end AS end, e.text AS text, e.sentence AS sentence, e.rule AS rule "
        "ORDER BY start"
    )
    assert [(row[0], row[3], row[5]) for row in found] == [
        ("r2", "县医院与乙大学附属医院", "test.rule"), ("r2", "签约", "test.rule"),
    ]  # fmt: skip
    for _, start, end, text, sentence, _ in found:
        assert small.TEXT[start:end] == text
        assert sentence == small.TEXT


def test_reports_tell_where_they_come_from(rows: Rows) -> None:
    ((found,),) = rows("MATCH (r:Report {id: 'r1'}) RETURN properties(r) AS p")
    assert {key: found[key] for key in ("title", "issuer", "region", "period", "kind", "date", "year")} == {
        "title": "甲县r1年工作总结", "issuer": "甲县卫生健康局", "region": "甲县", "period": "2022", "kind": "summary",
        "date": "2023-01-10", "year": 2022,
    }  # fmt: skip
    assert len(found["sha256"]) == 64
    assert rows("MATCH (:Report {id: 'r1'})-[m:mentions]->(n) RETURN n.name AS name, m.count AS n") == [
        ("甲县人民医院", 2)
    ]


def test_flagged_statements_are_not_there(rows: Rows) -> None:
    assert rows("MATCH ()-[r:supports]->() RETURN r.id AS id") == []


@pytest.mark.parametrize(
    "text",
    [
        "CREATE (:Entity {id: 'x'})",
        "MATCH (n:Entity) SET n.name = 'x'",
        "MATCH (n) DETACH DELETE n",
        "MERGE (:Foo)",
        "CREATE INDEX foo FOR (n:Entity) ON (n.code)",
    ],
)
def test_a_question_that_writes_is_refused_and_says_so(graph: PropertyGraph, text: str) -> None:
    with pytest.raises(QueryError, match="only read"):
        ask(graph, text, {})
    assert ask(graph, "MATCH (n:Entity) WHERE n.name <> 'x' RETURN count(n) AS n", {}).rows == ((6,),)


def test_nonsense_is_an_error_that_names_the_question(graph: PropertyGraph) -> None:
    with pytest.raises(QueryError, match="my question"):
        ask(graph, "MATCH (n RETURN n", {}, name="my question")


def test_columns_are_known_even_without_rows(graph: PropertyGraph) -> None:
    text = "MATCH (n:Entity {name: 'nobody'}) RETURN n.name AS name"
    assert ask(graph, text, {}, columns=("name",)).columns == ("name",)


MISREAD = "MATCH (a)-[r:partnersWith]->(b) MATCH (s:Statement {id: r.id}) RETURN count(s.id) AS n"
"""Neo4j answers 2 here, the embedded engine 0."""


@pytest.mark.parametrize(
    ("text", "refused"),
    [
        (MISREAD, True),
        ("MATCH (a)-[r:partnersWith {status: 'actual'}]->(b), (:Statement {id: r.id})-[:supportedBy]->(e) RETURN e.text", True),
        ("MATCH (a)<-[ r ]-(b) OPTIONAL MATCH (s {id: r.id}) RETURN s // r", True),
        ("MATCH (a)-[r:partnersWith]->(b) MATCH (s:Statement) WHERE s.id = r.id RETURN count(s.id) AS n", False),
        ("MATCH (a)-[r:partnersWith]->(b) MATCH (s:Statement {id: r.id}) RETURN type(r) AS t, count(s.id) AS n", False),
        ("MATCH (a)-[r:partnersWith]->(b) WITH r MATCH (s:Statement {id: r.id}) RETURN count(s.id) AS n", False),
        ("MATCH (a)-[r:partnersWith]->(b) MATCH (s:Statement {id: r.id}) RETURN *", False),
        ("MATCH (a)-[r]->(b {r: 'r.id', name: a.r}) RETURN a", False),
        ("MATCH (a)-[:partnersWith]->(b) MATCH (s:Statement {subject: a.id}) RETURN count(s) AS n", False),
    ],
)  # fmt: skip
def test_what_the_embedded_engine_would_misread_is_refused(text: str, refused: bool) -> None:
    if refused:
        with pytest.raises(QueryError, match=r"WHERE x\.id = r\.id"):
            refuse_misread(text)
    else:
        refuse_misread(text)


def test_the_embedded_engine_still_misreads(graph: PropertyGraph) -> None:
    """Once this fails, the engine has been mended and kg/store/engine_traps.py can go."""
    neo4j = is_neo4j(graph.driver)
    ((count,),) = ask(graph, MISREAD, {}).rows
    assert count == (2 if neo4j else 0)
