"""The ledger into a shared Neo4j: what is there is compared with the ledger, and the difference is written.

Order: constraints and indexes; names of the ontology and entities; then report by report, statements that are gone deleted and those that came created, the
report's digest last; then reports and entities that are gone. A statement is there with its edge and all its evidence or not at all, so a load that broke
at any point leaves a graph that the next load compares and completes. Only nodes with our own label are looked at.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from itertools import groupby
from typing import TYPE_CHECKING

from kg.errors import StoreError
from kg.ledger import Ledger
from kg.store.bolt import mapped
from kg.store.graph_definitions import OWN
from kg.store.graph_rows import Node
from kg.store.neo4j_rows import Told, report, things, told
from kg.store.neo4j_state import (
    check_version,
    define,
    known_reports,
    known_statements,
    known_things,
    only_load,
)
from kg.store.neo4j_write import BATCH, Work, batches, delete_things, do, write_things

if TYPE_CHECKING:
    from neo4j import Driver, Session

_WRITERS = 3
"""Transactions at a time: two cores are busy with them. More wait for each other's locks on what many reports speak of."""


@dataclass(slots=True)
class Difference:
    """What differs between ledger and graph, hence what a load writes and deletes."""

    reports_new: int = 0
    reports_changed: int = 0
    reports_removed: int = 0
    reports_same: int = 0
    statements_new: int = 0
    statements_gone: int = 0
    nodes_written: int = 0
    nodes_deleted: int = 0
    edges_written: int = 0
    edges_deleted: int = 0

    @property
    def empty(self) -> bool:
        return not (
            self.nodes_written or self.nodes_deleted or self.reports_changed or self.reports_new
        )  # every edge goes with a node


@dataclass(frozen=True, slots=True)
class Watch:
    """Who is told how a load goes on: `waits` that another load is at work, `at` of (statements looked at, of how many)."""

    waits: Callable[[], None] = lambda: None
    at: Callable[[int, int], None] = lambda done, of: None


@dataclass(slots=True)
class _Group:
    """Reports whose difference is written together."""

    begun: list[Node] = field(default_factory=list)
    told: list[Told] = field(default_factory=list)


def load(
    driver: Driver, ledger: Ledger, database: str = "", *, uri: str = "neo4j", watch: Watch | None = None
) -> Difference:
    """Makes our part of the graph say what the ledger says, and returns what that took. Other nodes are left alone.

    Raises StoreError where the server is no Neo4j of 5.26 or newer, fails, or refuses; loading again completes what was begun.
    """
    watch = watch or Watch()
    check_version(driver, uri)
    with _says_how_to_go_on(uri), ExitStack() as stack:
        stack.enter_context(_rare_collection())
        session = stack.enter_context(driver.session(database=database or None))
        define(session)
        written = stack.enter_context(only_load(driver, database, watch.waits))
        stack.enter_context(ledger.snapshot())
        with _Writer(driver, database) as writer:
            difference = _compare(session, ledger, watch, writer)
        difference.nodes_written += written
        if not difference.empty:
            session.run("CALL db.awaitIndexes(600)").consume()
    return difference


def compare(
    driver: Driver, ledger: Ledger, database: str = "", *, uri: str = "neo4j", watch: Watch | None = None
) -> Difference:
    """What `load` would do. Writes nothing. Raises StoreError as it does."""
    check_version(driver, uri)
    with _says_how_to_go_on(uri), driver.session(database=database or None) as session, ledger.snapshot():
        return _compare(session, ledger, watch or Watch(), None)


@contextmanager
def _says_how_to_go_on(uri: str) -> Iterator[None]:
    """Turns errors of the driver into one line that says what to do: in most cases to load again."""
    from neo4j import exceptions

    again = "what was written stays; run the same `kg load` again and it completes"
    try:
        yield
    except exceptions.ConstraintError as error:
        if OWN in str(error.message):
            raise StoreError(f"{uri}: another load wrote at the same time: {again}") from error
        raise StoreError(
            f"{uri}: another application keeps something unique that our nodes share ({error.message}): "
            "load into a database of its own with --database"
        ) from error
    except (exceptions.ServiceUnavailable, exceptions.SessionExpired) as error:
        raise StoreError(f"{uri}: the server went away in mid-load: {again}") from error
    except (exceptions.DriverError, exceptions.Neo4jError) as error:
        raise StoreError(f"{str(mapped(error, uri)).rstrip('?:. ')}: {again}") from error


@contextmanager
def _rare_collection() -> Iterator[None]:
    """Looks for cycles of garbage less often: rows have none, and looking through so many objects at every turn takes a fifth of our time."""
    usual = gc.get_threshold()
    gc.set_threshold(50_000, 20, 100)
    try:
        yield
    finally:
        gc.set_threshold(*usual)


class _Writer:
    """Does work in threads of its own, so that the server writes on several cores while the next rows are made.

    Reports are independent of each other; entities come before all of them and go after them.
    """

    def __init__(self, driver: Driver, database: str) -> None:
        self._sessions = [driver.session(database=database or None) for _ in range(_WRITERS)]
        self._free = list(self._sessions)
        self._pool = ThreadPoolExecutor(_WRITERS)
        self._waiting: list[Future[None]] = []
        self._first: list[Future[None]] = []
        self._broken = False

    def __enter__(self) -> _Writer:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        try:
            if kind is None:
                self._wait(0)
        finally:
            self._pool.shutdown(cancel_futures=True)
            for session in self._sessions:
                session.close()

    def things(self, new: list[Node], changed: list[Node]) -> None:
        for part in batches(new):
            self._add(write_things, part, [])
        for part in batches(changed):
            self._add(write_things, [], part)
        self._first = list(self._waiting)

    def gone(self, ids: list[str]) -> None:
        self._wait(0)
        self._add(delete_things, ids)

    def reports(self, work: Work) -> None:
        self._wait(2 * _WRITERS)  # so much is made in advance
        self._add(self._report, work)

    def _report(self, session: Session, work: Work) -> None:
        wait(self._first)
        do(session, work)

    def _add(self, action: Callable[..., None], *given: object) -> None:
        self._waiting.append(self._pool.submit(self._run, action, *given))

    def _run(self, action: Callable[..., None], *given: object) -> None:
        if self._broken:  # no second piece of work spends its own time on retries
            return
        session = self._free.pop()
        try:
            action(session, *given)
        except BaseException:
            self._broken = True
            raise
        finally:
            self._free.append(session)

    def _wait(self, left: int) -> None:
        while len(self._waiting) > left:
            self._waiting.pop(0).result()


def _compare(session: Session, ledger: Ledger, watch: Watch, writer: _Writer | None) -> Difference:
    """Goes through the ledger once; what differs is counted, and given to the writer where there is one."""
    difference = Difference()
    gone = _things(session, ledger, difference, writer)
    there = known_reports(session)
    total = ledger.counts().statements
    done = 0
    for group, looked_at in _groups(ledger, there, difference):
        _report_group(session, group, there, difference, writer)
        done += looked_at
        watch.at(done, total)
    removed = sorted(there.keys() - ledger.known().keys())
    difference.reports_removed = len(removed)
    for stem in removed:
        _remove(session, stem, difference, writer)
    difference.nodes_deleted += len(gone)
    if writer and gone:
        writer.gone(gone)
    return difference


def _things(session: Session, ledger: Ledger, difference: Difference, writer: _Writer | None) -> list[str]:
    """Writes names of the ontology and entities that are new or changed; returns the ids of those that are gone."""
    there = known_things(session)
    new: list[Node] = []
    changed: list[Node] = []
    for node in things(ledger):
        digest = there.pop(node.id, None)
        if digest is None:
            new.append(node)
        elif digest != node.properties["digest"]:
            changed.append(node)
    difference.nodes_written += len(new) + len(changed)
    if writer and (new or changed):
        writer.things(new, changed)
    return sorted(there)


def _groups(ledger: Ledger, there: dict[str, str], difference: Difference) -> Iterator[tuple[_Group, int]]:
    """Reports that are new or changed, so many together that a transaction is worth it; with the number of statements looked at."""
    group, looked_at = _Group(), 0
    spoken = groupby(ledger.statements(), key=lambda statement: statement.report)
    stem, statements = next(spoken, ("", iter(())))
    for record in ledger.reports():
        said: list[Told] = []
        if stem == record.stem:
            said = [told(statement) for statement in statements]
            stem, statements = next(spoken, ("", iter(())))
        looked_at += len(said)
        node = report(record, said)
        if there.get(record.stem) == node.properties["digest"]:
            difference.reports_same += 1
        else:
            group.begun.append(node)
            group.told += said
        if len(group.told) >= BATCH:
            yield group, looked_at
            group, looked_at = _Group(), 0
    yield group, looked_at


def _report_group(
    session: Session, group: _Group, there: dict[str, str], difference: Difference, writer: _Writer | None
) -> None:
    old = [node.id for node in group.begun if node.id in there]
    known = known_statements(session, old) if old else {}
    new = [s for s in group.told if known.get(s.node.id, ("", "", 0))[1] != s.digest]
    coming = {s.node.id for s in new}
    kept = {s.node.id for s in group.told} - coming
    gone = {id_: pieces for id_, (_, _, pieces) in known.items() if id_ not in kept}
    difference.reports_changed += len(old)
    difference.reports_new += len(group.begun) - len(old)
    difference.nodes_written += len(group.begun)
    _count_come(difference, new)
    _count_gone(difference, gone.values())
    if writer and group.begun:
        created = frozenset(node.id for node in group.begun) - frozenset(old)
        writer.reports(Work(group.begun, sorted(gone), new, created=created))


def _remove(session: Session, stem: str, difference: Difference, writer: _Writer | None) -> None:
    known = known_statements(session, [stem])
    _count_gone(difference, [pieces for _, _, pieces in known.values()])
    difference.nodes_deleted += 1
    if writer:
        writer.reports(Work(gone=sorted(known), removed=[stem]))


def _count_come(difference: Difference, come: Iterable[Told]) -> None:
    for statement in come:
        difference.statements_new += 1
        difference.nodes_written += 1 + len(statement.evidence)
        difference.edges_written += 1 + 2 * len(statement.evidence)


def _count_gone(difference: Difference, pieces: Iterable[int]) -> None:
    for count in pieces:
        difference.statements_gone += 1
        difference.nodes_deleted += 1 + count
        difference.edges_deleted += 1 + 2 * count
