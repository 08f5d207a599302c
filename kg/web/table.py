"""Indicators as a table: a row each with a column a year, the change, and the target beside the result."""

from __future__ import annotations

import operator
from collections import defaultdict
from collections.abc import Iterable, Sequence

from kg.web.snapshot import Snapshot
from kg.web.things import Json

LEVEL = "level"
ACHIEVED, TARGETS = "achieved", "targets"
_CELL = ("value", "value_text", "cmp", "status", "period", "year", "confidence", "report")

_HOLDS = {"ge": operator.ge, "gt": operator.gt, "le": operator.le, "lt": operator.lt}
"""Comparison of a target → whether a number keeps to it."""

Key = tuple[str, str, str, str]
"""Subject, indicator, unit, measure: what one row is about."""


def cell(fact: Json) -> Json:
    """A value with where it comes from."""
    return {"statement": fact["id"], **{name: fact[name] for name in _CELL}}


def table(snapshot: Snapshot, facts: Iterable[Json], most: int) -> Json:
    """The values among the facts as rows; `most` rows, those with most values first."""
    rows: dict[Key, list[Json]] = defaultdict(list)
    stated: dict[tuple[str, str], list[Json]] = defaultdict(list)
    for one in facts:
        if one["relation"] not in (ACHIEVED, TARGETS) or one["value"] is None:
            continue
        if one["measure"] not in (None, LEVEL):
            stated[one["source"], one["target"]].append(one)
        rows[one["source"], one["target"], one["unit"] or "", one["measure"] or LEVEL].append(one)
    built = [_row(snapshot, key, found, stated[key[:2]]) for key, found in rows.items()]
    built.sort(
        key=lambda r: (
            -sum(map(len, r["cells"].values())),
            r["indicator"]["name"],
            r["subject"]["name"],
            r["unit"],
            r["measure"],
        )
    )
    years = sorted({year for row in built for year in row["cells"] if year})
    return {"years": years, "rows": built[:most], "left_out": max(len(built) - most, 0)}


def _row(snapshot: Snapshot, key: Key, facts: Sequence[Json], stated: Sequence[Json]) -> Json:
    subject, indicator, unit, measure = key
    results = [f for f in facts if f["relation"] == ACHIEVED]
    aims = [f for f in facts if f["relation"] == TARGETS]
    cells: dict[str, list[Json]] = defaultdict(list)
    for one in sorted(results, key=lambda f: (f["year"] or 0, f["period"] or "", f["value"], f["id"])):
        cells[str(one["year"] or "")].append(cell(one))
    target = max(aims, key=lambda f: (f["year"] or 0, f["period"] or "", f["id"]), default=None)
    result = _result(target, results)
    return {
        "subject": snapshot.catalogue.get(subject).json(),
        "indicator": snapshot.catalogue.get(indicator).json(),
        "unit": unit,
        "measure": measure,
        "cells": dict(cells),
        "change": _change(cells, stated) if measure == LEVEL else None,
        "target": cell(target) if target else None,
        "result": cell(result) if result else None,
        "verdict": verdict(target, result),
    }


def _result(target: Json | None, results: Sequence[Json]) -> Json | None:
    """What was reached in the year that the target speaks of: the value of the period that ends last, where it is one alone."""
    if target is None or target["year"] is None:
        return None
    same = [f for f in results if f["year"] == target["year"]]
    last = max((f["end"] or "" for f in same), default="")
    found = {f["value"]: f for f in sorted(same, key=lambda f: str(f["id"])) if (f["end"] or "") == last}
    return next(iter(found.values())) if len(found) == 1 else None


def verdict(target: Json | None, result: Json | None) -> str | None:
    """`met`, `missed`, `pending` or `open` (see docs/explorer-api.md); None without a target.

    Both numbers are the text's own; the target's comparison decides. Nothing is said of a target whose direction the text does not give.
    """
    if target is None:
        return None
    if target["year"] is None:
        return "open"
    if result is None:
        return "pending"
    wanted, reached = target["value"], result["value"]
    if result["cmp"] not in (None, "eq"):
        return _bounded(target["cmp"], result["cmp"], wanted, reached)
    if target["cmp"] in _HOLDS:
        return "met" if _HOLDS[target["cmp"]](reached, wanted) else "missed"
    return "met" if reached == wanted else "open"


def _bounded(aim: str, told: str, wanted: float, reached: float) -> str:
    """Where the result itself is a bound (more than 90 %): only what surely follows is said."""
    same_way = (aim in ("ge", "gt") and told in ("ge", "gt")) or (
        aim in ("le", "lt") and told in ("le", "lt")
    )
    sure = same_way and (told == aim or told in ("gt", "lt"))
    return "met" if sure and _HOLDS["ge" if told in ("ge", "gt") else "le"](reached, wanted) else "open"


def _change(cells: dict[str, list[Json]], stated: Sequence[Json]) -> Json | None:
    """From the last year but one to the last, where each has one value; and changes that the text itself states."""
    known = [(year, {c["value"] for c in found}, found) for year, found in sorted(cells.items()) if year]
    told = [cell(one) | {"unit": one["unit"], "measure": one["measure"]} for one in stated]
    ends = known[-2:]
    if len(ends) < 2 or any(len(values) != 1 for _, values, _ in ends):
        return {"from": None, "to": None, "difference": None, "stated": told} if told else None
    (first, (before,), _), (last, (after,), _) = ((y, tuple(v), c) for y, v, c in ends)
    return {"from": first, "to": last, "difference": round(after - before, 6), "stated": told}
