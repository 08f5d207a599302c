"""The words that a segmenter must keep whole: regions, indicators, and the lexicons of the rule files.

Full names only: a short word hides in others (范县 in 示范县) and would break them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from kg.extract.rules import load_rules
from kg.gazetteer import Division, load_gazetteer
from kg.schema import load_indicators

LEXICONS = ("institutions", "programmes", "diseases", "populations")
"""Rule files whose lists are words of the field."""

_WORD = re.compile(r"[\u4e00-\u9fff]{4,20}")


def known_words() -> tuple[str, ...]:
    """All of them, sorted, each once."""
    return tuple(sorted({*_regions(), *_indicators(), *_lexicons()}))


def _regions() -> Iterator[str]:
    """Official names of four characters and more, down to the counties."""
    gazetteer = load_gazetteer()
    for number in range(11, 83):  # the first two digits of GB/T 2260 are the province
        province = gazetteer.by_code(f"{number}0000")
        if province is not None:
            for division in (province, *_below(province.code)):
                if _WORD.fullmatch(division.name):
                    yield division.name


def _below(code: str) -> Iterator[Division]:
    for division in load_gazetteer().children(code):
        if division.level != "township":
            yield division
            yield from _below(division.code)


def _indicators() -> Iterator[str]:
    for indicator in load_indicators():
        for label in (indicator.label_zh, *indicator.alt_zh):
            if _WORD.fullmatch(label):
                yield label


def _lexicons() -> Iterator[str]:
    for name in LEXICONS:
        yield from _strings(load_rules(name))


def _strings(node: Any) -> Iterator[str]:
    """Plain words in the lists of a rule file, at any depth; patterns and examples have other characters and fall out."""
    if isinstance(node, dict):
        for key, value in node.items():
            if key not in {"examples", "counter"}:
                yield from _strings(value)
    elif isinstance(node, list):
        for value in node:
            yield from _strings(value)
    elif isinstance(node, str) and _WORD.fullmatch(node):
        yield node
