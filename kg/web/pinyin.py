"""How Chinese names sound: initials and full syllables, for search by Latin letters."""

from __future__ import annotations

from functools import cache

from pypinyin import lazy_pinyin
from pypinyin.constants import PHRASES_DICT

_LONGEST = 4
"""Characters of the longest phrase whose reading is looked up; names of places with a reading of their own are shorter."""


@cache
def _syllable(char: str) -> str:
    return str(lazy_pinyin(char, errors="ignore")[0]) if "\u3400" <= char <= "\u9fff" else char.lower()


@cache
def _phrases() -> dict[str, tuple[str, ...]]:
    """The phrases that read otherwise than their characters one by one, such as 重庆 and 长沙."""
    found = {}
    for phrase in PHRASES_DICT:
        if 2 <= len(phrase) <= _LONGEST:
            whole = tuple(lazy_pinyin(phrase))
            if len(whole) == len(phrase) and whole != tuple(map(_syllable, phrase)):
                found[phrase] = whole
    return found


def syllables(name: str) -> list[str]:
    """The syllables of a name, without tones; other letters and digits stand for themselves, in lower case."""
    known = _phrases()
    found = [_syllable(char) for char in name]
    at = 0
    while at < len(name):
        for length in range(min(_LONGEST, len(name) - at), 1, -1):
            if reading := known.get(name[at : at + length]):
                found[at : at + length] = reading
                at += length - 1
                break
        at += 1
    return found
