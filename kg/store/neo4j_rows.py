"""What a shared Neo4j holds of the ledger: the nodes of `graph_rows`, each with our own label and a digest of all that is said of it.

The digest of a statement covers its edge and its evidence, that of a report all its statements: equal digests, equal content. They are what a
later load compares, so that it writes the difference and nothing else.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import msgpack

from kg.ledger import Ledger, ReportRecord
from kg.model.statement import Statement
from kg.store.graph_definitions import OWN
from kg.store.graph_rows import REPORT, Edge, Node, entity_node, report_node, statement_rows
from kg.store.graph_schema import schema_nodes


@dataclass(frozen=True, slots=True)
class Told:
    """A statement in the graph: its edge, its node and those of its evidence, in this order."""

    edge: Edge
    node: Node
    evidence: tuple[Node, ...]

    @property
    def digest(self) -> str:
        return str(self.node.properties["digest"])


def things(ledger: Ledger) -> Iterator[Node]:
    """The nodes that stand alone: names of the ontology, then the entities."""
    for node in schema_nodes():
        yield marked(node)
    for entity in ledger.entities():
        if entity.type != REPORT:
            yield marked(entity_node(entity))


def told(statement: Statement) -> Told:
    """A statement as the graph holds it. Raises SchemaError where the ontology does not know its relation."""
    (node, *pieces), (edge, *_) = statement_rows(statement)
    digest = _digest([edge.properties, node.properties, *(piece.properties for piece in pieces)])
    return Told(edge, marked(node, digest), tuple(marked(piece, "") for piece in pieces))


def report(record: ReportRecord, statements: Iterable[Told]) -> Node:
    """A report with the digest of all that it says; statements in the order of their ids."""
    node = report_node(record)
    return marked(node, _digest([node.properties, *(s.digest for s in statements)]))


def marked(node: Node, digest: str | None = None) -> Node:
    """The node with our label and its digest: the one given (none where it is empty), else that of its labels and properties."""
    if digest is None:
        digest = _digest([node.labels, node.properties])
    properties = {**node.properties, "digest": digest} if digest else node.properties
    return Node((*node.labels, OWN), node.id, properties)


def _digest(content: object) -> str:
    return hashlib.sha256(msgpack.packb(content, default=str)).hexdigest()[:16]
