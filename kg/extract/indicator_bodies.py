"""Which bodies (regions, institutions, alliances, units) stand around a value as its subject."""

from __future__ import annotations

import re

from spacy.tokens import Doc

from kg.extract import extensions
from kg.extract import indicator_patterns as shapes
from kg.model.mention import Deixis, Mention

_AUTHORITIES = {"health_authority", "government"}
_BETWEEN = re.compile(r"\s*(?:、|和|与|及|以及|，)\s*")
_KINDS = ("Institution", "Alliance", "Unit", "Region")


def as_subject(mention: Mention) -> Mention | Deixis:
    """An authority counts for its region; a pointing word stands for what it points to."""
    if mention.deixis is not None:
        return mention.deixis
    if mention.type == "Institution" and mention.subtype in _AUTHORITIES:
        return Deixis.REGION
    return mention


def leading(doc: Doc, text: str, at: int, end: int) -> list[Mention]:
    """The bodies that stand one after another from `at` on, joined by 、 or 和."""
    found: list[Mention] = []
    for mention in extensions.outermost(extensions.mentions(doc, *_KINDS, start=at, end=end)):
        if mention.type == "Unit" and mention.owner is None and mention.deixis is None:
            break
        if mention.start == at or (found and _BETWEEN.fullmatch(text, found[-1].end, mention.start)):
            found.append(mention)
        else:
            break
    return found


def listed_alone(doc: Doc, text: str, at: int, end: int) -> tuple[list[Mention], int]:
    """The bodies from `at` on and where the rest of the phrase begins."""
    found = leading(doc, text, at, end)
    if not found:
        return [], at
    rest = shapes.REST_OF_BODIES.match(text, found[-1].end, end)
    return found, rest.end() if rest and rest.end() <= end else found[-1].end
