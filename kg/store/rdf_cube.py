"""The data cube of all observations (RDF Data Cube): its structure, and the areas and periods that observations refer to.

An observation is told apart by eight dimensions. Four are what one asks for: area, period, indicator, status. Four more make it unique: whose
value it is (the subject may be an institution of the area), which report says so, whether the value is a level or a change, and which
reading it is where one report gives several values for the same.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import NamedTuple

from pyoxigraph import Literal, NamedNode, Quad

from kg.model.statement import Entity, Statement
from kg.schema import load_schema
from kg.schema.turtle import DCTERMS, HP, RDF, RDFS, SKOS, XSD
from kg.store.periods import bounds
from kg.store.rdf_terms import (
    DCAT,
    PROV,
    QB,
    SDMX,
    SDMX_ATTRIBUTE,
    SDMX_DIMENSION,
    TIME,
    Describer,
    Names,
    Tally,
    both,
    iri,
    part,
    typed,
)

OBSERVED = ("achieved", "targets")
PURE_NUMBER = "1"
"""The unit of a bare number, as UCUM writes it (https://ucum.org)."""

NEEDED = ("value", "measure")
"""Qualifiers without which a statement is no observation."""


class Component(NamedTuple):
    """A component of the structure: what it is, its property, the property's range, and its names."""

    kind: str
    name: str
    reach: str
    chinese: str
    english: str


COMPONENTS = (
    Component("dimension", SDMX_DIMENSION + "refArea", PROV + "Location", "地区", "area"),
    Component("dimension", SDMX_DIMENSION + "refPeriod", DCTERMS + "PeriodOfTime", "时期", "period"),
    Component("dimension", HP + "indicator", HP + "Indicator", "指标", "indicator"),
    Component("dimension", HP + "refStatus", SKOS + "Concept", "状态", "status"),
    Component("dimension", HP + "measure", XSD + "string", "度量方式", "measure"),
    Component("dimension", HP + "subject", HP + "Entity", "主体", "subject"),
    Component("dimension", HP + "statedIn", HP + "Report", "见于", "stated in"),
    Component("dimension", HP + "reading", XSD + "positiveInteger", "第几个读数", "reading"),
    Component("measure", SDMX + "obsValue", XSD + "decimal", "数值", "value"),
    Component("attribute", SDMX_ATTRIBUTE + "unitMeasure", XSD + "string", "单位", "unit"),
    Component("attribute", HP + "cmp", XSD + "string", "比较", "comparison"),
    Component("attribute", HP + "confidence", XSD + "decimal", "置信度", "confidence"),
)
"""All components, in the order of the structure."""

STATUSES = HP + "StatusScheme"
_KIND = {
    "dimension": "DimensionProperty",
    "measure": "MeasureProperty",
    "attribute": "AttributeProperty",
}


def observed(s: Statement) -> bool:
    """Whether a statement is an observation: it gives a value of an indicator."""
    return s.predicate in OBSERVED and all(s.qualifiers.get(name) for name in NEEDED)


def status_of(s: Statement) -> str:
    """The status of an observation; where it is not told, the relation tells it: what is achieved is actual, what is aimed at a target."""
    return s.qualifiers.get("status") or ("target" if s.predicate == "targets" else "actual")


@cache
def _terms() -> dict[str, NamedNode]:
    return {term.value: iri(term.iri) for term in load_schema().qualifiers["status"].terms}


@dataclass(slots=True)
class Cube:
    """Makes the observations' part of the quads, and keeps which periods and areas they used."""

    names: Names
    tally: Tally
    periods: set[str] = field(default_factory=set)
    areas: dict[str, Entity] = field(default_factory=dict)
    cells: Counter[tuple[str, ...]] = field(default_factory=Counter)
    unplaced: bool = False

    def structure(self) -> Iterator[Quad]:
        """The data set of observations and its structure definition, each component with its name and range."""
        names = self.names
        about = Describer(self.tally, names.observations).a(QB + "DataSet", DCAT + "Dataset")
        about(QB + "structure", names.structure)(DCTERMS + "isPartOf", names.dataset)
        yield from about(DCTERMS + "title", *both("指标观测值", "Values of indicators")).quads
        parts = [part(names.structure, one.name.rpartition("#")[2]) for one in COMPONENTS]
        about = Describer(self.tally, names.structure).a(QB + "DataStructureDefinition")
        yield from about(QB + "component", *parts).quads
        for order, (node, one) in enumerate(zip(parts, COMPONENTS, strict=True), 1):
            yield from self._component(node, order, one)
        yield from self._statuses()

    def _component(self, node: NamedNode, order: int, one: Component) -> Iterator[Quad]:
        about = Describer(self.tally, node).a(QB + "ComponentSpecification")
        about(QB + one.kind, iri(one.name))(QB + "order", typed(str(order), "integer"))
        if one.kind == "attribute":
            needed = "true" if one.name == SDMX_ATTRIBUTE + "unitMeasure" else "false"
            about(QB + "componentRequired", typed(needed, "boolean"))
        yield from about.quads
        codes = {
            HP + "indicator": self.names.thing("scheme", "Indicator"),
            HP + "refStatus": iri(STATUSES),
        }.get(one.name)
        coded = (QB + "CodedProperty",) if codes else ()
        about = Describer(self.tally, iri(one.name)).a(RDF + "Property", QB + _KIND[one.kind], *coded)
        about(RDFS + "label", *both(one.chinese, one.english))(RDFS + "range", iri(one.reach))
        yield from about(QB + "codeList", codes).quads

    def _statuses(self) -> Iterator[Quad]:
        status = load_schema().qualifiers["status"]
        about = Describer(self.tally, iri(STATUSES)).a(SKOS + "ConceptScheme")
        yield from about(RDFS + "label", *both(status.label_zh, status.label_en)).quads
        for term in status.terms:
            about = Describer(self.tally, iri(term.iri)).a(SKOS + "Concept")
            about(SKOS + "inScheme", iri(STATUSES))(SKOS + "notation", Literal(term.value))
            yield from about(SKOS + "prefLabel", *both(term.label_zh, term.label_en)).quads

    def observation(self, about: Describer, s: Statement, subject: NamedNode, target: NamedNode) -> None:
        """Adds to the description of a statement what makes it an observation of the cube."""
        told = s.qualifiers
        area = self._area(s.subject, subject)
        period, status = told.get("period", ""), status_of(s)
        cell = (area.value, period, s.object.id, status, told["measure"], s.subject.id)
        self.cells[cell] += 1
        about(QB + "dataSet", self.names.observations)(SDMX_DIMENSION + "refArea", area)
        about(SDMX_DIMENSION + "refPeriod", self.period(period))(HP + "indicator", target)
        about(HP + "refStatus", _terms()[status])
        about(HP + "reading", typed(str(self.cells[cell]), "positiveInteger"))
        about(SDMX + "obsValue", typed(told["value"], "decimal"))
        about(SDMX_ATTRIBUTE + "unitMeasure", Literal(told.get("unit") or PURE_NUMBER))

    def next_report(self) -> None:
        """Readings are counted in each report anew."""
        self.cells.clear()

    def _area(self, subject: Entity, node: NamedNode) -> NamedNode:
        """The region itself; for any other subject the region that it belongs to, by division code."""
        if subject.type == "Region":
            return node
        if not (subject.code and subject.within):
            self.unplaced = True
            return self.names.no_area
        region = Entity(
            "Region", subject.within[-1], scope=subject.code, code=subject.code, within=subject.within[:-1]
        )
        self.areas.setdefault(region.id, region)
        return self.names.end(region)

    def period(self, text: str) -> NamedNode:
        """The period of that name; a told absence (`period/unknown`) where the text is empty."""
        self.periods.add(text)
        return self.names.thing("period", text or "unknown")

    def references(self) -> Iterator[Quad]:
        """The periods and the unknown area that were referred to."""
        for text in sorted(self.periods):
            yield from self._described_period(text)
        if self.unplaced:
            about = Describer(self.tally, self.names.no_area).a(PROV + "Location")
            yield from about(RDFS + "label", *both("地区未知", "area not known")).quads

    def _described_period(self, text: str) -> Iterator[Quad]:
        node = self.names.thing("period", text or "unknown")
        about = Describer(self.tally, node).a(DCTERMS + "PeriodOfTime", TIME + "ProperInterval")
        if text:
            about(RDFS + "label", Literal(text))(DCTERMS + "identifier", Literal(text))
        else:
            about(RDFS + "label", *both("时期未说明", "period not told"))
        days_of(about, DCAT, bounds(text))
        yield from about.quads


def days_of(about: Describer, vocabulary: str, days: tuple[date, date] | None) -> None:
    """Adds the first and the last day, where they are known."""
    if days:
        first, last = (typed(day.isoformat(), "date") for day in days)
        about(vocabulary + "startDate", first)(vocabulary + "endDate", last)
