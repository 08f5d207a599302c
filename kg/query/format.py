"""Answers as text: a table for people, JSON and CSV for programs."""

from __future__ import annotations

import csv
import io
import json
import re
import unicodedata
from collections.abc import Iterator, Sequence
from itertools import islice, zip_longest
from typing import Any

from kg.query.run import Result

FORMATS = ("table", "json", "csv")

_NARROWEST = 10
"""Columns of the screen below which no cell is squeezed."""

_WORD = 16
"""Columns of a word that is kept whole where there is room; ids and names of rules may be broken."""

_HIGHEST = 4
"""Lines of a cell on a screen; what goes beyond is cut: a sentence of 200 characters in a narrow column would fill the screen."""

_WIDEST = 80
"""Columns of a cell where the table is not made for a screen: each row is one line then."""

CUT = "…"
"""Ends a cell that was cut."""

_NOT_FIRST = "，。、；：！？）】》”’,.;:!?)%‰"
"""Marks that begin no line."""

_WORDS = re.compile(r"[A-Za-z0-9._%+-]+")


def as_json(result: Result) -> str:
    """A list of objects, one a row; nodes and edges as objects with `labels` or `type` and `properties`."""
    rows = [dict(zip(result.columns, map(plain, row), strict=True)) for row in result.rows]
    return json.dumps(rows, ensure_ascii=False, indent=2)


def as_csv(result: Result) -> str:
    """RFC 4180 with a head line; lists are joined by `;`."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(result.columns)
    writer.writerows([_cell(value, ";") for value in row] for row in result.rows)
    return out.getvalue().rstrip("\n")


def as_table(result: Result, headings: Sequence[str] = (), width: int | None = None) -> str:
    """Aligned columns; a Chinese character takes two columns of the screen.

    With `width` cells are wrapped to fit it, without it each row is one line; either way long cells are cut, which CUT shows.
    """
    heads = list(headings or result.columns)
    cells = [[_cell(value, "、").replace("\n", " ") for value in row] for row in result.rows]
    widths = [max(display_width(line[i]) for line in [heads, *cells]) for i in range(len(heads))]
    if width is None:
        widths, highest = [min(w, _WIDEST) for w in widths], 1
    else:
        words = [max(_longest_word(line[i]) for line in [heads, *cells]) for i in range(len(heads))]
        widths, highest = _fit(widths, words, width - 2 * (len(widths) - 1)), _HIGHEST
    numeric = [
        bool(result.rows) and all(_is_number(row[i]) for row in result.rows) for i in range(len(heads))
    ]
    lines = [*_lines(heads, widths, numeric, highest), "  ".join("-" * w for w in widths)]
    for row in cells:
        lines.extend(_lines(row, widths, numeric, highest))
    return "\n".join(lines)


def plain(value: Any) -> Any:
    """A value as JSON knows it."""
    if value is None or isinstance(value, bool | int | float | str):
        return value
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    if isinstance(value, dict):
        return {key: plain(item) for key, item in sorted(value.items())}
    return _plain_part(value)


def _plain_part(value: Any) -> Any:
    """Parts of the graph and temporal values."""
    from neo4j.graph import Node, Path, Relationship

    match value:
        case Node():
            return {"labels": sorted(value.labels), "properties": plain(dict(value))}
        case Relationship():
            return {"type": value.type, "properties": plain(dict(value))}
        case Path():
            steps = zip_longest(value.nodes, value.relationships)
            return [plain(step) for pair in steps for step in pair if step is not None]
        case _ if hasattr(value, "iso_format"):
            return value.iso_format()
    return str(value)


def _cell(value: Any, separator: str) -> str:
    match plain(value):
        case None:
            return ""
        case bool(known):
            return "true" if known else "false"
        case float(number):
            return f"{number:.15g}" if abs(number) < 1e15 else str(number)
        case list(items) if not any(isinstance(item, dict | list) for item in items):
            return separator.join(_cell(item, separator) for item in items)
        case dict() | list() as nested:
            return json.dumps(nested, ensure_ascii=False)
        case known:
            return str(known)


def _is_number(value: Any) -> bool:
    return value is None or (isinstance(value, int | float) and not isinstance(value, bool))


def display_width(text: str) -> int:
    """Columns that a text takes on a terminal."""
    return sum(map(_char_width, text))


def _char_width(char: str) -> int:
    if unicodedata.combining(char) or unicodedata.category(char) in ("Cf", "Me", "Mn"):
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def _fit(widths: Sequence[int], words: Sequence[int], room: int) -> list[int]:
    """Narrows columns until all fit: as far as their longest words first, then until all are narrow.

    Each time it is the column that then needs the fewest lines, so that the cells of a row become about equally high: a long sentence gets the
    room that names do not need.
    """
    fitted = list(widths)
    for least in ([max(min(word, _WORD), _NARROWEST) for word in words], [_NARROWEST] * len(widths)):
        while sum(fitted) > room:
            able = [n for n in range(len(fitted)) if fitted[n] > least[n]]
            if not able:
                break
            fitted[min(able, key=lambda n: (-(-widths[n] // (fitted[n] - 1)), -fitted[n]))] -= 1
    return fitted


def _longest_word(text: str) -> int:
    return max(map(len, _WORDS.findall(text)), default=0)


def _lines(
    cells: Sequence[str], widths: Sequence[int], numeric: Sequence[bool], highest: int
) -> Iterator[str]:
    """One row of the table, as many lines high as its highest cell."""
    wrapped = [_cut(cell, width, highest) for cell, width in zip(cells, widths, strict=True)]
    for n in range(max(map(len, wrapped), default=0)):
        parts = [part[n] if n < len(part) else "" for part in wrapped]
        padded = (pad(text, width, right=r) for text, width, r in zip(parts, widths, numeric, strict=True))
        yield "  ".join(padded).rstrip()


def _cut(text: str, width: int, highest: int) -> list[str]:
    lines = list(islice(wrap(text, width), highest + 1))
    if len(lines) > highest:
        last = lines[highest - 1]
        while display_width(last) + 1 > width:
            last = last[:-1]
        lines[highest - 1 :] = [last + CUT]
    return lines


def wrap(text: str, width: int) -> Iterator[str]:
    """Pieces of a text that each take at most `width` columns (a wide character may take one more where `width` is 1).

    Numbers and Latin words stay whole, and no piece begins with a closing mark, where that takes no more than a third of the line.
    """
    while text:
        end = _room(text, width)
        cut = end
        while end < len(text) and cut and _held(text[cut - 1], text[cut]):
            cut -= 1
        if display_width(text[cut:end]) > width // 3:
            cut = end
        yield text[:cut]
        text = text[cut:]


def _room(text: str, width: int) -> int:
    """How many characters fit, at least one."""
    used = 0
    for n, char in enumerate(text):
        used += _char_width(char)
        if n and used > width:
            return n
    return len(text)


def _held(before: str, after: str) -> bool:
    """Whether two characters stay in one line."""
    return after in _NOT_FIRST or _WORDS.fullmatch(before + after) is not None


def pad(text: str, width: int, *, right: bool = False) -> str:
    """The text with spaces around it up to `width` columns."""
    space = " " * max(width - display_width(text), 0)
    return space + text if right else text + space
