"""Component `kg_institutions`."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc


@Language.component("kg_institutions")
def institutions(doc: Doc) -> Doc:
    """Adds nothing yet."""
    return doc
