"""What a visitor wants to see of the facts around a thing: by relation, type, region, period, status and confidence."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from kg.errors import SchemaError
from kg.schema import load_schema
from kg.web.errors import ApiError
from kg.web.things import STATUS


@dataclass(frozen=True, slots=True)
class Filters:
    """Empty fields let everything through. `first` and `last` are years; a fact without a period passes any period."""

    relations: frozenset[str] = frozenset()
    types: frozenset[str] = frozenset()
    statuses: frozenset[str] = frozenset()
    region: str = ""
    way: str = ""
    first: int | None = None
    last: int | None = None
    confidence: float = 0.0

    def __post_init__(self) -> None:
        schema = load_schema()
        try:
            for relation in self.relations:
                schema.relation(relation)
            for kind in self.types:
                schema.entity_type(kind)
            for status in self.statuses:
                schema.check_qualifier("status", status)
        except SchemaError as error:
            raise ApiError("bad_request", str(error)) from error

    def pattern(self) -> str:
        """The types of the edge for a Cypher pattern: `:leads|memberOf`; all relations by name where any will do.

        Without types, the embedded engine looks through all things for those at the other end.
        """
        return f":{'|'.join(sorted(self.relations or load_schema().relations))}"

    @property
    def empty(self) -> bool:
        """Whether everything passes."""
        return self == Filters()

    def where(self) -> str:
        """The condition on an edge `r` that leads to a thing `b`, for Cypher; its parameters are those of `parameters`."""
        parts = []
        if self.statuses:
            parts.append(f"coalesce(r.status, '{STATUS}') IN $statuses")
        if self.confidence:
            parts.append("r.confidence >= $confidence")
        if self.first is not None:
            parts.append("(r.year IS NULL OR r.year >= $first)")
        if self.last is not None:
            parts.append("(r.year IS NULL OR r.period_start <= $last)")
        if self.types:
            parts.append("b.type IN $types")
        if self.region:
            parts.append("(b.name = $region OR $region IN b.within)")
        return " AND ".join(parts) or "true"

    def parameters(self) -> dict[str, object]:
        """The values that `where` speaks of."""
        return {
            "statuses": sorted(self.statuses),
            "confidence": self.confidence,
            "first": self.first,
            "last": None if self.last is None else date(self.last, 12, 31),
            "types": sorted(self.types),
            "region": self.region,
        }
