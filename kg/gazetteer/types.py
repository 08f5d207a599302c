"""What the gazetteer speaks of: a division, and a place in a text where one may be named."""

from dataclasses import dataclass
from typing import Literal

Level = Literal["province", "prefecture", "county", "township"]
LEVELS: tuple[Level, ...] = ("province", "prefecture", "county", "township")
RANK: dict[Level, int] = {level: rank for rank, level in enumerate(LEVELS)}


@dataclass(frozen=True, slots=True)
class Division:
    """One administrative division under one name, code and parent.

    `code`: GB/T 2260 (six digits) or, for a township, the nine digits of the statistical list; a former
    township whose code is not known has its county's code, `-` and its name (510181-柳街镇).
    `name` is the official name, `short` what is left without its kind (开平), or the name where nothing
    would be (郫县). `parent` is a code; municipalities and counties directly under a province have the
    province, without a placeholder level. `since` and `until` are years: the division came to be as it
    is in `since`, and ceased in `until`, so that reports of both years may use the name; None is open.
    For townships `until` is the year of the first list without it (2023 or 2026).
    `successor` is the code of the division that took its place, where one is known; it may equal `code`
    (襄樊市 and 襄阳市 are both 420600).
    """

    code: str
    name: str
    short: str
    level: Level
    parent: str | None
    since: int | None
    until: int | None
    successor: str | None

    def existed(self, year: int) -> bool:
        """Whether a report of this year may use the name."""
        return (self.since is None or self.since <= year) and (self.until is None or year <= self.until)


@dataclass(frozen=True, slots=True)
class Hit:
    """A stretch of text that is the name of at least one division.

    `divisions`: all that bear the name, current ones first. `weak`: the name alone does not settle that a
    division is meant; it needs the report's region. `common`: it is an ordinary word besides (和平, 城区), and
    nothing beside it says that a division is meant (as 和平卫生院 would).
    """

    start: int
    end: int
    name: str
    divisions: tuple[Division, ...]
    weak: bool
    common: bool
