"""Adapter of `units.toml`: every table is judged by the Unit mentions of the whole component."""

from typing import Any

from tests.extract.adapters.names import told

RULE_FILE = "units"


def run(rule: dict[str, Any], text: str) -> list[str]:
    return told(text, "Unit")
