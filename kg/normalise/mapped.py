"""A text on its way from raw to clean, with the raw range of each of its characters."""

from __future__ import annotations

from array import array
from collections.abc import Iterable
from dataclasses import dataclass

from kg.model.text import OffsetMap

Edit = tuple[int, int, str]


@dataclass(frozen=True, slots=True)
class Mapped:
    """`text[i]` came from the raw characters `starts[i]:ends[i]`."""

    text: str
    starts: array[int]
    ends: array[int]
    raw_length: int

    @classmethod
    def of(cls, raw: str) -> Mapped:
        """The raw text itself, each character from its own place."""
        return cls(raw, array("L", range(len(raw))), array("L", range(1, len(raw) + 1)), len(raw))

    def recast(self, text: str) -> Mapped:
        """The same characters written otherwise, one for one. Raises ValueError where the length changed."""
        if len(text) != len(self.text):
            raise ValueError(f"a recast text must keep its length: {len(self.text)} became {len(text)}")
        return Mapped(text, self.starts, self.ends, self.raw_length)

    def edited(self, edits: Iterable[Edit]) -> Mapped:
        """The text with each range `start:end` of the edits (sorted, apart, not empty) written as given.

        Each character of a replacement stands for the whole range that it replaces.
        """
        parts: list[str] = []
        starts, ends = array("L"), array("L")
        at = 0
        for start, end, new in edits:
            if not at <= start < end:
                raise ValueError(f"edit {start}:{end} is empty or overlaps the one before")
            parts += (self.text[at:start], new)
            starts.extend(self.starts[at:start])
            ends.extend(self.ends[at:start])
            starts.extend([self.starts[start]] * len(new))
            ends.extend([self.ends[end - 1]] * len(new))
            at = end
        if not parts:
            return self
        parts.append(self.text[at:])
        starts.extend(self.starts[at:])
        ends.extend(self.ends[at:])
        return Mapped("".join(parts), starts, ends, self.raw_length)

    def offsets(self) -> OffsetMap:
        """The way back to the raw text."""
        return OffsetMap(self.starts, self.ends, self.raw_length)
