"""Component `kg_relations_alliance`."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc


@Language.component("kg_relations_alliance")
def relations_alliance(doc: Doc) -> Doc:
    """Adds nothing yet."""
    return doc
