"""A masked sentence as the reader of roles sees it: stretches between semicolons, groups of institutions, and what names an alliance."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from spacy.tokens import Doc

from kg.extract import extensions
from kg.extract.masks import Masked, expand_kinds, letter_of
from kg.extract.rules import load_rules
from kg.extract.specialties import start_of
from kg.model.mention import Mention

RULES = "alliance_roles"
_MACRO = re.compile(r"\{([a-z]+)\}")
_STRETCH = re.compile(r"[^；。！]+")
_GROUP = re.compile(
    expand_kinds(r"⟨I⟩⟨U⟩?(?:(?:、|，?以及|，?和这?|与|及|暨|，?连同|同|，?外加|，?再加上)⟨I⟩⟨U⟩?)*")
)
_SIDE = re.compile(expand_kinds(r"⟨I⟩⟨U⟩?(?:(?:、|，?以及|，?和|及|暨|，?连同)⟨I⟩⟨U⟩?)*"))
_NO_HOUSE = frozenset({"government", "health_authority", "media"})
_LIST = re.compile(r"[、和与及]|以及")
_QUOTED = re.compile("各类|各级|多种|多个|相关|其他|上级|全国|企业|产业")


_TOWNS = re.compile(
    expand_kinds(r"⟨R⟩(?:(?:、|，?以及|和|与|及)⟨R⟩)*(?:[\d一二三四五六七八九十]{1,3}(?:家|个|所|地))?")
)
_COUNTED = re.compile(
    r"(?:这|该|上述)?(?P<n>[二两三四五六七八九十]|\d{1,2})(?:个|家|所|处)?(?:镇|乡|街道|地|乡镇)?的?(?P<head>(?:中心)?卫生院|社区卫生服务中心)"
)
_HEAD = re.compile("中心卫生院|卫生院|社区卫生服务中心")
_NUMBER = {"二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9, "十": 10}
_REACH = 160


@dataclass(frozen=True, slots=True)
class Group:
    """Institutions in a row, at `start:end` of the masked text; `new` ones are no mentions yet (壶镇、大洋, each for its 卫生院)."""

    start: int
    end: int
    bodies: tuple[Mention, ...]
    new: bool = False


@dataclass(frozen=True, slots=True)
class Named:
    """One place that names, describes or points to an alliance: by its mention, or by a plain `kind`."""

    start: int
    end: int
    mention: Mention | None
    kind: str


@cache
def pattern(table: str, key: str) -> re.Pattern[str]:
    """A pattern of the rule file, its macros put in."""
    rules = load_rules(RULES)
    source: str = rules[table][key]
    while _MACRO.search(source):
        source = _MACRO.sub(lambda m: rules["macros"][m[1]], source)
    return re.compile(expand_kinds(source))


@cache
def _kind() -> re.Pattern[str]:
    return re.compile(expand_kinds(load_rules(RULES)["macros"]["kind"]))


@cache
def _concept_after() -> tuple[str, ...]:
    return tuple(load_rules("alliances")["kind"]["concept_after"])


def stretches(masked: Masked) -> list[tuple[int, int]]:
    """The parts of a sentence between semicolons."""
    return [m.span() for m in _STRETCH.finditer(masked.text)]


def groups(doc: Doc, masked: Masked, start: int, end: int, *, partners: bool = False) -> list[Group]:
    """The lists of institutions in a stretch, authorities left out; with `partners`, 与 and 同 part two groups."""
    found = []
    for match in (_SIDE if partners else _GROUP).finditer(masked.text, start, end):
        bodies = [masked.mentions[c] for c in match[0] if letter_of(c) == "I" and c in masked.mentions]
        counted = [_those_counted(doc, b) if _COUNTED.fullmatch(b.text) else (b,) for b in bodies]
        houses = tuple(b for listed in counted for b in listed if b.subtype not in _NO_HOUSE)
        if all(counted) and len(houses) == sum(map(len, counted)) and houses:
            found.append(Group(match.start(), match.end(), houses, houses != tuple(bodies)))
    for match in _TOWNS.finditer(masked.text, start, end):
        towns = [masked.mentions[c] for c in match[0] if letter_of(c) == "R" and c in masked.mentions]
        elided = _of_towns(doc, towns)
        if elided:
            found.append(Group(match.start(), match.end(), elided, new=True))
    return sorted(found, key=lambda g: g.start)


def _those_counted(doc: Doc, body: Mention) -> tuple[Mention, ...]:
    """这三家镇卫生院: those of the last three townships named before it; empty where there are not just as many."""
    match = _COUNTED.fullmatch(body.text)
    if match is None:
        return ()
    wanted = int(match["n"]) if match["n"].isdigit() else _NUMBER[match["n"]]
    low = max(0, body.start - _REACH)
    towns = [r for r in extensions.mentions(doc, "Region", start=low, end=body.start) if _is_town(r)]
    inside = [
        i for i in extensions.mentions(doc, "Institution", start=low, end=body.start) if _HEAD.search(i.text)
    ]
    if inside and (not towns or inside[-1].end > towns[-1].end):
        return ()
    last = {r.name: r for r in towns[-wanted:]}
    near = [t for t in towns if towns[-1].start - t.start < 12 * wanted]
    if len(last) != wanted or len({t.name for t in near}) != wanted:
        return ()
    return tuple(_house(body.start, body.end, body.text, town, match["head"]) for town in last.values())


def _of_towns(doc: Doc, towns: list[Mention]) -> tuple[Mention, ...]:
    """虹星桥镇和李家巷镇的则编入…: townships in a sentence that speaks of their hospitals, each for its own."""
    if not towns or not all(_is_town(t) for t in towns):
        return ()
    sentence = extensions.sentence_at(doc, towns[0].start)
    if sentence is None:
        return ()
    text = extensions.text_of(doc)
    before = list(_HEAD.finditer(text, max(0, sentence.start - _REACH // 2), towns[0].start))
    after = _HEAD.search(text, towns[-1].end, sentence.end)
    head = before[-1] if before else after
    if head is None:
        return ()
    return tuple(_house(t.start, t.end, t.text, t, head[0]) for t in towns)


def _is_town(region: Mention) -> bool:
    return len(region.attrs.get("code", "")) == 9


def _house(start: int, end: int, text: str, town: Mention, head: str) -> Mention:
    return Mention(
        start, end, text, "Institution", name=town.name + head, subtype="primary_care", attrs=town.attrs,
        rule="alliance_roles.elided",
    )  # fmt: skip


def named(masked: Masked, start: int, end: int) -> list[Named]:
    """What names an alliance in a stretch, in text order."""
    found = [
        Named(i, i + 1, masked.mentions[c], masked.mentions[c].name)
        for i, c in enumerate(masked.text[start:end], start)
        if letter_of(c) == "A" and c in masked.mentions
    ]
    found += list(_plain(masked.text, start, end))
    return sorted(found, key=lambda n: n.start)


def _plain(text: str, start: int, end: int) -> Iterator[Named]:
    """Kinds that no earlier component took for a mention: 县域医共体, 呼吸专科联盟."""
    for match in _kind().finditer(text, start, end):
        if text.startswith(_concept_after(), match.end()) or _QUOTED.search(
            text[match.start() - 3 : match.start()]
        ):
            continue
        at = start_of(text, match.start(), start) if "盟" in match[0] else match.start()
        yield Named(at, match.end(), None, text[at : match.end()])


def in_list(text: str, found: list[Named], first: int) -> list[Named]:
    """The alliances that stand in one list with that at index `first`, it included: A、B和C."""
    listed = [found[first]]
    for later in found[first + 1 :]:
        if not _LIST.fullmatch(text[listed[-1].end : later.start]):
            break
        listed.append(later)
    return listed
