"""Adapter of `institutions.toml`: every table is judged by the Institution mentions of the whole component."""

from typing import Any

from tests.extract.adapters.names import told

RULE_FILE = "institutions"


def run(rule: dict[str, Any], text: str) -> list[str]:
    return told(text, "Institution")
