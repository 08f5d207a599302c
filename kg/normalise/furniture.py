"""What a web page puts around a report: found and set aside, so that nothing is extracted from it."""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from kg.model.text import Range

_RULES = Path(__file__).parent / "rules" / "furniture.toml"
HEAD_LINES, TAIL_LINES = 8, 8  # lines with text from either end in which head and tail rules look
_RELATED = re.compile(
    r"[【\[]?(?:相关|推荐|热门|最新|延伸|更多)(?:信息|新闻|链接|文章|阅读|内容|文件|资讯|报道|推荐)[】\]]?[：:]?"
)
_RELATED_ITEM = re.compile(r"[·•*\-]\s*\S.*|.{4,60}\d{4}-\d{1,2}-\d{1,2}\)?")
_SEPARATOR = re.compile(r"\s*(?:->|>>?|›|»|→)\s*")


@dataclass(frozen=True, slots=True)
class LineRule:
    """A rule for whole lines; `where` is head, tail, ends (both) or any."""

    name: str
    where: str
    pattern: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class _Lines:
    spans: tuple[Range, ...]  # of the lines that hold text, trimmed

    def near_head(self, n: int) -> bool:
        return n < HEAD_LINES

    def near_tail(self, n: int) -> bool:
        return n >= len(self.spans) - TAIL_LINES


def furniture_ranges(text: str) -> tuple[Range, ...]:
    """The ranges of `text` that belong to the page, sorted and apart."""
    lines = _Lines(tuple(_line_spans(text)))
    found = list(_whole_lines(text, lines))
    found.extend(_related_block(text, lines))
    found.extend(_crumbs_repeated(text, lines, found))
    taken = _merged(found)
    for _, pattern in inline_rules():
        found.extend(
            m.span() for m in pattern.finditer(text) if m.end() > m.start() and not within(taken, m.start())
        )
    return _merged(found)


def within(ranges: Sequence[Range], position: int) -> bool:
    """Whether a position lies in one of the sorted, disjoint ranges."""
    at = bisect_right(ranges, (position, 1 << 60)) - 1
    return at >= 0 and ranges[at][0] <= position < ranges[at][1]


def outside(ranges: Sequence[Range], start: int, end: int) -> Iterator[Range]:
    """The parts of `start:end` that no range covers."""
    at = start
    for n in range(max(0, bisect_right(ranges, (start, start)) - 1), len(ranges)):
        left, right = ranges[n]
        if right <= at:
            continue
        if left >= end:
            break
        if left > at:
            yield at, left
        at = right
    if at < end:
        yield at, end


def _whole_lines(text: str, lines: _Lines) -> Iterator[Range]:
    for n, (start, end) in enumerate(lines.spans):
        if end - start > 300:
            continue
        line = text[start:end]
        for rule in line_rules():
            if _applies(rule, lines, n) and rule.pattern.fullmatch(line):
                yield start, end
                break


def _applies(rule: LineRule, lines: _Lines, n: int) -> bool:
    if rule.where == "any":
        return True
    head, tail = lines.near_head(n), lines.near_tail(n)
    return (head and rule.where in ("head", "ends")) or (tail and rule.where in ("tail", "ends"))


def _related_block(text: str, lines: _Lines) -> Iterator[Range]:
    """A list of other pages of the site, from its caption on."""
    open_block = False
    for start, end in lines.spans[len(lines.spans) // 2 :]:
        line = text[start:end]
        if _RELATED.fullmatch(line):
            open_block = True
        elif open_block and not _RELATED_ITEM.fullmatch(line):
            open_block = False
        if open_block:
            yield start, end


def _crumbs_repeated(text: str, lines: _Lines, found: Sequence[Range]) -> Iterator[Range]:
    """A head line that repeats one step of the breadcrumb above it."""
    crumbs: set[str] = set()
    for n, (start, end) in enumerate(lines.spans[:HEAD_LINES]):
        line = text[start:end]
        if (start, end) in found and _SEPARATOR.search(line):
            crumbs.update(_SEPARATOR.split(re.sub(r"^.*位置[：:]\s*", "", line)))
        elif n and line in crumbs:
            yield start, end


def _line_spans(text: str) -> Iterator[Range]:
    for m in re.finditer(r"[^\n]+", text):
        stripped = m[0].strip()
        if stripped:
            start = m.start() + m[0].index(stripped[0])
            yield start, start + len(stripped)


def _merged(ranges: Sequence[Range]) -> tuple[Range, ...]:
    merged: list[Range] = []
    for start, end in sorted(ranges):
        if merged and start <= merged[-1][1]:
            merged[-1] = merged[-1][0], max(end, merged[-1][1])
        else:
            merged.append((start, end))
    return tuple(merged)


@cache
def rules() -> dict[str, Any]:
    """The data file as it is, for the rules below and their tests."""
    return tomllib.loads(_RULES.read_text(encoding="utf-8"))


def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern.replace("{label}", rules()["labels"]["words"]), re.MULTILINE)


@cache
def line_rules() -> tuple[LineRule, ...]:
    """The rules for whole lines, in the order of the file."""
    return tuple(LineRule(r["name"], r["where"], _compiled(r["pattern"])) for r in rules()["line"])


@cache
def inline_rules() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """The rules for parts of lines: name and pattern."""
    return tuple((r["name"], _compiled(r["pattern"])) for r in rules()["inline"])
