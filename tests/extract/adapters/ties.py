"""Runs the examples of rule file `ties`: results read `relation|subject|object`."""

from __future__ import annotations

from typing import Any

from kg.extract import extensions
from kg.extract.masks import mask
from kg.extract.ties import load_ties, ties
from tests.extract.adapters.alliance_relations import name_of, until_relations

RULE_FILE = "ties"


def run(rule: dict[str, Any], text: str) -> list[str]:
    """What all ties up to this one find, kept to this one's finds."""
    rules = load_ties()
    last = next(i for i, tie in enumerate(rules) if tie.id == rule["id"])
    doc = until_relations(text)
    found = [r for s in extensions.sentences(doc) for r in ties(doc, mask(doc, s), rules[: last + 1])]
    return [
        f"{r.predicate}|{name_of(r.subject)}|{name_of(r.object)}"
        for r in found
        if r.rule == f"ties.{rule['id']}"
    ]
