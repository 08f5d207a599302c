"""Loads that break: the server is killed, the connection cut, the loading process killed. The next load completes each, nothing lost and nothing doubled."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import neo4j
import pytest

from kg.errors import StoreError
from kg.ledger import open_ledger
from kg.store import neo4j_load, neo4j_write
from kg.store.bolt import Address, connect
from kg.store.neo4j_load import Watch, load
from tests import neo4j_server
from tests.gold_graph import gold_ledger
from tests.neo4j_server import Server, running
from tests.store import small
from tests.store.loading import cut_after, in_graph, in_ledger, last_commit


@pytest.fixture(scope="module")
def server(neo4j_jars: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server of this file's own, to be killed."""
    with running(tmp_path_factory.mktemp("broken") / "home") as server:
        yield server


@pytest.fixture
def empty(server: Server) -> Server:
    neo4j_server.clear(server.address)
    return server


@pytest.fixture
def many_transactions(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(neo4j_write, "BATCH", 40)
    monkeypatch.setattr(neo4j_load, "BATCH", 40)


@pytest.fixture(scope="module")
def wide(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The five annotated reports, each of more than two batches."""
    return gold_ledger(tmp_path_factory.mktemp("wide") / "graph")


def put(address: Address, folder: Path, watch: Watch | None = None) -> None:
    auth = (address.user, address.password)
    with (
        neo4j.GraphDatabase.driver(address.uri, auth=auth, max_transaction_retry_time=1) as driver,
        open_ledger(folder) as ledger,
    ):  # a driver that gives up sooner than ours: else each test would wait for half a minute
        load(driver, ledger, watch=watch)


def is_completed(address: Address, folder: Path) -> None:
    """The next load completes what broke, and the one after that has nothing to do."""
    put(address, folder)
    assert in_graph(address) == in_ledger(folder)
    before = last_commit(address)
    put(address, folder)
    assert last_commit(address) == before


def wait_for(address: Address, statements: int) -> None:
    """Until so many statements are there."""
    until = time.monotonic() + 120
    with connect(address) as driver:
        while time.monotonic() < until:
            (row,) = driver.execute_query("MATCH (n:Statement) RETURN count(n) AS n").records
            if row["n"] >= statements:
                return
            time.sleep(0.01)
    raise AssertionError("the load does not get there")


@pytest.mark.usefixtures("many_transactions")
@pytest.mark.parametrize("moment", [0, 3])
def test_the_server_is_killed_in_mid_load(empty: Server, wide: Path, moment: int) -> None:
    """After so many reports were handed to the writer, while it is at work."""
    seen = []

    def kill(done: int, of: int) -> None:
        seen.append(done)
        if len(seen) == moment + 1:
            empty.kill()

    with pytest.raises(StoreError, match="run the same `kg load` again"):
        put(empty.address, wide, Watch(at=kill))
    assert len(seen) > moment
    empty.start()
    is_completed(empty.address, wide)


@pytest.mark.usefixtures("many_transactions")
def test_the_server_is_killed_while_a_report_is_changed_and_another_removed(
    empty: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Then the ledger goes back to what it was: the half-changed report must not pass for the old one."""
    folder = gold_ledger(tmp_path / "graph")
    put(empty.address, folder)
    with open_ledger(folder) as ledger:
        stem, *_, last = ledger.known()
        said = list(ledger.statements(report=stem))
    with open_ledger(folder, write=True) as ledger:
        ledger.replace(small.document(stem), "other", said[::2])
        ledger.remove(last)
    write, steps = neo4j_write._run, []

    def kill(transaction: neo4j.ManagedTransaction, queries: Sequence[neo4j_write.Query]) -> None:
        steps.append(queries)
        if len(steps) == 4:  # the report was begun, two parts of it are done
            empty.kill()
        write(transaction, queries)

    with monkeypatch.context() as patched, pytest.raises(StoreError, match="run the same `kg load` again"):
        patched.setattr(neo4j_write, "_run", kill)
        put(empty.address, folder)
    empty.start()
    assert stem not in in_graph(empty.address)["reports"]  # it has no digest: nobody takes it for whole
    is_completed(empty.address, gold_ledger(folder))
    with open_ledger(folder, write=True) as ledger:
        ledger.remove(last)
    is_completed(empty.address, folder)


@pytest.mark.usefixtures("many_transactions")
@pytest.mark.parametrize("size", [3_000, 600_000])
def test_the_connection_is_cut(empty: Server, wide: Path, size: int) -> None:
    """After so many bytes went to the server."""
    with cut_after(empty.port, size) as port:
        through = Address(f"bolt://127.0.0.1:{port}", empty.address.user, empty.address.password)
        with pytest.raises(StoreError):
            put(through, wide)
    is_completed(empty.address, wide)


@pytest.mark.parametrize("statements", [1, 500])
def test_the_loading_process_is_killed(empty: Server, wide: Path, statements: int) -> None:
    code = "import kg.store.neo4j_load as a, kg.store.neo4j_write as b; a.BATCH = b.BATCH = 40; from kg.cli import main; main()"
    words = [sys.executable, "-c", code, "load", "--uri", empty.address.uri, "--graph", str(wide)]
    env = {**os.environ, "NEO4J_PASSWORD": empty.password, "NEO4J_USERNAME": "neo4j"}
    process = subprocess.Popen(words, env=env, stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
    try:
        wait_for(empty.address, statements)
    finally:
        process.kill()
        process.wait()
    assert len(in_graph(empty.address)["statements"]) < len(in_ledger(wide)["statements"])
    is_completed(empty.address, wide)
