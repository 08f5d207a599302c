"""Adapter of `relations_numeric.toml`: what one frame told, as `predicate|indicator|value|unit|measure`."""

from typing import Any

from kg.extract.extensions import relations
from kg.extract.pipeline import load

RULE_FILE = "relations_numeric"


def run(rule: dict[str, Any], text: str) -> list[str]:
    return [
        "|".join([r.predicate, r.object.name, *(r.qualifiers[key] for key in ("value", "unit", "measure"))])
        for r in relations(load()(text))
        if r.rule.removesuffix(".carried") == f"numeric.{rule['id']}"
    ]
