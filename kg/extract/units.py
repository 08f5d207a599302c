"""Component `kg_units`: departments, wards, clinics, studios, laboratories and centres that belong to somebody.

A unit without an owner is a class or a wish and is left out. `name` is the unit's own name; a unit of several owners (两家医院的胸痛中心) gives
a mention for each.
"""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc

from kg.extract.extensions import add_mention, mentions, sentences, text_of
from kg.extract.unit_grammar import find_units
from kg.extract.unit_owners import Owned, Owners
from kg.model.mention import Mention


@Language.component("kg_units")
def units(doc: Doc) -> Doc:
    """Adds Unit mentions."""
    text, owners = text_of(doc), Owners(doc)
    for sentence in sentences(doc):
        named = mentions(doc, "Institution", "Alliance", start=sentence.start, end=sentence.end)
        blocked = [(m.start, m.end) for m in named]
        found = find_units(text, sentence.start, sentence.end, blocked)
        for owned in owners.of_sentence(sentence, found):
            for mention in _mentions(text, owned):
                add_mention(doc, mention)
    return doc


def _mentions(text: str, owned: Owned) -> list[Mention]:
    unit = owned.unit
    return [
        Mention(
            unit.start,
            unit.end,
            text[unit.start : unit.end],
            "Unit",
            name=unit.name,
            owner=owner,
            rule=f"units.{owned.rule}",
        )
        for owner in owned.owners
    ]
