"""Finds what departments, wards, clinics, studios and centres are called, without asking whose they are."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from daachorse import MATCH_KIND_LEFTMOST_LONGEST, CharwiseDoubleArrayAhoCorasick

from kg.extract.person_names import looks_like_word, name_pattern
from kg.extract.rules import load_rules, words
from kg.extract.specialties import start_of

_LIST_COUNT = re.compile(
    r"(?:等)?(?:\d{1,2}|[一二两三四五六七八九十多]{1,2})(?:个|大|类|种|间|家|所|座|块|支)(?P<more>(?:县域|区域|市域|市级|县级|临床|特色|专科|专病|医共体|远程|标准化|重点){0,2})$|等(?P<none>)$"
)
_COUNTED_AFTER = re.compile(r"\(?(?:[02-9]|\d{2,})(?:余|多)?(?:个|家|间|所|处)")
_SINGLE_STEM_SUFFIXES = ("科", "内科", "外科", "门诊", "专家门诊", "病房", "病区", "专科")
_QUOTED = re.compile(r"[\u4e00-\u9fff]{1,10}")  # the rest of a name in quotation marks
_ONE = re.compile(r"(?:(?<![十百])一|(?<!\d)1|首|第[一二三四五\d])(?:个|间|家|处|所|名|张)$")
Range = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit in the text: `start:end`, and its name where a shared ending is put back."""

    start: int
    end: int
    name: str


@lru_cache(maxsize=1)
def _suffixes() -> tuple[CharwiseDoubleArrayAhoCorasick, tuple[str, ...], frozenset[str]]:
    whole = frozenset(words("units", "suffix", "whole"))
    both = tuple(sorted(whole | frozenset(words("units", "suffix", "words"))))
    return CharwiseDoubleArrayAhoCorasick(list(both), MATCH_KIND_LEFTMOST_LONGEST), both, whole


@lru_cache(maxsize=1)
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    rules = load_rules("units")
    before = "|".join(words("units", "suffix", "before"))
    return (
        re.compile(rules["person_studio"]["rule"].replace("NAME", name_pattern())),
        re.compile(rules["suffix"]["counted"]),
        re.compile(f"(?:{before})+$"),
    )


def find_units(text: str, low: int, high: int, blocked: Sequence[Range]) -> list[Unit]:
    """The units in `text[low:high]`, in order, without overlap; `blocked` are ranges of other names."""
    found = _studios(text, low, high)
    taken = [*blocked, *((u.start, u.end) for u in found)]
    automaton, listed, whole = _suffixes()
    for start, end, index in automaton.find(text[low:high]):
        word, at, stop = listed[index], low + start, low + end
        if any(a < stop and at < b for a, b in taken) or text.startswith(
            words("units", "suffix", "after"), stop
        ):
            continue
        if word[-1] == "科" and text.startswith("室", stop):  # 两个科室
            continue
        if found and found[-1].end == at:  # 肿瘤科|联合病房
            found[-1] = Unit(found[-1].start, stop, found[-1].name + word)
            taken[-1] = (found[-1].start, stop)
            continue
        floor = max([low, *(b for _, b in taken if b <= at)])
        if _COUNTED_AFTER.match(text, stop):
            continue
        listed_units = _items_before(text, (at, stop), word, max([low, *(b for _, b in blocked if b <= at)]))
        if listed_units:  # 心内科、内分泌科等多个专家门诊: the ending is shared, whatever was read before it
            found = [u for u in found if u.end <= listed_units[0].start] + listed_units
            taken = [*blocked, *((u.start, u.end) for u in found)]
            continue
        units = _read(text, (at, stop), word, word in whole, floor)
        if found and units and found[-1].end == units[0].start:  # 神经内科|质量控制中心
            units = [Unit(found[-1].start, units[0].end, found[-1].name + units[0].name), *units[1:]]
            found.pop()
        found += units
        taken += [(u.start, u.end) for u in units]
    return sorted(found, key=lambda unit: unit.start)


def _studios(text: str, low: int, high: int) -> list[Unit]:
    if "工作" not in text[low:high]:
        return []
    return [
        Unit(match.start(), match.end(), match[0])
        for match in _patterns()[0].finditer(text, low, high)
        if is_studio(text, match, low)
    ]


def is_studio(text: str, match: re.Match[str], low: int) -> bool:
    """Whether a match of the studio pattern holds a person: not 管病 of 心血管病工作站."""
    return not looks_like_word(match["person"]) and start_of(text, match.end("person"), low) >= match.end(
        "person"
    )


def _read(text: str, suffix: Range, word: str, is_whole: bool, floor: int) -> list[Unit]:
    _, counted, adjectives = _patterns()
    start, end = suffix
    stem = _stem(text, start, floor)
    if stem == start and not is_whole:
        return []
    if start - stem == 1 and word not in _SINGLE_STEM_SUFFIXES:
        return []
    more = adjectives.search(text, floor, stem)
    begin = more.start() if more else stem
    opening = text.rfind("“", max(0, begin - 12), begin)
    if opening >= 0 and text.startswith("”", end) and _QUOTED.fullmatch(text, opening + 1, begin):
        return [Unit(opening + 1, end, text[opening + 1 : end])]
    if counted.search(text, floor, begin):
        return []
    if text.endswith(words("units", "suffix", "class_before"), floor, begin) and not _ONE.search(
        text, floor, begin
    ):
        return []
    return [*_siblings(text, begin, word, floor), Unit(begin, end, text[begin:end])]


def _stem(text: str, end: int, floor: int) -> int:
    """Where the specialities before an ending begin, with what is done about them between (卒中|筛查|工作站)."""
    stem = start_of(text, end, floor)
    if stem < end:
        return stem
    at = end
    for _ in range(2):
        activity = next(
            (w for w in _activities() if at - len(w) >= floor and text.endswith(w, floor, at)), None
        )
        if activity is None:
            return end
        at -= len(activity)
        stem = start_of(text, at, floor)
        if stem < at:
            return stem
    return end


@lru_cache(maxsize=1)
def _activities() -> tuple[str, ...]:
    return tuple(sorted(words("units", "suffix", "activity"), key=lambda w: (-len(w), w)))


def _items_before(text: str, suffix: Range, word: str, floor: int) -> list[Unit]:
    """影像、心电、检验、病理4个共享中心; 风湿免疫科、心内科等多个专家门诊."""
    at, end = suffix
    count = _LIST_COUNT.search(text, floor, at)
    if count is None:
        return []
    items: list[Range] = []
    common = count["more"] or ""
    stop = count.start()
    while True:
        start = start_of(text, stop, floor)
        if start == stop:
            break
        items.append((start, stop))
        if start <= floor or text[start - 1] not in "、和及":
            break
        stop = start - 1
    if len(items) < 2:
        return []
    more = _patterns()[2].search(text, floor, items[-1][0])
    if more:  # 县域|影像、心电四大中心
        items[-1] = (more.start(), items[-1][1])
    return [
        Unit(a, b if i < len(items) - 1 else end, f"{common}{text[a:b]}{word}")
        for i, (a, b) in enumerate(items[::-1])
    ]


def _siblings(text: str, begin: int, word: str, floor: int) -> list[Unit]:
    """区域影像、心电中心: specialities without an ending of their own before the first that has one."""
    if word in ("科", "内科", "外科") or begin <= floor or text[begin - 1] not in "、和":
        return []
    stop = begin - 1
    start = start_of(text, stop, floor)
    if start == stop or text[stop - 1] == "科" or stop - start < 2:
        return []
    more = _patterns()[2].search(text, floor, start)
    start = more.start() if more else start
    return [Unit(start, stop, text[start:stop] + word)]
