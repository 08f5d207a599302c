"""What extraction finds in one report: mentions, quantities, periods and relations between mentions.

Offsets are ranges in the *clean* text of a `Document`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum


class Deixis(Enum):
    """Something that a report means without naming it."""

    REGION = "region"  # 我市, 全县, or no subject at all where an indicator is told
    ISSUER = "issuer"  # 我局, 我院, or no subject at all where somebody acts


@dataclass(frozen=True, slots=True)
class Mention:
    """A stretch of text that names or describes one entity.

    `type` and `subtype` are names of the ontology. `name` is the fullest form that the text itself gives (elided heads, shared
    heads and list members restored; quotes and verbs removed); linking to a canonical name is the next stage's work.
    `owner` is who a unit, project or campus belongs to, or whom an unnamed alliance is named after. `deixis` is set where the stretch only
    points (我市, 该院 resolved to Deixis or, by `owner`, to another mention). `attrs` holds what a type needs besides: `number` of
    a document, `concept` of an indicator, `code` of a region.
    Raises ValueError where `text` is not as long as its range.
    """

    start: int
    end: int
    text: str
    type: str
    name: str = ""
    subtype: str = ""
    owner: Mention | Deixis | None = None
    deixis: Deixis | None = None
    attrs: Mapping[str, str] = field(default_factory=dict, hash=False)
    rule: str = ""
    score: float = 1.0

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end or self.end - self.start != len(self.text):
            raise ValueError(f"{self.text!r} does not fill {self.start}:{self.end}")
        if not self.name:
            object.__setattr__(self, "name", self.text)


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with its unit as the text gives it.

    `value` is a plain decimal string, scaled (4939万元 → "49390000", unit 元); `cmp` and `measure` are values of the ontology's
    qualifiers; a fall has a negative value. `kind` tells values from other numbers: value, range_low, range_high.
    """

    start: int
    end: int
    text: str
    value: str
    unit: str
    cmp: str = "eq"
    measure: str = "level"
    kind: str = "value"


@dataclass(frozen=True, slots=True)
class Period:
    """A stretch of time as the text gives it.

    `value` is `2019`, `2024-H1`, `2019-08`, `2019-01/2019-08`, `asof:2024-05`, or `2017/2020`; relative words are
    already counted from the report's own period.
    """

    start: int
    end: int
    text: str
    value: str


@dataclass(frozen=True, slots=True)
class RelationMention:
    """One relation as one stretch of text states it.

    `start:end` is the evidence: the shortest range that holds the value or object (and the subject where it stands near).
    `rule` names the frame that found it. `flag` is set (a word that says why) where the relation is a guess among candidates:
    it is then kept apart from the graph.
    """

    subject: Mention | Deixis
    predicate: str
    object: Mention
    start: int
    end: int
    qualifiers: Mapping[str, str] = field(default_factory=dict, hash=False)
    rule: str = ""
    flag: str = ""


@dataclass(frozen=True, slots=True)
class Extraction:
    """All that one report yields, in text order."""

    mentions: tuple[Mention, ...]
    relations: tuple[RelationMention, ...]
