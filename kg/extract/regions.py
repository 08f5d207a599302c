"""Component `kg_regions`."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc


@Language.component("kg_regions")
def regions(doc: Doc) -> Doc:
    """Adds nothing yet."""
    return doc
