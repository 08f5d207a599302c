"""What departments and specialist alliances are about: 神经内, 心血管, 呼吸与危重症医学, read from right to left."""

from __future__ import annotations

from functools import lru_cache

from kg.extract.rules import load_rules

MAX_WORDS = 4


@lru_cache(maxsize=1)
def _stems() -> tuple[frozenset[str], int]:
    rules = load_rules("specialties")
    stems = frozenset(rules["clinical"] + rules["other"])
    return stems, max(map(len, stems))


def is_speciality(word: str) -> bool:
    """Whether the word, or the word without 科, is a stem of the list."""
    stems, _ = _stems()
    return word in stems or word.removesuffix("科") in stems


def start_of(text: str, end: int, low: int) -> int:
    """Where the specialities that end at `end` begin; `end` itself where there is none. 科 may stand after each (神经内科|专科联盟)."""
    return _start(text, end, low, MAX_WORDS)


def specialities_before(text: str, at: int, low: int) -> list[tuple[int, int]]:
    """The specialities of an enumeration that goes on at `at` (儿科、|神经外科专科联盟), nearest first."""
    found = []
    while at - 1 > low and text[at - 1] in "、和及":
        end = at - 1
        at = start_of(text, end, low)
        if at == end:
            break
        found.append((at, end))
    return found


def _start(text: str, end: int, low: int, words: int) -> int:
    stems, longest = _stems()
    best = end
    if words == 0:
        return best
    stop = end - 1 if end - 1 > low and text[end - 1] == "科" else end
    for length in range(min(longest, stop - low), 0, -1):
        if text[stop - length : stop] in stems:
            start = _start(text, stop - length, low, words - 1) if length > 1 or stop < end else stop - length
            best = min(best, start)
    return best
