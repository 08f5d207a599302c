"""What a value says before anybody is its subject: indicator, measure, who stands near.

`kg_indicators` makes the readings, `kg_relations_numeric` turns them into relations.
"""

from __future__ import annotations

from dataclasses import dataclass

from spacy.tokens import Doc

from kg.model.mention import Deixis, Mention

KEY = "kg_readings"


@dataclass(frozen=True, slots=True)
class Reading:
    """One value of one indicator.

    `indicator` is the mention of the name (its range is where the name stands, or the value itself); `start:end` is the value's
    range. `subject` is what the clause names as its subject, or None. `period` and `status` are set where the reading's own words tell them.
    """

    indicator: Mention
    start: int
    end: int
    value: str
    unit: str
    cmp: str = "eq"
    measure: str = "level"
    subject: Mention | Deixis | None = None
    period: str = ""
    status: str = ""
    rule: str = ""


def set_readings(doc: Doc, found: list[Reading]) -> None:
    """Keeps the readings of a document, in text order."""
    doc.user_data[KEY] = sorted(found, key=lambda r: (r.start, r.end, r.indicator.name))


def readings(doc: Doc) -> list[Reading]:
    """The readings of a document."""
    return list(doc.user_data.get(KEY, ()))
