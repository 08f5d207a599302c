"""The small JSON shapes that every endpoint is made of: things, reports, facts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from kg.schema import load_schema

Json: TypeAlias = dict[str, Any]

REPORT = "Report"
STATUS = "actual"
"""The status of a fact of which none is told: it is stated as it holds."""

OWN = frozenset(
    ("id", "name", "type", "subtype", "code", "scope", "within", "aliases", "names", "places", "topics", "digest", "name_en", "unit")
)  # fmt: skip
"""Properties of an entity's node that the store gives it; any other text is an attribute that a report tells."""

_QUALIFIERS = ("value", "value_text", "unit", "cmp", "measure", "mode", "specialty", "by", "amount")


@dataclass(frozen=True, slots=True)
class Thing:
    """An entity or a report as lists show it. `aliases` are its other names."""

    id: str
    name: str
    type: str
    subtype: str = ""
    code: str = ""
    within: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()

    @property
    def region(self) -> str:
        """The smallest region around it."""
        return self.within[-1] if self.within else ""

    def json(self) -> Json:
        """The thing as the interface tells it."""
        return {
            "id": self.id,
            "name": self.name,
            "type": self.type,
            "subtype": self.subtype,
            "region": self.region,
            "within": list(self.within),
            "code": self.code,
        }


def node(thing: Thing, **more: object) -> Json:
    """A thing as cytoscape takes it."""
    return {"data": {**thing.json(), "label": thing.name, **more}}


def edge(fact: Json) -> Json:
    """A fact as cytoscape takes it."""
    return {"data": fact}


def fact(kind: str, source: str, target: str, said: Mapping[str, Any]) -> Json:
    """A relation with its qualifiers; `said` are the properties of its edge."""
    start, end = said.get("period_start"), said.get("period_end")
    return {
        "id": said["id"],
        "source": source,
        "target": target,
        "relation": kind,
        "status": said.get("status") or STATUS,
        "period": said.get("period"),
        "year": said.get("year"),
        "start": str(start) if start else None,
        "end": str(end) if end else None,
        **{key: said.get(key) for key in _QUALIFIERS},
        "confidence": said.get("confidence"),
        "report": said.get("report"),
        "symmetric": is_symmetric(kind),
    }


def is_symmetric(kind: str) -> bool:
    """Whether a relation has no direction."""
    return load_schema().relation(kind).symmetric


def direction(kind: str, outward: bool) -> str:
    """`out`, `in`, or `both` for a relation without direction, as seen from one end."""
    if is_symmetric(kind):
        return "both"
    return "out" if outward else "in"
