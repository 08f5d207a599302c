"""Writes the ledger into a property graph over Bolt: the embedded engine and Neo4j alike.

Only Cypher that both understand in the same way is used. All labels of a node are named in its MERGE, since the embedded engine takes no
further label for a node made in the same transaction; schema changes run apart from data.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain, islice
from typing import TYPE_CHECKING, TypeVar

from kg.ledger import Ledger
from kg.model.statement import Statement
from kg.store.bolt import Rows, errors_of
from kg.store.graph_rows import (
    REPORT,
    Edge,
    Node,
    entity_node,
    evidence_rows,
    report_node,
    statement_edge,
    statement_node,
)

if TYPE_CHECKING:
    from neo4j import Driver, Session

BATCH = 2_000
"""Statements or entities a transaction: large enough to be fast, small enough for a server with 512 MB."""

UNIQUE = ("Entity", "Report", "Statement", "Evidence")
"""Labels whose `id` is unique."""

INDEXED = (("Entity", "name"), ("Report", "title"))

Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class Written:
    """How much a graph was given."""

    nodes: int
    edges: int


def write_graph(driver: Driver, ledger: Ledger, database: str = "") -> Written:
    """Puts all that stands in the ledger into the graph; what is there already is brought up to date, not doubled.

    Raises StoreError where the server fails, SchemaError where the ledger holds a type that the ontology does not know.
    """
    nodes = edges = 0
    with errors_of("property graph"), driver.session(database=database or None) as session:
        _define(session)
        things = chain(
            (report_node(report) for report in ledger.reports()),
            (entity_node(entity) for entity in ledger.entities() if entity.type != REPORT),
        )
        for batch in _batches(things):
            nodes += _merge_nodes(session, batch)
        for statements in _batches(ledger.statements()):
            written = _write_statements(session, statements)
            nodes, edges = nodes + written.nodes, edges + written.edges
    return Written(nodes, edges)


def _define(session: Session) -> None:
    for label in UNIQUE:
        session.run(
            f"CREATE CONSTRAINT {label.lower()}_id IF NOT EXISTS FOR (n:{label}) REQUIRE n.id IS UNIQUE"
        ).consume()
    for label, key in INDEXED:
        session.run(f"CREATE INDEX {label.lower()}_{key} IF NOT EXISTS FOR (n:{label}) ON (n.{key})").consume()


def _write_statements(session: Session, statements: list[Statement]) -> Written:
    evidence = [row for statement in statements for row in evidence_rows(statement)]
    nodes = [*map(statement_node, statements), *(node for node, _ in evidence)]
    edges = [*map(statement_edge, statements), *(edge for _, pair in evidence for edge in pair)]
    return Written(_merge_nodes(session, nodes), _merge_edges(session, edges))


def _merge_nodes(session: Session, nodes: Iterable[Node]) -> int:
    groups: dict[tuple[str, ...], Rows] = defaultdict(list)
    for node in nodes:
        groups[node.labels].append({"id": node.id, "properties": node.properties})
    for labels in sorted(groups):
        text = (
            f"UNWIND $rows AS row MERGE (n:{':'.join(labels)} {{id: row.id}}) SET n += row.properties"
        )
        _send(session, text, groups[labels])
    return sum(map(len, groups.values()))


def _merge_edges(session: Session, edges: Iterable[Edge]) -> int:
    groups: dict[tuple[str, str, str, bool], Rows] = defaultdict(list)
    for edge in edges:
        group = (edge.type, edge.start[0], edge.end[0], "id" in edge.properties)
        groups[group].append(
            {"start": edge.start[1], "end": edge.end[1], "id": edge.properties.get("id"), "properties": edge.properties}
        )
    for type_, start, end, has_id in sorted(groups):
        key = " {id: row.id}" if has_id else ""
        text = (
            f"UNWIND $rows AS row MATCH (a:{start} {{id: row.start}}) MATCH (b:{end} {{id: row.end}}) "
            f"MERGE (a)-[r:{type_}{key}]->(b) SET r += row.properties"
        )
        _send(session, text, groups[type_, start, end, has_id])
    return sum(map(len, groups.values()))


def _send(session: Session, text: str, rows: Rows) -> None:
    """One batch in one transaction, tried again where the server says that it may succeed later."""
    session.execute_write(lambda transaction: transaction.run(text, rows=rows).consume())


def _batches(items: Iterable[Item]) -> Iterator[list[Item]]:
    rest = iter(items)
    while batch := list(islice(rest, BATCH)):
        yield batch
