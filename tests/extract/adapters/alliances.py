"""Adapter of `alliances.toml`: every table is judged by the Alliance mentions of the whole component."""

from typing import Any

from tests.extract.adapters.names import told

RULE_FILE = "alliances"


def run(rule: dict[str, Any], text: str) -> list[str]:
    return told(text, "Alliance")
