"""The embedded engine: who may write, ports, damage, and silence."""

import socket
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from neo4j.exceptions import ClientError

from kg.errors import StoreError
from kg.store import embedded
from kg.store.bolt import Address, connect
from kg.store.embedded import serve


def test_what_a_writer_puts_in_a_reader_finds_later(tmp_path: Path) -> None:
    with serve(tmp_path / "g", role="writer") as address, connect(address) as driver:
        driver.execute_query("CREATE (:Thing {id: 1, name: '开平市'})", database_=address.database)
    with serve(tmp_path / "g", role="reader") as address, connect(address) as driver:
        rows = driver.execute_query(
            "MATCH (n:Thing) RETURN n.name AS name", database_=address.database
        ).records
        assert [row["name"] for row in rows] == ["开平市"]


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Address]:
    folder = tmp_path_factory.mktemp("reader")
    with serve(folder, role="writer") as address, connect(address) as driver:
        driver.execute_query("CREATE (:Thing {id: 1})-[:knows]->(:Thing {id: 2})", database_=address.database)
    with serve(folder, role="reader") as address:
        yield address


@pytest.mark.parametrize(
    "text",
    [
        "CREATE (:Thing {id: 3})",
        "CREATE (:Other)",
        "MERGE (:Thing {id: 3})",
        "MATCH (n:Thing) SET n.x = 1",
        "MATCH (n:Thing) SET n:Other",
        "MATCH (n:Thing) REMOVE n.id",
        "MATCH (n:Thing) DETACH DELETE n",
        "MATCH (:Thing)-[r:knows]->() DELETE r",
        "MATCH (a:Thing {id: 1}), (b:Thing {id: 2}) CREATE (a)-[:likes]->(b)",
        "CREATE INDEX foo FOR (n:Thing) ON (n.name)",
        "CREATE CONSTRAINT bar FOR (n:Thing) REQUIRE n.id IS UNIQUE",
        "CREATE USER someone SET PASSWORD 'something'",
        "LOAD CSV FROM 'file:///etc/passwd' AS line RETURN line",
        "UNWIND [1] AS x MERGE (:Thing {id: x + 10})",
    ],
)
def test_a_reader_changes_nothing(reader: Address, text: str) -> None:
    count = "MATCH (n) OPTIONAL MATCH (n)-[r]->() RETURN count(n) AS n, count(r) AS r, sum(n.id) AS s"
    with connect(reader) as driver:
        before = driver.execute_query(count, database_=reader.database).records
        with pytest.raises(ClientError):
            driver.execute_query(text, database_=reader.database)
        assert driver.execute_query(count, database_=reader.database).records == before


def test_a_wrong_password_is_refused(reader: Address) -> None:
    wrong = Address(reader.uri, reader.user, "nonsense", reader.database)
    with pytest.raises(StoreError, match="password is refused"), connect(wrong):
        pass


def test_nobody_listening_is_one_line(tmp_path: Path) -> None:
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        uri = f"bolt://127.0.0.1:{held.getsockname()[1]}"
        with pytest.raises(StoreError, match="no Bolt server answers"), connect(Address(uri, "u", "p")):
            pass


@pytest.fixture
def taken() -> Iterator[int]:
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        held.listen()
        yield held.getsockname()[1]


def test_a_port_that_is_taken_meanwhile_is_given_up_for_another(
    tmp_path: Path, taken: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    free = embedded._free_port
    ports = iter([taken, taken, free()])
    monkeypatch.setattr(embedded, "_free_port", lambda: next(ports))
    with serve(tmp_path, role="writer") as address, connect(address) as driver:
        assert not address.uri.endswith(f":{taken}")
        assert driver.execute_query("RETURN 1 AS one", database_=address.database).records


def test_no_free_port_at_all_is_an_error_that_says_so(
    tmp_path: Path, taken: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(embedded, "_free_port", lambda: taken)
    with pytest.raises(StoreError, match="does not start"), serve(tmp_path, role="writer"):
        pass


def test_a_damaged_folder_is_an_error_that_says_what_to_do(tmp_path: Path) -> None:
    with serve(tmp_path, role="writer") as address, connect(address) as driver:
        driver.execute_query("CREATE (:Thing {id: 1})", database_=address.database)
    for file in (tmp_path / embedded.DATABASE).iterdir():
        file.write_bytes(b"garbage")
    with pytest.raises(StoreError, match="rebuilt from the ledger"), serve(tmp_path, role="reader"):
        pass


def test_two_graphs_are_served_at_a_time(tmp_path: Path) -> None:
    with (
        serve(tmp_path / "a", role="writer") as a, serve(tmp_path / "b", role="writer") as b,
        connect(a) as first, connect(b) as second,
    ):  # fmt: skip
        first.execute_query("CREATE (:Thing)", database_=a.database)
        assert not second.execute_query("MATCH (n:Thing) RETURN n", database_=b.database).records


def test_without_the_wheel_the_error_says_where_it_exists(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "arcadedb", None)
    embedded._engine.cache_clear()
    try:
        with pytest.raises(StoreError, match="Neo4j"), serve(tmp_path, role="reader"):
            pass
    finally:
        embedded._engine.cache_clear()


def test_it_listens_on_loopback_only_and_says_nothing(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    with serve(tmp_path, role="writer") as address, connect(address) as driver:
        driver.execute_query("CREATE (:Thing {id: 1})", database_=address.database)
        port = int(address.uri.rpartition(":")[2])
        for line in Path("/proc/net/tcp").read_text().splitlines()[1:] if sys.platform == "linux" else ():
            local, state = line.split()[1], line.split()[3]
            if state == "0A" and int(local.split(":")[1], 16) == port:
                assert local.startswith("0100007F:")
    assert capfd.readouterr() == ("", "")
