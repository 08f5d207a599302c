"""Headings: numbered ones at the start of a line or run into it, and unnumbered ones on a line of their own."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from kg.model.text import Range
from kg.normalise.furniture import within

_HAN_NUMBER = "一二三四五六七八九十"
# Ranks order the kinds of headings from the outside in; a text uses any subset of them.
PART, CHAPTER, SECTION, ONE, BRACKET_ONE, DIGIT, BRACKET_DIGIT, RUN_IN = range(8)
_MARKERS: tuple[tuple[int, str], ...] = (
    (PART, rf"第[{_HAN_NUMBER}]{{1,3}}(?:部分|编|篇)"),
    (CHAPTER, rf"第[{_HAN_NUMBER}]{{1,3}}章"),
    (SECTION, rf"第[{_HAN_NUMBER}]{{1,3}}节"),
    (ONE, rf"[{_HAN_NUMBER}]{{1,3}}[、.，](?=\s?[^\s\d年月]|\s?\d{{2,4}}|\s?[12]\d)"),
    (BRACKET_ONE, rf"\([{_HAN_NUMBER}]{{1,3}}\)[、.]?"),
    (DIGIT, r"\d{1,2}(?:[.、]|(?<=\d)\)、?)(?!\d(?!\d{3}[年—-]|\d?月))"),
    (BRACKET_DIGIT, r"\(\d{1,2}\)[、.]?|[①-⑳]"),
    (RUN_IN, rf"[{_HAN_NUMBER}]{{1,2}}(?:是|要)(?!否|否则)|(?:首先|其次|再次|最后|第[{_HAN_NUMBER}])，"),
    (ONE, r"【[^】\n]{1,20}】"),
)
_MARKER = re.compile("|".join(f"(?P<k{n}>{pattern})" for n, (_, pattern) in enumerate(_MARKERS)))
_START = re.compile(r"(?:^|(?<=\n)|(?<=[。！？；”)]))[ *#]*|(?<=\S) +")
_AFTER_SENTENCE = "。！？"
_LONGEST = 60  # characters of a heading on its own line
_LONGEST_RUN_IN = 42
_UNNUMBERED = re.compile(r"(?:[^。！？，；：|<>@/\d]|20\d\d年度?)[^。！？；|]{2,28}[^。！？，；：、|\s.,]")
_NOT_A_HEADING = re.compile(
    r".*(?:局|委|委员会|院|中心|政府|办公室|同志|各单位|[年月]\d*日?)$|附件?.*|注[：:释]?.*|表\d.*|.*\d{4}年\d{1,2}月\d{1,2}日.*"
    r"|[—－-]{1,2}.*|.*[：:]$|^[\d.%≥≤<>—-]+$"
)
_MARKDOWN = re.compile(r"#{1,6} +")
_NUMBERS = {c: i for i, c in enumerate(_HAN_NUMBER, 1)}


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading at `start:end`; `rank` says its kind, `number` its place among its kind (0 without one).

    `own` is true where it ends with its line or at a gap, false where it is the first words of a sentence.
    """

    start: int
    end: int
    rank: int
    number: int
    text: str
    own: bool


def find_headings(text: str, furniture: Sequence[Range], title_end: int) -> tuple[Heading, ...]:
    """The headings of a clean text behind its title, in order."""
    numbered = [h for h in _numbered(text, title_end) if not within(furniture, h.start)]
    taken = {h.start for h in numbered}
    plain = [
        h for h in _unnumbered(text, title_end) if h.start not in taken and not within(furniture, h.start)
    ]
    found = sorted([*numbered, *plain], key=lambda h: h.start)
    return tuple(_cut_at_next(text, found))


def _numbered(text: str, at: int) -> Iterator[Heading]:
    last: dict[int, int] = {}
    for start in _START.finditer(text, at):
        marker = _MARKER.match(text, start.end())
        if not marker:
            continue
        rank = _MARKERS[int((marker.lastgroup or "k0")[1:])][0]
        number = _number(marker[0])
        before = text[max(0, marker.start() - _LONGEST) : marker.start()].rpartition("\n")
        at_line_start = not before[2].strip(" *#") and bool(before[1] or marker.start() <= _LONGEST)
        if not at_line_start and not _plausible(text, start.start(), rank, number, last):
            continue
        last[rank] = number
        for deeper in [r for r in last if r > rank]:
            del last[deeper]
        end, own = _heading_end(text, marker, at_line_start)
        yield Heading(marker.start(), end, rank, number, text[marker.start() : end].strip(" *#"), own)


def _plausible(text: str, gap: int, rank: int, number: int, last: dict[int, int]) -> bool:
    """Whether a marker inside a line goes on the count of its kind, behind the end of a sentence or heading."""
    in_order = number == last.get(rank, 0) + 1 or number == 1
    if rank in (ONE, BRACKET_ONE):
        return in_order
    before = text[max(0, gap - 8) : gap].rstrip()[-1:]
    behind_sentence = text[gap - 1 : gap] in _AFTER_SENTENCE or before in _AFTER_SENTENCE
    return in_order and (behind_sentence or (rank == RUN_IN and text[gap : gap + 1] == " "))


def _number(marker: str) -> int:
    digits = re.search(r"\d+", marker)
    if digits:
        return int(digits[0])
    han = re.search(f"[{_HAN_NUMBER}]+", marker)
    if not han:
        return 0
    word = han[0]
    if "十" not in word:
        return _NUMBERS[word[-1]]
    tens, _, ones = word.partition("十")
    return _NUMBERS.get(tens, 1) * 10 + _NUMBERS.get(ones, 0)


def _heading_end(text: str, marker: re.Match[str], at_line_start: bool) -> tuple[int, bool]:
    """Where a heading ends, and whether it stands apart from the sentence behind it."""
    line = text[marker.end() : marker.end() + 4 * _LONGEST].partition("\n")[0]
    line_end = marker.end() + len(line)
    stop = re.search("[。！？]", line)
    if at_line_start and not stop and len(line.strip()) <= _LONGEST:
        return line_end, True
    if marker[0].startswith("【"):
        return marker.end(), True
    gap = re.match(r" ?[^\s，。；：！？]{2,24}(?= )", line)
    if gap and (not stop or gap.end() < stop.start()):
        return marker.end() + gap.end(), True
    if stop and stop.start() <= _LONGEST_RUN_IN:
        return marker.end() + stop.end(), False
    clause = re.search("[，：；,:;。]", line)
    return marker.end() + (clause.start() if clause and clause.start() <= _LONGEST_RUN_IN else 0), False


def _unnumbered(text: str, at: int) -> Iterator[Heading]:
    """Short lines without a closing mark that stand before a paragraph of prose."""
    lines = [(m.start(), m.end()) for m in re.finditer(r"[^\n]+", text) if m[0].strip()]
    for n, (start, end) in enumerate(lines[:-1]):
        line = text[start:end].strip().strip("*#").strip()
        if start < at or not _UNNUMBERED.fullmatch(line) or _NOT_A_HEADING.fullmatch(line):
            continue
        following = text[slice(*lines[n + 1])].strip()
        prose = "。" in following and len(following) > 40
        if prose or (_MARKER.match(following) and re.search(r"\d{4}年|总结|计划|打算|情况", line)):
            rank = PART if _MARKER.match(following) else ONE
            left = start + text[start:end].index(line)
            yield Heading(left, left + len(line), rank, 0, line, True)


def _cut_at_next(text: str, headings: Sequence[Heading]) -> Iterator[Heading]:
    """The headings with none reaching into the next."""
    for n, heading in enumerate(headings):
        limit = headings[n + 1].start if n + 1 < len(headings) else len(text)
        if heading.end <= limit:
            yield heading
        else:
            yield replace(heading, end=limit, text=text[heading.start : limit].strip(" *#"), own=True)
