"""Component `kg_relations_action`."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc


@Language.component("kg_relations_action")
def relations_action(doc: Doc) -> Doc:
    """Adds nothing yet."""
    return doc
