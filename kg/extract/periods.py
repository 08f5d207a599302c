"""Stretches of time: `截至6月底`, `1月至8月`, `上半年`, `“十三五”期间`; relative words count from the report's own period."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from spacy.language import Language
from spacy.tokens import Doc

from kg.extract import extensions, numbers
from kg.extract.rules import load_rules
from kg.model.mention import Period
from kg.model.text import ReportMeta, Sentence

_YEAR = r"(?P<year>(?:19|20)\d\d)年(?:度)?"
_RELATIVE = r"(?P<rel>今年|本年度?|去年|前年|上年度?|明年|来年)"
_MONTH = r"(?<![\d第])(?P<month>1[0-2]|0?[1-9]|(?<![十一二三四五六七八九])(?:十[一二]?|[一二三四五六七八九])(?=月[底末份]))月(?:份)?"
_DAY = r"(?P<day>3[01]|[12]\d|0?[1-9])日"
_UNTIL = r"(?P<asof>截至|截止到?|至|到)"
_PATTERNS = [
    ("span", re.compile(r"(?P<a>(?:19|20)\d\d)年?(?:[—–\-~～至到]+)(?P<b>(?:19|20)\d\d)年")),
    ("same", re.compile(r"(?P<rel>去年|上年)同期")),
    ("plan", re.compile(r"[“\"]?(?P<plan>十[一二三四五]?)五[”\"]?(?:规划)?(?:期间|时期|末|期末|以来|收官)")),
    (
        "months",
        re.compile(
            rf"(?:{_YEAR}|{_RELATIVE})?(?P<m1>(?<!\d)(?:1[0-2]|0?[1-9]))月?(?:份)?[—–\-~～至到]+{_MONTH}(?:底|末)?"
        ),
    ),
    ("half", re.compile(rf"(?:{_YEAR}|{_RELATIVE})?(?P<half>上|下)半年")),
    ("quarters", re.compile(rf"(?:{_YEAR}|{_RELATIVE})?(?:前|一至|1[-—至])(?P<quarters>[二三两23])个?季度")),
    (
        "first_months",
        re.compile(rf"(?:{_YEAR}|{_RELATIVE})?前(?P<count>1[0-2]|[2-9]|[二三四五六七八九十]|十[一二])个月"),
    ),
    ("quarter", re.compile(rf"(?:{_YEAR}|{_RELATIVE})?第?(?P<quarter>[一二三四])季度")),
    (
        "date",
        re.compile(
            rf"(?P<asof>截至|截止到?|(?<![\u4e00-\u9fff\d])[至到])?(?:{_YEAR}|{_RELATIVE})?{_MONTH}(?:{_DAY}|(?P<end>[底末])(?!之?前)|[底末]|中旬|上旬|下旬|初)?"
        ),
    ),
    (
        "year",
        re.compile(
            rf"(?P<asof>截至|截止到?|(?<![\u4e00-\u9fff\d])至)?(?:{_YEAR}|{_RELATIVE})(?P<end>年?底|末)?(?:以来)?"
        ),
    ),
    ("now", re.compile(r"(?:截至|截止)?(?:目前|今)(?=[，,、]|已|全|共|，)")),
]


_POINT = re.compile(r"^\d{4}-(?:\d\d(?:-\d\d)?)$|^$")
_BASIS = re.compile(r"[^，。；]{0,24}(?:基础上|基数上)")
_TIMES = re.compile(r"(?:全年|底|末)?的(?:近|约)?[\d.一二两三四五六七八九十]+倍")
_WHOLE = re.compile(r"全年|年内|年度")
_OFFSETS = {"去": -1, "上": -1, "前": -2, "明": 1, "来": 1}


@Language.component("kg_periods")
def periods(doc: Doc) -> Doc:
    """Finds every stretch of time in the sentences."""
    meta = extensions.report_meta(doc)
    found: list[Period] = []
    shift = _published_later(extensions.text_of(doc), meta)
    for sentence in extensions.sentences(doc):
        found.extend(_in(extensions.text_of(doc), sentence.start, sentence.end, meta, shift))
    extensions.set_periods(doc, found)
    return doc


def _published_later(text: str, meta: ReportMeta) -> int:
    """1 where 去年 means the report's year: the page came out a year later and speaks of 去年 more than of 今年."""
    later = bool(meta.year) and meta.date[:4] == str((meta.year or 0) + 1)
    return 1 if later and text.count("去年") > text.count("今年") else 0


def _in(text: str, start: int, end: int, meta: ReportMeta, shift: int) -> Iterator[Period]:
    taken: list[tuple[int, int]] = []
    for kind, pattern in _PATTERNS:
        for match in pattern.finditer(text, start, end):
            if any(match.start() < b and match.end() > a for a, b in taken):
                continue
            value = _value(kind, match, meta, shift)
            if value:
                taken.append(match.span())
                yield Period(match.start(), match.end(), match[0], value)


def _value(kind: str, match: re.Match[str], meta: ReportMeta, shift: int = 0) -> str:
    groups = match.groupdict()
    if kind in {"span", "now", "same"}:
        return _fixed(kind, groups, meta)
    if kind == "plan":
        first = load_rules("periods")["five_year"]["numbers"].get(groups["plan"])
        if first and re.search(r"末|收官", match[0]):
            return str(first + 4)
        return f"{first}/{first + 4}" if first else ""
    year = _year(groups, meta, shift)
    if kind == "date" and year is not None and _after_the_year(groups, meta):
        year += 1
    if year is None:
        return ""
    return _within_year(kind, groups, year)


def _a_year_before(period: str) -> str:
    """2022-H1 for 2023-H1; a plan of several years has no year before."""
    if re.fullmatch(r"\d{4}/\d{4}", period):
        return ""
    return re.sub(r"\d{4}", lambda year: str(int(year[0]) - 1), period)


def _fixed(kind: str, groups: dict[str, str | None], meta: ReportMeta) -> str:
    if kind == "span":
        return f"{groups['a']}/{groups['b']}"
    return meta.period if kind == "now" else _a_year_before(meta.period)


def _after_the_year(groups: dict[str, str | None], meta: ReportMeta) -> bool:
    """True for 截至1月4日 in a report on a whole year that is over by then: the report was written in the year after."""
    bare = groups.get("asof") and not groups.get("year") and not groups.get("rel")
    if not bare or not re.fullmatch(r"\d{4}", meta.period) or meta.kind != "summary":
        return False
    written = meta.date if meta.date[:4] == str(int(meta.period) + 1) else ""
    last = int(written[5:7]) if written else 1
    return _number(groups["month"]) <= min(last, 3)


def _within_year(kind: str, groups: dict[str, str | None], year: int) -> str:
    part = _PARTS.get(kind)
    if part is not None:
        return part(year, groups)
    prefix = "asof:" if groups.get("asof") or (kind == "date" and groups.get("end")) else ""
    return f"{prefix}{year}-{_number(groups['month']):02}" if kind == "date" else f"{year}"


def _number(written: str | None) -> int:
    written = written or "0"
    return int(written) if written.isdigit() else int(numbers.han(written) or 0)


_PARTS: dict[str, Callable[[int, dict[str, str | None]], str]] = {
    "months": lambda year, g: f"{year}-{_number(g['m1']):02}/{year}-{_number(g['month']):02}",
    "half": lambda year, g: f"{year}-H{1 if g['half'] == '上' else 2}",
    "first_months": lambda year, g: f"{year}-01/{year}-{_number(g['count']):02}",
    "quarters": lambda year, g: f"{year}-01/{year}-{3 * _number(g['quarters']):02}",
    "quarter": lambda year, g: f"{year}-Q{_number(g['quarter'])}",
}


def _year(groups: dict[str, str | None], meta: ReportMeta, shift: int) -> int | None:
    if groups.get("year"):
        return int(groups["year"] or 0)
    own = meta.year
    if own is None:
        return None
    relative = groups.get("rel") or ""
    return own + shift + _OFFSETS.get(relative[:1], 0) if relative else own


def period_of(doc: Doc, start: int, end: int) -> str:
    """The period that governs `start:end`: the nearest one before it in its sentence, else its chapter's, else the report's.

    Empty where nothing tells it. Written as in `Period.value`.
    """
    sentence = extensions.sentence_at(doc, start)
    if sentence is not None:
        found = _governing(doc, sentence, start) or extensions.periods(doc, start, end)
        if found:
            return found[-1].value
    section = extensions.section_at(doc, start)
    if section is not None and section.period:
        return section.period
    return extensions.report_meta(doc).period


def _governing(doc: Doc, sentence: Sentence, start: int) -> list[Period]:
    """The periods of the clause itself, else those of the nearest clause before that hold on.

    `4月挂牌成立两个集团，接诊207人次`: a month told with another fact ends with its clause; `1—8月，…` and `截至6月底，…` go on.
    """
    text = extensions.text_of(doc)
    known = governing_periods(doc, text, sentence.start, start)
    if not known:
        return []
    for left, right in reversed([clause for clause in sentence.clauses if clause[0] < start]):
        found = [p for p in known if p.start >= left and p.end <= min(right, start)]
        if right >= start:
            if found:
                return found
            if _WHOLE.search(text[left:start]):
                return []
            continue
        if found and (
            found[-1].end >= right - 1 or not _POINT.match(found[-1].value) or text[found[-1].end] == "，"
        ):
            return found
        if text[right : right + 1] in "；;" and _POINT.match(found[-1].value if found else ""):
            return []
    return []


def governing_periods(doc: Doc, text: str, first: int, start: int) -> list[Period]:
    """The periods in `first:start` that may govern what stands at `start`: none that is only compared with, none in closed brackets."""
    return [
        period
        for period in extensions.periods(doc, first, start)
        if not _comparison(text, period) and not _bracketed(text, period, start)
    ]


def _comparison(text: str, period: Period) -> bool:
    """True for a period that a value is only compared with (比2018年, 较去年同期)."""
    before = text[max(0, period.start - 2) : period.start]
    if before[-1:] in {"自", "从", "由"} and re.compile(r"起|以来|开始").match(text, period.end):
        return False
    return (
        before[-1:] in set("比较从由自与同")
        or before in {"低于", "高于", "少于", "多于", "优于", "超过", "好于", "相比"}
        or text.startswith("同期", period.end)
        or _TIMES.match(text, period.end) is not None
        or _BASIS.match(text, period.end) is not None
    )


def _bracketed(text: str, period: Period, start: int) -> bool:
    """True where the period stands in brackets that close before `start`."""
    between = text[period.end : start]
    return between.count(")") > between.count("(")
