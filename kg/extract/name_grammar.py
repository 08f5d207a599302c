"""Reads a name of an institution from its head to the left.

A name is [region or level] [affiliation] [ordinal] [speciality] head: 广西医科大学 第一 附属 医院, 县 中医 医院. A reading that holds nothing
but specialities names a class (儿童医院) and is not `named`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from kg.extract.name_lexicon import Lexicon, lexicon
from kg.extract.places import Place, Places, region_names
from kg.extract.rules import words

NAMING = frozenset(
    {"place", "direction", "level", "ordinal", "brand", "university", "university_short", "body", "proper"}
)
_INNER = frozenset({"affiliation", "body", "school", "place", "university", "brand"})
_OPENING = frozenset({"university", "university_short", "field"})  # only a region or a body may stand before
_ORDINAL = re.compile(
    r"(?:第[一二三四五六七八九十百零〇\d]{1,4}师?|\d{3}|(?<=[省市县区州旗])[一二三四五六七八九十])$"
)
_IN_BRACKETS = re.compile(r"\(([\u4e00-\u9fff]{2,4})\)$")
_HAN = re.compile(r"[\u3400-\u9fff·]+")
_SCHOOL = re.compile(
    r"(?:[\u4e00-\u9fff]{0,6}?(?:大学|学院|专科学校|医专|卫校|药业|制药)|中山眼科中心|人民医院|省立|市立|日报|卫视|总工会)"
)
_AFTER_BODY = re.compile(r"(?:附属|大学|医学院|科学院|解放军)([\u4e00-\u9fff]{2,5})$")
_TOWN_LEVELS = frozenset({"镇", "乡", "街道", "苏木", "管理区"})
MAX_PROPER = 5


@dataclass(frozen=True, slots=True)
class Reading:
    """What stands left of a head: where it starts, the kinds of its parts from left to right, its first region or level."""

    start: int
    kinds: tuple[str, ...] = ()
    place: Place | None = None
    level: str = ""

    @property
    def named(self) -> bool:
        """Whether something in it tells this body from others of its class."""
        return not NAMING.isdisjoint(self.kinds)


@lru_cache(maxsize=1)
def boundary() -> re.Pattern[str]:
    """Words after which a name may begin and that no free part of a name may hold."""
    chars = "".join(words("institutions", "boundary", "chars"))
    longer = "|".join(map(re.escape, words("institutions", "boundary", "words")))
    return re.compile(f"{longer}|[{chars}]|[^\\u3400-\\u9fff·]")


@lru_cache(maxsize=1)
def _boundary_end() -> re.Pattern[str]:
    return re.compile(f"(?:{boundary().pattern})$")


def at_boundary(text: str, at: int) -> bool:
    """Whether the text before `at` ends in a word or sign after which a name may begin."""
    return at == 0 or _boundary_end().search(text, max(0, at - 3), at) is not None


@lru_cache(maxsize=1)
def free_stop() -> re.Pattern[str]:
    """Words that no free part of a name holds: grammar, and what makes a class (级, 公立, 定点)."""
    longer = "|".join(
        map(
            re.escape, (*words("institutions", "boundary", "words"), *words("institutions", "generic", "run"))
        )
    )
    return re.compile(f"{longer}|[{''.join(words('institutions', 'boundary', 'inner'))}]|[^\\u3400-\\u9fff·]")


class Reader:
    """Readings in one text. `low` bounds them to the left, usually the start of the sentence."""

    def __init__(self, text: str, places: Places, low: int) -> None:
        self._text, self._places, self._low = text, places, low
        self._lexicon: Lexicon = lexicon()
        self._memo: dict[int, Reading] = {}

    def left_of(self, end: int) -> Reading:
        """The best reading that ends at `end`: named rather than not, without free parts rather than with, then the longest."""
        found = self._memo.get(end)
        if found is None:
            self._memo[end] = Reading(end)  # cuts cycles; parts are never empty
            found = self._memo[end] = self._best(end)
        return found

    def _best(self, end: int) -> Reading:
        options = [
            *self._parts(end),
            *self._bracketed(end),
            *self._ordinal(end),
            *self._place(end),
            *self._level(end),
        ]
        best = max(options, key=_rank, default=Reading(end))
        if best.named and "proper" not in best.kinds:
            return best
        return max([best, *self._proper(end)], key=_rank)

    def _parts(self, end: int) -> list[Reading]:
        found = []
        for length in range(min(self._lexicon.longest, end - self._low), 0, -1):
            kind = self._lexicon.parts.get(self._text[end - length : end])
            if kind is not None:
                before = self.left_of(end - length)
                if kind in _OPENING and before.kinds and before.kinds[-1] not in _INNER:
                    before = Reading(end - length)
                found.append(_extend(before, kind))
        return found

    def _bracketed(self, end: int) -> list[Reading]:
        """遵义医科大学第五附属(珠海)|医院: a region in brackets inside a name."""
        match = _IN_BRACKETS.search(self._text, max(self._low, end - 7), end)
        if match is None or match[1] not in region_names():
            return []
        before = self.left_of(match.start())
        return [_extend(before, "bracketed")] if before.named and before.kinds[-1] in _INNER else []

    def _ordinal(self, end: int) -> list[Reading]:
        match = _ORDINAL.search(self._text, max(self._low, end - 5), end)
        return [_extend(self.left_of(match.start()), "ordinal")] if match else []

    def _place(self, end: int) -> list[Reading]:
        place = self._places.by_end.get(end)
        if (
            place is None
            or place.start < self._low
            or (place.division is None and not self._begins(place.start))
        ):
            return self._inner_place(end)
        before = self.left_of(place.start)
        if before.kinds and before.kinds[-1] in _INNER and before.named:
            return [Reading(before.start, (*before.kinds, "place"), before.place or place, before.level)]
        return [Reading(place.start, ("place",), place)]

    def _begins(self, start: int) -> bool:
        """Whether a name may begin here: at a boundary or right after a region."""
        ahead = self._text[max(self._low, start - 3) : start]
        return not ahead or start in self._places.by_end or _boundary_end().search(ahead) is not None

    def _inner_place(self, end: int) -> list[Reading]:
        """The region in 广西医科大学, 中山大学: part of a name and no region of its own."""
        for length in (4, 3, 2):
            start = end - length
            if start >= self._low and self._text[start:end] in region_names():
                if _SCHOOL.match(self._text, end):
                    return [_extend(self._before_school(start), "university")]
                return []
        return []

    def _before_school(self, start: int) -> Reading:
        before = self.left_of(start)
        return before if before.kinds and before.kinds[-1] in _INNER and before.named else Reading(start)

    def _level(self, end: int) -> list[Reading]:
        lexical = self._lexicon
        if not self._text.endswith(lexical.levels, self._low, end):
            return []
        if self._text.endswith(lexical.no_level, self._low, end):
            return []
        level = next(level for level in lexical.levels if self._text.endswith(level, self._low, end))
        start = end - len(level)
        if level in _TOWN_LEVELS:
            town = self._town(start)
            if town < start:
                return [Reading(town, ("proper",))]
        return [Reading(start, ("level",), None, level)]

    def _town(self, end: int) -> int:
        """Where the name of a township begins that the gazetteer does not know: 泰和|镇 in 泰和镇中心卫生院."""
        place = self._places.by_end.get(end)
        if place is not None and place.start >= self._low:
            return place.start
        window = max(self._low, end - 5)
        start = window
        for match in free_stop().finditer(self._text, window, end):
            start = match.end()
        if self._text[start - 1 : start] == "?":  # a lost character
            return end
        known = start > window or window == self._low
        return (
            start
            if known and 1 <= end - start <= 4 and not free_stop().search(self._text, start, end)
            else end
        )

    def _proper(self, end: int) -> list[Reading]:
        found = []
        match = _AFTER_BODY.search(self._text, max(self._low, end - 9), end)
        if match and not free_stop().search(match[1]):
            found.append(_extend(self.left_of(match.start(1)), "proper"))
        for length in range(1, MAX_PROPER + 1):
            start = end - length
            free = self._text[start:end]
            if start < self._low or not _HAN.fullmatch(free) or free_stop().search(free):
                break
            for before in (*self._place(start), *(self._level(start) if length > 1 else ())):
                found.append(_extend(before, "proper"))
        return found


def _extend(before: Reading, kind: str) -> Reading:
    return Reading(before.start, (*before.kinds, kind), before.place, before.level)


def _rank(reading: Reading) -> tuple[bool, bool, int]:
    return reading.named, "proper" not in reading.kinds, -reading.start
