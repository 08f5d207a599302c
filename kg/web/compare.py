"""One indicator across regions or institutions and years."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import Any

from kg.web.errors import ApiError
from kg.web.factual import as_facts
from kg.web.search import index
from kg.web.snapshot import Snapshot
from kg.web.table import LEVEL, cell
from kg.web.things import Json

_VALUES = (
    "MATCH (i:Indicator {id: $id})<-[r:achieved|targets]-(n:Entity) "
    "RETURN type(r) AS kind, n.id AS source, i.id AS target, properties(r) AS said"
)
_INDICATORS = (
    "MATCH (i:Indicator)<-[r:achieved]-(n:Entity) WHERE r.measure = 'level' "
    "RETURN i.id AS id, count(DISTINCT n.id) AS subjects, count(r) AS total ORDER BY subjects DESC, total DESC, id"
)


def compare(snapshot: Snapshot, key: str, who: Sequence[str], kind: tuple[str, str], limit: int) -> Json:
    """`/api/compare`; `kind` is unit and measure. Without `unit` the one with most values is taken. Raises ApiError `not_found`, `bad_request`."""
    indicator = snapshot.catalogue.get(key)
    if indicator.type != "Indicator":
        raise ApiError("bad_request", f"{indicator.name}: is no indicator")
    facts = [f for f in as_facts(snapshot.ask(_VALUES, id=key)) if f["value"] is not None]
    kinds = Counter((f["unit"] or "", f["measure"] or LEVEL) for f in facts)
    units = sorted(kinds, key=lambda k: (k[1] != LEVEL, -kinds[k], k))
    unit, measure = kind
    fit = [k for k in units if (not unit or k[0] == unit) and (not measure or k[1] == measure)]
    chosen = fit[0] if fit else (unit, measure or LEVEL)
    by: dict[str, list[Json]] = defaultdict(list)
    for one in facts:
        if (one["unit"] or "", one["measure"] or LEVEL) == chosen:
            by[one["source"]].append(one)
    for one_id in who:
        snapshot.catalogue.get(one_id)
    get = snapshot.catalogue.get
    asked = list(dict.fromkeys(who)) or sorted(by, key=lambda k: (-len(by[k]), get(k).name, k))
    shown = asked[:limit]
    return {
        "indicator": indicator.json(),
        "unit": chosen[0],
        "measure": chosen[1],
        "units": [{"unit": u, "measure": m, "count": kinds[u, m]} for u, m in units],
        "years": sorted({f["year"] for k in shown for f in by[k] if f["year"]}),
        "series": [{"who": get(k).json(), "points": _points(by[k])} for k in shown],
        "left_out": len(asked) - len(shown),
    }


def _points(facts: Sequence[Json]) -> list[Json]:
    ordered = sorted(
        facts, key=lambda f: (f["year"] or 0, f["period"] or "", f["relation"], f["value"], f["id"])
    )
    return [{**cell(one), "relation": one["relation"]} for one in ordered]


def indicators(snapshot: Snapshot, query: str, limit: int) -> Json:
    """`/api/compare/indicators`: indicators told of most subjects first; with `query` those of that name."""
    rows: list[dict[str, Any]] = snapshot.once("comparable", lambda s: s.ask(_INDICATORS))
    if query:
        hits, _ = snapshot.once("index", index).search(query, lambda t: t.type == "Indicator", 1_000)
        place = {hit.thing.id: n for n, hit in enumerate(hits)}
        rows = sorted((row for row in rows if row["id"] in place), key=lambda row: place[row["id"]])
    return {
        "items": [
            {**snapshot.catalogue.get(row["id"]).json(), "subjects": row["subjects"], "values": row["total"]}
            for row in rows[:limit]
        ],
        "left_out": max(len(rows) - limit, 0),
    }
