"""Adapter of `populations.toml`: every table is judged by the Population mentions of the whole component."""

from typing import Any

from tests.extract.adapters.names import told

RULE_FILE = "populations"


def run(rule: dict[str, Any], text: str) -> list[str]:
    return told(text, "Population")
