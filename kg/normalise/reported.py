"""Which period a report is about, and which one its plans are for."""

from __future__ import annotations

import re
from collections import Counter

from kg.normalise.kinds import looks_back, plans
from kg.normalise.page import Page
from kg.normalise.periods import arabic_years, goal_of, last_year, next_period, period_of, periods_in

_YEARS = re.compile(r"(?<!\d)(20\d\d)年")
_WORK_YEAR = re.compile(r"(?<!\d)(20\d\d)年度?[^，。\n\d]{0,10}(?:情况|总结|小结|回顾|汇报|工作$|工作\n)")
_OPENING = re.compile(
    r"(?:^|[\n】]) *[^\w\n]{0,3}"
    r"((20\d\d)年(?!\d{1,2}月(?:\d{1,2}日|[，,]|初|底|中|份[，,]))(?:度?以来|度?[，,]|是|全[省市县区旗州]|我|[上下]半年|前三|第?[一二三四]季度|1月?[-—至到])"
    r"[^。\n]{0,24})"
)
_REPORTS_ON = re.compile(
    r"现[将就把][^。\n]{0,20}?((20\d\d)年[^。\n]{0,20}?(?:情况|总结|小结|汇报|报告|工作))"
)
_PART_OF_YEAR = re.compile(r"(?:^|\n|。)\s*(?:今年)?(上半年|前三个?季度|[一二三四]季度|1月?[-—至]\d{1,2}月)")
_SPAN = re.compile(r"(20\d\d)年?[-—至到](20\d\d)年")
_MEETING = re.compile(r"政府工作报告|会议?上的(?:讲话|报告|发言)|工作会议")
_FIRST_YEAR = re.compile("开局之?年|首年|第一年")
_MIDWAY = re.compile(r"中期|中评|年度(?:监测|评估)|阶段性?评估|实施情况|执行情况|进展情况|推进情况")
_LAST_YEAR = re.compile(r"去年|上年度|上一年|过去(?:的)?一年|一年来")
_THIS_YEAR = re.compile(r"今年|本年度|年初以来")
_WHOLE_YEAR = re.compile(r"总结|述职|回顾|回眸|盘点|年报|年度")
_DATA_YEAR = re.compile(r"(?<!\d)(20\d\d)年(?!\d)(?!以来|起|前)")
_LATE = "10"  # the month from which a report of the running year plans for the next one
_HEAD = 500  # characters of the body in which a report says what it is about


def period_of_report(page: Page, date: str) -> str:
    """The period that the report is about, from its title, else its opening, its date, its years."""
    title = arabic_years(page.title.text)
    named = _named(title)
    body = arabic_years(page.body)
    if named and not re.search(r"\d{4}", title) and looks_back(title):
        return _of_review(named, title, body, date)
    if named and _MEETING.search(title) and re.fullmatch(r"\d{4}", named):
        return _before_meeting(named, body)
    if named:
        return named
    opening = _opening(body, date)
    year = opening[:4] or _year(page, body, date)
    part = period_of(title, year) if year else ""
    if part == year:
        part = ""
    if not part and not opening and year and (words := _PART_OF_YEAR.search(body[:200])):
        part = period_of(words[1], year)
    return part or opening or year


def period_ahead(page: Page, period: str, date: str) -> str:
    """What the plans of a report of this period are for where they do not say so; empty where that is open.

    The title names it (总结及2024年计划); a review in the middle of a five-year plan looks to its end. A report in
    the course of its year may mean the rest of that year.
    """
    title = arabic_years(page.title.text)
    end = last_year(period) or 0
    for named, _ in periods_in(title):
        last = last_year(named)
        if last and last > end and period:
            return goal_of(named)
    if date[:4] == period and date[5:7] < _LATE and not period_of(title):
        return ""
    return next_period(period)


def _named(title: str) -> str:
    """The period in a title; where it names several, the first one that it does not plan for."""
    found = [(period, words) for period, words in periods_in(title) if period]
    past = [period for period, words in found if looks_back(words) or not plans(words)]
    return (past or [period for period, _ in found] or [""])[0]


def _of_review(named: str, title: str, body: str, date: str) -> str:
    """The years that a review of a five-year plan covers: those that it names, else up to the last full year."""
    span = _SPAN.search(body[:_HEAD])
    if span and f"{span[1]}/{span[2]}" != named:
        return f"{span[1]}/{span[2]}"
    first, last = named.split("/")
    if _FIRST_YEAR.search(title):
        return first
    if not _MIDWAY.search(title) or ("中期" not in title and re.search("终期|末期|总结", title)):
        return named
    before = str(min(int(last), int(date[:4]) - 1)) if date else last
    years = Counter(m[1] for m in _DATA_YEAR.finditer(body) if first <= m[1] <= before)
    if not date:
        years.pop(last, None)
    reached = max(years, key=lambda y: (years[y], y), default="")
    if date and first <= before < last:
        reached = before
    return f"{first}/{reached}" if reached and reached != first else reached or named


def _before_meeting(named: str, body: str) -> str:
    """A speech at the meeting of a year reviews the year before where it says so."""
    work = _WORK_YEAR.search(body[:1500])
    if work and int(named) - 1 <= int(work[1]) <= int(named):
        return work[1]
    return str(int(named) - 1) if _LAST_YEAR.search(body[:_HEAD]) else named


def _opening(body: str, date: str) -> str:
    """The period with which the body opens (2021年，我县…; 2023年上半年，…), if it is not yet to come."""
    m = _OPENING.search(body, 0, _HEAD) or _REPORTS_ON.search(body, 0, _HEAD)
    if not m or (date and m[2] > date[:4]):
        return ""
    return period_of(m[1])


def _year(page: Page, body: str, date: str) -> str:
    """The year of a report whose title and opening name none."""
    counts = Counter(m[1] for m in _YEARS.finditer(body))
    work = _WORK_YEAR.search(body[:1500]) or _WORK_YEAR.search(page.labels)
    if work and (not date or work[1] <= date[:4]):
        return work[1]
    if not date:
        return max(counts, key=lambda y: (counts[y], y), default="")
    before = str(int(date[:4]) - 1)
    head = body[:300]
    of_last_year = (
        counts[before] >= max(1, counts[date[:4]])
        or bool(_LAST_YEAR.search(head))
        or bool(_WHOLE_YEAR.search(page.title.text) and not _THIS_YEAR.search(head))
    )
    return before if int(date[5:7] or 12) <= 2 and of_last_year else date[:4]
