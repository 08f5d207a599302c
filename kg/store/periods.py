"""Periods as data write them (`2019`, `2024-H1`, `asof:2024-05`, `2017/2020` …) → their first and last day."""

from __future__ import annotations

import calendar
import re
from datetime import date, timedelta
from functools import lru_cache

_PART = re.compile(r"(\d{4})(?:-(?:H([12])|Q([1-4])|(\d{2})(?:-(\d{2}))?))?")


@lru_cache(maxsize=4096)
def bounds(period: str) -> tuple[date, date] | None:
    """First and last day of a period; for a state `asof:` some time both are the last day of that time.

    None where the text is empty or names no such day.
    """
    text = period.removeprefix("asof:")
    spans = [_span(part) for part in text.split("/")]
    if len(spans) > 2 or spans[0] is None or spans[-1] is None:
        return None
    first, last = spans[0][0], spans[-1][1]
    if last < first:
        return None
    return (last, last) if period.startswith("asof:") else (first, last)


def _span(part: str) -> tuple[date, date] | None:
    match = _PART.fullmatch(part)
    if match is None:
        return None
    year = int(match[1])
    half, quarter, month, day = (int(text) if text else 0 for text in match.groups()[1:])
    try:
        if half:
            return date(year, 6 * half - 5, 1), _end_of_month(year, 6 * half)
        if quarter:
            return date(year, 3 * quarter - 2, 1), _end_of_month(year, 3 * quarter)
        if month:
            return date(year, month, day or 1), date(year, month, day) if day else _end_of_month(year, month)
        return date(year, 1, 1), date(year, 12, 31)
    except (ValueError, calendar.IllegalMonthError):
        return None


def _end_of_month(year: int, month: int) -> date:
    return date(year, month, 1) + timedelta(days=calendar.monthrange(year, month)[1] - 1)
