"""Adapter of `persons.toml`: every table is judged by the Person mentions of the whole component."""

from typing import Any

from tests.extract.adapters.names import told

RULE_FILE = "persons"


def run(rule: dict[str, Any], text: str) -> list[str]:
    return told(text, "Person")
