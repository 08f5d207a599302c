"""What the graph says of one entity or report: facts by relation, and who mentions it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from kg.schema import load_indicators, load_schema
from kg.web.snapshot import Snapshot
from kg.web.things import REPORT, Json, direction, fact

MENTIONS = "mentions"
GROUP = 200
"""Facts of one relation that a page shows; the rest is counted."""

_OUT = (
    "MATCH (a:Entity {id: $id})-[r]->(b:Entity) "
    "RETURN type(r) AS kind, a.id AS source, b.id AS target, properties(r) AS said"
)
_IN = (
    "MATCH (a:Entity {id: $id})<-[r]-(b:Entity) "
    "RETURN type(r) AS kind, b.id AS source, a.id AS target, properties(r) AS said"
)
_MENTIONED = (
    "MATCH (a:Entity {id: $id})<-[r:mentions]-(d:Report) RETURN d.id AS report, r.count AS count "
    "ORDER BY count DESC, report"
)
_SUBJECTS = "MATCH (s:Statement {report: $report}) WHERE s.predicate <> 'mentions' RETURN DISTINCT s.subject AS id ORDER BY id"
_SAID = (
    "UNWIND $subjects AS id MATCH (a:Entity {id: id})-[r]->(b:Entity) WHERE r.report = $report "
    "RETURN type(r) AS kind, a.id AS source, b.id AS target, properties(r) AS said"
)


def facts_of(snapshot: Snapshot, key: str) -> list[Json]:
    """All facts with an entity at one end, or all that a report says; sorted by relation, period and id."""
    if key in snapshot.catalogue.reports:
        subjects = [row["id"] for row in snapshot.ask(_SUBJECTS, report=key)]
        rows = snapshot.ask(_SAID, report=key, subjects=subjects)
    else:
        snapshot.catalogue.get(key)
        rows = snapshot.ask(_OUT, id=key) + snapshot.ask(_IN, id=key)
    return in_order(as_facts(rows))


def as_facts(rows: Iterable[Mapping[str, Any]]) -> list[Json]:
    """Rows of (kind, source, target, said) as facts, each statement once."""
    found = {}
    for row in rows:
        if row["kind"] != MENTIONS:
            found[row["said"]["id"]] = fact(row["kind"], row["source"], row["target"], row["said"])
    return list(found.values())


def in_order(facts: Iterable[Json]) -> list[Json]:
    """By relation in the order of the ontology, newest period first, then by statement."""
    order = {name: place for place, name in enumerate(load_schema().relations)}
    kept = sorted(facts, key=lambda f: str(f["id"]))
    kept.sort(key=lambda f: f["end"] or "", reverse=True)
    kept.sort(key=lambda f: order.get(f["relation"], len(order)))
    return kept


def groups(snapshot: Snapshot, key: str, facts: Iterable[Json], most: int = GROUP) -> list[Json]:
    """Facts by relation and direction, at most `most` each; each with the thing at its other end (both ends for a report)."""
    said = key in snapshot.catalogue.reports
    found: dict[tuple[str, str], list[Json]] = defaultdict(list)
    for one in facts:
        way = "said" if said else direction(one["relation"], one["source"] == key)
        found[one["relation"], way].append(one)
    return [
        {
            "relation": relation,
            "direction": way,
            "total": len(members),
            "left_out": max(len(members) - most, 0),
            "facts": [with_ends(snapshot, key, one) for one in members[:most]],
        }
        for (relation, way), members in found.items()
    ]


def with_ends(snapshot: Snapshot, key: str, one: Json) -> Json:
    """The fact with the thing at its other end, or with subject and object where `key` is neither."""
    get = snapshot.catalogue.get
    if key == one["source"]:
        return {**one, "other": get(one["target"]).json()}
    if key == one["target"]:
        return {**one, "other": get(one["source"]).json()}
    return {**one, "subject": get(one["source"]).json(), "object": get(one["target"]).json()}


def counts(facts: Iterable[Json], key: str) -> list[Json]:
    """How many facts of each relation and direction."""
    found: dict[tuple[str, str], int] = defaultdict(int)
    for one in facts:
        found[one["relation"], direction(one["relation"], one["source"] == key)] += 1
    return [{"relation": relation, "direction": way, "count": n} for (relation, way), n in found.items()]


def mentions(snapshot: Snapshot, key: str, most: int = GROUP) -> Json:
    """The reports that mention an entity, most often first."""
    if key in snapshot.catalogue.reports:
        return {"reports": [], "left_out": 0}
    rows = snapshot.ask(_MENTIONED, id=key)
    return {
        "reports": [
            {**snapshot.catalogue.report(row["report"]).json(), "count": row["count"]} for row in rows[:most]
        ],
        "left_out": max(len(rows) - most, 0),
    }


_KNOWN = {"id", "name", "type", "subtype", "code", "scope", "within", "aliases"}


def head(snapshot: Snapshot, key: str) -> Json:
    """An entity with its other names and attributes, and what the catalogue of indicators knows of one."""
    thing = snapshot.catalogue.get(key)
    shown = {**thing.json(), "aliases": list(thing.aliases), "attrs": {}}
    if thing.type == REPORT:
        return {**shown, "report": snapshot.catalogue.report(key).json()}
    rows = snapshot.ask("MATCH (n:Entity {id: $id}) RETURN properties(n) AS said", id=key)
    said = rows[0]["said"] if rows else {}
    shown["attrs"] = {
        name: value for name, value in sorted(said.items()) if name not in _KNOWN and isinstance(value, str)
    }
    slug = said.get("concept")
    for indicator in load_indicators() if slug else ():
        if indicator.slug == slug:
            shown["indicator"] = {
                "name_en": indicator.label_en,
                "unit": indicator.unit,
                "diseases": list(indicator.diseases),
                "populations": list(indicator.populations),
            }
    return shown


def entity(snapshot: Snapshot, key: str) -> Json:
    """`/api/entity/{id}`."""
    facts = facts_of(snapshot, key)
    return {
        "entity": head(snapshot, key),
        "counts": counts(facts, key),
        "groups": groups(snapshot, key, facts),
        "mentions": mentions(snapshot, key),
    }
