"""Adapter of `actors.toml`: the doers of the relations `implements` and `designatedAs`."""

from typing import Any

from kg.extract import extensions
from kg.extract.pipeline import load
from kg.model.mention import Mention

RULE_FILE = "actors"


def run(rule: dict[str, Any], text: str) -> list[str]:
    return [
        relation.subject.name
        for relation in extensions.relations(load()(text))
        if isinstance(relation.subject, Mention) and relation.predicate in ("implements", "designatedAs")
    ]
