"""Where the explorer reads its graph: the embedded one of a graph folder, or a Neo4j that holds one."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Protocol

from kg.errors import StoreError
from kg.ledger import FILE
from kg.model.statement import content_id
from kg.store import derived
from kg.store.bolt import Address, PropertyGraph, connect, errors_of
from kg.store.graph_build import reading
from kg.web.asking import Asker, EmbeddedAsker, ServerAsker
from kg.web.snapshot import Snapshot

_REPORTS = "MATCH (r:Report) WHERE r.sha256 IS NOT NULL RETURN r.id AS id, coalesce(r.digest, r.sha256) AS digest ORDER BY id"
_STATEMENTS = "MATCH (s:Statement) RETURN count(s) AS n"


class Source(Protocol):
    """A graph that may be replaced by a newer one while it is looked at. `every` is how many seconds to wait between looks for one."""

    every: float

    def digest(self) -> str:
        """Names the content that `open` would give now; "" where there is none. Raises StoreError."""

    def open(self) -> AbstractContextManager[Snapshot]:
        """The graph as it is now, for as long as one is inside. Raises StoreError, LedgerError."""

    def asker(self) -> Asker:
        """Who answers questions whose cost nobody knows beforehand."""


class EmbeddedSource:
    """The property graph of a folder that `kg build` made: each state is a private copy, so a build beside is never in the way."""

    every = 3.0

    def __init__(self, graph: Path) -> None:
        self.graph = graph

    def digest(self) -> str:
        return derived.current(self.graph)

    def asker(self) -> Asker:
        return EmbeddedAsker(self.graph)

    @contextmanager
    def open(self) -> Iterator[Snapshot]:
        before = self.digest()
        with reading(self.graph) as store:
            after = self.digest()
            yield Snapshot(store, after or before, self.graph, str(self.graph))


class ServerSource:
    """A Neo4j that `kg load` filled. Texts come from the ledger in `graph`, where there is one."""

    every = 20.0

    def __init__(self, address: Address, graph: Path | None = None) -> None:
        self.address = address
        self.folder = graph if graph is not None and (graph / FILE).is_file() else None

    def asker(self) -> Asker:
        return ServerAsker(self.address)

    def digest(self) -> str:
        with connect(self.address) as driver:
            return self._digest(PropertyGraph(driver, self.address.database))

    @staticmethod
    def _digest(graph: PropertyGraph) -> str:
        with errors_of("explorer"), graph.driver.session(database=graph.database or None) as session:
            reports = session.run(_REPORTS).data()
            count = session.run(_STATEMENTS).data()[0]["n"]
        if not reports:
            return ""
        parts = [f"{row['id']} {row['digest']}" for row in reports]
        return content_id("server", str(count), *parts)

    @contextmanager
    def open(self) -> Iterator[Snapshot]:
        with connect(self.address) as driver:
            graph = PropertyGraph(driver, self.address.database)
            digest = self._digest(graph)
            if not digest:
                raise StoreError(f"{self.address.uri}: holds no reports: fill it with `kg load` first")
            yield Snapshot(graph, digest, self.folder, self.address.uri)
