"""Results of the action components as readable lines, for the adapters of their rule files."""

from __future__ import annotations

from kg.extract import extensions
from kg.extract.pipeline import load
from kg.model.mention import Mention


def mentions(text: str, kind: str) -> list[str]:
    """`Kind:name` (with `|number` for documents); the owner stands before a project's name."""
    found = []
    for mention in extensions.mentions(load()(text), kind):
        owner = mention.owner.name if isinstance(mention.owner, Mention) and kind == "Project" else ""
        number = f"|{mention.attrs['number']}" if "number" in mention.attrs else ""
        found.append(f"{kind}:{owner}{mention.name}{number}")
    return found


def relations(text: str, predicate: str) -> list[str]:
    """`predicate|object`, and the same with subject and status: `predicate|subject|object|status`."""
    found = []
    for relation in extensions.relations(load()(text)):
        if relation.predicate == predicate:
            subject = relation.subject.name
            found.append(f"{predicate}|{relation.object.name}")
            found.append(
                f"{predicate}|{subject}|{relation.object.name}|{relation.qualifiers.get('status', 'actual')}"
            )
    return found
