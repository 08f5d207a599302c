"""Component `kg_relations_numeric`."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc


@Language.component("kg_relations_numeric")
def relations_numeric(doc: Doc) -> Doc:
    """Adds nothing yet."""
    return doc
