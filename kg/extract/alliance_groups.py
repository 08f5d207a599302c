"""A masked sentence as the reader of roles sees it: stretches between semicolons, groups of institutions, and what names an alliance."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from kg.extract.masks import Masked, expand_kinds, letter_of
from kg.extract.rules import load_rules
from kg.extract.specialties import start_of
from kg.model.mention import Mention

RULES = "alliance_roles"
_MACRO = re.compile(r"\{([a-z]+)\}")
_STRETCH = re.compile(r"[^；。！]+")
_GROUP = re.compile(
    expand_kinds(r"⟨I⟩⟨U⟩?(?:(?:、|，?以及|，?和|与|及|暨|，?连同|同|，?外加|，?再加上|，(?=⟨I⟩))⟨I⟩⟨U⟩?)*")
)
_NO_HOUSE = frozenset({"government", "health_authority", "media"})
_LIST = re.compile(r"[、和与及]|以及")
_QUOTED = re.compile("各类|各级|多种|多个|相关|其他|上级|全国|企业|产业")


@dataclass(frozen=True, slots=True)
class Group:
    """Institutions in a row, at `start:end` of the masked text."""

    start: int
    end: int
    bodies: tuple[Mention, ...]


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


def groups(masked: Masked, start: int, end: int) -> list[Group]:
    """The lists of institutions in a stretch, authorities left out."""
    found = []
    for match in _GROUP.finditer(masked.text, start, end):
        bodies = [masked.mentions[c] for c in match[0] if letter_of(c) == "I" and c in masked.mentions]
        houses = tuple(b for b in bodies if b.subtype not in _NO_HOUSE)
        if houses and len(houses) == len(bodies):
            found.append(Group(match.start(), match.end(), houses))
    return found


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
