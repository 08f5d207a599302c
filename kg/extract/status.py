"""Whether a stretch of text tells something done, under way or planned."""

from __future__ import annotations

import re
from functools import cache
from typing import Literal

from spacy.tokens import Doc

from kg.extract import extensions
from kg.extract.periods import governing_periods
from kg.extract.rules import load_rules

Status = Literal["actual", "ongoing", "target"]

_NEAR = 40
_TITLE = re.compile(r"《[^《》]*》?")  # 推进 or 2025年 in a title tells nothing of the deed
_BREAK = re.compile(r"[；;。]")


@cache
def _cues(kind: str) -> re.Pattern[str]:
    return re.compile("|".join(load_rules("status")[kind]["cues"]))


@cache
def _ahead() -> re.Pattern[str]:
    return re.compile(load_rules("status")["target"]["ahead"])


def status_of(doc: Doc, start: int, end: int) -> Status:
    """The status of what `start:end` states, from its clause, the clauses before it and its chapter.

    A cue for the future in an earlier clause carries on until a semicolon or until a word for something done.
    """
    sentence = extensions.sentence_at(doc, start)
    if sentence is None:
        return "actual"
    section = extensions.section_at(doc, start)
    planned = section is not None and section.role == "plan"
    own, before = _context(extensions.text_of(doc), sentence.start, sentence.clauses, start, end)
    own, before = _TITLE.sub("", own), _TITLE.sub("", before)
    if _is_target(doc, own):
        return "target"
    if _over(doc, start, sentence.start, planned) or _cues("plan" if planned else "actual").search(own):
        return "actual" if planned or not _under_way(own) else "ongoing"
    if planned:
        return "target"
    if _under_way(own):
        return "ongoing"
    return "target" if _carried(doc, before) else "actual"


def _under_way(own: str) -> bool:
    return bool(_cues("ongoing").search(own)) and not _cues("finished").search(own)


def _over(doc: Doc, start: int, first: int, planned: bool) -> bool:
    """True where the nearest stretch of time before `start` in the sentence, or the chapter's, is over before the report's plans begin."""
    years = re.findall(r"\d{4}", extensions.report_meta(doc).period)
    text = extensions.text_of(doc)
    found = [
        p
        for p in governing_periods(doc, text, first, start)
        if re.match(r"(?:asof:)?\d{4}(?:$|[-/])", p.value)
    ]
    if not years or not found:
        return False
    last = max(re.findall(r"\d{4}", found[-1].value))
    if last < min(years):
        return True
    between = text[found[-1].end : start]
    return (
        not planned and last <= max(years) and len(between) <= _NEAR and not _cues("target").search(between)
    )


def _context(
    text: str, first: int, clauses: tuple[tuple[int, int], ...], start: int, end: int
) -> tuple[str, str]:
    """The clauses that `start:end` touches, and the text of the sentence before them since the last semicolon."""
    touched = [c for c in clauses if c[0] < end and c[1] > start]
    left = min((c[0] for c in touched), default=start)
    right = max((c[1] for c in touched), default=end)
    before = text[first:left]
    broken = list(_BREAK.finditer(before))
    return text[left:right], before[broken[-1].end() :] if broken else before


def _is_target(doc: Doc, text: str) -> bool:
    return bool(_cues("target").search(text)) or _names_future(doc, text)


def _names_future(doc: Doc, text: str) -> bool:
    """True where a year later than the report's own stands in the text."""
    period = extensions.report_meta(doc).period
    years = [int(year) for year in re.findall(r"(?<!\d)20\d\d(?!\d)", period)]
    if not years:
        return False
    return any(int(match[1]) > max(years) for match in _ahead().finditer(text))


def _carried(doc: Doc, before: str) -> bool:
    """True where the latest cue before a clause is one for the future."""
    latest = max((m.start() for m in _cues("target").finditer(before)), default=-1)
    if latest < 0 and _names_future(doc, before):
        latest = 0
    return latest >= 0 and latest > max((m.start() for m in _cues("actual").finditer(before)), default=-1)
