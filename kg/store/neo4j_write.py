"""Writes and deletes in a Neo4j, many rows a query and several queries a transaction. Every query finds its nodes by our own label and id."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import islice
from typing import TYPE_CHECKING, TypeAlias, TypeVar

from kg.schema import load_schema
from kg.store.bolt import Row, Rows
from kg.store.graph_definitions import OWN
from kg.store.graph_rows import FROM, REPORT, SCHEMA, Node
from kg.store.neo4j_rows import Told

if TYPE_CHECKING:
    from neo4j import ManagedTransaction, Session

BATCH = 1_000
"""Statements, or nodes, a transaction: large enough to be fast, small enough for a server with 512 MB."""

Query: TypeAlias = tuple[str, Rows]
Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class Work:
    """What is to be done for some reports. A report without digest is one whose work is not finished."""

    begun: Sequence[Node] = ()
    """Reports that are new or changed."""
    gone: Sequence[str] = ()
    """Statements to delete, with edge and evidence."""
    come: Sequence[Told] = ()
    removed: Sequence[str] = ()
    """Reports to delete when their statements are gone."""
    created: frozenset[str] = field(default=frozenset())
    """Ids of the reports that are new."""


def do(session: Session, work: Work) -> None:
    """Does the work: in one transaction where it is small, else in several, from the reports' being begun to their being finished."""
    parts = [
        *(_delete_statements(ids) for ids in batches(work.gone)),
        *(_create_statements(part) for part in batches(work.come)),
    ]
    steps = [_begin(work), *parts, _finish(work)]
    if len(work.gone) + len(work.come) <= 2 * BATCH:
        steps = [[query for step in steps for query in step]]
    for step in steps:
        if step:
            session.execute_write(_run, step)


def write_things(session: Session, new: Sequence[Node], changed: Sequence[Node]) -> None:
    """In one transaction creates nodes, and makes others what they are now: labels and properties."""
    queries = [
        *_grouped(new, lambda labels: f"CREATE (n:{':'.join(labels)}) SET n = row.properties"),
        *_grouped(changed, _renew),
    ]
    session.execute_write(_run, queries)


def delete_things(session: Session, ids: Iterable[str]) -> None:
    """Deletes entities that nothing is said of any more."""
    for part in batches(ids):
        rows: Rows = [{"id": id_} for id_ in part]
        session.execute_write(_run, [(f"UNWIND $rows AS row {_match('n', 'row.id')} DETACH DELETE n", rows)])


def batches(items: Iterable[Item]) -> Iterator[list[Item]]:
    """The items in lists of at most `BATCH`."""
    rest = iter(items)
    while batch := list(islice(rest, BATCH)):
        yield batch


class _Unread(list[Row]):
    """Rows that do not write themselves out: the driver does that for its log with all that it sends, also where nobody reads the log."""

    def __repr__(self) -> str:
        return f"[… {len(self)} rows]"


def _run(transaction: ManagedTransaction, queries: Sequence[Query]) -> None:
    for text, rows in queries:
        transaction.run(text, rows=_Unread(rows)).consume()


def _match(name: str, id_: str) -> str:
    """Finds a node of ours by the constraint's index, also in a store that was empty when the query was planned."""
    return f"MATCH ({name}:{OWN} {{id: {id_}}}) USING INDEX {name}:{OWN}(id)"


def _grouped(nodes: Iterable[Node], text: Callable[[tuple[str, ...]], str]) -> Iterator[Query]:
    groups: dict[tuple[str, ...], Rows] = defaultdict(list)
    for node in nodes:
        groups[node.labels].append({"id": node.id, "properties": {**node.properties, "id": node.id}})
    for labels in sorted(groups):
        yield f"UNWIND $rows AS row {text(labels)}", groups[labels]


def _renew(labels: tuple[str, ...]) -> str:
    others = sorted(_class_labels() - set(labels))
    return f"{_match('n', 'row.id')} REMOVE n:{':'.join(others)} SET n:{':'.join(labels)}, n = row.properties"


@cache
def _class_labels() -> frozenset[str]:
    return load_schema().node_labels | {SCHEMA}


def _begin(work: Work) -> list[Query]:
    rows: dict[bool, Rows] = {True: [], False: []}
    for node in work.begun:
        properties = {**node.properties, "id": node.id}
        del properties["digest"]
        rows[node.id in work.created].append({"id": node.id, "properties": properties})
    create = f"UNWIND $rows AS row CREATE (n:{REPORT}:{OWN}) SET n = row.properties"
    renew = f"UNWIND $rows AS row {_match('n', 'row.id')} SET n = row.properties"
    return [(text, part) for text, part in ((create, rows[True]), (renew, rows[False])) if part]


def _finish(work: Work) -> list[Query]:
    done: Rows = [{"id": node.id, "digest": node.properties["digest"]} for node in work.begun]
    gone: Rows = [{"id": id_} for id_ in work.removed]
    set_ = f"UNWIND $rows AS row {_match('n', 'row.id')} SET n.digest = row.digest"
    delete = f"UNWIND $rows AS row {_match('n', 'row.id')} DETACH DELETE n"
    return [(text, part) for text, part in ((set_, done), (delete, gone)) if part]


def _delete_statements(ids: Sequence[str]) -> list[Query]:
    edges = (
        f"UNWIND $rows AS row {_match('s', 'row.id')} {_match('a', 's.subject')} {_match('b', 's.object')} "
        "CALL (a, b, row) { MATCH (a)-[r]->(b) WHERE r.id = row.id DELETE r }"  # else one end is found by going through all edges of the other
    )
    nodes = f"UNWIND $rows AS row {_match('s', 'row.id')} OPTIONAL MATCH (s)-[:supportedBy]->(e:{OWN}) DETACH DELETE s, e"
    rows: Rows = [{"id": id_} for id_ in ids]
    return [(edges, rows), (nodes, rows)]


def _create_statements(statements: Iterable[Told]) -> list[Query]:
    groups: dict[str, Rows] = defaultdict(list)
    for told in statements:
        groups[told.edge.type].append(
            {
                "start": told.edge.start[1],
                "end": told.edge.end[1],
                "edge": told.edge.properties,
                "report": told.node.properties["report"],
                "statement": {**told.node.properties, "id": told.node.id},
                "evidence": [{**piece.properties, "id": piece.id} for piece in told.evidence],
            }
        )
    return [(_create(type_), groups[type_]) for type_ in sorted(groups)]


def _create(type_: str) -> str:
    return (
        f"UNWIND $rows AS row {_match('a', 'row.start')} {_match('b', 'row.end')} {_match('p', 'row.report')} "
        f"CREATE (a)-[r:{type_}]->(b) SET r = row.edge CREATE (s:Statement:{OWN}) SET s = row.statement "
        f"FOREACH (piece IN row.evidence | "
        f"CREATE (s)-[:supportedBy]->(e:Evidence:{OWN})-[:{FROM}]->(p) SET e = piece)"
    )
