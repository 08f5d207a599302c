"""What a report says of itself: title, issuer, region, period, kind and date."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.gazetteer import Division, Gazetteer, load_gazetteer
from kg.model.text import ReportMeta
from kg.normalise.dating import signatures
from kg.normalise.deixis import region_among, region_of_text
from kg.normalise.issuers import (
    ambiguous_region,
    body_in,
    default_authority,
    full_name,
    issuer_type,
    named_regions,
    without_outer_regions,
)
from kg.normalise.kinds import introduces
from kg.normalise.page import Page

_LABELLED = re.compile(
    r"(?:发布机构|发布单位|发文机[关构]|发文单位|公开主体|(?:责任|发布|制发)部门|(?:报送|填报|上报|汇报|报告|供稿)单位|单位名称"
    r"|(?:信息|稿件|文章)?来源|稿源|供稿|作者|发布)[：:]\s*([^\s]{4,40})"
)
_BEHIND_TITLE = re.compile(r"(?:[—－-]{1,2}|\()\s*([^\s—()]{4,30})\)?$")
"""工作总结——开平市中心医院, 工作总结(开平市中心医院)."""
_GUEST = re.compile(r"副?(?:局长|主任|书记)|党[委组]|领导|一行|负责人|[相有]关|工作人员|干部")
_CLAUSE = re.compile(r"(?:^|[，。\n】])\s*([^\s，。；：]{4,30})")
_RELATIVE = re.compile(r"(?:全|本|我|该|各)?(?:自治[区州县]|[省市州县区旗镇乡])(?![一-鿿]*[省市州县区旗])")
_NO_SUBJECT = re.compile(r"[在由经与同对向把被为和从到受据依根按]")
_ITSELF = re.compile(r"我院|全院|本院|我中心|我所|我站")  # an institution that reports on itself
_OWN_REGION = re.compile(r"[我全本][省市州盟县区旗](?!域|级|直)|[我本][局委厅]")
_AUTHORITY_OF = r"%s(?:卫健|卫计|卫生)[^，。；]{0,6}[局委]"
_ACCOUNT = re.compile(r"总结|汇报|报告|要点|计划|规划|方案|公报|统计|安排|打算|进展|完成情况")
_NEWS = re.compile(
    r"(?:^|\n)\s*(?:[^\n]{0,30}(?:近日|日前|本报讯|本网讯|讯员|记者)|\d{1,2}月\d{1,2}日(?:上午|下午|晚)?[，,])"
)
_CREDIT = re.compile(
    r"(?:^|\n)\s*\(([^\s()，。]{4,30})(?:[ \t]+[一-鿿]{2,4}){1,4}\)\s*(?=\n|$)"
)  # (县医院 张三)
_REPORTER = re.compile(
    r"(?:^|[(\n])\s*([一-鿿]{1,8}(?:日报|晚报|时报|晨报|都市报|广播电视台|电视台|融媒体中心))(?:社)?(?:全媒体|融媒体|首席|见习)?记者"
)
_MASK = re.compile(r"^(?:关键词\d|[Xx×*]{2,})\s*(?=(?:19|20)\d\d)")


def metadata(page: Page, period: str, date: str, kind: str) -> ReportMeta:
    """All that the report says of itself; `period`, `date` and `kind` are known already."""
    gazetteer = load_gazetteer()
    year = int(period[:4]) if period[:4].isdigit() else None
    name, regions = _issuer(gazetteer, page, year)
    region = regions[-1] if regions else None
    if not name or issuer_type(name) == "media":
        weighted = (
            f"{page.title.text}\n" * 2 + page.text
        )  # a place in the title counts more than one in passing
        region = region_of_text(gazetteer, weighted, year) or region
    issuer = without_outer_regions(full_name(name), regions)
    if not issuer and region is not None and _speaks_for_its_region(page, region.name):
        issuer = default_authority(region, year, _bureau(page.text))
    return ReportMeta(
        title=_MASK.sub(issuer, page.title.text) or _title_of_crumbs(page),
        issuer=issuer,
        issuer_type=issuer_type(issuer),
        region=region.name if region else "",
        region_code=region.code if region else "",
        within=tuple(d.name for d in gazetteer.chain(region, year)[:-1]) if region else (),
        period=period,
        kind=kind,
        date=date,
    )


def _speaks_for_its_region(page: Page, region: str) -> bool:
    """True for a page that reports on 我市, 全县 …: its health authority wrote it. A news item or a hospital's own page is nobody's word."""
    text = f"{page.title.text}\n{page.text}"
    if _ITSELF.search(text) or _NEWS.search(page.text):
        return False
    named = re.search(
        _AUTHORITY_OF % region[-1], text
    )  # 县卫健局 in a county's page, not the province's guest
    return named is not None or _OWN_REGION.search(text) is not None or _ACCOUNT.search(text) is not None


def _issuer(gazetteer: Gazetteer, page: Page, year: int | None) -> tuple[str, tuple[Division, ...]]:
    """The body that issued the page and the regions that its name begins with.

    A name without a region (区卫健委, 办公室) says too little; the media are taken without one. A name that
    several places share comes without regions where the text does not settle which is meant.
    """
    for words in _words_of_issuer(page):
        name = body_in(words)
        if len(name) < 4 or _RELATIVE.match(name):
            continue
        regions = named_regions(gazetteer, name, year)
        if not regions and (candidates := ambiguous_region(gazetteer, name)):
            chosen = region_among(gazetteer, candidates, page.text)
            return name, (chosen,) if chosen else ()
        if regions or issuer_type(name) == "media":
            return name, regions
    return "", ()


def _words_of_issuer(page: Page) -> Iterator[str]:
    """Where the issuer may be named, the surest place first."""
    yield from re.split(r"(?<=[！!：:】丨|])\s*", page.title.text)
    for m in _BEHIND_TITLE.finditer(page.title.text):
        if body_in(m[1]) == m[1]:
            yield m[1]
    for name, _ in signatures(page.text):
        yield name
    if page.crumbs:
        yield page.crumbs[0]
    labels = page.labels
    for m in _LABELLED.finditer(labels):
        yield m[1]
    yield from labels.split("\n")
    head = page.text[page.title.end : page.title.end + 300]
    of_itself = introduces(page) or _ITSELF.search(page.text) is not None
    for m in _CLAUSE.finditer(head):
        body = body_in(m[1])
        authority = issuer_type(body) == "health_authority" and not _GUEST.match(m[1], len(body))
        if (authority or of_itself) and not _NO_SUBJECT.match(m[1]):
            yield m[1]
    for m in (*_CREDIT.finditer(page.text), *_REPORTER.finditer(page.text)):
        yield m[1]


def _title_of_crumbs(page: Page) -> str:
    """The site and the page's place in it, for a page that bears no title but a breadcrumb."""
    crumbs = page.crumbs
    if len(crumbs) < 2 or page.title.text or body_in(crumbs[0]) != crumbs[0]:
        return ""
    return crumbs[0] + crumbs[-1]


def _bureau(text: str) -> bool | None:
    """Whether the report calls its authority 局 (true) or 委 (false); None where it does not."""
    bureau = len(re.findall(r"卫健局|卫生健康局|卫生计生局|我局", text))
    commission = len(re.findall(r"(?<![省市])(?:卫健委|卫生健康委|卫生计生委)|我委", text))
    return None if bureau == commission else bureau > commission
