"""Whether a report looks back, ahead or both."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kg.model.text import Section
from kg.normalise.dating import DATE
from kg.normalise.page import Page

_PLAN = re.compile(
    r"要点|规划|方案|计划(?!生育|免疫)|安排|思路|打算|谋划|设想|目标任务|重点(?:工作)?任务|工作任务|任务(?:清单|分解)|工作重点|目标责任|纲要|部署"
    r"|意见|措施|细则|通知|倡议|展望|蓝图"
)
_PAST = re.compile(
    r"总结|小结|评估|自评|完成情况|进展|情况|回顾|回眸|盘点|通报|公报|简报|见闻|侧记|纪实|概况|述职|成效|综述|掠影|巡礼"
)
_REPORT = re.compile(r"报告|汇报")
_PLAN_REPORTED = re.compile(r"(?:要点|计划|安排|思路|打算|谋划)的?(?:报告|汇报)")
_INTRODUCTION = re.compile(r"(?:概况|简介|介绍)$")
_NAMES_SOMETHING = re.compile(r"\d(?!\d{0,3}年)|《")
_CLOSING = 120  # characters at least at the end of a text in which it may look ahead
_DATES = re.compile(DATE)
_AHEAD = re.compile(
    r"(?:力争|计划|拟|预计|(?<!现)将于?|(?<!截)(?<!达)到)[^，。；\n]{0,12}?(20\d\d)年"
    r"|(20\d\d)年[^，。；\n]{0,10}(?:(?<!现)将|计划|拟|力争)"
)


def looks_back(words: str) -> bool:
    """Whether a title or a part of it names a review (总结, 完成情况, 报告)."""
    return bool(_PAST.search(words) or (_REPORT.search(words) and not _PLAN_REPORTED.search(words)))


def plans(words: str) -> bool:
    """Whether a title or a part of it names a plan (计划, 要点, 实施意见)."""
    return bool(_PLAN.search(words))


def introduces(page: Page) -> bool:
    """Whether the page presents an institution (医院概况): what it says is dated only where it says so itself."""
    return any(_INTRODUCTION.search(words) for words in (page.title.text, *page.crumbs[-1:]))


def kind_of(title: str) -> str:
    """`plan` where the title is a plan's and looks at nothing past, else the empty string."""
    return "plan" if plans(title) and not looks_back(title) else ""


def final_kind(kind: str, page: Page, period: str, sections: Sequence[Section]) -> str:
    """`plan`, `summary` or `summary+plan`, now that the chapters are known.

    A closing paragraph of good intentions makes no plan: where no heading announces one, it has to name a
    figure or a document.
    """
    if kind == "plan":
        return kind
    planned = [s for s in sections if s.role == "plan"]
    if any(s.heading for s in planned):
        return "summary+plan"
    concrete = any(_NAMES_SOMETHING.search(_DATES.sub("", page.text[s.start + 6 : s.end])) for s in planned)
    return "summary+plan" if concrete or _looks_ahead(page.text, period) else "summary"


def _looks_ahead(text: str, period: str) -> bool:
    """Whether a closing sentence names a goal with a year after the period."""
    end = (re.findall(r"\d{4}", period) or ["9999"])[-1]
    tail = text[-max(len(text) // 4, _CLOSING) :]
    return any(
        (m[1] or m[2]) > end for m in _AHEAD.finditer(tail) if re.search(r"\d", tail[m.end() : m.end() + 30])
    )
