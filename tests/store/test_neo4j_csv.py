"""`kg export neo4j-csv`: imported by Neo4j's own tool it is the graph that loading over Bolt makes, to the last property."""

import os
import shlex
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from kg.cli import main
from kg.ledger import open_ledger
from kg.store.bolt import Address, connect
from kg.store.neo4j_load import load
from tests import neo4j_server
from tests.neo4j_server import Server
from tests.store import small


@pytest.fixture(scope="module")
def exported(gold_graph: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """The folder of files and the command as printed."""
    folder = tmp_path_factory.mktemp("csv")
    out = CliRunner().invoke(main, ["export", "neo4j-csv", str(folder), "--graph", str(gold_graph)])
    assert out.exit_code == 0, out.stderr
    assert f"stop the server and run {folder / 'import.sh'}" in out.stderr
    return folder, out.stdout.strip()


@pytest.fixture(scope="module")
def imported(
    neo4j_jars: Path, exported: tuple[Path, str], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Address]:
    """A server whose database the printed command made, and that then ran schema.cypher."""
    folder, command = exported
    tool, *words = shlex.split(command)
    assert tool == "neo4j-admin"
    server = Server(tmp_path_factory.mktemp("imported") / "home")
    done = subprocess.run(
        [*server.admin_command, *words],
        env=server.admin_environment, cwd=folder, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    try:
        server.start()
        subprocess.run(
            [*server.shell_command, "-a", server.address.uri, "-d", "neo4j", "-f", str(folder / "schema.cypher")],
            env={**os.environ, "NEO4J_USERNAME": "neo4j", "NEO4J_PASSWORD": server.password}, check=True,
        )  # fmt: skip
        yield server.address
    finally:
        server.stop()


ALL = (
    "MATCH (n) RETURN n.id AS id, labels(n) AS labels, properties(n) AS properties ORDER BY id",
    "MATCH (a)-[r]->(b) RETURN a.id AS a, type(r) AS type, b.id AS b, properties(r) AS properties ORDER BY a, type, b, r.id",
    "SHOW CONSTRAINTS YIELD name, type, labelsOrTypes, properties RETURN name, type, labelsOrTypes, properties ORDER BY name",
    "SHOW INDEXES YIELD name, type, labelsOrTypes, properties RETURN name, type, labelsOrTypes, properties ORDER BY name",
)


def content(address: Address, text: str) -> list[dict[str, object]]:
    with connect(address) as driver:
        rows = [dict(record) for record in driver.execute_query(text).records]
    for row in rows:
        if "labels" in row:
            row["labels"] = sorted(row["labels"])
    return rows


@pytest.fixture(scope="module")
def loaded(neo4j: Address, gold_graph: Path) -> dict[str, list[dict[str, object]]]:
    """What a server holds that was loaded over Bolt."""
    neo4j_server.clear(neo4j)
    with connect(neo4j) as driver, open_ledger(gold_graph) as ledger:
        load(driver, ledger)
    return {text: content(neo4j, text) for text in ALL}


@pytest.mark.parametrize("text", ALL)
def test_the_import_is_what_loading_makes(
    imported: Address, loaded: dict[str, list[dict[str, object]]], text: str
) -> None:
    assert loaded[text]
    assert content(imported, text) == loaded[text]


def test_loading_after_the_import_writes_nothing(imported: Address, gold_graph: Path) -> None:
    with connect(imported) as driver, open_ledger(gold_graph) as ledger:
        assert load(driver, ledger).empty


def test_every_statement_of_the_ledger_is_there_once(imported: Address, gold_graph: Path) -> None:
    with open_ledger(gold_graph) as ledger:
        ids = sorted(statement.id for statement in ledger.statements())
    for text in (
        "MATCH (s:Statement) RETURN s.id AS id ORDER BY id",
        "MATCH ()-[r]->() WHERE r.id IS NOT NULL RETURN r.id AS id ORDER BY id",
    ):
        assert [row["id"] for row in content(imported, text)] == ids


def test_quotes_newlines_and_delimiters_stay_in_their_cell(tmp_path: Path) -> None:
    """The two lists of `small` and its quoted name, read back by the rules of CSV."""
    import csv

    out = CliRunner().invoke(
        main,
        ["export", "neo4j-csv", str(tmp_path / "csv"), "--graph", str(small.fill(tmp_path / "graph", "r1"))],
    )
    assert out.exit_code == 0
    with (tmp_path / "csv" / "entities.csv").open(encoding="utf-8", newline="") as file:
        rows = {row["name"]: row for row in csv.DictReader(file)}
    assert rows["甲县人民医院"]["within:string[]"].split("\x1f") == ["某省", "某市", "甲县"]
    assert rows["甲县“健康”规划"][":LABEL"].split("\x1f")[:2] == ["Entity", "PolicyDocument"]


def test_a_folder_that_cannot_be_made_is_one_line(gold_graph: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    out = CliRunner().invoke(
        main, ["export", "neo4j-csv", str(tmp_path / "file" / "x"), "--graph", str(gold_graph)]
    )
    assert (out.exit_code, out.stderr.count("\n")) == (1, 1)


def test_the_files_are_the_same_each_time(
    gold_graph: Path, exported: tuple[Path, str], tmp_path: Path
) -> None:
    CliRunner().invoke(main, ["export", "neo4j-csv", str(tmp_path), "--graph", str(gold_graph)])
    again = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    assert {name: (exported[0] / name).read_bytes() for name in again} == again
