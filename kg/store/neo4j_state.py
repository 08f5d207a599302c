"""A shared Neo4j before and around a load: is it one that we can load, what of ours does it hold, and is another load at work."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from kg.errors import StoreError
from kg.store.graph_definitions import OWN, definitions
from kg.store.graph_rows import REPORT, SCHEMA
from kg.store.graph_schema import ROOT
from kg.store.neo4j_rows import marked

if TYPE_CHECKING:
    from neo4j import Driver, ManagedTransaction, Session

OLDEST = (5, 26)

_PATIENCE = 3.0
"""Seconds after which we say that another load is at work, and go on waiting for it."""

_INDEXED_ALREADY = (
    "Neo.ClientError.Schema.ConstraintAlreadyExists",
    "Neo.ClientError.Schema.IndexAlreadyExists",
    "Neo.ClientError.Schema.EquivalentSchemaRuleAlreadyExists",
)

_GAVE_UP = (
    "TransactionTimedOut",
    "TransactionTimedOutClientConfiguration",
    "Terminated",
    "LockClientStopped",
    "LockAcquisitionTimeout",
)
"""How the server says that a transaction waited for a lock longer than it was given."""

_ROOT = marked(ROOT)


def check_version(driver: Driver, uri: str) -> None:
    """Raises StoreError where the server is no Neo4j, or one that is too old."""
    agent = driver.get_server_info().agent
    found = re.fullmatch(r"Neo4j/(\d+)\.(\d+).*", agent)
    if found is None or "ArcadeDB" in agent:
        raise StoreError(f"{uri}: this is {agent}, no Neo4j: give the address of a Neo4j 5.26 or newer")
    if (int(found[1]), int(found[2])) < OLDEST:
        raise StoreError(f"{uri}: this is {agent}: load into Neo4j 5.26 or newer")


def define(session: Session) -> None:
    """Constraints and indexes that are not there yet; an index that another application has already serves as well."""
    from neo4j.exceptions import Neo4jError

    names = {row["name"] for row in session.run("SHOW INDEXES YIELD name").data()}
    for text in definitions(on_neo4j=True):
        if (
            text.split(" IF NOT EXISTS")[0].rpartition(" ")[2] in names
        ):  # asking would wait for a load at work
            continue
        try:
            session.execute_write(_run, text)
        except Neo4jError as error:
            if error.code not in _INDEXED_ALREADY:
                raise


def _run(transaction: ManagedTransaction, text: str, parameters: dict[str, object] | None = None) -> None:
    transaction.run(text, parameters or {}).consume()


@contextmanager
def only_load(driver: Driver, database: str, waits: Callable[[], None]) -> Iterator[int]:
    """Keeps other loads of this database waiting while inside; `waits` is called where one is at work already. Gives the number of nodes written.

    An open transaction holds a lock on the root of the schema; it is never committed. Whoever dies, the server lets go of it.
    """
    from neo4j.exceptions import DriverError, Neo4jError

    text = f"MATCH (n:{OWN} {{id: $id}}) SET n.held = true"
    with driver.session(database=database or None) as session:
        written = int(_root_is_missing(session))
        if written:
            session.execute_write(_run, _SET_ROOT, {"id": _ROOT.id, "properties": _ROOT.properties})
        try:
            with session.begin_transaction(timeout=_PATIENCE) as probe:
                probe.run(text, id=_ROOT.id).consume()
                probe.rollback()
        except Neo4jError as error:
            if (error.code or "").rpartition(".")[2] not in _GAVE_UP:
                raise
            waits()
        transaction = session.begin_transaction()
        transaction.run(text, id=_ROOT.id).consume()
        try:
            yield written
        finally:
            with suppress(DriverError, Neo4jError):  # the connection has gone, and the lock with it
                transaction.rollback()


_SET_ROOT = f"MERGE (n:{OWN} {{id: $id}}) SET n:{SCHEMA}, n = $properties, n.id = $id"


def _root_is_missing(session: Session) -> bool:
    text = f"MATCH (n:{OWN} {{id: $id}}) WHERE n.digest = $digest RETURN count(n) AS n"
    found = session.run(text, id=_ROOT.id, digest=_ROOT.properties["digest"]).single(strict=True)
    return not found["n"]


def known_things(session: Session) -> dict[str, str]:
    """Id → digest of the entities and names of the ontology that are there."""
    found: dict[str, str] = {}
    for label in ("Entity", SCHEMA):
        rows = session.run(f"MATCH (n:{label}:{OWN}) RETURN n.id AS id, coalesce(n.digest, '') AS digest")
        found.update((row["id"], row["digest"]) for row in rows)
    return found


def known_reports(session: Session) -> dict[str, str]:
    """Id → digest of the reports that are there; empty for one whose load was broken off."""
    rows = session.run(f"MATCH (n:{REPORT}:{OWN}) RETURN n.id AS id, coalesce(n.digest, '') AS digest")
    return {row["id"]: row["digest"] for row in rows}


def known_statements(session: Session, reports: Iterable[str]) -> dict[str, tuple[str, str, int]]:
    """Id → (report, digest, pieces of evidence) of the statements that these reports are said to make."""
    text = (
        f"UNWIND $reports AS report MATCH (s:Statement {{report: report}}) WHERE s:{OWN} "
        "RETURN s.id AS id, report, coalesce(s.digest, '') AS digest, COUNT { (s)-[:supportedBy]->() } AS pieces"
    )
    rows = session.run(text, reports=list(reports))
    return {row["id"]: (row["report"], row["digest"], row["pieces"]) for row in rows}
