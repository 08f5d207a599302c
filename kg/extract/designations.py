"""Component `kg_designations`."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc


@Language.component("kg_designations")
def designations(doc: Doc) -> Doc:
    """Adds nothing yet."""
    return doc
