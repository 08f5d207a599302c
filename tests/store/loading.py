"""What the tests of loading share: the whole of a graph compared with the ledger, and a proxy that cuts connections."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from kg.ledger import open_ledger
from kg.store.bolt import Address, connect
from kg.store.graph_definitions import OWN
from kg.store.graph_rows import statement_rows
from kg.store.graph_schema import schema_nodes

ASKED = {
    "statements": f"MATCH (n:Statement:{OWN}) RETURN n.id AS id",
    "edges": f"MATCH (:{OWN})-[r]->(:{OWN}) WHERE r.id IS NOT NULL RETURN r.id AS id",
    "evidence": f"MATCH (n:Evidence:{OWN}) RETURN n.id AS id",
    "supported": f"MATCH (s:Statement:{OWN})-[:supportedBy]->(e:{OWN}) RETURN s.id + ' ' + e.id AS id",
    "sources": f"MATCH (e:Evidence:{OWN})-[:FROM]->(r:Report:{OWN}) RETURN e.id + ' ' + r.id AS id",
    "entities": f"MATCH (n:Entity:{OWN}) RETURN n.id AS id",
    "reports": f"MATCH (n:Report:{OWN}) WHERE n.digest <> '' RETURN n.id AS id",
    "schema": f"MATCH (n:Schema:{OWN}) RETURN n.id AS id",
    "all": f"MATCH (n:{OWN}) RETURN n.id AS id",
}


def in_graph(address: Address) -> dict[str, list[str]]:
    """Every id in the graph, by what it is of; whatever is there twice is in the list twice."""
    with connect(address) as driver:
        return {
            name: sorted(row["id"] for row in driver.execute_query(text).records)
            for name, text in ASKED.items()
        }


def in_ledger(folder: Path) -> dict[str, list[str]]:
    """The same for a ledger."""
    found: dict[str, list[str]] = {name: [] for name in ASKED}
    with open_ledger(folder) as ledger:
        for statement in ledger.statements():
            (own, *pieces), _ = statement_rows(statement)
            found["statements"].append(own.id)
            found["edges"].append(own.id)
            found["evidence"] += [piece.id for piece in pieces]
            found["supported"] += [f"{own.id} {piece.id}" for piece in pieces]
            found["sources"] += [f"{piece.id} {statement.report}" for piece in pieces]
        found["entities"] = [entity.id for entity in ledger.entities() if entity.type != "Report"]
        found["reports"] = [report.stem for report in ledger.reports()]
    found["schema"] = [node.id for node in schema_nodes()]
    for name in ("statements", "evidence", "entities", "reports", "schema"):
        found["all"] += found[name]
    return {name: sorted(ids) for name, ids in found.items()}


def last_commit(address: Address) -> frozenset[str]:
    """The bookmark of the last transaction that wrote anything."""
    with connect(address) as driver, driver.session() as session:
        session.run("RETURN 1").consume()
        return session.last_bookmarks().raw_values


@contextmanager
def cut_after(port: int, size: int) -> Iterator[int]:
    """A port that leads to `port` until that many bytes went there; then all connections are cut and none is taken."""
    listener = socket.create_server(("127.0.0.1", 0))
    proxy = _Proxy(listener, port, size)
    thread = threading.Thread(target=proxy.run, daemon=True)
    thread.start()
    try:
        yield listener.getsockname()[1]
    finally:
        proxy.cut()
        thread.join(10)


class _Proxy:
    def __init__(self, listener: socket.socket, port: int, size: int) -> None:
        self._listener = listener
        self._port = port
        self._left = size
        self._wires: list[socket.socket] = [listener]
        self._lock = threading.Lock()

    def run(self) -> None:
        with suppress(OSError):
            while True:
                near, _ = self._listener.accept()
                far = socket.create_connection(("127.0.0.1", self._port))
                self._wires += [near, far]
                for one, other, counts in ((near, far, True), (far, near, False)):
                    threading.Thread(target=self._carry, args=(one, other, counts), daemon=True).start()

    def _carry(self, one: socket.socket, other: socket.socket, counts: bool) -> None:
        with suppress(OSError):
            while data := one.recv(65536):
                other.sendall(data)
                if counts:
                    with self._lock:
                        self._left -= len(data)
                    if self._left < 0:
                        break
        if counts and self._left < 0:
            self.cut()
        for wire in (one, other):
            with suppress(OSError):
                wire.close()

    def cut(self) -> None:
        for wire in self._wires:
            with suppress(OSError):
                wire.shutdown(socket.SHUT_RDWR)
            with suppress(OSError):
                wire.close()
