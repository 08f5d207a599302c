"""Component `kg_units`."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc


@Language.component("kg_units")
def units(doc: Doc) -> Doc:
    """Adds nothing yet."""
    return doc
