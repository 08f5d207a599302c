"""Questions whose cost nobody knows beforehand, with limits on time, rows and size.

A Neo4j ends a question when its time is up. The embedded engine does not (it takes no notice of time-outs while it walks paths), so its questions are
asked in a process of their own with a copy of the graph, which is ended when the time is up; the next question starts a new one.
"""

from __future__ import annotations

import json
import multiprocessing
import threading
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Protocol

from kg.errors import KgError, QueryError, StoreError
from kg.store import derived
from kg.store.bolt import Address, PropertyGraph, connect, errors_of
from kg.store.graph_build import reading
from kg.web.errors import ApiError
from kg.web.things import Json

ROWS = 1_000
BYTES = 2_000_000
SECONDS = 10.0
START = 120.0
"""Seconds that a new process may take to open its copy of a large graph."""

PATIENCE = 15.0
"""Seconds to wait for the questions of others."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One question: its text, parameters, name for messages, keys of its columns where known, and how many rows at most."""

    text: str
    parameters: Mapping[str, object]
    name: str = "cypher"
    columns: Sequence[str] = ()
    rows: int = ROWS
    seconds: float = SECONDS


class Asker(Protocol):
    """Answers questions within their limits."""

    def ask(self, asked: Asked) -> Json:
        """`{columns, rows, left_out, seconds}`; `left_out` is True where more rows were there. Raises ApiError, QueryError, StoreError."""

    def close(self) -> None:
        """Ends what was started."""


def answer(graph: PropertyGraph, asked: Asked) -> Json:
    """The rows of one question, as many as its limits let through."""
    import neo4j

    from kg.query.format import plain

    graph.check(asked.text)
    begun = time.monotonic()
    with (
        errors_of(asked.name),
        graph.driver.session(
            database=graph.database or None, default_access_mode=neo4j.READ_ACCESS, fetch_size=ROWS + 1
        ) as session,
        session.begin_transaction(timeout=asked.seconds) as transaction,
    ):
        found = transaction.run(asked.text, dict(asked.parameters))
        rows: list[list[object]] = []
        size, more = 0, False
        for record in islice(found, asked.rows + 1):
            row = [plain(value) for value in record.values()]
            size += len(json.dumps(row, ensure_ascii=False, default=str).encode())
            if len(rows) == asked.rows or size > BYTES:
                more = True
                break
            rows.append(row)
        columns = list(found.keys()) or list(asked.columns)
        transaction.rollback()
    return {"columns": columns, "rows": rows, "left_out": more, "seconds": round(time.monotonic() - begun, 3)}


class ServerAsker:
    """Asks a server that ends questions by itself."""

    def __init__(self, address: Address) -> None:
        self._address = address

    def ask(self, asked: Asked) -> Json:
        with connect(self._address) as driver:
            try:
                return answer(PropertyGraph(driver, self._address.database), asked)
            except KgError as error:
                cause = str(getattr(error.__cause__, "code", ""))
                if "TransactionTimedOut" in cause or "Terminated" in cause:
                    raise _late(asked) from error
                raise

    def close(self) -> None:
        pass


def _late(asked: Asked) -> ApiError:
    return ApiError("too_slow", f"{asked.name}: not answered within {asked.seconds:g} seconds")


class EmbeddedAsker:
    """Asks a copy of the embedded graph in a process that can be ended. One question at a time; it follows new builds."""

    def __init__(self, graph: Path) -> None:
        self._graph = graph
        self._turn = threading.Lock()
        self._process: multiprocessing.process.BaseProcess | None = None
        self._pipe: Connection | None = None
        self._digest = ""

    def ask(self, asked: Asked) -> Json:
        if not self._turn.acquire(timeout=PATIENCE + asked.seconds):
            raise ApiError("unavailable", "the questions of others take long: ask again in a moment")
        try:
            pipe = self._running()
            pipe.send(asked)
            if not pipe.poll(asked.seconds):
                self._end()
                raise _late(asked)
            outcome = pipe.recv()
        except (EOFError, OSError) as error:
            self._end()
            raise ApiError(
                "too_slow", f"{asked.name}: took more than this machine has, memory most likely"
            ) from error
        finally:
            self._turn.release()
        if isinstance(outcome, KgError):
            raise outcome
        found: Json = outcome
        return found

    def close(self) -> None:
        with self._turn:
            self._end()

    def _running(self) -> Connection:
        """The pipe to a process that has the current graph open, started where there is none. Raises StoreError."""
        current = derived.current(self._graph)
        if self._process is not None and (not self._process.is_alive() or current != self._digest):
            self._end()
        if self._pipe is None:
            context = multiprocessing.get_context("spawn")
            ours, theirs = context.Pipe()
            process = context.Process(target=_work, args=(self._graph, theirs), daemon=True)
            process.start()
            theirs.close()
            self._process, self._pipe, self._digest = process, ours, current
            told = ours.recv() if ours.poll(START) else StoreError(f"{self._graph}: takes too long to open")
            if isinstance(told, KgError):
                self._end()
                raise told
        return self._pipe

    def _end(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.join()
        if self._pipe is not None:
            self._pipe.close()
        self._process = self._pipe = None


def _work(graph: Path, pipe: Connection) -> None:
    """The process: opens the graph, says so, and answers until the pipe closes or it is ended."""
    import signal

    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the server, which ends us
    with suppress(OSError):  # where memory runs out, it is this process that should go
        Path("/proc/self/oom_score_adj").write_text("1000", encoding="ascii")
    try:
        with reading(graph) as store:
            pipe.send("ready")
            while True:
                pipe.send(_outcome(store, pipe.recv()))
    except KgError as error:
        pipe.send(_portable(error))
    except (EOFError, OSError):
        return


def _outcome(store: PropertyGraph, asked: Asked) -> Json | KgError:
    try:
        return answer(store, asked)
    except KgError as error:
        return _portable(error)


def _portable(error: KgError) -> KgError:
    """The error without what cannot go through a pipe."""
    return QueryError(str(error)) if isinstance(error, QueryError) else StoreError(str(error))
