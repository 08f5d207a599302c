"""The page of a region, an institution, an alliance, an indicator, a policy document, a report: all its facts, in groups that read well."""

from __future__ import annotations

from collections.abc import Iterable

from kg.web.facts import GROUP, facts_of, groups, head, mentions, with_ends
from kg.web.factual import as_facts, in_order
from kg.web.network import alliances
from kg.web.panorama import CARE
from kg.web.snapshot import Snapshot
from kg.web.table import ACHIEVED, TARGETS, table
from kg.web.things import REPORT, Json, Thing, direction

ROWS = 500
LISTED = 200

KINDS = {
    "Region": "region",
    "Institution": "institution",
    "Alliance": "alliance",
    "Indicator": "indicator",
    "PolicyDocument": "policy",
    REPORT: "report",
}
"""Type → kind of page; other types have a plain one."""

_SECTIONS = {
    "honours": ("designatedAs",),
    "policies": ("issued",),
    "support": ("supports", "partnersWith"),
    "projects": ("builds",),
}
_INSIDE = (
    "MATCH (g:Region {id: $id})<-[:locatedIn]-(n:Institution) WITH DISTINCT n MATCH (n)-[r:achieved|targets]->(i:Indicator) "
    "RETURN type(r) AS kind, n.id AS source, i.id AS target, properties(r) AS said LIMIT 5000"
)


def page(snapshot: Snapshot, key: str, inside: bool) -> Json:
    """`/api/page/{id}`. Raises ApiError `not_found`."""
    thing = snapshot.catalogue.get(key)
    facts, counts = facts_of(snapshot, key)
    values = [*facts, *(_inside(snapshot, key) if inside and thing.type == "Region" else ())]
    elsewhere = {name for names in _SECTIONS.values() for name in names} | {ACHIEVED, TARGETS}
    return {
        "entity": head(snapshot, key),
        "kind": KINDS.get(thing.type, "other"),
        "groups": groups(snapshot, key, (f for f in facts if f["relation"] not in elsewhere), counts),
        "indicators": table(snapshot, values, ROWS),
        "alliances": _alliances(snapshot, thing, facts),
        "without": _without(snapshot, thing),
        **{name: _section(snapshot, key, facts, kinds) for name, kinds in _SECTIONS.items()},
        "mentions": mentions(snapshot, key),
        "downloads": [
            {"format": suffix, "href": f"/api/page/{key}.{suffix}"} for suffix in ("csv", "jsonld", "ttl")
        ],
    }


def _inside(snapshot: Snapshot, key: str) -> list[Json]:
    return in_order(as_facts(snapshot.ask(_INSIDE, id=key)))


def _section(snapshot: Snapshot, key: str, facts: Iterable[Json], kinds: tuple[str, ...]) -> list[Json]:
    """The facts of some relations, each with who is at the other end and in which direction it goes."""
    return [
        {**with_ends(snapshot, key, f), "direction": direction(f["relation"], f["source"] == key)}
        for f in facts
        if f["relation"] in kinds
    ][:GROUP]


def _alliances(snapshot: Snapshot, thing: Thing, facts: Iterable[Json]) -> list[Json]:
    """The alliances of a page: those in a region, those that an institution is in, an alliance itself, those that a report speaks of."""
    known = snapshot.once("alliances", alliances)
    match thing.type:
        case "Region":
            chain = (*thing.within, thing.name)
            wanted = {a.thing.id for a in known if a.thing.within[: len(chain)] == chain}
        case "Alliance":
            wanted = {thing.id}
        case "Report":
            wanted = {end for f in facts for end in (f["source"], f["target"])}
        case _:
            wanted = {a.thing.id for a in known if thing.id in a.leads or thing.id in a.members}
    get = snapshot.catalogue.get
    return [
        {
            "alliance": a.thing.json(),
            "leads": [get(key).json() for key in a.leads],
            "members": [get(key).json() for key in a.members[:LISTED]],
            "left_out": max(len(a.members) - LISTED, 0),
        }
        for a in known
        if a.thing.id in wanted
    ]


def _without(snapshot: Snapshot, thing: Thing) -> Json:
    """The institutions of a region that no report names as part of an alliance."""
    if thing.type != "Region":
        return {"institutions": [], "total": 0, "left_out": 0}
    in_one = {key for a in snapshot.once("alliances", alliances) for key in (*a.leads, *a.members)}
    chain = (*thing.within, thing.name)
    found = sorted(
        (
            t
            for t in snapshot.catalogue.things.values()
            if t.type == "Institution"
            and t.subtype in CARE
            and t.within[: len(chain)] == chain
            and t.id not in in_one
        ),
        key=lambda t: (t.within, t.name, t.id),
    )
    return {
        "institutions": [t.json() for t in found[:LISTED]],
        "total": len(found),
        "left_out": max(len(found) - LISTED, 0),
    }
