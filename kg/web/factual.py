"""Rows of the store as facts, in the order in which everything is listed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from kg.schema import load_schema
from kg.web.things import Json, fact

MENTIONS = "mentions"


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
