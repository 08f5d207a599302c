"""When a report was issued, what period it is about, and whether it looks back, ahead or both."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from kg.model.text import Section
from kg.normalise.issuers import body_in
from kg.normalise.page import Page
from kg.normalise.periods import arabic_years, iso_date, period_of

DATE = (
    r"(?:(?:19|20)\d\d ?年 ?\d{1,2} ?月(?: ?\d{1,2} ?日)?"
    r"|二[〇○零一二三四五六七八九]{3}年[一二三四五六七八九十]{1,2}月(?:[一二三四五六七八九十]{1,3}日)?)"
)
_ANY_DATE = rf"{DATE}|20\d\d[-/.]\d{{1,2}}(?:[-/.]\d{{1,2}})?"
SIGNATURE = re.compile(
    rf"(?:^|(?<=[\n。])) *([^\s，。；：\d]{{4,36}}?)[ \n]{{0,60}}({DATE})[ \t]*(?=\n|$|上一|\))", re.MULTILINE
)
_DATE_LINE = re.compile(rf"^\s*\(?({_ANY_DATE})\)?\s*$", re.MULTILINE)
_LABELLED = re.compile(rf"(?:日期|时间)[：:]\s*({_ANY_DATE})")
_IN_LABELS = re.compile(rf"({_ANY_DATE})")
_PLAN_TITLE = re.compile(r"要点|规划|方案|计划(?!生育|免疫)|安排|思路|打算|目标任务|重点任务")
_PAST_TITLE = re.compile(r"总结|评估|完成情况|进展|情况|回顾|回眸|报告|通报|公报|见闻|侧记|纪实|概况")
_YEARS = re.compile(r"(?<!\d)(20\d\d)年")
_WORK_YEAR = re.compile(r"(?<!\d)(20\d\d)年度?[^，。\n\d]{0,10}(?:情况|总结|回顾|工作$|工作\n)")
_PART_OF_YEAR = re.compile(r"(?:^|\n|。)\s*(?:今年)?(上半年|前三个?季度|[一二三四]季度|1月?[-—至]\d{1,2}月)")
_SPAN = re.compile(r"(20\d\d)年?[-—至到](20\d\d)年")
_INTRODUCTION = re.compile(r"(?:概况|简介|介绍)$")
_LAST_YEAR = re.compile(r"去年|上年度")
_NAMES_SOMETHING = re.compile(r"\d(?!\d{0,3}年)|《")
_AHEAD = re.compile(
    r"(?:力争|计划|拟|预计|将于?|到)[^，。；]{0,12}?(20\d\d)年|(20\d\d)年[^，。；]{0,10}(?:将|计划|拟|力争)"
)


def date_of(page: Page) -> str:
    """The date of the signature, else of the page head; empty where neither tells."""
    for m in SIGNATURE.finditer(page.text):
        if body_in(m[1]):
            return iso_date(m[2])
    line = _DATE_LINE.search(page.text, 0, 400) or _DATE_LINE.search(page.text, max(0, len(page.text) - 200))
    if line:
        return iso_date(line[1])
    labels = page.labels
    labelled = _LABELLED.search(labels) or _IN_LABELS.search(labels)
    return iso_date(labelled[1]) if labelled else ""


def period_of_report(page: Page, date: str) -> str:
    """The period that the report is about, from its title, else its first heading, its date, its years."""
    title = arabic_years(page.title.text)
    named = period_of(title)
    head = page.text[page.title.end : page.title.end + 500]
    if named and not re.search(r"\d{4}年|[(（]\d{4}", title) and _PAST_TITLE.search(title):
        span = _SPAN.search(head)  # a review of a five-year plan covers the years that it says
        return f"{span[1]}/{span[2]}" if span else named
    if named:
        return named
    year = _year(page, date)
    part = period_of(title, year) if year else ""
    if not part and year and (words := _PART_OF_YEAR.search(head[:200])):
        part = period_of(words[1], year)
    return part or year


def _year(page: Page, date: str) -> str:
    """The year of a report whose title names none."""
    body = arabic_years(page.text[page.title.end :])
    counts = Counter(m[1] for m in _YEARS.finditer(body))
    work = _WORK_YEAR.search(body[:1500])
    if work and (not date or work[1] <= date[:4]):
        return work[1]
    if not date:
        return max(counts, key=lambda y: (counts[y], y), default="")
    issued = int(date[:4])
    before = str(issued - 1)
    looks_back = counts[before] >= max(1, counts[date[:4]]) or bool(_LAST_YEAR.search(body[:300]))
    return before if int(date[5:7] or 12) <= 2 and looks_back else date[:4]


def introduces(page: Page) -> bool:
    """Whether the page presents an institution (医院概况): what it says is dated only where it says so itself."""
    return any(_INTRODUCTION.search(words) for words in (page.title.text, *page.crumbs[-1:]))


def kind_of(title: str) -> str:
    """`plan` where the title is a plan's and looks at nothing past, else the empty string."""
    return "plan" if _PLAN_TITLE.search(title) and not _PAST_TITLE.search(title) else ""


def final_kind(kind: str, page: Page, period: str, sections: Sequence[Section]) -> str:
    """`plan`, `summary` or `summary+plan`, now that the chapters are known.

    A closing paragraph of good intentions makes no plan: where no heading announces one, it has to name a
    figure or a document.
    """
    if kind == "plan":
        return kind
    plans = [s for s in sections if s.role == "plan"]
    if any(s.heading for s in plans):
        return "summary+plan"
    concrete = any(_NAMES_SOMETHING.search(page.text, s.start + 6, s.end) for s in plans)
    return "summary+plan" if concrete or _looks_ahead(page.text, period) else "summary"


def _looks_ahead(text: str, period: str) -> bool:
    """Whether a closing sentence names a goal with a year after the period."""
    end = (re.findall(r"\d{4}", period) or ["9999"])[-1]
    tail = text[-(len(text) // 4) :]
    return any(
        (m[1] or m[2]) > end for m in _AHEAD.finditer(tail) if re.search(r"\d", tail[m.end() : m.end() + 30])
    )
