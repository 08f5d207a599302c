"""A real explorer over a real graph: two seeds read by the product itself, served by uvicorn on a free port."""

import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
import uvicorn

from kg.build import build
from kg.settings import Settings
from kg.web.app import create_app, prepare
from kg.web.holder import Holder
from kg.web.snapshot import Snapshot
from kg.web.sources import EmbeddedSource

SEEDS = Path(__file__).resolve().parents[2] / "seeds"
USED = ("000_*.txt", "001_*.txt", "002_*.txt")
"""One in garbled Traditional script with glosses, one of a district full of alliances, one of a county hospital."""


@pytest.fixture(scope="session")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A graph folder built from seeds. Not to be changed."""
    folder = tmp_path_factory.mktemp("explorer") / "graph"
    summary = build([str(SEEDS / name) for name in USED], Settings(folder))
    assert not summary.errors
    return folder


@pytest.fixture(scope="session")
def holder(graph: Path) -> Iterator[Holder]:
    with Holder(EmbeddedSource(graph), prepare) as held:
        yield held


@pytest.fixture(scope="session")
def snapshot(holder: Holder) -> Iterator[Snapshot]:
    with holder.use() as held:
        yield held


class Served:
    """A server in a thread, for as long as one is inside."""

    def __init__(self, holder: Holder, hosts: tuple[str, ...] = ("127.0.0.1",), token: str = "") -> None:
        self._socket = socket.create_server(("127.0.0.1", 0))
        self._server = uvicorn.Server(
            uvicorn.Config(create_app(holder, hosts, token), log_level="critical", access_log=False)
        )
        self._thread = threading.Thread(
            target=self._server.run, kwargs={"sockets": [self._socket]}, daemon=True
        )

    def __enter__(self) -> str:
        self._thread.start()
        return f"http://127.0.0.1:{self._socket.getsockname()[1]}"

    def __exit__(self, *_: object) -> None:
        self._server.should_exit = True
        self._thread.join(timeout=10)
        self._socket.close()


@pytest.fixture(scope="session")
def client(holder: Holder) -> Iterator[httpx.Client]:
    with Served(holder) as address, httpx.Client(base_url=address, timeout=60) as found:
        yield found
