"""What a report says of itself: title, issuer, region, period, kind and date."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kg.gazetteer import Division, Gazetteer, load_gazetteer
from kg.model.text import Range, ReportMeta, Section
from kg.normalise.deixis import region_of_text
from kg.normalise.issuers import (
    body_in,
    default_authority,
    full_name,
    issuer_type,
    named_regions,
    without_outer_regions,
)
from kg.normalise.periods import iso_date, period_of
from kg.normalise.titles import Title

_DATE = r"(?:(?:19|20)\d\d ?年 ?\d{1,2} ?月(?: ?\d{1,2} ?日)?|二[〇○零一二三四五六七八九]{3}年[一二三四五六七八九十]{1,2}月(?:[一二三四五六七八九十]{1,3}日)?)"
_SIGNATURE = re.compile(
    rf"(?:^|(?<=[\n。]))\s*([^\s，。；：\d]{{4,36}}?)\s*\n?\s*({_DATE})[ \t]*(?=\n|$|上一|\))", re.MULTILINE
)
_DATE_LINE = re.compile(rf"^\s*\(?({_DATE}|20\d\d-\d{{1,2}}-\d{{1,2}})\)?\s*$", re.MULTILINE)
_LABELLED_DATE = re.compile(r"(?:日期|时间)[：:]\s*(20\d\d[-/.年]\d{1,2}(?:[-/.月]\d{1,2})?)")
_PAGE_DATE = re.compile(rf"({_DATE}|20\d\d-\d{{1,2}}-\d{{1,2}})")
_LABELLED_ISSUER = re.compile(
    r"(?:发布机构|发布单位|发文机[关构]|发文单位|公开主体|(?:信息|稿件|文章)?来源|作者)[：:]\s*([^\s]{4,40})"
)
_CRUMBS = re.compile(r"(?:->|>>?|›|»|→)")
_PLAN_TITLE = re.compile(r"要点|规划|方案|计划|安排|思路|打算|目标任务|重点任务")
_PAST_TITLE = re.compile(r"总结|评估|完成情况|进展|情况|回顾|回眸|报告|通报|公报|见闻|侧记|纪实|概况")
_MASK = re.compile(r"^(?:关键词\d|[Xx×*]{2,})\s*(?=(?:19|20)\d\d)")
_YEARS = re.compile(r"(?<!\d)(20\d\d)年")
_PART_OF_YEAR = re.compile(r"(?:^|\n|。)\s*(?:今年)?(上半年|前三季度|[一二三四]季度|1[-—至]\d{1,2}月)")


@dataclass(frozen=True, slots=True)
class Page:
    """A clean text with its furniture and title: what the metadata are read from."""

    text: str
    furniture: tuple[Range, ...]
    title: Title

    def labels(self) -> str:
        """All furniture, one piece a line."""
        return "\n".join(self.text[a:b] for a, b in self.furniture)


def kind_of(title: str) -> str:
    """`plan` where the title is a plan's and looks at nothing past, else the empty string."""
    return "plan" if _PLAN_TITLE.search(title) and not _PAST_TITLE.search(title) else ""


def date_of(page: Page) -> str:
    """The date of the signature, else of the page head."""
    signatures = list(_SIGNATURE.finditer(page.text))
    for m in signatures:
        if body_in(m[1]):
            return iso_date(m[2])
    line = _DATE_LINE.search(page.text, 0, 400) or _DATE_LINE.search(page.text, max(0, len(page.text) - 200))
    if line:
        return iso_date(line[1])
    labelled = _LABELLED_DATE.search(page.labels()) or _PAGE_DATE.search(page.labels())
    return iso_date(labelled[1]) if labelled else ""


def report_period(page: Page, date: str) -> str:
    """The period that the report is about: from its title, else from its first heading, years or date."""
    year = date[:4]
    period = period_of(page.title.text) or (period_of(page.title.text, year) if year else "")
    if period:
        return period
    counts = Counter(m[1] for m in _YEARS.finditer(page.text))
    first = _YEARS.search(page.text, page.title.end, page.title.end + 400)
    year = first[1] if first else max(counts, key=lambda y: (counts[y], y), default=year)
    part = _PART_OF_YEAR.search(page.text, page.title.end, page.title.end + 400)
    if part:
        year = date[:4] or max(counts, key=lambda y: (counts[y], y), default=year)
        return period_of(part[1], year) or year
    return year


def metadata(page: Page, period: str, date: str, kind: str) -> ReportMeta:
    """All that the report says of itself; `period`, `date` and `kind` are known already."""
    gazetteer = load_gazetteer()
    year = int(period[:4]) if period[:4].isdigit() else None
    name = next(_named_issuers(page), "")
    regions = named_regions(gazetteer, name, year) if name else ()
    region = regions[-1] if regions else None
    if region is None or issuer_type(name) == "media":
        region = region_of_text(gazetteer, page.text, year) or region
    issuer = without_outer_regions(full_name(name), regions)
    if not issuer and region is not None:
        issuer = default_authority(region, year, _bureau(page.text))
    title = _MASK.sub(issuer, page.title.text)
    return ReportMeta(
        title=title,
        issuer=issuer,
        issuer_type=issuer_type(issuer),
        region=region.name if region else "",
        region_code=region.code if region else "",
        within=_above(gazetteer, region, year),
        period=period,
        kind=kind,
        date=date,
    )


def _above(gazetteer: Gazetteer, region: Division | None, year: int | None) -> tuple[str, ...]:
    return tuple(d.name for d in gazetteer.chain(region, year)[:-1]) if region else ()


def _named_issuers(page: Page) -> Iterator[str]:
    """The bodies that the page names as its issuer, the surest first."""
    for words in _issuer_words(page):
        body = body_in(words)
        if len(body) >= 5 and not body.startswith(("市", "县", "区", "省", "我", "本", "关于")):
            yield body


def _issuer_words(page: Page) -> Iterator[str]:
    yield page.title.text
    for m in _SIGNATURE.finditer(page.text):
        yield m[1]
    for left, right in page.furniture:
        words = page.text[left:right]
        if _CRUMBS.search(words):
            yield re.split(r"\s*(?:->|>>?|›|»|→)", re.sub("^.*位置[：:]", "", words))[0]
        yield words
    for m in _LABELLED_ISSUER.finditer(page.labels()):
        yield m[1]
    head = page.text[page.title.end : page.title.end + 300]
    for m in re.finditer(r"(?:^|[，。\n】])\s*([^\s，。；：]{4,30})", head):
        yield m[1]


def _bureau(text: str) -> bool | None:
    """Whether the report calls its authority 局 (true) or 委 (false); None where it does not."""
    bureau = len(re.findall(r"卫健局|卫生健康局|卫生计生局|我局", text))
    commission = len(re.findall(r"(?<![省市])(?:卫健委|卫生健康委|卫生计生委)|我委", text))
    return None if bureau == commission else bureau > commission


def final_kind(kind: str, title: str, sections: Sequence[Section]) -> str:
    """`plan`, `summary` or `summary+plan`, now that the chapters are known."""
    if kind == "plan":
        return kind
    plans = [s for s in sections if s.role == "plan"]
    if any(s.heading for s in plans) or (plans and "总结" not in title):
        return "summary+plan"
    return "summary"
