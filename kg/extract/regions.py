"""Component `kg_regions`: divisions by name and by pointing words."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc

from kg.extract.extensions import add_mention, sentence_at
from kg.extract.places import Place, places
from kg.model.mention import Mention


@Language.component("kg_regions")
def regions(doc: Doc) -> Doc:
    """Adds Region mentions."""
    for place in places(doc).ordered:
        if place.division is not None and sentence_at(doc, place.start) is not None:
            add_mention(doc, _mention(place))
    return doc


def _mention(place: Place) -> Mention:
    assert place.division is not None
    return Mention(
        place.start,
        place.end,
        place.name,
        "Region",
        name=place.division.name,
        attrs={"code": place.division.code},
        rule="regions.name",
    )
