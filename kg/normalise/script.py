"""Traditional, over-converted and mixed script → Simplified, one character for one.

Text that is Simplified already is never converted (乾县 would become 干县): the share of characters that exist in
Traditional script only decides, for the text and then for each of its lines. OpenCC's tw2s converts; a
table of repairs, read off the source, mends what it cannot know.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from kg.normalise.glosses import HAN
from kg.normalise.mapped import Mapped

_RULES = Path(__file__).parent / "rules" / "script.toml"
GARBLED = (
    0.1  # share of Traditional characters: Simplified pages measure .000, Traditional and garbled ones .3
)
TOUCHED = 0.01  # pages in which single passages are Traditional
LINE_SHARE = 0.04
PASSAGE_SHARE, PASSAGE_LENGTH = 0.1, 8  # a Traditional paragraph on a Simplified page: share and count
_HAN = re.compile(f"[{HAN}]")
_STRETCH = re.compile(f"[{HAN}]+")


def simplified(mapped: Mapped) -> Mapped:
    """The text in Simplified script; unchanged where it already was."""
    strong = _strong_table()
    if mapped.text.isascii() or mapped.text.translate(strong) == mapped.text:
        return mapped
    page = share_traditional(mapped.text)
    lines = mapped.text.split("\n")
    return mapped.recast("\n".join(convert(line) if _is_traditional(line, page) else line for line in lines))


def _is_traditional(line: str, page: float) -> bool:
    """Whether a line is to be converted, on a page with this share of Traditional characters."""
    share = share_traditional(line)
    if page >= GARBLED:
        return share > 0 or _simplified_only().isdisjoint(line)
    if page >= TOUCHED and share >= LINE_SHARE:
        return True
    return share >= PASSAGE_SHARE and share * len(line) >= PASSAGE_LENGTH


def share_traditional(text: str) -> float:
    """Share of the Han characters of `text` that Simplified script does not use; 0 without any."""
    han = "".join(_STRETCH.findall(text))
    if not han:
        return 0.0
    changed = han.translate(_strong_table())
    return sum(map(str.__ne__, han, changed)) / len(han)


def convert(text: str) -> str:
    """`text` in Simplified script, whatever it was in, by OpenCC and the repairs. Keeps its length."""
    triggers = _triggers()
    out = _STRETCH.sub(lambda m: _stretch(m[0], triggers), text)
    repairs = [(m.start(), becomes) for pattern, becomes in _repairs() for m in pattern.finditer(text)]
    if not repairs:
        return out
    letters = list(out)
    for at, becomes in repairs:
        letters[at] = becomes
    return "".join(letters)


def _stretch(han: str, triggers: frozenset[str]) -> str:
    """One run of Han characters: by OpenCC where a phrase might decide, else by its table of characters."""
    if triggers.isdisjoint(han):
        return han.translate(_characters())
    converted: str = _converter().convert(han)
    return converted


@cache
def _converter() -> Any:
    from opencc import OpenCC

    return OpenCC("tw2s")


@cache
def _dictionary(name: str) -> dict[str, str]:
    """A dictionary of OpenCC: each entry with its first translation."""
    pairs = (line.split("\t") for line in _lines(name) if "\t" in line)
    return {pair[0]: pair[1].split(" ")[0] for pair in pairs}


def _lines(name: str) -> list[str]:
    return (files("opencc") / "dictionary" / name).read_text(encoding="utf-8").splitlines()


@cache
def _characters() -> dict[int, str]:
    """What tw2s makes of each single character."""
    table = {ord(k): v for k, v in _dictionary("TSCharacters.txt").items() if len(v) == 1}
    for tw, plain in _dictionary("TWVariantsRev.txt").items():
        table[ord(tw)] = table.get(ord(plain), plain)
    return table


@cache
def _triggers() -> frozenset[str]:
    """The characters that some phrase of OpenCC turns into something else than its table of characters does."""
    plain = {ord(k): v for k, v in _dictionary("TSCharacters.txt").items()}
    found: set[str] = set()
    for name in ("TSPhrases.txt", "TWVariantsRevPhrases.txt"):
        for phrase, target in _dictionary(name).items():
            wanted = target.translate(plain) if name.startswith("TW") else target
            letters = phrase.translate(_characters())
            found.update(c for c, a, b in zip(phrase, letters, wanted, strict=False) if a != b)
    return frozenset(found)


@cache
def rules() -> dict[str, Any]:
    """The data file as it is, for the tables below and their tests."""
    return tomllib.loads(_RULES.read_text(encoding="utf-8"))


@cache
def _strong_table() -> dict[int, str]:
    """The characters that convert and that Simplified texts do not use."""
    also_simplified = set(rules()["also_simplified"])
    return {k: v for k, v in _characters().items() if chr(k) not in also_simplified and chr(k) != v}


@cache
def _simplified_only() -> frozenset[str]:
    """The characters that no Traditional text uses."""
    found: set[str] = set()
    for line in _lines("STCharacters.txt"):
        simple, _, traditional = line.partition("\t")
        if simple not in traditional:
            found.add(simple)
    return frozenset(found)


@cache
def _repairs() -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple((re.compile(rule["pattern"]), rule["becomes"]) for rule in rules()["repair"])
