"""Plans and problems that begin without a heading: 下一步，…; 2024年，我局将…; 存在的主要问题：…"""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from kg.model.text import Range
from kg.normalise.furniture import within
from kg.normalise.headings import ONE, PART, RUN_IN, Heading
from kg.normalise.periods import goal_of, last_year

_RULES = Path(__file__).parent / "rules" / "sections.toml"
PLAN, PROBLEMS = -1, -2  # numbers of the marks found here
INNERMOST = RUN_IN + 1  # the rank of a plan that ends with its paragraph
_SENTENCE_START = re.compile(r"(?:^|(?<=\n)|(?<=[。！？])) *(?=\S)")
_INTENDS = r"(?:将|要|力争|计划|拟|确保|继续|坚持以|打算|达到|推动|重点|争取|着力|进一步|工作安排|工作计划|工作重点|思路)"
_FUTURE_YEAR = re.compile(rf"(?:迈入|进入|面向)?(20\d\d)年[，,:：]?(?=[^。\n]{{0,80}}{_INTENDS})")
_BY_YEAR = re.compile(r"(?:力争|计划|预计|争取|确保)?到(20\d\d)年(?:底|末)?[，,前]")
_REST_OF_YEAR = (  # a period, and how a sentence on what comes after it begins
    (re.compile(r"\d{4}-H1|\d{4}-0[1-6]/\d{4}-0[5-8]"), "下半年"),
    (re.compile(r"\d{4}-0[1-7]/\d{4}-(?:0[89]|1\d)|\d{4}-Q3"), "第?四季度|年底前|后[两二三]个月"),
    (re.compile(r"\d{4}-Q1"), "第?二季度"),
    (re.compile(r"\d{4}-Q2"), "第?三季度|下半年"),
)


@dataclass(frozen=True, slots=True)
class Outlook:
    """What a report says of itself as a whole: its kind, its period, and the period that its plans are for."""

    kind: str
    period: str
    ahead: str

    @property
    def base(self) -> str:
        """The role of a chapter that does not tell its own: a plan's chapters plan, others look back."""
        return "plan" if self.kind == "plan" else "results"

    @property
    def base_period(self) -> str:
        """The period of such a chapter: what a plan is to reach at its end, else the report's own."""
        return goal_of(self.period) if self.kind == "plan" else self.period


def find_openers(
    text: str, furniture: Sequence[Range], at: int, outlook: Outlook, headings: Sequence[Heading]
) -> Iterator[Heading]:
    """Sentences with which a plan or an account of problems begins although no heading says so.

    Where a fresh count of items follows a whole paragraph (一、 or 1. again), they all belong to it.
    """
    starts = [h.start for h in headings]
    for m in _SENTENCE_START.finditer(text, at):
        start = m.end()
        n = bisect_left(starts, start)
        known = n < len(starts) and starts[n] == start
        number = 0 if known or within(furniture, start) else _begins(text, start, outlook)
        if not number:
            continue
        whole_paragraph = m.start() == 0 or text[m.start() - 1] == "\n"
        near = n < len(headings) and (whole_paragraph or "\n" not in text[start : starts[n]])
        rank = _rank_above(headings[n]) if near else INNERMOST
        yield Heading(start, start, rank, number, text[start : start + 40], False)


def _rank_above(following: Heading) -> int:
    """The rank of a plan's opening paragraph before this heading: above it where a fresh count begins."""
    if following.number != 1:
        return INNERMOST
    return PART if following.rank == ONE else following.rank - 1


def _begins(text: str, start: int, outlook: Outlook) -> int:
    """`PLAN` or `PROBLEMS` where one of them begins at a sentence, else 0."""
    if _begins_plan(text, start, outlook):
        return PLAN
    return PROBLEMS if opens_problems(text[start : start + 40]) else 0


def _begins_plan(text: str, start: int, outlook: Outlook) -> bool:
    if opens_plan(text[start : start + 40]):
        return True
    rest = next((words for period, words in _REST_OF_YEAR if period.fullmatch(outlook.period)), "")
    if rest and re.compile(rf"(?:{rest})(?=[^。\n]{{0,80}}{_INTENDS})").match(text, start):
        return True
    year = last_year(outlook.period)
    by = _BY_YEAR.match(text, start)
    if by and year and int(by[1]) > year:
        return True
    named = _FUTURE_YEAR.match(text, start)
    return bool(named and year and year < int(named[1]) <= max(year + 1, last_year(outlook.ahead) or 0))


@cache
def section_rules() -> dict[str, Any]:
    """The data file on headings and openings as it is, for the rules and their tests."""
    return tomllib.loads(_RULES.read_text(encoding="utf-8"))


@cache
def _opener(name: str) -> re.Pattern[str]:
    return re.compile(section_rules()[name]["pattern"])


def opens_plan(words: str) -> bool:
    """Whether a sentence with these first words begins a plan, whatever year it names."""
    return bool(_opener("opener").match(words))


def opens_problems(words: str) -> bool:
    """Whether a sentence with these first words begins an account of problems."""
    return bool(_opener("problems").match(words))
