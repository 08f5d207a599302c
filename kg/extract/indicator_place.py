"""One list of values with the words before and after it, as the frames look at it."""

from __future__ import annotations

from dataclasses import dataclass

from kg.model.mention import Quantity

Named = tuple[list[str] | None, str]
"""The names that a frame gives to a list of values, with the frame's name; no names where it says that nothing is to be told."""


@dataclass(slots=True)
class Place:
    """`raw` is the text from `left` to the first value, `phrase` that without adverbs, periods and subject, `cleaned` what is left of it as a
    name; `noun` follows the only value; `continued` is set for a further member of a list (、, 和)."""

    slots: list[list[Quantity]]
    left: int
    previous_end: int
    raw: str
    phrase: str = ""
    cleaned: str = ""
    noun: str = ""
    continued: bool = False

    @property
    def first(self) -> Quantity:
        """The first value."""
        return self.slots[0][0]

    @property
    def end(self) -> int:
        """Where the last value ends."""
        return self.slots[-1][-1].end
