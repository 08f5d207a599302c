"""Component `kg_documents`."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc


@Language.component("kg_documents")
def documents(doc: Doc) -> Doc:
    """Adds nothing yet."""
    return doc
