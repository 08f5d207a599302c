"""Which bodies (regions, institutions, alliances, units) stand around a value as its subject."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from spacy.tokens import Doc

from kg.extract import extensions
from kg.extract import indicator_patterns as shapes
from kg.model.mention import Deixis, Mention

_AUTHORITIES = {"health_authority", "government"}
SELF_REPORTING = frozenset({"hospital", "primary_care", "public_health", "academic", "enterprise"})
"""Kinds of institutions that report on themselves; an authority reports on its region."""
_BETWEEN = re.compile(r"\s*(?:、|和|与|及|以及|，)\s*")
_GOES_ON = {"、", "和", "与", "及", "等"}
_KINDS = ("Institution", "Alliance", "Unit", "Region")


def as_subject(mention: Mention) -> Mention | Deixis:
    """An authority counts for its region; a pointing word stands for what it points to."""
    if mention.deixis is not None:
        return mention.deixis
    if mention.type == "Institution" and mention.subtype in _AUTHORITIES:
        return Deixis.REGION
    return mention


def bodies_in(doc: Doc, start: int, end: int) -> list[Mention]:
    """The outermost bodies of a range, in text order; units only with an owner."""
    found = extensions.outermost(extensions.mentions(doc, *_KINDS, start=start, end=end))
    return [m for m in found if m.type != "Unit" or m.owner is not None or m.deixis is not None]


def leading(found: Sequence[Mention], text: str, at: int, end: int) -> list[Mention]:
    """Of bodies in text order, those that stand one after another from `at` on, joined by 、 or 和."""
    row: list[Mention] = []
    for mention in found:
        if mention.end > end:
            break
        if mention.start < at:
            continue
        if mention.start == at or (row and _BETWEEN.fullmatch(text, row[-1].end, mention.start)):
            row.append(mention)
        else:
            break
    return row


def _departments(known: Sequence[Mention]) -> list[Mention]:
    """The bodies; an institution with its department right behind it is one body that begins with the institution."""
    joined: list[Mention] = []
    for body in known:
        before = joined[-1] if joined else None
        if (
            before is not None
            and before.type == "Institution"
            and body.type == "Unit"
            and body.start == before.end
        ):
            joined[-1] = replace(body, start=before.start, text=before.text + body.text)
        else:
            joined.append(body)
    return joined


def listed_from(known: Sequence[Mention], text: str, at: int, end: int) -> list[Mention]:
    """The bodies that stand one after another from `at` on, each with its department."""
    return leading(_departments(known), text, at, end)


def listed_alone(known: Sequence[Mention], text: str, at: int, end: int) -> tuple[list[Mention], int]:
    """The bodies from `at` on and where the rest of the phrase begins."""
    found = leading(_departments(known), text, at, end)
    if not found or text[found[-1].end : found[-1].end + 1] in _GOES_ON:
        return [], at
    rest = shapes.REST_OF_BODIES.match(text, found[-1].end, end)
    return found, rest.end() if rest and rest.end() <= end else found[-1].end
