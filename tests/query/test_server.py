"""`kg query` and `kg cypher` with --uri: a real Neo4j is asked, and only read."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from kg.cli import main
from kg.ledger import open_ledger
from kg.store.bolt import Address, connect
from kg.store.graph_build import refresh
from kg.store.neo4j_load import load
from tests import neo4j_server
from tests.neo4j_server import free_port
from tests.store import small


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = small.fill(tmp_path_factory.mktemp("graph"), "r1", "r2")
    refresh(folder)
    return folder


@pytest.fixture(scope="module")
def server(neo4j: Address, graph: Path) -> Iterator[Address]:
    neo4j_server.clear(neo4j)
    with connect(neo4j) as driver, open_ledger(graph) as ledger:
        load(driver, ledger)
    yield neo4j
    neo4j_server.clear(neo4j)


def kg(server: Address, *words: str, stdin: str | None = None, **env: str | None) -> Result:
    told = {"KG_LANG": "zh", "NEO4J_USERNAME": server.user, "NEO4J_PASSWORD": server.password, **env}
    return CliRunner().invoke(main, [*words, "--uri", server.uri], env=told, input=stdin)


@pytest.mark.parametrize(
    "words", ["query partners name=县医院", "query overview", "query money", "query neighbours name=甲縣"]
)
def test_the_answer_is_that_of_the_folder(server: Address, graph: Path, words: str) -> None:
    there = kg(server, *words.split(), "--format", "json")
    here = CliRunner().invoke(main, [*words.split(), "--format", "json", "--graph", str(graph)])
    assert there.exit_code == 0, there.stderr
    assert json.loads(there.stdout) == json.loads(here.stdout) != []


def test_an_empty_answer_is_explained(server: Address) -> None:
    out = kg(server, "query", "neighbours", "name=甲县人民医阮")
    assert (out.exit_code, "甲县人民医院" in out.stderr) == (0, True)


def test_free_questions_are_answered(server: Address) -> None:
    out = kg(server, "cypher", "MATCH (r:Report) RETURN r.id AS id ORDER BY id", "--format", "csv")
    assert out.stdout == "id\nr1\nr2\n"


@pytest.mark.parametrize(
    "text",
    [
        "CREATE (:Entity {id: 'x'})",
        "MATCH (n:Entity) SET n.name = 'x'",
        "MATCH (n) DETACH DELETE n",
        "MERGE (n:Report {id: 'x'}) RETURN n.id AS id",
        "MATCH (n:Entity) CALL (n) { SET n.name = 'x' } IN TRANSACTIONS RETURN count(n) AS n",
        "CREATE INDEX mine FOR (n:Entity) ON (n.code)",
        "DROP CONSTRAINT entity_id",
        "CALL db.createLabel('Mine')",
        "CREATE USER mine SET PASSWORD 'password'",
        "ALTER USER neo4j SET PASSWORD 'password'",
    ],
)
def test_writing_is_refused(server: Address, text: str) -> None:
    before = everything(server)
    out = kg(server, "cypher", text)
    assert out.exit_code == 1
    assert out.stderr.startswith("error: cypher: questions only read"), out.stderr
    assert everything(server) == before


def everything(server: Address) -> list[object]:
    asked = (
        "MATCH (n) RETURN labels(n) AS l, properties(n) AS p ORDER BY elementId(n)",
        "SHOW INDEXES YIELD name, type ORDER BY name",
        "CALL db.labels() YIELD label RETURN label ORDER BY label",
        "SHOW USERS YIELD user ORDER BY user",
    )
    with connect(server) as driver:
        return [driver.execute_query(text).records for text in asked]


def test_the_password_is_asked_for_where_the_environment_has_none(server: Address) -> None:
    out = kg(server, "query", "reports", "--format", "csv", stdin=f"{server.password}\n", NEO4J_PASSWORD=None)
    assert out.exit_code == 0
    assert server.password not in out.output
    assert f"Password of {server.user}" in out.stderr


def test_a_wrong_password_and_a_silent_port_are_one_line(server: Address) -> None:
    out = kg(server, "query", "reports", NEO4J_PASSWORD="wrong-password")
    assert (out.exit_code, out.stderr.count("\n")) == (1, 1)
    assert "password is refused" in out.stderr
    silent = Address(f"bolt://127.0.0.1:{free_port()}", "neo4j", "x")
    out = kg(silent, "query", "reports")
    assert (out.exit_code, out.stderr.count("\n")) == (1, 1)
    assert "is it running" in out.stderr


def test_the_environment_does_not_change_which_graph_is_asked(server: Address, tmp_path: Path) -> None:
    alone = small.fill(tmp_path, "r9")
    refresh(alone)
    env = {"NEO4J_URI": server.uri, "NEO4J_PASSWORD": server.password}
    out = CliRunner().invoke(main, ["query", "reports", "--graph", str(alone), "--format", "csv"], env=env)
    assert [line.split(",")[0] for line in out.stdout.splitlines()] == ["report", "r9"]
