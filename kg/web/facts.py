"""What the graph says of one entity or report: facts by relation, and who mentions it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable

from kg.schema import load_indicators
from kg.web.factual import as_facts, in_order
from kg.web.filters import Filters
from kg.web.neighbours import as_counts, counted, select
from kg.web.snapshot import Snapshot
from kg.web.things import OWN, REPORT, Json, direction

GROUP = 200
"""Facts of one relation that a page shows; the rest is counted."""

_MENTIONED = (
    "MATCH (a:Entity {id: $id})<-[r:mentions]-(d:Report) RETURN d.id AS report, r.count AS count "
    "ORDER BY count DESC, report"
)
READ = 5_000
"""Facts of one thing that are read for a page."""

_SUBJECTS = "MATCH (s:Statement {report: $report}) WHERE s.predicate <> 'mentions' RETURN DISTINCT s.subject AS id ORDER BY id"
_SAID = (
    "UNWIND $subjects AS id MATCH (a:Entity {id: id})-[r]->(b:Entity) WHERE r.report = $report "
    "RETURN type(r) AS kind, a.id AS source, b.id AS target, properties(r) AS said"
)


def facts_of(snapshot: Snapshot, key: str, most: int = READ) -> tuple[list[Json], list[Json]]:
    """The facts with an entity at one end, or what a report says, at most `most`; and how many there are of each relation and direction."""
    if key in snapshot.catalogue.reports:
        subjects = [row["id"] for row in snapshot.ask(_SUBJECTS, report=key)]
        facts = in_order(as_facts(snapshot.ask(_SAID, report=key, subjects=subjects)))
        said = Counter(one["relation"] for one in facts)
        return facts[:most], [
            {"relation": relation, "direction": "said", "count": count} for relation, count in said.items()
        ]
    snapshot.catalogue.get(key)
    found = counted(snapshot, key, Filters())
    return select(snapshot, key, Filters(), found, (0, most)), as_counts(found)


def groups(snapshot: Snapshot, key: str, facts: Iterable[Json], counts: Iterable[Json]) -> list[Json]:
    """Facts by relation and direction, at most GROUP each; each with the thing at its other end (both ends for a report)."""
    said = key in snapshot.catalogue.reports
    totals = {(row["relation"], row["direction"]): row["count"] for row in counts}
    found: dict[tuple[str, str], list[Json]] = defaultdict(list)
    for one in facts:
        way = "said" if said else direction(one["relation"], one["source"] == key)
        found[one["relation"], way].append(one)
    return [
        {
            "relation": relation,
            "direction": way,
            "total": totals[relation, way],
            "left_out": max(totals[relation, way] - GROUP, 0),
            "facts": [with_ends(snapshot, key, one) for one in members[:GROUP]],
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


def head(snapshot: Snapshot, key: str) -> Json:
    """An entity with its other names and attributes, and what the catalogue of indicators knows of one."""
    thing = snapshot.catalogue.get(key)
    shown = {**thing.json(), "aliases": list(thing.aliases), "attrs": {}}
    if thing.type == REPORT:
        return {**shown, "report": snapshot.catalogue.report(key).json()}
    rows = snapshot.ask("MATCH (n:Entity {id: $id}) RETURN properties(n) AS said", id=key)
    said = rows[0]["said"] if rows else {}
    shown["attrs"] = {
        name: value
        for name, value in sorted(said.items())
        if name not in OWN and name != "concept" and isinstance(value, str)
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
    facts, counts = facts_of(snapshot, key)
    return {
        "entity": head(snapshot, key),
        "counts": counts,
        "groups": groups(snapshot, key, facts, counts),
        "mentions": mentions(snapshot, key),
    }
