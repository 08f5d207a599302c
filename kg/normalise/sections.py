"""Chapters of a report: their headings, what they are about (results, problems, plan) and for which period."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from kg.model.text import Range, Section
from kg.normalise.furniture import within
from kg.normalise.headings import BRACKET_ONE, ONE, PART, RUN_IN, Heading, find_headings
from kg.normalise.periods import last_year, next_period, period_of

_RULES = Path(__file__).parent / "rules" / "sections.toml"
_LEVELS = {PART: 1, 1: 1, 2: 1, ONE: 1, BRACKET_ONE: 2}  # the rest 3
_SENTENCE_START = re.compile(r"(?:^|(?<=\n)|(?<=[。！？])) *(?=\S)")
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
    headings = list(find_headings(text, furniture, title_end))
    openers = [] if kind == "plan" else _plan_openers(text, furniture, title_end, period, headings)
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
        if mark.number >= 0 and mark.rank < RUN_IN + 1:
            stack.append(opened)
        sections.append(_section(len(sections), mark, end, opened))
    breaks = tuple(sorted({title_end, *(h.end for h in headings if h.own)}))
    return tuple(s for s in sections if s.end > s.start or s.index == 0), breaks


def _preamble(text: str, marks: Sequence[Heading], base: str, period: str) -> Section:
    end = marks[0].start if marks else len(text)
    role = "preamble" if any(mark.number >= 0 for mark in marks) else base
    return Section(0, 0, "", 0, end, role, period)


def _section(index: int, mark: Heading, end: int, opened: _Open) -> Section:
    return Section(
        index, opened.level, opened.heading, mark.start, end, opened.role, opened.period, opened.path
    )


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
    """`plan` for a heading that names a year after the report's (看2024：再添四家驿站)."""
    named = last_year(period_of(heading[:16]))
    end = last_year(period)
    return "plan" if named and end and named > end and not re.search("已|完成", heading) else ""


def _span(heading: str, role: str, parent: _Open | None, base: str, period: str) -> str:
    """The period of a chapter: its own, its parent's, or what a plan of this report looks ahead to."""
    own = period_of(heading)
    if role != "plan":
        end = last_year(period)
        past = own and (not end or (last_year(own) or 0) <= end)
        return own if past else (parent.period if parent and parent.role != "plan" else period)
    if own:
        return own
    if parent and parent.role == "plan":
        return parent.period
    return period if base == "plan" else next_period(period)


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
    text: str, furniture: Sequence[Range], at: int, period: str, headings: Iterable[Heading]
) -> list[Heading]:
    """Sentences with which a plan begins although no heading says so."""
    known = sorted(headings, key=lambda h: h.start)
    starts = {h.start for h in known}
    openers: list[Heading] = []
    year = last_year(period) or 0
    for m in _SENTENCE_START.finditer(text, at):
        start = m.end()
        if start in starts or within(furniture, start) or not _begins_plan(text, start, year):
            continue
        at_line = text[m.start() - 1 : m.start()] == "\n" or m.start() == 0
        following = next((h for h in known if h.start > start), None)
        outer = at_line and following is not None and following.rank == ONE and following.number == 1
        openers.append(
            Heading(
                start, start, CHAPTER_OF_PLAN if outer else RUN_IN + 1, -1, text[start : start + 40], False
            )
        )
    return openers


CHAPTER_OF_PLAN = PART


def _begins_plan(text: str, start: int, year: int) -> bool:
    if _opener().match(text, start):
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
