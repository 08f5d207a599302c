"""Component `kg_periods`."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc


@Language.component("kg_periods")
def periods(doc: Doc) -> Doc:
    """Adds nothing yet."""
    return doc
