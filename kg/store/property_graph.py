"""Writes the ledger into a property graph over Bolt. A shared Neo4j is compared and gets the difference (`neo4j_load`), the embedded engine gets it all.

All labels of a node are named in its MERGE, since the embedded engine takes no
further label for a node made in the same transaction; schema changes run apart from data.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain, islice
from typing import TYPE_CHECKING, TypeVar

from kg.ledger import Ledger
from kg.store.bolt import Rows, errors_of
from kg.store.graph_definitions import definitions
from kg.store.graph_rows import REPORT, Edge, Node, entity_node, report_node, statement_rows
from kg.store.graph_schema import schema_nodes
from kg.store.neo4j_load import load

if TYPE_CHECKING:
    from neo4j import Driver, ManagedTransaction, Session

BATCH = 2_000
"""Rows a transaction: large enough to be fast, small enough for a server with 512 MB."""

Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class Written:
    """How much a graph was given."""

    nodes: int
    edges: int


def write_graph(driver: Driver, ledger: Ledger, database: str = "", *, empty: bool = False) -> Written:
    """Puts all that stands in the ledger into the graph; what is there already is brought up to date, not doubled.

    With `empty` the caller knows that nothing is there, and no time is spent on looking (which grows with the square of an entity's edges).

    On a Neo4j only what differs is written and counted. Raises StoreError where the server fails, SchemaError where the ledger holds a type that the ontology does not know.
    """
    if is_neo4j(driver):
        return _load(driver, ledger, database)
    with errors_of("property graph"), driver.session(database=database or None) as session:
        _define(session)
        writer = _Writer(session, "CREATE" if empty else "MERGE")
        things = chain(
            schema_nodes(),
            (report_node(report) for report in ledger.reports()),
            (entity_node(entity) for entity in ledger.entities() if entity.type != REPORT),
        )
        for batch in _batches(things):
            writer.nodes(batch)
        for statements in _batches(ledger.statements()):
            rows = [statement_rows(statement) for statement in statements]
            writer.nodes(node for nodes, _ in rows for node in nodes)
            writer.edges(edge for _, edges in rows for edge in edges)
    return writer.written


def _load(driver: Driver, ledger: Ledger, database: str) -> Written:
    difference = load(driver, ledger, database)
    return Written(difference.nodes_written, difference.edges_written)


def is_neo4j(driver: Driver) -> bool:
    """Whether a real Neo4j answers, not the embedded engine that speaks as one."""
    return "ArcadeDB" not in driver.get_server_info().agent


def _define(session: Session) -> None:
    for text in definitions(on_neo4j=False):
        session.run(text).consume()


class _Writer:
    """Sends nodes and edges in groups of one kind, a transaction each, and counts them. `verb` is MERGE or CREATE."""

    def __init__(self, session: Session, verb: str) -> None:
        self._session = session
        self._verb = verb
        self.written = Written(0, 0)

    def nodes(self, nodes: Iterable[Node]) -> None:
        groups: dict[tuple[str, ...], Rows] = defaultdict(list)
        for node in nodes:
            groups[node.labels].append({"id": node.id, "properties": node.properties})
        for labels in sorted(groups):
            pattern = f"(n:{':'.join(labels)} {{id: row.id}})"
            self._send(f"UNWIND $rows AS row {self._verb} {pattern} SET n += row.properties", groups[labels])
        self._count(nodes=sum(map(len, groups.values())))

    def edges(self, edges: Iterable[Edge]) -> None:
        groups: dict[tuple[str, str, str, bool], Rows] = defaultdict(list)
        for edge in edges:
            row: dict[str, object] = {"start": edge.start[1], "end": edge.end[1]}
            if edge.properties:
                row |= {"id": edge.properties["id"], "properties": edge.properties}
            groups[edge.type, edge.start[0], edge.end[0], bool(edge.properties)].append(row)
        for type_, start, end, told in sorted(groups):
            pattern = (
                f"(a)-[r:{type_} {{id: row.id}}]->(b) SET r += row.properties"
                if told
                else f"(a)-[:{type_}]->(b)"
            )
            text = (
                f"UNWIND $rows AS row MATCH (a:{start} {{id: row.start}}) MATCH (b:{end} {{id: row.end}}) "
                f"{self._verb} {pattern}"
            )
            self._send(text, groups[type_, start, end, told])
        self._count(edges=sum(map(len, groups.values())))

    def _send(self, text: str, rows: Rows) -> None:
        """So many rows a transaction, tried again where the server says that it may succeed later."""
        for part in _batches(rows):
            self._session.execute_write(_run, text, part)

    def _count(self, nodes: int = 0, edges: int = 0) -> None:
        self.written = Written(self.written.nodes + nodes, self.written.edges + edges)


def _run(transaction: ManagedTransaction, text: str, rows: Rows) -> None:
    transaction.run(text, rows=rows).consume()


def _batches(items: Iterable[Item]) -> Iterator[list[Item]]:
    rest = iter(items)
    while batch := list(islice(rest, BATCH)):
        yield batch
