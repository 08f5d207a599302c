"""Shared by the adapters of the components that read names: runs those components alone on a bare string."""

from functools import cache
from importlib import import_module

import spacy
from spacy.language import Language
from spacy.tokens import Doc

from kg.extract.extensions import mentions
from kg.extract.pipeline import layout
from kg.model.mention import Mention

COMPONENTS = ("regions", "institutions", "alliances", "units", "persons", "diseases", "populations")


@cache
def _blank() -> Language:
    return spacy.blank("zh")


def read(text: str) -> Doc:
    """The text with the mentions of all components that read names."""
    doc = layout(_blank().make_doc(text))
    for name in COMPONENTS:
        doc = getattr(import_module(f"kg.extract.{name}"), name)(doc)
    return doc


def told(text: str, kind: str) -> list[str]:
    """`Type:name`, or `Type:owner+name` for what somebody owns; pointing words as `Type:=text`."""
    return [_told(mention) for mention in mentions(read(text), kind)]


def _told(mention: Mention) -> str:
    if mention.deixis is not None:
        return f"{mention.type}:={mention.text}"
    if mention.owner is None:
        return f"{mention.type}:{mention.name}"
    owner = mention.owner.name if isinstance(mention.owner, Mention) else mention.owner.value
    return f"{mention.type}:{owner}+{mention.name}"
