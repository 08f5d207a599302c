"""Component `kg_persons`."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc


@Language.component("kg_persons")
def persons(doc: Doc) -> Doc:
    """Adds nothing yet."""
    return doc
