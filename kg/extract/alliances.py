"""Component `kg_alliances`: medical alliances by name, in lists that share a head, by their lead, and by pointing words.

An alliance without a name of its own has its lead (or first partner) as `owner` and its kind as `name` (紧密型医联体). A later mention that only
points (联盟, 该集团) has the earlier Alliance mention as `owner`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from spacy.language import Language
from spacy.tokens import Doc

from kg.extract.alliance_owners import owners_of
from kg.extract.extensions import add_mention, mentions, outermost, sentences, text_of
from kg.extract.name_grammar import at_boundary, boundary, free_stop
from kg.extract.places import Places, places
from kg.extract.rules import load_rules, words
from kg.extract.specialties import start_of
from kg.model.mention import Deixis, Mention

_SEPARATED = re.compile(r"[、和与及]$")
_COUNTED = re.compile(r"(?:\d{1,2}|[一二两三四五六七八九十]{1,2})(?:个|大|家|支)?$")
_ITEM = re.compile(r"[\u4e00-\u9fff]{2,6}$")
_SPECIALTY = re.compile(r"[\u4e00-\u9fff]{1,12}$")
MAX_RUN = 14


@dataclass(frozen=True, slots=True)
class Head:
    """A word in which the name of an alliance ends; `kind_start` is where its kind begins (紧密型县域|医共体)."""

    kind_start: int
    start: int
    end: int
    word: str
    subtype: str


@lru_cache(maxsize=1)
def _patterns() -> tuple[re.Pattern[str], dict[str, str], tuple[str, ...]]:
    rules = load_rules("alliances")
    subtypes = {word: subtype for subtype, listed in rules["head"].items() for word in listed}
    heads = "|".join(sorted(subtypes, key=lambda word: -len(word)))
    kinds = "|".join(words("alliances", "kind", "words"))
    return re.compile(f"((?:{kinds})*)({heads})"), subtypes, words("alliances", "kind", "concept_after")


@Language.component("kg_alliances")
def alliances(doc: Doc) -> Doc:
    """Adds Alliance mentions."""
    text, found = text_of(doc), places(doc)
    pattern, subtypes, concept = _patterns()
    for sentence in sentences(doc):
        for match in pattern.finditer(text, sentence.start, sentence.end):
            head = Head(match.start(), match.start(2), match.end(), match[2], subtypes[match[2]])
            institutions = outermost(mentions(doc, "Institution", start=sentence.start, end=sentence.end))
            is_concept = text.startswith(concept, head.end)
            for mention in _read(text, found, head, institutions, sentence.start, is_concept):
                add_mention(doc, mention)
    _pointing(doc, text)
    return doc


def _read(
    text: str, found: Places, head: Head, institutions: list[Mention], low: int, is_concept: bool
) -> Iterator[Mention]:
    listed = list(_listed(text, found, head, low))
    if listed:
        yield from listed
        return
    start, kind = _name_start(text, found, head, institutions, low)
    adjacent = next((m for m in institutions if m.end == start), None)
    if adjacent is not None:
        yield _owned(text, head, adjacent.start, kind, _meant(adjacent))
    elif start < head.kind_start and _is_name(text, found, head, start):
        if not is_concept or head.subtype == "specialty_alliance":
            yield _mention(text, start, head.end, text[start : head.end], head, None, "alliances.named")
    elif not is_concept or text.startswith(("牵头", "成员"), head.end):
        for owner in owners_of(text, institutions, (start, head.end), low):
            yield _owned(text, head, start, kind, owner)


def _meant(institution: Mention) -> Mention | Deixis:
    """The institution itself, the one it points to, or the issuer."""
    return institution.deixis or institution.owner or institution


def _mention(
    text: str, start: int, end: int, name: str, head: Head, owner: Mention | Deixis | None, rule: str
) -> Mention:
    return Mention(
        start, end, text[start:end], "Alliance", name=name, subtype=head.subtype, owner=owner, rule=rule
    )


def _owned(text: str, head: Head, start: int, kind: str, owner: Mention | Deixis) -> Mention:
    return _mention(text, start, head.end, kind, head, owner, "alliances.owned")


def _name_start(
    text: str, found: Places, head: Head, institutions: list[Mention], low: int
) -> tuple[int, str]:
    """Where the name begins and the name from there on: specialities, then a part of the country or a region, read leftwards."""
    floor = max([low, head.kind_start - MAX_RUN, *(m.end for m in institutions if m.end <= head.kind_start)])
    at = start_of(text, head.kind_start, floor)
    at = _where_start(text, at, floor, found)
    place = found.by_end.get(at)
    if place is not None and place.start >= floor:
        at = place.start
    elif head.subtype == "medical_group" and at == head.kind_start:
        at = _free_start(text, at, floor)
    return at, text[at : head.end]


def _where_start(text: str, at: int, floor: int, found: Places) -> int:
    """豫西, 川渝|东北, 第一: parts of the country or of the region, one or two of them."""
    for _ in range(2):
        match = _where().search(text, max(floor, at - 4), at)
        if match is None or at in found.by_end:
            break
        at = match.start()
    return at


@lru_cache(maxsize=1)
def _where_first() -> re.Pattern[str]:
    return re.compile(_where().pattern.removesuffix("$"))


@lru_cache(maxsize=1)
def _where() -> re.Pattern[str]:
    short = load_rules("alliances")["named"]["provinces"]
    listed = "|".join(words("alliances", "named", "where"))
    return re.compile(f"(?:{listed}|[{short}][东西南北中])$")


def _free_start(text: str, at: int, floor: int) -> int:
    """老城厢医疗集团: a free name of two to four characters between a boundary and the kind."""
    run = re.search(r"[\u4e00-\u9fff]*$", text[floor:at])
    start = at - len(run[0]) if run else at
    for match in free_stop().finditer(text, start, at):
        start = match.end()
    return start if 2 <= at - start <= 4 else at


def _is_name(text: str, found: Places, head: Head, start: int) -> bool:
    """Whether the run before the kind names the alliance: a region, a part of the country, or a free name of a group."""
    run = text[start : head.kind_start]
    if not at_boundary(text, start) and start not in found.by_start:
        return False
    if len(run) >= MAX_RUN or any(word in run for word in words("alliances", "kind", "generic")):
        return False
    place = found.by_start.get(start)
    if place is not None and place.end <= head.kind_start:
        return True
    if _where_start(text, start + 4, start, found) < start + 4 or run.startswith(
        words("alliances", "named", "where")
    ):
        return True
    return head.subtype == "medical_group" and 2 <= len(run) <= 4


def _listed(text: str, found: Places, head: Head, low: int) -> Iterator[Mention]:
    """邹区、城中和老城厢三大医疗集团; 胸痛、卒中2个全区专科联盟; 东部、西部医疗集团."""
    counted = _COUNTED.search(text, max(low, head.kind_start - 4), head.kind_start)
    stop = counted.start() if counted else head.kind_start
    items: list[tuple[int, int]] = []
    while True:
        item = _item(text, found, stop, low)
        if item is None:
            break
        items.append(item)
        if not _SEPARATED.search(text, low, item[0]):
            break
        stop = item[0] - 1
    if len(items) < 2 or (counted is None and not _all_where(text, items)):
        return
    for number, (start, end) in enumerate(items[::-1]):
        stop = end if number < len(items) - 1 else head.end
        yield _mention(text, start, stop, text[start:end] + head.word, head, None, "alliances.list")


def _item(text: str, found: Places, stop: int, low: int) -> tuple[int, int] | None:
    place = found.by_end.get(stop)
    if place is not None and place.start >= low:
        return place.start, stop
    speciality = start_of(text, stop, max(low, stop - 8))
    if speciality < stop and _ends_list(text, speciality):
        return speciality, stop
    run = _ITEM.search(text, max(low, stop - 6), stop)
    if run is None:
        return None
    start = run.start()
    for match in free_stop().finditer(text, start, stop):
        start = match.end()
    item = text[start:stop]
    if not 2 <= stop - start <= 5 or item.endswith(("院", "中心", "单位", "局", "委", "所")):
        return None
    return start, stop


def _ends_list(text: str, start: int) -> bool:
    return start == 0 or text[start - 1] in "、和与及" or at_boundary(text, start)


def _all_where(text: str, items: list[tuple[int, int]]) -> bool:
    where = frozenset(words("alliances", "named", "where"))
    return all(text[start:end] in where for start, end in items)


def _pointing(doc: Doc, text: str) -> None:
    """联盟, 该集团 after the one alliance of that kind which the report has named so far."""
    named = mentions(doc, "Alliance")
    if not named:
        return
    kinds: dict[str, list[str]] = load_rules("alliances")["anaphor"]
    pattern = re.compile("|".join(sorted(kinds, key=lambda word: -len(word))))
    covered = [(m.start, m.end) for m in named]
    concept = _patterns()[2]
    for sentence in sentences(doc):
        for match in pattern.finditer(text, sentence.start, sentence.end):
            start, end = match.span()
            if any(a <= start < b for a, b in covered) or text.startswith(concept, end):
                continue
            if not _stands_alone(text, start, sentence.start) and not match[0].startswith("该"):
                continue
            before = [m for m in named if m.end <= start and m.name.endswith(tuple(kinds[match[0]]))]
            if before and len({(m.name, id(m.owner)) for m in before}) == 1:
                meant = before[-1]
                add_mention(
                    doc,
                    Mention(
                        start,
                        end,
                        match[0],
                        "Alliance",
                        subtype=meant.subtype,
                        owner=meant,
                        rule="alliances.pointing",
                    ),
                )


def _stands_alone(text: str, start: int, low: int) -> bool:
    return start == low or any(
        m.end() == start for m in boundary().finditer(text, max(low, start - 3), start)
    )
