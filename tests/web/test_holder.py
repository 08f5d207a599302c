"""Two people look while a third builds: nobody is disturbed, and the page is offered the new graph."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from kg.build import build
from kg.settings import Settings
from kg.web.app import prepare
from kg.web.holder import Holder
from kg.web.sources import EmbeddedSource
from tests.web.conftest import SEEDS, Served


@pytest.fixture
def folder(graph: Path, tmp_path: Path) -> Iterator[Path]:
    """A copy of the graph that may be built upon."""
    yield Path(shutil.copytree(graph, tmp_path / "graph"))


def rebuild(folder: Path, *names: str) -> None:
    assert not build([str(SEEDS / name) for name in names], Settings(folder), prune=True).errors


def test_a_new_build_is_offered_and_the_old_one_goes_on(folder: Path) -> None:
    with (
        Holder(EmbeddedSource(folder), prepare) as holder,
        Served(holder) as address,
        httpx.Client(base_url=address, timeout=60) as client,
    ):
        first = client.get("/api/overview").json()
        assert (first["reports"]["total"], first["newer"]) == (3, "")
        old = first["graph"]
        client.post("/api/cypher", json={"text": "RETURN 1 AS one"})
        rebuild(folder, "001_*.txt", "002_*.txt")
        holder.look()
        mine = client.get("/api/overview", params={"graph": old}).json()
        assert mine["reports"]["total"] == 3 and mine["newer"] not in ("", old)
        assert client.get("/api/state", params={"graph": old}).json()["newer"] == mine["newer"]
        other = client.get("/api/overview")
        assert other.json()["reports"]["total"] == 2 and other.headers["x-graph"] == mine["newer"]
        asked = client.post("/api/cypher", json={"text": "MATCH (r:Report) RETURN count(r) AS n"}).json()
        assert asked["rows"] == [[2]]
        gone = client.get("/api/report/000_9e389144fedd075f", params={"graph": old}).json()
        assert (
            gone["facts"] and gone["text"] is None
        )  # the file is retracted; the facts that were shown still are
        rebuild(folder, "001_*.txt")
        holder.look()
        assert client.get("/api/overview", params={"graph": old}).status_code == 410
        assert client.get("/api/overview").json()["reports"]["total"] == 1


def test_a_state_in_use_is_closed_only_after_its_last_user(folder: Path) -> None:
    with Holder(EmbeddedSource(folder), prepare) as holder:
        with holder.use() as snapshot:
            rebuild(folder, "001_*.txt", "002_*.txt")
            holder.look()
            rebuild(folder, "001_*.txt")
            holder.look()
            assert snapshot.ask("MATCH (r:Report) RETURN count(r) AS n") == [{"n": 3}]
        with holder.use() as newest:
            assert newest.ask("MATCH (r:Report) RETURN count(r) AS n") == [{"n": 1}]


def test_a_damaged_new_graph_leaves_the_old_one_in_place(folder: Path) -> None:
    with Holder(EmbeddedSource(folder), prepare) as holder:
        before = holder.newest
        (folder / "ledger.sqlite").write_bytes(b"no ledger")
        (folder / "derived" / "CURRENT").write_text("0" * 16 + "\n", encoding="ascii")
        assert not holder.look()
        with holder.use() as snapshot:
            assert snapshot.digest == before and snapshot.ask("MATCH (r:Report) RETURN count(r) AS n") == [
                {"n": 3}
            ]
