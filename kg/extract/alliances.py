"""Component `kg_alliances`."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc


@Language.component("kg_alliances")
def alliances(doc: Doc) -> Doc:
    """Adds nothing yet."""
    return doc
