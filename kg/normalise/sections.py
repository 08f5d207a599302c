"""Chapters of a report: their headings, what they are about (results, problems, plan) and for which period."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache

from kg.model.text import Range, Section
from kg.normalise.headings import BRACKET_ONE, ONE, PART, RUN_IN, Heading, find_headings
from kg.normalise.openers import INNERMOST, PROBLEMS, Outlook, find_openers, section_rules
from kg.normalise.periods import arabic_years, goal_of, last_year, period_before, period_of

_LEVELS = {PART: 1, 1: 1, 2: 1, ONE: 1, BRACKET_ONE: 2}  # the rest 3
_OPENS_WITH_YEAR = re.compile(r"[^\w]*(?:[一二三四五六七八九十]+[、.])?(?:看|展望|迈向|面向)?(20\d\d)(?!\d)")


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
    text: str, furniture: Sequence[Range], title_end: int, outlook: Outlook
) -> tuple[tuple[Section, ...], tuple[int, ...]]:
    """The sections of a clean text, covering it from end to end, and where a heading breaks a sentence off."""
    headings = find_headings(text, furniture, title_end)
    openers = () if outlook.kind == "plan" else find_openers(text, furniture, title_end, outlook, headings)
    marks = sorted([*headings, *openers], key=lambda h: h.start)
    sections = [_preamble(marks, len(text), outlook)]
    stack: list[_Open] = []
    shift = int(any(h.rank < ONE for h in headings))
    for n, mark in enumerate(marks):
        end = marks[n + 1].start if n + 1 < len(marks) else len(text)
        while stack and stack[-1].rank >= mark.rank:
            stack.pop()
        opened = _opened(mark, stack, outlook, shift)
        if mark.rank < INNERMOST:
            stack.append(opened)
        inside = _end_of_line(text, mark, end) if mark.rank == INNERMOST else end
        sections.append(_section(len(sections), mark.start, inside, opened))
        if inside < end:  # the paragraph with the plan's words is over: back to the chapter around it
            around = stack[-1] if stack else _Open(0, 0, "", outlook.base, outlook.base_period)
            sections.append(_section(len(sections), inside, end, around))
    breaks = tuple(sorted({title_end, *(h.end for h in headings if h.own)}))
    return tuple(sections), breaks


def _end_of_line(text: str, mark: Heading, end: int) -> int:
    """Where a plan ends that begins inside a paragraph; one that begins a paragraph goes on to the next heading."""
    line_end = text.find("\n", mark.start, end)
    if line_end < 0 or text[mark.start - 1 : mark.start] == "\n" or not text[line_end:end].strip():
        return end
    return line_end


def _preamble(marks: Sequence[Heading], length: int, outlook: Outlook) -> Section:
    end = marks[0].start if marks else length
    role = "preamble" if any(mark.number >= 0 for mark in marks) else outlook.base
    return Section(0, 0, "", 0, end, role, outlook.base_period)


def _section(index: int, start: int, end: int, opened: _Open) -> Section:
    return Section(index, opened.level, opened.heading, start, end, opened.role, opened.period, opened.path)


def _opened(mark: Heading, stack: Sequence[_Open], outlook: Outlook, shift: int) -> _Open:
    parent = stack[-1] if stack else None
    if mark.number < 0:  # a plan or problems that begin without a heading
        level = parent.level if parent else 0
        path = parent.path if parent else ()
        if mark.number == PROBLEMS:
            return _Open(mark.rank, level, "", "problems", parent.period if parent else outlook.period, path)
        return _Open(mark.rank, level, "", "plan", _plan_period(mark.text, outlook), path)
    level = _LEVELS.get(mark.rank, 3) + (shift if mark.rank >= ONE else 0)
    own = role_of(mark.text) or _role_by_year(mark.text, outlook.period) if mark.rank < RUN_IN else ""
    role = own or (parent.role if parent else outlook.base)
    span = _span(mark.text, own, role, parent, outlook)
    return _Open(mark.rank, level, mark.text, role, span, (*(parent.path if parent else ()), mark.text))


def _role_by_year(heading: str, period: str) -> str:
    """`plan` for a heading that opens with a year after the report's (看2024：再添四家驿站)."""
    named = _OPENS_WITH_YEAR.match(arabic_years(heading))
    end = last_year(period)
    return "plan" if named and end and int(named[1]) > end and not re.search("已|完成", heading) else ""


def _span(heading: str, own_role: str, role: str, parent: _Open | None, outlook: Outlook) -> str:
    """The period of a chapter: its own, its parent's, or what a plan of this report looks ahead to."""
    around = parent.period if parent else outlook.period
    year = around[:4] if own_role and re.match(r"\d{4}(?!/)", around) else ""
    own = period_of(heading, year) if year else period_of(heading)
    inherited = parent.period if parent and (parent.role == "plan") == (role == "plan") else ""
    if role == "plan":
        ahead = outlook.base_period if outlook.base == "plan" else outlook.ahead
        return goal_of(own) or inherited or ahead
    end = last_year(outlook.period)
    if own and (not end or (last_year(own) or 0) <= end):
        return own
    return inherited or (period_before(outlook.period) if outlook.base == "plan" else outlook.base_period)


def _plan_period(words: str, outlook: Outlook) -> str:
    own = period_of(words[:30], outlook.period[:4])
    return goal_of(own) if own and own > outlook.period else outlook.ahead


def role_of(heading: str) -> str:
    """`results`, `problems`, `plan`, or the empty string where the heading does not tell.

    The second half of a slogan (巩固成果，谋划新思路) announces no plan.
    """
    for role, pattern in _roles():
        if pattern.search(heading.partition("，")[0] if role == "plan" else heading):
            return role
    return ""


@cache
def _roles() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((r["role"], re.compile(r["pattern"])) for r in section_rules()["role"])
