"""Adapter of `regions.toml`: every table is judged by the Region mentions of the whole component."""

from typing import Any

from tests.extract.adapters.names import told

RULE_FILE = "regions"


def run(rule: dict[str, Any], text: str) -> list[str]:
    return told(text, "Region")
