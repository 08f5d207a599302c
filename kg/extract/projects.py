"""Component `kg_projects`."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc


@Language.component("kg_projects")
def projects(doc: Doc) -> Doc:
    """Adds nothing yet."""
    return doc
