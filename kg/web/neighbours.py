"""The graph around one thing, ready to be drawn: expand, neighbourhood, the facts among a set of things."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from kg.schema import load_schema
from kg.web.factual import as_facts, in_order
from kg.web.filters import Filters
from kg.web.snapshot import Snapshot
from kg.web.things import Json, direction, edge, fact, is_symmetric, node

EXPAND = 500
NEIGHBOURHOOD = 600
NODES = 600
"""The most edges that one expansion, and the most nodes that one neighbourhood or address may bring."""

READ = 300
"""The most facts of one thing in one direction that a neighbourhood looks at."""

ACTORS = frozenset({"Institution", "Region", "Alliance", "Unit", "Person"})
"""Types through which a second step leads. That two places report one indicator, or carry out one programme, ties them to nothing."""

_ARROWS = {True: "-[r%s]->", False: "<-[r%s]-"}
"""Whether outward → the arrow of a pattern, to be given the types of the edge."""

_COUNT = "MATCH (a:Entity {id: $id})%s(b:Entity) WHERE %s RETURN type(r) AS kind, count(r) AS count"
_FACTS = (
    "MATCH (a:Entity {id: $id})%s(b:Entity) WHERE %s WITH r, b ORDER BY coalesce(r.year, 0) DESC, r.id SKIP $skip LIMIT $most "
    "RETURN type(r) AS kind, b.id AS other, properties(r) AS said"
)
_RING = (
    "UNWIND $ids AS id CALL (id) { MATCH (a:Entity {id: id})%s(b:Entity) WHERE %s "
    "RETURN type(r) AS kind, b.id AS other, properties(r) AS said ORDER BY said.id LIMIT $most } RETURN id, kind, other, said"
)
_AMONG = (
    "UNWIND $ids AS id MATCH (a:Entity {id: id})-[r%s]->(b:Entity) WHERE b.id IN $ids AND %s "
    "RETURN type(r) AS kind, a.id AS source, b.id AS target, properties(r) AS said"
)

Kind = tuple[str, bool]
"""A relation, and whether it leads outward."""


def counted(snapshot: Snapshot, key: str, filters: Filters) -> dict[Kind, int]:
    """How many facts of each kind a thing has, in the order of the ontology."""
    found: dict[Kind, int] = {}
    for outward, arrow in _ARROWS.items():
        text = _COUNT % (arrow % filters.pattern(), filters.where())
        for row in snapshot.ask(text, id=key, **filters.parameters()):
            if filters.way in ("", direction(row["kind"], outward)) or is_symmetric(row["kind"]):
                found[row["kind"], outward] = row["count"]
    order = list(load_schema().relations)
    return {kind: found[kind] for kind in sorted(found, key=lambda k: (order.index(k[0]), not k[1]))}


def as_counts(found: Mapping[Kind, int]) -> list[Json]:
    """Counts as the interface tells them; a relation without direction is counted once."""
    merged: dict[tuple[str, str], int] = defaultdict(int)
    for (relation, outward), count in found.items():
        merged[relation, direction(relation, outward)] += count
    return [
        {"relation": relation, "direction": way, "count": count} for (relation, way), count in merged.items()
    ]


def select(
    snapshot: Snapshot, key: str, filters: Filters, found: Mapping[Kind, int], window: tuple[int, int]
) -> list[Json]:
    """The facts of a thing from one place to another of their order: by kind, newest first, then by statement."""
    at, end = window
    facts: list[Json] = []
    for (relation, outward), count in found.items():
        if at < count and end > 0:
            text = _FACTS % (_ARROWS[outward] % f":{relation}", filters.where())
            rows = snapshot.ask(text, id=key, skip=max(at, 0), most=end - max(at, 0), **filters.parameters())
            facts += [_fact(key, outward, row) for row in rows]
        at, end = at - count, end - count
    return facts


def _fact(key: str, outward: bool, row: Mapping[str, Any]) -> Json:
    source, target = (key, row["other"]) if outward else (row["other"], key)
    return fact(row["kind"], source, target, row["said"])


def expand(snapshot: Snapshot, key: str, filters: Filters, limit: int, offset: int) -> Json:
    """`/api/expand`: so many facts around a thing, with the things at their ends. Raises ApiError `not_found`."""
    start = snapshot.catalogue.get(key)
    everything = counted(snapshot, key, Filters())
    found = everything if filters.empty else counted(snapshot, key, filters)
    total = sum(found.values())
    shown = select(snapshot, key, filters, found, (offset, offset + limit))
    return {
        "id": key,
        "counts": as_counts(everything),
        **drawn(snapshot, [start.id], shown),
        "total": total,
        "left_out": max(total - offset - len(shown), 0),
    }


def drawn(snapshot: Snapshot, first: Iterable[str], facts: Sequence[Json]) -> Json:
    """Nodes and edges of some facts; the things in `first` come first, whether or not a fact touches them."""
    keys = dict.fromkeys(first)
    for one in facts:
        keys.setdefault(one["source"])
        keys.setdefault(one["target"])
    return {
        "nodes": [node(snapshot.catalogue.get(key)) for key in keys],
        "edges": [edge(one) for one in facts],
    }


def neighbourhood(snapshot: Snapshot, key: str, depth: int, limit: int, filters: Filters) -> Json:
    """`/api/neighbourhood`: what is nearest, and of that what is best tied to what is shown already, up to `limit` things."""
    shown: dict[str, None] = {snapshot.catalogue.get(key).id: None}
    by: dict[str, set[str]] = defaultdict(set)
    ring, whole = [key], True
    for step in range(depth):
        if step and len(shown) >= limit:  # there is no room for what lies beyond
            whole = False
            break
        facts, complete = ring_of(snapshot, ring, filters)
        whole = whole and complete
        ties: dict[str, int] = defaultdict(int)
        for one in facts:
            for here, there in ((one["source"], one["target"]), (one["target"], one["source"])):
                if here in shown and there not in shown:
                    ties[there] += 1
                    by[here].add(there)
        best = sorted(ties, key=lambda k: (-ties[k], snapshot.catalogue.get(k).name, k))
        best = best[: max(limit - len(shown), 0)]
        shown.update(dict.fromkeys(best))
        ring = [k for k in best if filters.relations or snapshot.catalogue.get(k).type in ACTORS]
    left = {here: len(others - set(shown)) for here, others in by.items()}
    missing = set().union(*by.values()) - set(shown)
    return {
        "id": key,
        "depth": depth,
        **drawn(snapshot, shown, between(snapshot, list(shown), filters)),
        "total": len(shown) + len(missing),
        "left_out": len(missing),
        "complete": whole,
        "left_out_by": [
            {"id": here, "name": snapshot.catalogue.get(here).name, "count": count}
            for here, count in sorted(left.items(), key=lambda item: (-item[1], item[0]))
            if count
        ],
    }


def ring_of(
    snapshot: Snapshot, keys: Sequence[str], filters: Filters, most: int = READ
) -> tuple[list[Json], bool]:
    """The facts of some things, at most so many of each in each direction; and whether these are all."""
    facts: dict[str, Json] = {}
    whole = True
    for outward, arrow in _ARROWS.items():
        text = _RING % (arrow % filters.pattern(), filters.where())
        read: dict[str, int] = defaultdict(int)
        for row in snapshot.ask(text, ids=list(keys), most=most, **filters.parameters()):
            read[row["id"]] += 1
            if filters.way in ("", direction(row["kind"], outward)) or is_symmetric(row["kind"]):
                facts[row["said"]["id"]] = _fact(row["id"], outward, row)
        whole = whole and max(read.values(), default=0) < most
    return in_order(facts.values()), whole


def between(snapshot: Snapshot, keys: Sequence[str], filters: Filters) -> list[Json]:
    """All facts that tie some things to each other."""
    text = _AMONG % (filters.pattern(), filters.where())
    return in_order(as_facts(snapshot.ask(text, ids=list(keys), **filters.parameters())))


def among(snapshot: Snapshot, keys: Sequence[str]) -> Json:
    """`/api/nodes`: those things that the graph holds and all facts between them."""
    known = [key for key in dict.fromkeys(keys) if key in snapshot.catalogue]
    inside = set(known)
    facts = between(snapshot, known, Filters())
    return {**drawn(snapshot, known, facts), "missing": [key for key in keys if key not in inside]}
