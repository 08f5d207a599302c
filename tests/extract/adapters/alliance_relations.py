"""Runs the examples of rule file `alliance_relations`: results read `relation|subject|object[|status]`."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from kg.extract import extensions
from kg.extract.alliance_parties import Scene
from kg.extract.frames import load_frames
from kg.extract.masks import mask
from kg.extract.pipeline import COMPONENTS, load
from kg.extract.relations_alliance import in_sentence
from kg.model.mention import Deixis, Mention

RULE_FILE = "alliance_relations"


def run(rule: dict[str, Any], text: str) -> list[str]:
    """What all frames up to this one find, kept to this one's finds (earlier frames found the alliances that it speaks of)."""
    frames = load_frames()
    last = next(i for i, frame in enumerate(frames) if frame.id == rule["id"])
    doc = until_relations(text)
    scene = Scene(doc)
    found = [
        r
        for sentence in extensions.sentences(doc)
        for r in in_sentence(scene, sentence, mask(doc, sentence), frames[: last + 1])
    ]
    results = []
    for relation in found:
        if relation.rule == f"relations_alliance.{rule['id']}":
            line = f"{relation.predicate}|{name_of(relation.subject)}|{name_of(relation.object)}"
            results += [line, f"{line}|{relation.qualifiers.get('status', 'actual')}"]
    return results


@lru_cache(maxsize=1)
def _before() -> tuple[str, ...]:
    return COMPONENTS[: COMPONENTS.index("relations_alliance")]


def until_relations(text: str) -> Any:
    nlp = load()
    doc = nlp.make_doc(text)
    for name, component in nlp.pipeline:
        if name in _before():
            doc = component(doc)
    return doc


def name_of(party: Mention | Deixis) -> str:
    if isinstance(party, Deixis):
        return party.name
    if party.deixis is not None:
        return party.deixis.name
    if party.text[0] in "该前后" and isinstance(party.owner, Mention):
        return name_of(party.owner)
    if isinstance(party.owner, Mention):
        return f"{name_of(party.owner)}+{party.name}"
    return party.name
