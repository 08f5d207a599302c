"""Adapter of `diseases.toml`: every table is judged by the Disease mentions of the whole component."""

from typing import Any

from tests.extract.adapters.names import told

RULE_FILE = "diseases"


def run(rule: dict[str, Any], text: str) -> list[str]:
    return told(text, "Disease")
