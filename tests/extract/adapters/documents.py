"""Adapter of `documents.toml`: the PolicyDocument mentions of the whole pipeline."""

from typing import Any

from tests.extract.adapters._acts import mentions

RULE_FILE = "documents"


def run(rule: dict[str, Any], text: str) -> list[str]:
    return mentions(text, "PolicyDocument")
