"""How far a rule is to be trusted: its measured precision, kept in its rule file."""

from __future__ import annotations

from functools import cache

from kg.extract.rules import load_rules

DEFAULT = 0.8


@cache
def confidence(file: str, rule: str) -> float:
    """The confidence that table `[confidence]` of `file`.toml gives a rule, else 0.8."""
    value = load_rules(file).get("confidence", {}).get(rule.rsplit(".", 1)[-1], DEFAULT)
    return float(value)
