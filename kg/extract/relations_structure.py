"""Component `kg_relations_structure`."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc


@Language.component("kg_relations_structure")
def relations_structure(doc: Doc) -> Doc:
    """Adds nothing yet."""
    return doc
