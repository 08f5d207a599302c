"""One state of the graph as the explorer reads it: the store, its names in memory, and what was worked out from them once."""

from __future__ import annotations

import threading
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from kg.store.bolt import PropertyGraph, errors_of
from kg.web.catalogue import Catalogue, read_catalogue
from kg.web.texts import Texts

Value = TypeVar("Value")

SECONDS = 20.0
"""The longest that a question of the page itself may run on a server that knows time limits."""


class Snapshot:
    """A graph that does not change while it is held. Safe to be used by several threads.

    `digest` names its content; `folder` is the graph folder whose ledger holds the reports' texts, None where there is none.
    """

    def __init__(self, graph: PropertyGraph, digest: str, folder: Path | None, source: str) -> None:
        self.graph = graph
        self.digest = digest
        self.folder = folder
        self.source = source
        self.texts = Texts(folder)
        self.catalogue: Catalogue = read_catalogue(self.ask)
        self._kept: dict[str, Any] = {}
        self._locks: dict[str, threading.Lock] = {}
        self._guard = threading.Lock()

    def ask(self, text: str, **parameters: object) -> list[dict[str, Any]]:
        """The rows of one question of the explorer's own. Raises StoreError, QueryError."""
        import neo4j

        with (
            errors_of("explorer"),
            self.graph.driver.session(
                database=self.graph.database or None, default_access_mode=neo4j.READ_ACCESS
            ) as session,
        ):
            return session.run(neo4j.Query(text, timeout=SECONDS), parameters).data()

    def once(self, name: str, make: Callable[[Snapshot], Value]) -> Value:
        """What `make` gives, worked out at the first call and kept; other threads wait for it."""
        with self._guard:
            lock = self._locks.setdefault(name, threading.Lock())
        with lock:
            if name not in self._kept:
                self._kept[name] = make(self)
            kept: Value = self._kept[name]
            return kept

    def has(self, name: str) -> bool:
        """Whether `once` has been through for this name."""
        return name in self._kept

    def warm(self, *makers: tuple[str, Callable[[Snapshot], object]]) -> None:
        """Works out in the background what the first visitor would wait for."""
        work = partial(self._warm, makers)
        threading.Thread(target=work, name="warm", daemon=True).start()

    def _warm(self, makers: tuple[tuple[str, Callable[[Snapshot], object]], ...]) -> None:
        from kg.errors import KgError

        for name, make in makers:
            try:
                self.once(name, make)
            except KgError:  # the request that needs it will say so
                return
