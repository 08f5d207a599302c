"""Component `kg_diseases`."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc


@Language.component("kg_diseases")
def diseases(doc: Doc) -> Doc:
    """Adds nothing yet."""
    return doc
