"""Component `kg_institutions`: names of organisations, whole, short, in lists and by pointing words."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc

from kg.extract.extensions import add_mention, sentences
from kg.extract.institution_names import Name, find_names
from kg.extract.places import places
from kg.model.mention import Mention


@Language.component("kg_institutions")
def institutions(doc: Doc) -> Doc:
    """Adds Institution mentions."""
    text, found = doc.text, places(doc)
    for sentence in sentences(doc):
        names, _ = find_names(text, found, sentence.start, sentence.end)
        for name in names:
            add_mention(doc, _mention(text, name))
    return doc


def _mention(text: str, name: Name) -> Mention:
    surface = text[name.start : name.end]
    attrs = {}
    if name.reading.place is not None and name.reading.place.division is not None:
        attrs["code"] = name.reading.place.division.code
    return Mention(
        name.start,
        name.end,
        surface,
        "Institution",
        subtype=name.subtype,
        attrs=attrs,
        rule="institutions.name",
    )
