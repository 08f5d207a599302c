"""Adapter of `issued.toml`: the relations `issued` and `implements` of the whole pipeline."""

from typing import Any

from tests.extract.adapters._acts import relations

RULE_FILE = "issued"


def run(rule: dict[str, Any], text: str) -> list[str]:
    return relations(text, "issued")
