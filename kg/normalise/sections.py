"""Chapters of a report: their headings, what they are about (results, problems, plan) and for which period."""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from kg.model.text import Range, Section
from kg.normalise.furniture import within
from kg.normalise.headings import BRACKET_ONE, ONE, PART, RUN_IN, Heading, find_headings
from kg.normalise.periods import arabic_years, goal_of, last_year, next_period, period_before, period_of

_RULES = Path(__file__).parent / "rules" / "sections.toml"
_INNERMOST = RUN_IN + 1
_LEVELS = {PART: 1, 1: 1, 2: 1, ONE: 1, BRACKET_ONE: 2}  # the rest 3
_SENTENCE_START = re.compile(r"(?:^|(?<=\n)|(?<=[。！？])) *(?=\S)")
_OPENS_WITH_YEAR = re.compile(r"[^\w]*(?:[一二三四五六七八九十]+[、.])?(?:看|展望|迈向|面向)?(20\d\d)(?!\d)")
_FUTURE_YEAR = re.compile(
    r"(20\d\d)年[，,:：]?(?=.{0,60}(?:将|要|力争|计划|拟|确保|继续|坚持以|打算|达到|推动))"
)


@dataclass(slots=True)
class _Open:
    """A heading whose chapter is not closed yet, with what its chapters inherit."""

    rank: int
    level: int
    heading: str
    role: str
    period: str
    path: tuple[str, ...] = field(default=())


def sections_of(
    text: str, furniture: Sequence[Range], title_end: int, kind: str, period: str
) -> tuple[tuple[Section, ...], tuple[int, ...]]:
    """The sections of a clean text, covering it from end to end, and where a heading breaks a sentence off.

    `kind` and `period` are the report's own: a plan's chapters plan unless they look back, and a plan chapter
    without a year of its own speaks of the period after the report's.
    """
    headings = find_headings(text, furniture, title_end)
    openers = () if kind == "plan" else _plan_openers(text, furniture, title_end, period, headings)
    marks = sorted([*headings, *openers], key=lambda h: h.start)
    base = "plan" if kind == "plan" else "results"
    sections = [_preamble(text, marks, base, period)]
    stack: list[_Open] = []
    shift = int(any(h.rank < ONE for h in headings))
    for n, mark in enumerate(marks):
        end = marks[n + 1].start if n + 1 < len(marks) else len(text)
        while stack and stack[-1].rank >= mark.rank:
            stack.pop()
        opened = _opened(mark, stack, base, period, shift)
        if mark.rank < _INNERMOST:
            stack.append(opened)
        inside = _end_of_line(text, mark, end) if mark.rank == _INNERMOST else end
        sections.append(_section(len(sections), mark.start, inside, opened))
        if inside < end:  # the paragraph with the plan's words is over: back to the chapter around it
            around = stack[-1] if stack else _Open(0, 0, "", base, goal_of(period))
            sections.append(_section(len(sections), inside, end, around))
    breaks = tuple(sorted({title_end, *(h.end for h in headings if h.own)}))
    return tuple(sections), breaks


def _end_of_line(text: str, mark: Heading, end: int) -> int:
    """Where a plan ends that begins inside a paragraph; one that begins a paragraph goes on to the next heading."""
    line_end = text.find("\n", mark.start, end)
    if line_end < 0 or text[mark.start - 1 : mark.start] == "\n" or not text[line_end:end].strip():
        return end
    return line_end


def _preamble(text: str, marks: Sequence[Heading], base: str, period: str) -> Section:
    end = marks[0].start if marks else len(text)
    role = "preamble" if any(mark.number >= 0 for mark in marks) else base
    return Section(0, 0, "", 0, end, role, goal_of(period))


def _section(index: int, start: int, end: int, opened: _Open) -> Section:
    return Section(index, opened.level, opened.heading, start, end, opened.role, opened.period, opened.path)


def _opened(mark: Heading, stack: Sequence[_Open], base: str, period: str, shift: int) -> _Open:
    parent = stack[-1] if stack else None
    if mark.number < 0:  # a plan that begins without a heading
        level = parent.level if parent else 0
        path = parent.path if parent else ()
        return _Open(mark.rank, level, "", "plan", _plan_period(mark.text, period), path)
    level = _LEVELS.get(mark.rank, 3) + (shift if mark.rank >= ONE else 0)
    own = role_of(mark.text) or _role_by_year(mark.text, period) if mark.rank < RUN_IN else ""
    role = own or (parent.role if parent else base)
    span = _span(mark.text, role, parent, base, period)
    return _Open(mark.rank, level, mark.text, role, span, (*(parent.path if parent else ()), mark.text))


def _role_by_year(heading: str, period: str) -> str:
    """`plan` for a heading that opens with a year after the report's (看2024：再添四家驿站)."""
    named = _OPENS_WITH_YEAR.match(arabic_years(heading))
    end = last_year(period)
    return "plan" if named and end and int(named[1]) > end and not re.search("已|完成", heading) else ""


def _span(heading: str, role: str, parent: _Open | None, base: str, period: str) -> str:
    """The period of a chapter: its own, its parent's, or what a plan of this report looks ahead to."""
    own = period_of(heading)
    inherited = parent.period if parent and (parent.role == "plan") == (role == "plan") else ""
    if role == "plan":
        return own or inherited or (goal_of(period) if base == "plan" else next_period(period))
    end = last_year(period)
    if own and (not end or (last_year(own) or 0) <= end):
        return own
    return inherited or (period_before(period) if base == "plan" else goal_of(period))


def _plan_period(words: str, period: str) -> str:
    own = period_of(words[:30])
    return own if own and own > period[:4] else next_period(period)


def role_of(heading: str) -> str:
    """`results`, `problems`, `plan`, or the empty string where the heading does not tell."""
    for role, pattern in _roles():
        if pattern.search(heading):
            return role
    return ""


def _plan_openers(
    text: str, furniture: Sequence[Range], at: int, period: str, headings: Sequence[Heading]
) -> Iterator[Heading]:
    """Sentences with which a plan begins although no heading says so.

    Where a fresh count of chapters follows a whole paragraph (一、 again), they all belong to the plan.
    """
    starts = [h.start for h in headings]
    year = last_year(period) or 0
    for m in _SENTENCE_START.finditer(text, at):
        start = m.end()
        n = bisect_left(starts, start)
        known = n < len(starts) and starts[n] == start
        if known or not _begins_plan(text, start, year) or within(furniture, start):
            continue
        whole_paragraph = m.start() == 0 or text[m.start() - 1] == "\n"
        fresh_count = n < len(headings) and headings[n].rank == ONE and headings[n].number == 1
        rank = PART if whole_paragraph and fresh_count else _INNERMOST
        yield Heading(start, start, rank, -1, text[start : start + 40], False)


def _begins_plan(text: str, start: int, year: int) -> bool:
    if opens_plan(text[start : start + 40]):
        return True
    ahead = _FUTURE_YEAR.match(text, start)
    return bool(ahead and year and int(ahead[1]) == year + 1)


@cache
def rules() -> dict[str, Any]:
    """The data file as it is, for the rules below and their tests."""
    return tomllib.loads(_RULES.read_text(encoding="utf-8"))


@cache
def _roles() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((r["role"], re.compile(r["pattern"])) for r in rules()["role"])


@cache
def _opener() -> re.Pattern[str]:
    return re.compile(rules()["opener"]["pattern"])


def opens_plan(words: str) -> bool:
    """Whether a sentence with these first words begins a plan, whatever year it names."""
    return bool(_opener().match(words))
