"""Bolt: where a property graph is reached, and the driver that speaks to it. Errors of the driver become StoreError or QueryError here."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

from kg.errors import KgError, QueryError, StoreError

if TYPE_CHECKING:
    from neo4j import Driver


@dataclass(frozen=True, slots=True)
class Address:
    """Where a Bolt server listens and who asks there. `database` is empty for the server's default."""

    uri: str
    user: str
    password: str = field(repr=False)
    database: str = ""


@dataclass(frozen=True, slots=True)
class PropertyGraph:
    """A property graph that can be asked: a connected driver and the database in it (empty for the server's default).

    `check` is shown each question before it is asked, and raises QueryError for one that this server would answer wrongly.
    """

    driver: Driver
    database: str = ""
    check: Callable[[str], None] = lambda _: None


SCHEMES = tuple(f"{name}{security}://" for name in ("bolt", "neo4j") for security in ("", "+s", "+ssc"))
"""How the address of a Bolt server may begin."""


@contextmanager
def connect(address: Address) -> Iterator[Driver]:
    """A driver that has spoken to the server. Raises StoreError where the server does not answer or refuses the user."""
    import neo4j
    from neo4j.exceptions import ConfigurationError

    if not address.uri.startswith(SCHEMES):  # the driver takes http too, with a package that is not here
        raise StoreError(f"{address.uri}: this is no address of a Bolt server: write bolt://HOST:7687")
    try:
        driver = neo4j.GraphDatabase.driver(
            address.uri,
            auth=(address.user, address.password),
            connection_timeout=10,
            connection_acquisition_timeout=20,  # also what a server may take that takes the connection and then says nothing
            notifications_min_severity="OFF",  # portable Cypher asks for labels that a small graph may lack
            telemetry_disabled=True,
        )
    except (ConfigurationError, ValueError) as error:
        raise StoreError(
            f"{address.uri}: this is no address of a Bolt server ({error}): write bolt://HOST:7687"
        ) from error
    with driver:
        with errors_of(address.uri):
            driver.verify_connectivity()
        yield driver


@contextmanager
def errors_of(what: str) -> Iterator[None]:
    """Turns errors of the driver inside into one line: QueryError where the question is at fault, StoreError where the server is."""
    from neo4j.exceptions import DriverError, Neo4jError

    try:
        yield
    except (DriverError, Neo4jError) as error:
        raise mapped(error, what) from error


def mapped(error: Exception, what: str) -> KgError:
    """The KgError for an error of the driver; `what` names the server or the question."""
    from neo4j import exceptions

    message = _message(error)
    match error:
        case exceptions.AuthError():
            return StoreError(f"{what}: the user name or password is refused: check them")
        case exceptions.ServiceUnavailable() | exceptions.SessionExpired():
            return StoreError(
                f"{what}: no Bolt server answers ({message}): is it running, and is the address right?"
            )
        case exceptions.ClientError() if is_refusal(error):
            return QueryError(
                f"{what}: questions only read, and this one would write: ask with MATCH … RETURN"
            )
        case exceptions.ClientError():
            return QueryError(f"{what}: {message}")
        case _:
            return StoreError(f"{what}: {message}")


_WRITES = ("Neo.ClientError.Security.Forbidden", "Neo.ClientError.Statement.AccessMode")


def is_refusal(error: Exception) -> bool:
    """Whether the server refused to write: for want of the right (embedded), or of a writing session (Neo4j)."""
    return getattr(error, "code", "") in _WRITES


def _message(error: Exception) -> str:
    text = str(getattr(error, "message", None) or error).strip()
    return text.splitlines()[0] if text else type(error).__name__


Row: TypeAlias = dict[str, object]
Rows: TypeAlias = list[Row]
"""Parameters of one UNWIND: one mapping a row."""
