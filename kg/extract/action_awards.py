"""To come."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Doc

from kg.model.mention import RelationMention


def awards(doc: Doc) -> Iterator[RelationMention]:
    """Nothing yet."""
    yield from ()
