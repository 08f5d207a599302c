"""The steps from a raw report to a document, in their order."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from itertools import pairwise

from kg.model.text import Document, Range, RawReport, Section, Sentence
from kg.normalise.dating import date_of
from kg.normalise.furniture import furniture_ranges, outside
from kg.normalise.glosses import without_glosses
from kg.normalise.kinds import final_kind, introduces, kind_of
from kg.normalise.mapped import Mapped
from kg.normalise.metadata import metadata
from kg.normalise.openers import Outlook
from kg.normalise.page import Page
from kg.normalise.punctuation import tidied
from kg.normalise.reported import period_ahead, period_of_report
from kg.normalise.script import simplified
from kg.normalise.sections import sections_of
from kg.normalise.spaces import without_stray_spaces
from kg.normalise.titles import find_title
from kg.normalise.width import one_width
from kg.sentences import clause_ranges, sentence_ranges


def normalise(raw: RawReport) -> Document:
    """The report in clean Simplified Chinese with its way back to the raw characters, its layout and metadata."""
    clean = clean_text(raw.text)
    text = clean.text
    furniture = furniture_ranges(text)
    title = find_title(text, furniture)
    page = Page(text, furniture, title)
    date = date_of(page)
    period = period_of_report(page, date)
    kind = kind_of(title.text)
    about = "" if introduces(page) else period
    sections, breaks = sections_of(
        text, furniture, title.end, Outlook(kind, about, period_ahead(page, about, date))
    )
    meta = metadata(page, period, date, final_kind(kind, page, period, sections))
    sentences = tuple(_sentences(text, sections, furniture, breaks))
    return Document(raw, text, clean.offsets(), meta, sections, sentences, furniture)


def clean_text(raw: str) -> Mapped:
    """Clean Simplified text in which every character knows the raw characters that it came from."""
    mapped = one_width(Mapped.of(raw))
    for step in (without_glosses, simplified, without_stray_spaces, tidied):
        mapped = step(mapped)
    return mapped


def _sentences(
    text: str, sections: Sequence[Section], furniture: Sequence[Range], breaks: Sequence[int]
) -> Iterator[Sentence]:
    index = 0
    for section in sections:
        inner = breaks[bisect_right(breaks, section.start) : bisect_left(breaks, section.end)]
        for left, right in pairwise((section.start, *inner, section.end)):
            for start, end in outside(furniture, left, right):
                for span in sentence_ranges(text, start, end):
                    yield Sentence(index, *span, section.index, clause_ranges(text, *span))
                    index += 1
