"""The graph around one thing, ready to be drawn: expand, neighbourhood, the facts among a set of things."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from kg.schema import load_schema
from kg.web.facts import MENTIONS, as_facts, in_order
from kg.web.filters import Filters
from kg.web.snapshot import Snapshot
from kg.web.things import Json, direction, edge, node

EXPAND = 500
NEIGHBOURHOOD = 600
NODES = 600
"""The most edges that one expansion, and the most nodes that one neighbourhood or address may bring."""

_COUNT = "MATCH (a:Entity {id: $id})%s[r]%s(b:Entity) RETURN type(r) AS kind, count(r) AS count"
_OUT = "MATCH (a:Entity {id: $id})-[r%s]->(b:Entity) RETURN type(r) AS kind, a.id AS source, b.id AS target, properties(r) AS said"
_IN = "MATCH (a:Entity {id: $id})<-[r%s]-(b:Entity) RETURN type(r) AS kind, b.id AS source, a.id AS target, properties(r) AS said"
_MANY_OUT = (
    "UNWIND $ids AS id MATCH (a:Entity {id: id})-[r%s]->(b:Entity) "
    "RETURN type(r) AS kind, a.id AS source, b.id AS target, properties(r) AS said"
)
_MANY_IN = (
    "UNWIND $ids AS id MATCH (a:Entity {id: id})<-[r%s]-(b:Entity) "
    "RETURN type(r) AS kind, b.id AS source, a.id AS target, properties(r) AS said"
)


def degree(snapshot: Snapshot, key: str) -> list[Json]:
    """How many facts of each relation and direction a thing has, in the order of the ontology."""
    found: dict[tuple[str, str], int] = defaultdict(int)
    for outward, marks in ((True, ("-", "->")), (False, ("<-", "-"))):
        for row in snapshot.ask(_COUNT % marks, id=key):
            if row["kind"] != MENTIONS:
                found[row["kind"], direction(row["kind"], outward)] += row["count"]
    order = list(load_schema().relations)
    return [
        {"relation": relation, "direction": way, "count": count}
        for (relation, way), count in sorted(found.items(), key=lambda i: (order.index(i[0][0]), i[0][1]))
    ]


def around(snapshot: Snapshot, key: str, filters: Filters) -> list[Json]:
    """All facts of a thing that pass the filters, in order."""
    rows = []
    if filters.way != "in" or any(
        load_schema().relation(r).symmetric for r in filters.relations or ["partnersWith"]
    ):
        rows += snapshot.ask(_OUT % filters.pattern(), id=key)
    if filters.way != "out" or any(
        load_schema().relation(r).symmetric for r in filters.relations or ["partnersWith"]
    ):
        rows += snapshot.ask(_IN % filters.pattern(), id=key)
    catalogue = snapshot.catalogue
    return in_order(f for f in as_facts(rows) if filters.passes(f, key, catalogue))


def expand(snapshot: Snapshot, key: str, filters: Filters, limit: int, offset: int) -> Json:
    """`/api/expand`: so many facts around a thing, with the things at their ends. Raises ApiError `not_found`."""
    start = snapshot.catalogue.get(key)
    facts = around(snapshot, key, filters)
    shown = facts[offset : offset + limit]
    return {
        "id": key,
        "counts": degree(snapshot, key),
        **drawn(snapshot, [start.id], shown),
        "total": len(facts),
        "left_out": max(len(facts) - offset - len(shown), 0),
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
    start = snapshot.catalogue.get(key)
    shown = {start.id: None}
    facts: dict[str, Json] = {}
    left: dict[str, int] = {}
    ring = [start.id]
    for _ in range(depth):
        found = _ring(snapshot, ring, filters)
        ties: dict[str, int] = defaultdict(int)
        by: dict[str, set[str]] = defaultdict(set)
        for one in found:
            facts.setdefault(one["id"], one)
            for here, there in ((one["source"], one["target"]), (one["target"], one["source"])):
                if there not in shown and here in shown:
                    ties[there] += 1
                    by[here].add(there)
        best = sorted(ties, key=lambda k: (-ties[k], snapshot.catalogue.get(k).name, k))
        ring = best[: max(limit - len(shown), 0)]
        shown.update(dict.fromkeys(ring))
        for here, others in by.items():
            if missing := len(others - set(shown)):
                left[here] = missing
    kept = in_order(f for f in facts.values() if f["source"] in shown and f["target"] in shown)
    return {
        "id": key,
        "depth": depth,
        **drawn(snapshot, shown, kept),
        "total": len(shown)
        + len({k for f in facts.values() for k in (f["source"], f["target"])} - set(shown)),
        "left_out": len({k for f in facts.values() for k in (f["source"], f["target"])} - set(shown)),
        "left_out_by": [
            {"id": here, "name": snapshot.catalogue.get(here).name, "count": count}
            for here, count in sorted(left.items(), key=lambda item: (-item[1], item[0]))
        ],
    }


def _ring(snapshot: Snapshot, keys: Sequence[str], filters: Filters) -> list[Json]:
    rows = snapshot.ask(_MANY_OUT % filters.pattern(), ids=list(keys))
    rows += snapshot.ask(_MANY_IN % filters.pattern(), ids=list(keys))
    asked = set(keys)
    return [
        f
        for f in in_order(as_facts(rows))
        if filters.passes(f, f["source"] if f["source"] in asked else f["target"], snapshot.catalogue)
    ]


def among(snapshot: Snapshot, keys: Sequence[str]) -> Json:
    """`/api/nodes`: those things that the graph holds and all facts between them."""
    known = [key for key in dict.fromkeys(keys) if key in snapshot.catalogue]
    rows = snapshot.ask(_MANY_OUT % "", ids=known)
    inside = set(known)
    facts = in_order(f for f in as_facts(rows) if f["target"] in inside)
    return {**drawn(snapshot, known, facts), "missing": [key for key in keys if key not in inside]}
