"""Stray spaces inside words and numbers: 诊疗 体系, 46 宗, 2 0 1 9 年, 工 作 总 结.

A space that separates things stays: between the columns of a table, the labels of a page head, a title and
its text, the halves of a headline, a heading and what follows it.
"""

from __future__ import annotations

import re

from kg.normalise.glosses import HAN
from kg.normalise.mapped import Edit, Mapped

_MEASURES = (
    "个人例家所张年月日万亿元名次项余多岁床种宗件起处支台套辆部批期场份篇天周小平公吨千百户对间级位类条封米毫倍"
    "名门座幢栋栏届轮节课段股组队片块款笔幅首本册剂支瓶袋粒针管度分秒时刻"
)
_SPACED_DIGITS = re.compile(rf"(?<![\d.])\d(?: \d){{1,9}}(?= ?[{_MEASURES}%‰])")
_SPACED_WORDS = re.compile(rf"(?<![{HAN}])[{HAN}](?: [{HAN}]){{3,}}(?![{HAN}])")
_VIEW = 60  # characters on either side that decide
_IN_LINE = re.compile(r"(?<=[^\s|]) +(?=[^\s|])")
_MARKS = "，。；：、！？,;:!?（）()《》“”‘’"
_AFTER_OPENING = "（(《“‘、，,"
_BEFORE_CLOSING = "，。；：、！？,;)）》”’"
_JOINING = "至到在从于以为的和比较自与及约超达近共由较"  # a year or number goes on behind these
_HEADING = re.compile(
    r"[(（]?[一二三四五六七八九十]+[)）、是要]|第[一二三四五六七八九十]+[章节部条]|[(（]?\d{1,2}[)）、.．]"
)
_HEADING_BEFORE = re.compile(r"(?:^|[\s。])[一二三四五六七八九十]{1,3}、[^，。；：\s]{2,20}$")
_LABEL = re.compile(rf"[【\[({HAN}A-Za-z]{{1,12}}[】\]]?[:：]|[【\[]")
_NUMBER_BEFORE = re.compile(rf"(?:^|[{HAN}\s，。；、,;（(“])[\d.]+[万亿余多]*$")
_NUMBER_AFTER = re.compile(rf"\d[\d.,]*(?:万|亿|余|多|\+)* ?[{_MEASURES}%‰]")
_YEAR_AFTER = re.compile(r"(?:19|20)\d\d ?[年./-]")


def without_stray_spaces(mapped: Mapped) -> Mapped:
    """The text without the spaces that nothing but a page's layout put inside its words and numbers."""
    for spaced in (_SPACED_DIGITS, _SPACED_WORDS):
        mapped = mapped.edited(
            [
                (i, i + 1, "")
                for m in spaced.finditer(mapped.text)
                for i in range(m.start(), m.end())
                if mapped.text[i] == " "
            ]
        )
    return mapped.edited(_stray(mapped.text))


def _stray(text: str) -> list[Edit]:
    edits: list[Edit] = []
    for m in _IN_LINE.finditer(text):
        before = text[max(0, m.start() - _VIEW) : m.start()].rpartition("\n")[2]
        after = text[m.end() : m.end() + _VIEW].partition("\n")[0]
        if _closes(before, after, m.end() - m.start()):
            edits.append((m.start(), m.end(), ""))
    return edits


def _closes(before: str, after: str, width: int) -> bool:
    """Whether the space between two stretches of one line is a stray one."""
    left, right = before[-1], after[0]
    if "|" in before or "|" in after or ">" in before or width > 2:
        return False
    if right in _BEFORE_CLOSING:
        return True
    if left in _AFTER_OPENING:
        latin = left == "," and right.isascii() and right.isalpha()
        return width == 1 and not latin and not _LABEL.match(after)
    if _is_han(left) and _is_han(right):
        return width == 1 and _inside_prose(before, after)
    return _number_closes(before, after)


def _number_closes(before: str, after: str) -> bool:
    """The same for a space before or behind a number."""
    left, right = before[-1], after[0]
    if right.isdigit() and (_is_han(left) or left in _MARKS):
        return _number_joins(before, after)
    behind = left.isdigit() and (right in _MEASURES or right in "%‰")
    return behind and bool(_NUMBER_BEFORE.search(before))


def _is_han(char: str) -> bool:
    return "\u4e00" <= char <= "\u9fff" or "\u3400" <= char <= "\u4dbf"


def _inside_prose(before: str, after: str) -> bool:
    """True where the space lies inside a clause that punctuation ends: titles, labels and signatures have none."""
    if _HEADING.match(after) or _LABEL.match(after) or _HEADING_BEFORE.search(before):
        return False
    end = re.search(r"[，。；、！？：,;!?:\s“”《》(（]", after)
    if end is None or end[0].isspace() or end[0] in ":：(（":
        return False
    start = re.split(r"[，。；、！？：,;!?:\s]", before)[-1]
    return start != before or end[0] in "，。；、！？,;!?"


def _number_joins(before: str, after: str) -> bool:
    left = before[-1]
    if left not in _JOINING and _YEAR_AFTER.match(after):
        clause = re.split(r"[，；,;（(]", before)[-1]
        return clause != before and not re.search(r"[。\s]", clause)
    if left in "。；！？!?;:：）)”":
        return False
    return bool(_NUMBER_AFTER.match(after)) and not re.search(
        r"第[一二三四五六七八九十]+[章节部分]+$", before
    )
