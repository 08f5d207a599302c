"""The texts of the reports, from the ledger: which raw and which clean sentence a piece of evidence stands in."""

from __future__ import annotations

import threading
from bisect import bisect_left, bisect_right
from collections import OrderedDict
from dataclasses import dataclass
from pathlib import Path

from kg.errors import LedgerError
from kg.ledger import ReportRecord, open_ledger
from kg.model.text import Document, Range, RawReport
from kg.normalise import normalise
from kg.sentences import sentence_ranges

_KEPT = 64
"""Reports whose texts are held; the least recently used goes."""


@dataclass(frozen=True, slots=True)
class Marked:
    """A stretch of text that begins at `start` of its whole, and the ranges marked in it (counted in the stretch)."""

    text: str
    start: int
    marks: tuple[Range, ...]


class ReportText:
    """One report: the raw text and, where this version of the product still reads it as the ledger has it, the document."""

    def __init__(self, record: ReportRecord) -> None:
        self.record = record
        raw = RawReport(record.stem, record.source, record.raw, record.encoding, record.sha256)
        document = normalise(raw)
        self.document: Document | None = document if document.text == record.clean else None
        self._starts: list[int] = []
        self._ends: list[int] = []
        if self.document is not None:
            spans = [document.offsets.raw_range(i, i + 1) for i in range(len(document.offsets))]
            self._starts = [start for start, _ in spans]
            self._ends = [end for _, end in spans]

    def clean_range(self, start: int, end: int) -> Range | None:
        """The clean range that came from a raw one, None where nothing of it is left."""
        first, last = bisect_right(self._ends, start), bisect_left(self._starts, end)
        return (first, last) if first < last else None

    def raw_sentence(self, start: int, end: int) -> Marked:
        """The raw sentence (or sentences) around a raw range, which is marked in it."""
        left, right = self._raw_bounds(start, end)
        text = self.record.raw[left:right]
        return Marked(text, left, ((start - left, end - left),))

    def clean_sentence(self, start: int, end: int) -> Marked | None:
        """The same sentence normalised, None where the document is not at hand."""
        span = self.clean_range(start, end)
        if self.document is None or span is None:
            return None
        left, right = self._clean_bounds(*span)
        return Marked(self.document.text[left:right], left, ((span[0] - left, span[1] - left),))

    def _clean_bounds(self, start: int, end: int) -> Range:
        assert self.document is not None
        first = self.document.sentence_at(start)
        last = self.document.sentence_at(end - 1)
        return min(start, first.start if first else start), max(end, last.end if last else end)

    def _raw_bounds(self, start: int, end: int) -> Range:
        span = self.clean_range(start, end)
        if self.document is not None and span is not None:
            left, right = self.document.offsets.raw_range(*self._clean_bounds(*span))
            return min(left, start), max(right, end)
        touching = [
            (a, b)
            for a, b in sentence_ranges(
                self.record.raw, max(start - 500, 0), min(end + 500, len(self.record.raw))
            )
            if a < end and b > start
        ]
        return min([start, *(a for a, _ in touching)]), max([end, *(b for _, b in touching)])


class Texts:
    """Texts by stem, read from the ledger of a graph folder when they are asked for. Safe to be used by several threads."""

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder
        self._kept: OrderedDict[tuple[str, str], ReportText] = OrderedDict()
        self._lock = threading.Lock()

    @property
    def at_hand(self) -> bool:
        """Whether there is a ledger to read texts from."""
        return self._folder is not None

    def get(self, stem: str, sha256: str) -> ReportText | None:
        """The text of a report, None where it is not at hand or no longer the file that the graph was made from."""
        key = (stem, sha256)
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
        record = self._read(stem)
        if record is None or record.sha256 != sha256:
            return None
        text = ReportText(record)
        with self._lock:
            self._kept[key] = text
            while len(self._kept) > _KEPT:
                self._kept.popitem(last=False)
        return text

    def _read(self, stem: str) -> ReportRecord | None:
        if self._folder is None:
            return None
        try:
            with open_ledger(self._folder) as ledger:
                return next(ledger.reports(stem), None)
        except LedgerError:
            return None
