"""What is in the graph, for the home page; and the words of the ontology, for every page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from functools import cache
from typing import Any

from kg import __version__
from kg.schema import load_schema
from kg.web.network import alliances
from kg.web.snapshot import Snapshot
from kg.web.things import Json

_YEARS = "MATCH (:Entity)-[r]->(:Entity) RETURN type(r) AS relation, r.year AS year, count(*) AS count"
_INDICATORS = "MATCH (i:Indicator)<-[r:achieved]-() RETURN i.id AS id, count(r) AS count ORDER BY count DESC, id LIMIT 12"
LISTED = 12
"""Things of each kind that the home page names."""


def overview(snapshot: Snapshot, newest: str) -> Json:
    """`/api/overview`; `newest` is the digest of the newest graph held."""
    return {**snapshot.once("overview", contents), "newer": newest if newest != snapshot.digest else ""}


def contents(snapshot: Snapshot) -> Json:
    catalogue = snapshot.catalogue
    rows = snapshot.ask(_YEARS)
    years = [report.said["year"] for report in catalogue.reports.values() if report.said.get("year")]
    return {
        "graph": snapshot.digest,
        "source": snapshot.source,
        "product": "health-policy-kg",
        "version": __version__,
        "text": snapshot.texts.at_hand,
        "reports": {
            "total": len(catalogue.reports),
            "kinds": _counted(
                "kind", (report.said.get("kind") or "" for report in catalogue.reports.values())
            ),
            "first_year": min(years, default=None),
            "last_year": max(years, default=None),
        },
        "entities": _counted("type", (thing.type for thing in catalogue.things.values())),
        "statements": _statements(rows),
        **{
            name: _counted("subtype", (t.subtype for t in catalogue.things.values() if t.type == kind))
            for name, kind in (("institutions", "Institution"), ("alliances", "Alliance"))
        },
        "regions": _regions(snapshot),
        "largest": _largest(snapshot),
    }


def _counted(key: str, values: Any) -> list[Json]:
    found = Counter(values)
    return [
        {key: value, "count": n} for value, n in sorted(found.items(), key=lambda item: (-item[1], item[0]))
    ]


def _statements(rows: list[dict[str, Any]]) -> Json:
    relations: Counter[str] = Counter()
    years: Counter[int] = Counter()
    both: list[Json] = []
    for row in rows:
        relations[row["relation"]] += row["count"]
        if row["year"] is not None:
            years[row["year"]] += row["count"]
            both.append(row)
    order = list(load_schema().relations)
    return {
        "total": sum(relations.values()),
        "relations": [
            {"relation": name, "count": n}
            for name, n in sorted(relations.items(), key=lambda item: (-item[1], item[0]))
        ],
        "years": [{"year": year, "count": years[year]} for year in sorted(years)],
        "relation_years": sorted(both, key=lambda row: (order.index(row["relation"]), row["year"])),
    }


def _regions(snapshot: Snapshot) -> Json:
    depth = Counter(len(t.within) for t in snapshot.catalogue.things.values() if t.type == "Region")
    return {"total": sum(depth.values()), "provinces": depth[0], "cities": depth[1], "counties": depth[2]}


def _largest(snapshot: Snapshot) -> Json:
    get = snapshot.catalogue.get
    found = snapshot.once("alliances", alliances)
    leading = sorted(found, key=lambda a: (-len(a.members), a.thing.name, a.thing.id))[:LISTED]
    reports = sorted(
        snapshot.catalogue.reports.values(),
        key=lambda r: (-int(r.said.get("year") or 0), r.thing.name, r.thing.id),
    )
    return {
        "alliances": [
            {
                **a.thing.json(),
                "leads": [get(key).json() for key in a.leads],
                "members": len(a.members),
            }
            for a in leading
        ],
        "indicators": [{**get(row["id"]).json(), "count": row["count"]} for row in snapshot.ask(_INDICATORS)],
        "reports": [report.json() for report in reports[:LISTED]],
    }


@cache
def words() -> Json:
    """`/api/schema`: types, relations, qualifiers and their values in both languages."""
    schema = load_schema()
    relations = {**schema.relations, **{"mentions": schema.links["mentions"]}}
    return {
        "types": [
            {
                "name": t.name,
                **_labels(t),
                "subtypes": [{"code": s.code, **_labels(s)} for s in t.subtypes],
            }
            for t in schema.entity_types.values()
        ],
        "relations": [
            {
                "name": r.name,
                **_labels(r),
                "symmetric": r.symmetric,
                "domain": sorted(r.domain),
                "range": sorted(r.range),
            }
            for r in relations.values()
        ],
        "qualifiers": [
            {
                "name": q.name,
                **_labels(q),
                "values": [{"value": t.value, **_labels(t)} for t in q.terms],
            }
            for q in schema.qualifiers.values()
        ],
        "report_kinds": [{"value": t.value, **_labels(t)} for t in schema.report_kind_terms],
    }


def _labels(named: Any) -> Mapping[str, str]:
    return {"zh": named.label_zh, "en": named.label_en}
