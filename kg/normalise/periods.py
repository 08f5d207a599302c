"""Which period a title, a heading or a report speaks of: `2019`, `2024-H1`, `2021/2025`, `2024-01/2024-09`."""

from __future__ import annotations

import re
from itertools import pairwise

HAN_YEAR = r"二[〇○零oO0-9一二三四五六七八九]{3}"  # 二〇一九, and as typed: 二O一九, 二0一九
_HAN_DIGITS = str.maketrans("〇○零oO一二三四五六七八九", "00000123456789")
_HAN_YEAR = re.compile(rf"(?<![一二三四五六七八九十]){HAN_YEAR}(?=年)")
_RANGE = re.compile(
    r"((?:19|20)\d\d)年?\s*(?:[-—~至到－]+)\s*((?:19|20)\d\d)(?=年|[)）]|(?:行动|卫生|健康|医|工作|发展|度))"
)
_YEAR = re.compile(
    r"(?<!\d)((?:19|20)\d\d)(?=\s*年|[上下]半年|前三|第?[一二三四]季度"
    r"|(?:全[省市县区州]|卫生|卫健|医|健康|工作|度|总结|计划|目标|重点|主要|任务|要点|民生|公共|思路|打算|安排)(?!元|万|个|人|家))"
)  # 年 is left out in titles and headings: 2022工作总结
_HALF = re.compile(r"[上下]半年|年中(?=工作|总结|小结)|半年(?=工作|总结|小结)")
_QUARTER = re.compile(r"(?:第)?([一二三四1234])季度")
_FIRST_QUARTERS = re.compile(r"前([二三])季度|前三个季度")
_MONTHS = re.compile(r"(?<!\d)(\d{1,2})月?份?\s*[-—~至到－]+\s*(\d{1,2})月")
_FIVE_YEARS = re.compile(r"[“\"]?十([一二三四五])五[”\"]?")
_NAMED = re.compile(f"{_RANGE.pattern}|{_YEAR.pattern}|{_FIVE_YEARS.pattern}")
_MONTH = re.compile(
    r"(?<![\d\-—~至到－])(\d{1,2})月(?:份(?!以来)|(?=(?:工作|医疗|卫生|总结|全[省市县区州]|主要|重点|运行)))"
)
_QUARTERS = {"一": 1, "二": 2, "三": 3, "四": 4, "1": 1, "2": 2, "3": 3, "4": 4}


def arabic_years(text: str) -> str:
    """`text` with years in Han digits written in Arabic ones (二〇一九年 → 2019年). Keeps its length."""
    return _HAN_YEAR.sub(lambda m: m[0].translate(_HAN_DIGITS), text)


def periods_in(words: str) -> tuple[tuple[str, str], ...]:
    """All periods that a title names, each with the words behind it up to the next one."""
    words = arabic_years(words)
    starts = [m.start() for m in _NAMED.finditer(words)]
    pieces = [words[start:end] for start, end in pairwise([*starts, len(words)])]
    return tuple((period_of(piece), piece) for piece in pieces)


def period_of(words: str, year: str = "") -> str:
    """The first period that `words` names; `year` stands in where they name a part of a year only.

    The empty string where they name none. A half year, a quarter or months belong to the year before them.
    """
    words = arabic_years(words)
    span = _RANGE.search(words)
    first = _YEAR.search(words)
    if span and (not first or span.start() <= first.start()):
        return f"{span[1]}/{span[2]}"
    if not first:
        five = _FIVE_YEARS.search(words)
        if five and not year:
            return _five_years(five[1])
        return _part(words, year) if year else ""
    tail = words[first.end() : first.end() + 10]
    part = _part(re.split(r"[和及与暨，,、]", tail)[0], first[1])
    return part or first[1]


def _part(words: str, year: str) -> str:
    half = _HALF.search(words)
    quarters = _FIRST_QUARTERS.search(words)
    months = _MONTHS.search(words)
    quarter = _QUARTER.search(words)
    if months and int(months[1]) < int(months[2]) <= 12:
        return f"{year}-{int(months[1]):02d}/{year}-{int(months[2]):02d}"
    if quarters:
        return f"{year}-H1" if quarters[1] == "二" else f"{year}-01/{year}-09"
    if half:
        return f"{year}-H2" if half[0][0] == "下" else f"{year}-H1"
    month = _MONTH.search(words)
    if month and 1 <= int(month[1]) <= 12:
        return f"{year}-{int(month[1]):02d}"
    if quarter:
        return f"{year}-Q{_QUARTERS[quarter[1]]}"
    return ""


def _five_years(number: str) -> str:
    start = 2006 + 5 * "一二三四五".index(number)  # 十一五 ran 2006–2010
    return f"{start}/{start + 4}"


def last_year(period: str) -> int | None:
    """The year in which a period ends; None where it names none."""
    years = re.findall(r"\d{4}", period)
    return int(years[-1]) if years else None


def next_period(period: str) -> str:
    """The period that a plan at the end of a report speaks of when it names none; empty where that is open."""
    if re.fullmatch(r"\d{4}", period):
        return str(int(period) + 1)
    if re.fullmatch(r"\d{4}-H1", period):
        return f"{period[:4]}-H2"
    month = re.fullmatch(r"(\d{4})-(0[1-9]|1[0-2])", period)
    if month:
        return f"{int(month[1]) + 1}-01" if month[2] == "12" else f"{month[1]}-{int(month[2]) + 1:02d}"
    months = re.fullmatch(r"(\d{4})-01/\1-(\d\d)", period)
    if months and int(months[2]) < 12:  # the rest of the year
        return f"{months[1]}-{int(months[2]) + 1:02d}/{months[1]}-12"
    return ""


def goal_of(period: str) -> str:
    """When a plan for this period is to be fulfilled: the last year of several, else the period itself."""
    return period.split("/")[1] if re.fullmatch(r"\d{4}/\d{4}", period) else period


def period_before(period: str) -> str:
    """What a plan for this period looks back on: the five years before a five-year plan, else the year before."""
    span = re.fullmatch(r"(\d{4})/(\d{4})", period)
    if span and int(span[2]) - int(span[1]) == 4 and int(span[1]) % 5 == 1:
        return f"{int(span[1]) - 5}/{int(span[2]) - 5}"
    year = re.match(r"\d{4}", period)
    return str(int(year[0]) - 1) if year else ""


def iso_date(words: str) -> str:
    """The date at the start of `words` as YYYY-MM-DD or YYYY-MM, else the empty string."""
    words = _han_date(re.sub("年 ?[元正]月", "年1月", words, count=1))
    m = re.match(r"(20\d\d|19\d\d) ?[-/.年] ?(\d{1,2})(?: ?[-/.月] ?(\d{1,2}))?(?!\d)", words)
    if not m or not 1 <= int(m[2]) <= 12:
        return ""
    day = int(m[3] or 0)
    return f"{m[1]}-{int(m[2]):02d}" + (f"-{day:02d}" if 1 <= day <= 31 else "")


def _han_date(words: str) -> str:
    """A date in Han numerals (二〇二二年一月十五日) in Arabic ones."""
    words = words.replace("廿", "二十").replace("卅", "三十")
    m = re.match(
        rf"({HAN_YEAR})年(1|[一二三四五六七八九十]{{1,2}})月(?:([一二三四五六七八九十]{{1,3}})日)?", words
    )
    if not m:
        return words
    year = m[1].translate(_HAN_DIGITS)
    day = f"{_small(m[3])}日" if m[3] else ""
    return f"{year}年{_small(m[2]) or m[2]}月{day}" + words[m.end() :]


def _small(number: str) -> int:
    tens, ten, ones = number.partition("十")
    digit = {c: i for i, c in enumerate("一二三四五六七八九", 1)}
    return (digit.get(tens, 1) * 10 + digit.get(ones, 0)) if ten else digit.get(number, 0)
