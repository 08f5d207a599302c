"""When a report was issued: the date of its signature, of its head or of its labels."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.normalise.issuers import body_in
from kg.normalise.page import Page
from kg.normalise.periods import HAN_YEAR, iso_date

_HAN = "一二三四五六七八九十廿卅"
DATE = (
    r"(?:(?:19|20)\d\d ?年 ?(?:\d{1,2}|元) ?月(?: ?\d{1,2} ?日| {1,6}日)?"
    rf"|{HAN_YEAR}年[元正{_HAN}]{{1,2}}月(?:[{_HAN}]{{1,3}}日)?)"
)
_ANY_DATE = rf"{DATE}|20\d\d[-/.]\d{{1,2}}(?:[-/.]\d{{1,2}})?"
_SIGNATURE = re.compile(
    rf"(?:^|(?<=[\n。])) *[(（]?([^\s，。；：\d()]{{4,36}}?)(?:\((?:盖章|公章|章)\))?[ \n]{{0,60}}"
    rf"[(（]?({_ANY_DATE})[)）]?[ \t]*(?=\n|$|上一|印发|\))",
    re.MULTILINE,
)
_DATE_FIRST = re.compile(rf"(?:^|\n) *({_ANY_DATE})[ \n]{{1,40}}([^\s，。；：\d()]{{4,36}})\s*(?=\n|$)")
_DATE_LINE = re.compile(
    rf"(?:^|(?<=。))\s*(?:[一-鿿]{{2,12}}[ \t]+)?\(?({_ANY_DATE})(?: \d{{1,2}}:\d\d(?::\d\d)?)?\)?\s*$",
    re.MULTILINE,
)
_ELSEWHERE = re.compile(
    r"^(?:[·•*-]|(?:上|下|前|后)一|相关|推荐).*$", re.MULTILINE
)  # the date of another page
_LABELLED = re.compile(rf"(?:日期|时间)[：:]\s*({_ANY_DATE})")
_IN_LABELS = re.compile(rf"({_ANY_DATE})")
_TAIL = 200  # characters at the end in which a date stands without a name


def signatures(text: str) -> Iterator[tuple[str, str]]:
    """Who signs and when, as written: a name with a date behind it anywhere, or a date with a name at the end."""
    for m in _SIGNATURE.finditer(text):
        yield m[1], m[2]
    for m in _DATE_FIRST.finditer(text, max(0, len(text) - _TAIL)):
        yield m[2], m[1]


def date_of(page: Page) -> str:
    """The date of the signature, else of the page head; empty where neither tells."""
    for name, date in signatures(page.text):
        if body_in(name):
            return iso_date(date)
    line = _DATE_LINE.search(page.text, 0, 400) or _DATE_LINE.search(
        page.text, max(0, len(page.text) - _TAIL)
    )
    if line:
        return iso_date(line[1])
    labels = _ELSEWHERE.sub("", page.labels)
    labelled = _LABELLED.search(labels) or _IN_LABELS.search(labels)
    return iso_date(labelled[1]) if labelled else ""
