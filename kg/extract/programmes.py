"""Component `kg_programmes`."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc


@Language.component("kg_programmes")
def programmes(doc: Doc) -> Doc:
    """Adds nothing yet."""
    return doc
