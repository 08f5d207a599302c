"""What a visitor wants to see of the facts around a thing: by relation, type, region, period, status and confidence."""

from __future__ import annotations

from dataclasses import dataclass

from kg.errors import SchemaError
from kg.schema import load_schema
from kg.web.catalogue import Catalogue
from kg.web.errors import ApiError
from kg.web.things import Json, direction


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
        """The types of the edge for a Cypher pattern: `:leads|memberOf`, or "" for any."""
        return f":{'|'.join(sorted(self.relations))}" if self.relations else ""

    def passes(self, fact: Json, key: str, catalogue: Catalogue) -> bool:
        """Whether the fact is wanted, as seen from its end `key`."""
        if self.relations and fact["relation"] not in self.relations:
            return False
        if self.statuses and fact["status"] not in self.statuses:
            return False
        if (fact["confidence"] or 0.0) < self.confidence:
            return False
        if self.way and direction(fact["relation"], fact["source"] == key) not in (self.way, "both"):
            return False
        return self._in_time(fact) and self._other(fact, key, catalogue)

    def _in_time(self, fact: Json) -> bool:
        if (self.first is None and self.last is None) or not fact["end"]:
            return True
        begins, ends = int((fact["start"] or fact["end"])[:4]), int(fact["end"][:4])
        return (self.last is None or begins <= self.last) and (self.first is None or ends >= self.first)

    def _other(self, fact: Json, key: str, catalogue: Catalogue) -> bool:
        if not self.types and not self.region:
            return True
        other = catalogue.get(fact["target"] if fact["source"] == key else fact["source"])
        if self.types and other.type not in self.types:
            return False
        return not self.region or self.region in (other.name, *other.within)
