"""The whole alliance network as circles in circles: region › alliance › members. Positions are worked out here, once a graph."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from math import log2

from kg.web.network import Alliance, alliances
from kg.web.packing import pack
from kg.web.snapshot import Snapshot
from kg.web.things import Json, Thing

REGION, ALLIANCE, LEAD, MEMBER, LOOSE = range(5)
"""Kinds of circles; LOOSE is an institution in no alliance."""

_RADII = {LEAD: 1.6, MEMBER: 1.0, LOOSE: 0.8}
_EMPTY = 1.2
"""Radius of an alliance of which no member is known."""

_GAP = 0.12
"""Room between circles, as a share of the smallest hospital."""

_MARGIN = {ALLIANCE: 0.5, REGION: 0.8}
"""Room between a circle and what it holds."""

LEVELS = 3
"""Levels of regions: province, city, county. What lies in a town is shown with its county."""

CARE = frozenset({"hospital", "primary_care", "public_health"})
"""Subtypes of institutions that could be in an alliance; authorities, universities and the like are left out where they are in none."""

LOOSEST = 20_000
"""Institutions in no alliance that are drawn, those of regions with alliances first; the rest is counted."""

TIES = 5_000

_TIES = (
    "MATCH (a:Entity)-[r:supports|partnersWith]->(b:Entity) RETURN a.id AS source, b.id AS target, type(r) AS relation, "
    "min(r.id) AS statement ORDER BY source, target, relation"
)


@dataclass(slots=True)
class Circle:
    """One circle with those in it. `x`, `y` count from the centre of the circle around it."""

    kind: int
    thing: Thing | None
    name: str
    inner: list[Circle] = field(default_factory=list)
    r: float = 0.0
    x: float = 0.0
    y: float = 0.0


def panorama(snapshot: Snapshot) -> Json:
    """`/api/panorama`."""
    found = snapshot.once("alliances", alliances)
    roots = _regions(snapshot)
    in_one = {key for one in found for key in (*one.leads, *one.members)}
    tree: dict[tuple[str, ...], Circle] = {}
    top = Circle(REGION, None, "")
    for one in found:
        _region(tree, roots, top, one.thing.within).inner.append(_alliance(snapshot, one))
    left = _add_loose(snapshot, in_one, tree, roots, top)
    _place(top)
    nodes = _flat(top)
    ties, more = _ties(snapshot, nodes["id"])
    return {
        "radius": round(top.r, 2),
        "levels": LEVELS,
        "nodes": nodes,
        "ties": ties,
        "relations": ["supports", "partnersWith"],
        "left_out": {"institutions": left, "ties": more},
    }


def _regions(snapshot: Snapshot) -> dict[tuple[str, ...], Thing]:
    """Regions by their chain from the province down."""
    return {(*t.within, t.name): t for t in snapshot.catalogue.things.values() if t.type == "Region"}


def _region(
    tree: dict[tuple[str, ...], Circle],
    known: dict[tuple[str, ...], Thing],
    top: Circle,
    within: tuple[str, ...],
) -> Circle:
    """The circle of a region, made with those around it where it is new."""
    chain = within[:LEVELS] or ("",)
    if chain not in tree:
        around = _region(tree, known, top, chain[:-1]) if len(chain) > 1 else top
        tree[chain] = Circle(REGION, known.get(chain), chain[-1])
        around.inner.append(tree[chain])
    return tree[chain]


def _alliance(snapshot: Snapshot, one: Alliance) -> Circle:
    get = snapshot.catalogue.get
    circle = Circle(ALLIANCE, one.thing, one.thing.name)
    for kind, keys in ((LEAD, one.leads), (MEMBER, one.members)):
        things = sorted((get(key) for key in keys), key=lambda t: (t.name, t.id))
        circle.inner += [Circle(kind, thing, thing.name) for thing in things]
    return circle


def _add_loose(
    snapshot: Snapshot,
    in_one: set[str],
    tree: dict[tuple[str, ...], Circle],
    known: dict[tuple[str, ...], Thing],
    top: Circle,
) -> int:
    """Adds the institutions in no alliance; returns how many had to stay out."""
    served = set(tree)
    loose = sorted(
        (
            t
            for t in snapshot.catalogue.things.values()
            if t.type == "Institution" and t.subtype in CARE and t.id not in in_one
        ),
        key=lambda t: (t.within[:LEVELS] not in served, t.within, t.name, t.id),
    )
    for thing in loose[:LOOSEST]:
        _region(tree, known, top, thing.within).inner.append(Circle(LOOSE, thing, thing.name))
    return max(len(loose) - LOOSEST, 0)


def _place(circle: Circle) -> None:
    """Gives a circle its radius and those in it their places, from the inside out."""
    if not circle.inner:
        circle.r = _RADII.get(circle.kind, _EMPTY)
        return
    for inner in circle.inner:
        _place(inner)
    circle.inner.sort(key=lambda c: (-c.r, c.name, c.thing.id if c.thing else ""))
    spots, radius = pack([inner.r + _GAP for inner in circle.inner])
    for inner, (x, y) in zip(circle.inner, spots, strict=True):
        inner.x, inner.y = x, y
    circle.r = radius + _MARGIN[circle.kind]


def _flat(top: Circle) -> Json:
    """All circles below the outermost, as one array a field, parents before children."""
    columns: Json = {name: [] for name in ("x", "y", "r", "rank", "parent", "kind", "name", "id", "sub")}
    queue: list[tuple[Circle, float, float, int]] = [(c, c.x, c.y, -1) for c in top.inner]
    for circle, x, y, parent in queue:  # grows while it is walked: level by level
        number = len(columns["x"])
        queue.extend((inner, x + inner.x, y + inner.y, number) for inner in circle.inner)
        rank = int(log2(max(top.r / circle.r, 1.0)))
        row = (round(x, 2), round(y, 2), round(circle.r, 2), rank, parent, circle.kind, circle.name)
        thing = (circle.thing.id, circle.thing.subtype) if circle.thing else ("", "")
        for name, value in zip(columns, (*row, *thing), strict=True):
            columns[name].append(value)
    return columns


def _ties(snapshot: Snapshot, ids: list[str]) -> tuple[list[list[object]], int]:
    """Who supports or works with whom, as places in the arrays; and how many ties had to stay out."""
    places: dict[str, int] = {}
    for place, key in enumerate(ids):
        places.setdefault(key, place)
    drawn: list[list[object]] = []
    for row in snapshot.ask(_TIES):
        if row["source"] in places and row["target"] in places:
            kind = 0 if row["relation"] == "supports" else 1
            drawn.append([places[row["source"]], places[row["target"]], kind, row["statement"]])
    weight = Counter(end for tie in drawn for end in tie[:2])
    drawn.sort(key=lambda tie: -(weight[tie[0]] + weight[tie[1]]))
    return drawn[:TIES], max(len(drawn) - TIES, 0)
