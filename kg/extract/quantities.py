"""Component `kg_quantities`."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc


@Language.component("kg_quantities")
def quantities(doc: Doc) -> Doc:
    """Adds nothing yet."""
    return doc
