"""All entities and reports of a graph in memory, by id: names are looked up and searched without asking the store."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from kg.web.errors import not_found
from kg.web.things import REPORT, Json, Thing

_ENTITIES = (
    "MATCH (n:Entity) WHERE n.id IS NOT NULL AND n.name IS NOT NULL AND n.type IS NOT NULL RETURN n.id AS id, n.name AS name, n.type AS type, n.subtype AS subtype, n.code AS code, "
    "n.within AS within, n.aliases AS aliases"
)
_REPORTS = "MATCH (r:Report) WHERE r.sha256 IS NOT NULL RETURN r.id AS id, properties(r) AS said"


@dataclass(frozen=True, slots=True)
class Report:
    """What a report says of itself; `id` is the stem of its file."""

    thing: Thing
    said: Mapping[str, Any]

    def json(self) -> Json:
        """The report as the interface tells it."""
        keys = ("title", "issuer", "region", "period", "kind", "date", "year", "sha256")
        return {
            "id": self.thing.id,
            "name": self.thing.name,
            **{key: self.said.get(key) or ("" if key != "year" else None) for key in keys},
            "within": list(self.thing.within),
        }


class Catalogue:
    """Entities and reports by id, in the order of their ids."""

    def __init__(self, entities: Iterable[Mapping[str, Any]], reports: Iterable[Mapping[str, Any]]) -> None:
        self.reports: dict[str, Report] = {}
        self.things: dict[str, Thing] = {}
        shared: dict[tuple[str, ...], tuple[str, ...]] = {}
        for row in sorted(entities, key=lambda row: str(row["id"])):
            within = tuple(row["within"] or ())
            self.things[row["id"]] = Thing(
                row["id"],
                row["name"],
                row["type"],
                row["subtype"] or "",
                row["code"] or "",
                shared.setdefault(within, within),
                tuple(row["aliases"] or ()),
            )
        for row in sorted(reports, key=lambda row: str(row["id"])):
            said = row["said"]
            region = (said["region"],) if said.get("region") else ()
            thing = Thing(
                row["id"],
                said["name"],
                REPORT,
                said.get("kind") or "",
                "",
                (*(said.get("within") or ()), *region),
            )
            self.reports[row["id"]] = Report(thing, said)

    def __contains__(self, key: object) -> bool:
        return key in self.things or key in self.reports

    def __iter__(self) -> Iterator[Thing]:
        yield from self.things.values()
        yield from (report.thing for report in self.reports.values())

    def get(self, key: str) -> Thing:
        """The entity or report of that id. Raises ApiError `not_found`."""
        if key in self.things:
            return self.things[key]
        return self.report(key).thing

    def report(self, stem: str) -> Report:
        """The report of that stem. Raises ApiError `not_found`."""
        if stem not in self.reports:
            raise not_found(stem)
        return self.reports[stem]


def read_catalogue(ask: Any) -> Catalogue:
    """The catalogue of a graph; `ask` runs a question and gives its rows as mappings."""
    return Catalogue(ask(_ENTITIES), ask(_REPORTS))
