"""Texts and their parts. Every offset counts code points; ranges are half-open."""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from operator import attrgetter

Range = tuple[int, int]


@dataclass(frozen=True, slots=True)
class RawReport:
    """One report as it was found: `text` is the decoded file without its byte order mark.

    `stem` is the file's name without folder and suffix and names the report everywhere;
    `sha256` is the hex digest of the file's bytes; `source` is the path as the user gave it, for messages.
    """

    stem: str
    source: str
    text: str
    encoding: str
    sha256: str


class OffsetMap:
    """For each character of a clean text the range of raw characters that it came from.

    `starts[i]` and `ends[i]` delimit clean character `i` in the raw text. Characters may be dropped from
    the raw text, never reordered, so both rise monotonically.
    """

    __slots__ = ("_ends", "_raw_length", "_starts")

    def __init__(self, starts: Iterable[int], ends: Iterable[int], raw_length: int) -> None:
        self._starts = array("L", starts)
        self._ends = array("L", ends)
        self._raw_length = raw_length
        if len(self._starts) != len(self._ends):
            raise ValueError("an offset map needs as many starts as ends")

    @classmethod
    def identity(cls, length: int) -> OffsetMap:
        """The map of a text onto itself."""
        return cls(range(length), range(1, length + 1), length)

    def __len__(self) -> int:
        return len(self._starts)

    @property
    def raw_length(self) -> int:
        """Length of the raw text in code points."""
        return self._raw_length

    def raw_range(self, start: int, end: int) -> Range:
        """The raw range that the clean range `start:end` came from. Raises ValueError outside the text."""
        if not 0 <= start <= end <= len(self._starts):
            raise ValueError(f"range {start}:{end} lies outside a text of {len(self._starts)} characters")
        if start == end:
            at = self._starts[start] if start < len(self._starts) else self._raw_length
            return at, at
        return self._starts[start], self._ends[end - 1]

    def then(self, later: OffsetMap) -> OffsetMap:
        """The map of the text that `later` made out of this map's clean text, straight to the raw text."""
        spans = [self.raw_range(*later.raw_range(i, i + 1)) for i in range(len(later))]
        return OffsetMap((s for s, _ in spans), (e for _, e in spans), self._raw_length)


@dataclass(frozen=True, slots=True)
class ReportMeta:
    """What a report says of itself. Empty strings stand for what it does not tell.

    `region` is the official name at its own level, `region_code` its GB/T 2260 code, `within` the chain above it from
    the province down; `period` and `date` are written as in `Period`; `kind` is one of the ontology's report kinds.
    """

    title: str = ""
    issuer: str = ""
    issuer_type: str = ""
    region: str = ""
    region_code: str = ""
    within: tuple[str, ...] = ()
    period: str = ""
    kind: str = ""
    date: str = ""

    @property
    def year(self) -> int | None:
        """The year that the report speaks of, if known."""
        return int(self.period[:4]) if self.period[:4].isdigit() else None


@dataclass(frozen=True, slots=True)
class Section:
    """A stretch under one heading, up to the next heading of any level.

    `level` is 0 for the text before the first heading, else the depth of the heading (1 for 一、, 2 for (一), 3 for
    1. or 一是); `role` is results, problems, plan, preamble or other and is inherited from the section above where the heading does not
    tell; `period` is the period that this chapter speaks of (a plan for 2020 in a report of 2019: "2020").
    `path` holds the headings from the top down, this one last.
    """

    index: int
    level: int
    heading: str
    start: int
    end: int
    role: str = "other"
    period: str = ""
    path: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence with the clean ranges of its clauses (split at ， ； and ：) and the index of its section."""

    index: int
    start: int
    end: int
    section: int
    clauses: tuple[Range, ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """A report ready to be understood: clean Simplified text, its way back to the raw file, and its layout.

    `furniture` are clean ranges (navigation, share links, captions of attachments …) from which nothing is extracted;
    no sentence overlaps them.
    """

    raw: RawReport
    text: str
    offsets: OffsetMap
    meta: ReportMeta
    sections: tuple[Section, ...]
    sentences: tuple[Sentence, ...]
    furniture: tuple[Range, ...] = field(default=())

    def sentence_at(self, position: int) -> Sentence | None:
        """The sentence that covers a clean position, or None in furniture and between sentences."""
        return covering(self.sentences, position)


_END = attrgetter("end")


def covering(sentences: Sequence[Sentence], position: int) -> Sentence | None:
    """The sentence of a sorted sequence that covers `position`, by bisection; None where none does."""
    low = bisect_right(sentences, position, key=_END)
    if low < len(sentences) and sentences[low].start <= position:
        return sentences[low]
    return None
