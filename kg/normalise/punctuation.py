"""Punctuation: one form for each mark, none doubled."""

from __future__ import annotations

import re

from kg.normalise.glosses import HAN
from kg.normalise.mapped import Edit, Mapped

_FULL = {",": "，", ";": "；", ":": "：", "!": "！"}
_ASCII_MARK = re.compile("[,;:!]")
_QUESTION = re.compile(rf"(?<=[{HAN}）)”])\?(?=[\s”)）]|$)")
_THOUSANDS = re.compile(r"(?<![\d,])\d{1,3}(?:,\d{3})+(?![\d,])")
_DOUBLED = re.compile(r"([，。；、,])[，。；、,](?:[，。；、,])*|%%+|(?<=\d)permill?|(?<=\d) ?per mille")
_STRENGTH = "。；，,、"
_WIDE = re.compile(f"[{HAN}，。；：、！？“”‘’《》【】〔〕…—]")


def tidied(mapped: Mapped) -> Mapped:
    """Full-width marks between Chinese words, curly quotes, and single marks where a page doubled them."""
    full = mapped.recast(_curly(_full_width(mapped.text)))
    return full.edited(_undoubled(full.text))


def _full_width(text: str) -> str:
    kept = {i for m in _THOUSANDS.finditer(text) for i in range(m.start(), m.end()) if text[i] == ","}

    def widen(m: re.Match[str]) -> str:
        i = m.start()
        return m[0] if i in kept or _stays_ascii(text, i) else _FULL[m[0]]

    return _QUESTION.sub("？", _ASCII_MARK.sub(widen, text))


def _stays_ascii(text: str, i: int) -> bool:
    """True for the marks of times, ratios, addresses and Latin text."""
    before, after = text[i - 1 : i], text[i + 1 : i + 2]
    if text[i] == ":":
        return (before.isdigit() and after.isdigit()) or after == "/"
    if text[i] == "!":
        return not (_WIDE.match(before) or _WIDE.match(after))
    near = text[max(0, i - 12) : i + 13]
    return not _WIDE.search(near)


def _curly(text: str) -> str:
    """ASCII quotes paired line by line; a line with an odd number of them keeps them."""
    if '"' not in text:
        return text
    lines = text.split("\n")
    for n, line in enumerate(lines):
        if '"' in line and line.count('"') % 2 == 0 and _WIDE.search(line):
            marks = iter("“”" * line.count('"'))
            lines[n] = re.sub('"', lambda _, marks=marks: next(marks), line)  # type: ignore[misc]
    return "\n".join(lines)


def _undoubled(text: str) -> list[Edit]:
    edits: list[Edit] = []
    for m in _DOUBLED.finditer(text):
        run = m[0]
        if run.startswith("%"):
            edits.append((m.start(), m.end(), "%"))
        elif "per" in run:
            edits.append((m.start(), m.end(), "‰"))
        else:
            edits.append((m.start(), m.end(), min(run, key=_STRENGTH.index)))
    return edits
