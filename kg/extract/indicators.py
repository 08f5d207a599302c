"""Component `kg_indicators`."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc


@Language.component("kg_indicators")
def indicators(doc: Doc) -> Doc:
    """Adds nothing yet."""
    return doc
