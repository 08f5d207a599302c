"""Adapter of `quantities.toml`: the values of a text as `value|unit|cmp`, changes with their measure."""

from typing import Any

from kg.extract.extensions import quantities
from kg.extract.pipeline import load

RULE_FILE = "quantities"


def run(rule: dict[str, Any], text: str) -> list[str]:
    found = quantities(load()(text))
    if "up" in rule:
        return [f"{q.value}|{q.unit}|{q.cmp}|{q.measure}" for q in found if q.measure != "level"]
    return [f"{q.value}|{q.unit}|{q.cmp}" for q in found]
