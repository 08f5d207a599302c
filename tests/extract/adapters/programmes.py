"""Adapter of `programmes.toml`: the Programme mentions of the whole pipeline."""

from typing import Any

from tests.extract.adapters._acts import mentions

RULE_FILE = "programmes"


def run(rule: dict[str, Any], text: str) -> list[str]:
    return mentions(text, "Programme")
