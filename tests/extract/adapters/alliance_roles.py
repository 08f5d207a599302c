"""Runs the examples of rule file `alliance_roles`: results read `leads|subject|alliance`, an unnamed alliance as `lead+kind`."""

from __future__ import annotations

from typing import Any

from kg.extract import extensions
from kg.extract.alliance_parties import Scene
from kg.extract.alliance_roles import Roles
from kg.extract.masks import mask
from tests.extract.adapters.alliance_relations import name_of, until_relations

RULE_FILE = "alliance_roles"


def run(rule: dict[str, Any], text: str) -> list[str]:
    """All parts that the reader of roles finds."""
    doc = until_relations(text)
    roles = Roles(Scene(doc))
    found = [r for s in extensions.sentences(doc) for r in roles.read(s, mask(doc, s))]
    results = []
    for relation in found:
        line = f"{relation.predicate}|{name_of(relation.subject)}|{name_of(relation.object)}"
        results += [line, f"{line}|{relation.qualifiers.get('status', 'actual')}"]
    return results
