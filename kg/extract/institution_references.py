"""Institutions that are meant without their name: 我院, 该院, 前者, 北港中心 after 北港社区卫生服务中心."""

from __future__ import annotations

import re
from functools import lru_cache

from spacy.tokens import Doc

from kg.extract.extensions import add_mention, mentions, outermost, sentence_at, sentences, text_of
from kg.extract.institution_names import campus_end
from kg.extract.name_grammar import at_boundary
from kg.extract.name_lexicon import Head
from kg.extract.places import places
from kg.extract.rules import load_rules
from kg.model.mention import Deixis, Mention

_OPENING = re.compile(r"(?:[\d年月日底初末、，至到—-]|今年|去年|目前|此外|同时|其中|由|作为)*")
_OPENING = re.compile(r"[\d年月日底初中上下旬半今去，、\s]{0,12}")
# specialities of which a report names one hospital; 人民, 中医, 儿童 and the like are classes too often
_TAIL_SPECIALITIES = ("正骨", "整骨", "骨伤", "华侨", "传染病", "精神病", "红十字", "民族")
_PAIR = re.compile("[前后]者")
_COMMUNITY = ("社区卫生服务中心", "卫生服务中心")
_CENTRE = re.compile(r"中心(?![卫医小城镇村区学校组工任思乡校幼任环血])")


@lru_cache(maxsize=1)
def _pointers() -> tuple[re.Pattern[str], dict[str, tuple[str, ...]], re.Pattern[str]]:
    rules = load_rules("institutions")["pointing"]
    issuer = re.compile("|".join(rules["issuer"]))
    kinds = {word: tuple(endings) for word, endings in rules["anaphor"].items()}
    return issuer, kinds, re.compile("|".join(kinds))


def add_references(doc: Doc) -> None:
    """Adds Institution mentions that point to the issuer, or by `owner` to an earlier mention."""
    text = text_of(doc)
    _short_centres(doc, text)
    issuer, kinds, anaphor = _pointers()
    for sentence in sentences(doc):
        part = text[sentence.start : sentence.end]
        for match in issuer.finditer(part):
            at = sentence.start + match.start()
            add_mention(doc, _pointing(text, at, at + len(match[0]), deixis=Deixis.ISSUER))
        for match in anaphor.finditer(part):
            at = sentence.start + match.start()
            meant = _antecedent(doc, text, at, sentence.start, kinds[match[0]])
            if meant is not None:
                add_mention(doc, _pointing(text, at, at + len(match[0]), owner=meant))
        _former_and_latter(doc, text, sentence.start, sentence.end)


def add_known_tails(doc: Doc, bare: list[Head]) -> None:
    """正骨医院(北峰院区) after 泉州正骨医院: a speciality that one body of the report bears, at the start of a phrase."""
    text = text_of(doc)
    named = {m.name for m in mentions(doc, "Institution") if m.rule == "institutions.name"}
    for head in bare:
        speciality = (
            next((w for w in _TAIL_SPECIALITIES if text.endswith(w, 0, head.start)), "")
            if head.word == "医院"
            else ""
        )
        start = head.start - len(speciality)
        bearers = {name for name in named if name.endswith(speciality + head.word)}
        if not speciality or len(bearers) != 1 or not at_boundary(text, start):
            continue
        sentence = sentence_at(doc, start)
        ends = [head.end, campus_end(text, head.end, sentence.end)] if sentence is not None else [head.end]
        for end in filter(None, ends):
            add_mention(
                doc,
                Mention(
                    start,
                    end,
                    text[start:end],
                    "Institution",
                    subtype=head.subtype,
                    name=bearers.copy().pop() + text[head.end : end],
                    rule="institutions.tail",
                ),
            )


def _pointing(
    text: str, start: int, end: int, owner: Mention | None = None, deixis: Deixis | None = None
) -> Mention:
    surface = text[start:end]
    subtype = owner.subtype if owner is not None else ""
    return Mention(
        start,
        end,
        surface,
        "Institution",
        subtype=subtype,
        owner=owner,
        deixis=deixis,
        rule="institutions.pointing",
    )


def _antecedent(doc: Doc, text: str, at: int, low: int, endings: tuple[str, ...]) -> Mention | None:
    """The one body that 该院 can mean: in the same sentence, else in the one before; its first body where that is the subject."""
    for start in (low, _previous(doc, text, low)):
        if start is None:
            return None
        topic = _pointing_topic(doc, start, at) if start != low else None
        if topic is not None:
            return topic
        found = [m for m in _own_names(doc, start, at) if m.name.endswith(endings)]
        if not found:
            continue
        if len({m.name for m in found}) == 1:
            return found[-1]
        return found[0] if _is_subject(text, start, found) else None
    return None


def _is_subject(text: str, start: int, found: list[Mention]) -> bool:
    """Whether the first of several bodies is what the sentence speaks of: it opens it, and alone (A与B…, not A、B…)."""
    opens = _OPENING.fullmatch(text, start, found[0].start) is not None
    return opens and text[found[0].end : found[1].start] not in ("、", "和", "及")


def _pointing_topic(doc: Doc, start: int, at: int) -> Mention | None:
    """Whom a sentence speaks of that itself opens with a pointing word (该院胸痛中心…)."""
    first = next(iter(mentions(doc, "Institution", start=start, end=at)), None)
    if first is None or first.start != start or first.deixis is not None:
        return None
    return first.owner if isinstance(first.owner, Mention) else None


def _previous(doc: Doc, text: str, low: int) -> int | None:
    """Start of the sentence before the one that starts at `low`, within its paragraph."""
    before = sentence_at(doc, low - 1) or sentence_at(doc, low - 2)
    if before is None or "\n" in text[before.end : low]:
        return None
    return before.start


def _own_names(doc: Doc, start: int, end: int) -> list[Mention]:
    return outermost(
        m for m in mentions(doc, "Institution", start=start, end=end) if m.owner is None and m.deixis is None
    )


def _former_and_latter(doc: Doc, text: str, low: int, high: int) -> None:
    """前者, 后者: of exactly two bodies in the clauses so far, or in the sentence before; 甲院、乙院归前者 names others."""
    pair: list[Mention] = []
    for match in _PAIR.finditer(text, low, high):
        at = match.start()
        clause = max(low, *(text.rfind(mark, low, at) + 1 for mark in "，；："))
        found = _own_names(doc, low, clause)
        if not found and (previous := _previous(doc, text, low)) is not None:
            found = _own_names(doc, previous, clause)
        pair = found = pair if pair and match[0] == "后者" else found
        if len(found) == 2 and found[0].name != found[1].name:
            meant = found[0] if match[0] == "前者" else found[1]
            add_mention(doc, _pointing(text, at, at + 2, owner=meant))


def _short_centres(doc: Doc, text: str) -> None:
    """北港中心: a community health centre that the report names or lists in full, or one of a township of the region."""
    if _COMMUNITY[0] not in text:
        return
    named = {
        m.name[: -len(tail)]: m
        for m in mentions(doc, "Institution")
        for tail in _COMMUNITY
        if m.name.endswith(tail) and len(m.name) - len(tail) >= 2
    }
    stems = {stem.removesuffix("街道"): m for stem, m in named.items()}
    found = places(doc)
    for sentence in sentences(doc):
        for match in _CENTRE.finditer(text, sentence.start, sentence.end):
            stem, code = _stem(text, match.start(), sentence.start, stems), ""
            place = found.by_end.get(match.start())
            if (
                not stem
                and place is not None
                and place.division is not None
                and place.division.level == "township"
            ):
                stem, code = (place.name, place.division.code) if not place.common else ("", "")
            if stem:
                start = match.start() - len(stem)
                surface = text[start : match.end()]
                attrs = {"code": code} if code else dict(stems[stem].attrs) if stem in stems else {}
                add_mention(
                    doc,
                    Mention(
                        start, match.end(), surface, "Institution", name=stem + _COMMUNITY[0],
                        subtype="primary_care", attrs=attrs, rule="institutions.centre",
                    ),
                )  # fmt: skip


def _stem(text: str, end: int, low: int, stems: dict[str, Mention]) -> str:
    return next(
        (text[end - n : end] for n in (5, 4, 3, 2) if end - n >= low and text[end - n : end] in stems), ""
    )
