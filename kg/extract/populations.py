"""Component `kg_populations`."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc


@Language.component("kg_populations")
def populations(doc: Doc) -> Doc:
    """Adds nothing yet."""
    return doc
