"""`kg load` into a real Neo4j: the graph says what the ledger says, only the difference is written, nobody else's nodes are touched."""

from __future__ import annotations

import dataclasses
import http.server
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from kg.cli import main
from kg.errors import StoreError
from kg.ledger import open_ledger
from kg.model.statement import Entity, Statement
from kg.store.bolt import Address, connect
from kg.store.embedded import serve
from kg.store.neo4j_load import Difference, load
from tests.neo4j_server import free_port
from tests.store import small
from tests.store.loading import in_graph, in_ledger, last_commit


def put(address: Address, folder: Path) -> Difference:
    with connect(address) as driver, open_ledger(folder) as ledger:
        return load(driver, ledger)


def rows(address: Address, text: str, **parameters: object) -> list[dict[str, object]]:
    with connect(address) as driver:
        return [dict(record) for record in driver.execute_query(text, parameters).records]


def kg(address: Address, folder: Path, *words: str, **env: str) -> Result:
    told = {"NEO4J_USERNAME": address.user, "NEO4J_PASSWORD": address.password, **env}
    return CliRunner().invoke(main, ["load", "--uri", address.uri, "--graph", str(folder), *words], env=told)


def replace(folder: Path, stem: str, statements: list[Statement]) -> None:
    with open_ledger(folder, write=True) as ledger:
        ledger.replace(small.document(stem), "f2", statements)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return small.fill(tmp_path / "graph", "r1", "r2")


def test_all_is_there_once_and_loading_again_commits_nothing(empty_neo4j: Address, gold_graph: Path) -> None:
    found = put(empty_neo4j, gold_graph)
    assert found.reports_new == 5
    assert in_graph(empty_neo4j) == in_ledger(gold_graph)
    before = last_commit(empty_neo4j)
    again = put(empty_neo4j, gold_graph)
    assert dataclasses.replace(again, reports_same=0) == Difference()
    assert last_commit(empty_neo4j) == before


def test_of_an_edited_report_only_the_difference_is_written(empty_neo4j: Address, folder: Path) -> None:
    put(empty_neo4j, folder)
    element = "MATCH (n:Statement) RETURN n.id AS id, elementId(n) AS e ORDER BY id"
    before = {row["id"]: row["e"] for row in rows(empty_neo4j, element)}
    first, second, *rest = small.statements("r1")
    other = Statement(
        "r1", small.HOSPITAL, "supports", Entity("Region", "乙县", scope="990002"), {}, first.evidence, 0.9
    )
    replace(folder, "r1", [dataclasses.replace(second, confidence=0.5), other, *rest[1:]])
    found = put(empty_neo4j, folder)
    assert found == Difference(
        reports_changed=1, reports_same=1, statements_new=2, statements_gone=3, nodes_written=1 + 1 + 5,
        nodes_deleted=3 + 4, edges_written=2 + 6, edges_deleted=3 + 8,
    )  # fmt: skip
    assert in_graph(empty_neo4j) == in_ledger(folder)
    after = {row["id"]: row["e"] for row in rows(empty_neo4j, element)}
    assert len(before.items() & after.items()) == 9
    (edge,) = rows(empty_neo4j, "MATCH ()-[r:achieved {report: 'r1'}]->() RETURN r.confidence AS c")
    assert edge == {"c": 0.5}


def test_a_removed_report_goes_with_what_only_it_said(empty_neo4j: Address, folder: Path) -> None:
    alone = Entity("Institution", "丙县医院", "hospital", "990003")
    replace(
        folder, "r3", [Statement("r3", alone, "supports", small.HOSPITAL, {}, (small.piece("签约"),), 0.9)]
    )
    put(empty_neo4j, folder)
    assert rows(empty_neo4j, "MATCH (n:Entity {name: '丙县医院'}) RETURN count(n) AS n") == [{"n": 1}]
    with open_ledger(folder, write=True) as ledger:
        ledger.remove("r3")
    found = put(empty_neo4j, folder)
    assert (found.reports_removed, found.statements_gone, found.nodes_deleted) == (1, 1, 4)
    assert in_graph(empty_neo4j) == in_ledger(folder)


def test_an_entity_that_changed_has_its_new_labels_and_keeps_its_edges(
    empty_neo4j: Address, folder: Path
) -> None:
    put(empty_neo4j, folder)
    other = dataclasses.replace(small.PARTNER, subtype="academic")
    for stem in ("r1", "r2"):
        said = [s for s in small.statements(stem) if s.object.name != other.name]
        pair = [dataclasses.replace(s, object=other) for s in small.statements(stem) if s not in said]
        replace(folder, stem, said + pair)
    put(empty_neo4j, folder)
    text = (
        "MATCH (n:Entity {id: $id}) RETURN labels(n) AS labels, n.subtype AS subtype, COUNT { (n)--() } AS n"
    )
    (found,) = rows(empty_neo4j, text, id=other.id)
    labels = found.pop("labels")
    assert isinstance(labels, list)
    assert "Hospital" not in labels
    assert found == {"subtype": "academic", "n": 2}
    assert in_graph(empty_neo4j) == in_ledger(folder)


FOREIGN = (
    "CREATE CONSTRAINT theirs IF NOT EXISTS FOR (n:Report) REQUIRE n.number IS UNIQUE",
    "CREATE INDEX their_index IF NOT EXISTS FOR (n:Report) ON (n.id)",
    "CREATE (:Report {id: 'r1', number: 1})-[:FROM]->(:Entity:Institution {id: $id, name: '甲县人民医院'})"
    "-[:partnersWith {id: 'x'}]->(:Statement {id: 'x', report: 'r1'})-[:supportedBy]->(:Evidence {id: 'x'})",
    "CREATE (:Entity {id: 'same'}), (:Entity {id: 'same'}), (:Schema {id: 'schema'})",
)


def test_another_application_keeps_its_nodes(empty_neo4j: Address, folder: Path) -> None:
    for text in FOREIGN:
        rows(empty_neo4j, text, id=small.HOSPITAL.id)
    theirs = (
        "MATCH (n) WHERE NOT n:HealthPolicyKG OPTIONAL MATCH (n)-[r]->(m) "
        "RETURN elementId(n) AS n, labels(n) AS labels, properties(n) AS p, type(r) AS r, elementId(m) AS m ORDER BY n"
    )
    before = rows(empty_neo4j, theirs)
    assert len(before) == 7
    put(empty_neo4j, folder)
    replace(folder, "r1", list(small.statements("r1"))[1:3])
    put(empty_neo4j, folder)
    with open_ledger(folder, write=True) as ledger:
        ledger.remove("r2")
    put(empty_neo4j, folder)
    assert in_graph(empty_neo4j) == in_ledger(folder)
    assert rows(empty_neo4j, theirs) == before


def test_a_rule_of_another_application_that_we_cannot_keep_is_one_line(
    empty_neo4j: Address, folder: Path
) -> None:
    rows(empty_neo4j, "CREATE CONSTRAINT theirs FOR (n:Report) REQUIRE n.kind IS UNIQUE")
    out = kg(empty_neo4j, folder)
    assert (out.exit_code, out.stderr.count("\n")) == (1, 1)
    assert "--database" in out.stderr


def test_a_dry_run_says_what_loading_then_does_and_writes_nothing(empty_neo4j: Address, folder: Path) -> None:
    before = last_commit(empty_neo4j)
    said = kg(empty_neo4j, folder, "--dry-run")
    assert said.exit_code == 0, said.stderr
    assert "2 new, 0 changed, 0 removed" in said.stdout
    assert last_commit(empty_neo4j) == before
    done = kg(empty_neo4j, folder)
    assert said.stdout.replace("would be ", "") == done.stdout
    assert "kg query overview --uri" in done.stderr
    with open_ledger(folder, write=True) as ledger:
        ledger.remove("r2")
    said, done = kg(empty_neo4j, folder, "--dry-run"), kg(empty_neo4j, folder)
    assert "0 new, 0 changed, 1 removed, 1 as they were" in said.stdout
    assert said.stdout.replace("would be ", "") == done.stdout
    again = kg(empty_neo4j, folder)
    assert (again.exit_code, again.stdout, "nothing to do" in again.stderr) == (0, "", True)


def test_two_loads_at_once_give_one_graph(empty_neo4j: Address, gold_graph: Path) -> None:
    with ThreadPoolExecutor(2) as pool:
        found = list(pool.map(lambda _: put(empty_neo4j, gold_graph), range(2)))
    assert sorted(difference.reports_new for difference in found) == [0, 5]
    assert in_graph(empty_neo4j) == in_ledger(gold_graph)


def test_names_of_the_ontology_are_data_in_two_languages(empty_neo4j: Address, folder: Path) -> None:
    put(empty_neo4j, folder)
    text = "MATCH (n:Schema {name: $name}) RETURN n.kind AS kind, n.zh AS zh, n.en AS en"
    assert rows(empty_neo4j, text, name="Hospital") == [{"kind": "subtype", "zh": "医院", "en": "Hospital"}]
    assert rows(empty_neo4j, text, name="FROM")[0]["zh"] == "出自"
    labels = rows(
        empty_neo4j,
        "MATCH (n:HealthPolicyKG) WHERE NOT n:Schema UNWIND labels(n) AS name WITH DISTINCT name "
        "WHERE NOT EXISTS { (:Schema {name: name}) } RETURN name ORDER BY name",
    )
    assert [row["name"] for row in labels] == ["HealthPolicyKG"]


def test_names_are_found_by_the_full_text_index(empty_neo4j: Address, folder: Path) -> None:
    put(empty_neo4j, folder)
    text = "CALL db.index.fulltext.queryNodes('hpkg_names', $q) YIELD node RETURN node.name AS name ORDER BY name"
    assert {"name": "甲县人民医院"} in rows(empty_neo4j, text, q='"人民医院"')
    (found,) = rows(
        empty_neo4j, "SHOW INDEXES YIELD name, state, options WHERE name = 'hpkg_names' RETURN state, options"
    )
    assert (found["state"], "cjk" in str(found["options"])) == ("ONLINE", True)


def test_who_cannot_load_is_told_in_one_line(empty_neo4j: Address, folder: Path, tmp_path: Path) -> None:
    class Quiet(http.server.BaseHTTPRequestHandler):
        def log_message(self, format: str, *args: object) -> None:
            pass

    web = http.server.HTTPServer(("127.0.0.1", 0), Quiet)
    threading.Thread(target=web.serve_forever, daemon=True).start()
    try:
        for address, word, env in (
            (empty_neo4j, "password is refused", {"NEO4J_PASSWORD": "wrong-password"}),
            (Address(f"bolt://127.0.0.1:{free_port()}", "neo4j", "x"), "is it running", {}),
            (Address(f"bolt://127.0.0.1:{web.server_port}", "neo4j", "x"), "no Bolt server answers", {}),
            (Address("127.0.0.1:7687", "neo4j", "x"), "no address of a Bolt server", {}),
            (empty_neo4j, "no graph here", {"KG_GRAPH": str(tmp_path)}),
        ):
            where = tmp_path / "none" if "no graph" in word else folder
            out = kg(address, where, **env)
            assert (out.exit_code, out.stderr.count("\n")) == (1, 1), out.stderr
            assert word in out.stderr
    finally:
        web.shutdown()
        web.server_close()


def test_a_server_that_is_no_neo4j_is_refused(folder: Path, tmp_path: Path) -> None:
    with (
        serve(tmp_path / "db", role="writer") as address,
        connect(address) as driver,
        open_ledger(folder) as ledger,
        pytest.raises(StoreError, match="no Neo4j"),
    ):
        load(driver, ledger, address.database)


def test_without_a_uri_it_says_how_to_give_one(folder: Path) -> None:
    out = CliRunner().invoke(main, ["load", "--graph", str(folder)], env={"NEO4J_URI": None})
    assert (out.exit_code, "--uri bolt://" in out.stderr) == (2, True)


def test_the_environment_names_the_server(empty_neo4j: Address, folder: Path) -> None:
    env = {
        "NEO4J_URI": empty_neo4j.uri,
        "NEO4J_USERNAME": empty_neo4j.user,
        "NEO4J_PASSWORD": empty_neo4j.password,
    }
    out = CliRunner().invoke(main, ["load", "--graph", str(folder)], env=env)
    assert out.exit_code == 0, out.stderr
    assert in_graph(empty_neo4j) == in_ledger(folder)
