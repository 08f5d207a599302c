"""The ledger as RDF quads, report by report.

The default graph describes the data set, the entities and the structure of the observations; what a report says stands in a graph
of its own. A fact is told twice: as a plain triple (`<entity> hp:partnersWith <entity>`), and as a described statement with qualifiers, confidence, provenance and evidence. A fact that is only planned or sought (status
`target`) is told as a described statement alone: its plain triple would claim that it holds already. `hp:mentions` is told as plain triples alone.
docs/rdf.md describes the model.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from functools import cache
from itertools import groupby
from operator import attrgetter

from pyoxigraph import Literal, NamedNode, Quad

from kg.ledger import Ledger, ReportRecord
from kg.model.statement import Entity, Statement
from kg.schema import load_indicator_groups, load_indicators, load_schema
from kg.schema.indicators import INDICATOR, Indicator, IndicatorGroup
from kg.schema.turtle import DCTERMS, HP, RDFS, SKOS
from kg.store.periods import bounds
from kg.store.rdf_about import LICENCE, description
from kg.store.rdf_cube import Cube
from kg.store.rdf_statements import ROLES, Statements, holds
from kg.store.rdf_terms import (
    ADMS,
    DC,
    ORG,
    PROV,
    SPDX,
    VOID,
    Describer,
    Names,
    Seen,
    Tally,
    both,
    iri,
    part,
    typed,
    zh,
)

Progress = Callable[[int, int, str], None]
"""Reports done, reports in all, and the one just done."""

STANDARDS = {6: "GB/T 2260", 9: "GB/T 10114"}
"""Digits of a division code → the national standard that gives it: counties and above, townships."""


@dataclass(slots=True)
class Maker:
    """Makes the quads of one ledger. `merged` for formats without graphs: a triple that several reports state comes once."""

    ledger: Ledger
    names: Names
    merged: bool = False
    rdf12: bool = False
    progress: Progress | None = None
    tally: Tally = field(default_factory=Tally)
    concepts: set[str] = field(default_factory=set)
    schemes: set[str] = field(default_factory=set)
    codes: set[str] = field(default_factory=set)

    def quads(self) -> Iterator[Quad]:
        """All quads, in an order that depends on the ledger's content alone. Raises SchemaError for a type that the ontology does not know."""
        cube = Cube(self.names, self.tally)
        yield from cube.structure()
        yield from self._roles()
        regions = set()
        for entity in self.ledger.entities():
            if entity.type != "Report":
                yield from self._entity(entity)
            if entity.type == "Region":
                regions.add(entity.id)
        with closing(Seen()) as seen:
            yield from self._reports(cube, seen)
        for key in sorted(cube.areas.keys() - regions):
            yield from self._entity(cube.areas[key])
        yield from cube.references()
        yield from self._divisions()
        yield from self._schemes()
        counts, digest = self.ledger.counts(), self.ledger.digest()
        yield from description(self.names, self.tally, counts, digest, list(self.ledger.known()))

    def _reports(self, cube: Cube, seen: Seen) -> Iterator[Quad]:
        total = self.ledger.counts().reports
        grouped = groupby(self.ledger.statements(), key=attrgetter("report"))
        stem, said = next(grouped, ("", iter(())))
        for done, report in enumerate(self.ledger.reports(), 1):
            cube.next_report()
            before = self.tally.triples
            if stem == report.stem:
                yield from self._said(report, said, cube, seen)
                stem, said = next(grouped, ("", iter(())))
            yield from self._report(report, cube, self.tally.triples - before)
            if self.progress is not None:
                self.progress(done, total, report.stem)

    def _said(
        self, report: ReportRecord, said: Iterator[Statement], cube: Cube, seen: Seen
    ) -> Iterator[Quad]:
        """What a report says, in its own graph."""
        names, graph = self.names, self.names.thing("graph", report.stem)
        maker = Statements(names, self.tally, cube, self.rdf12)
        told: set[tuple[str, str, str]] = set()
        for s in said:
            key = (s.subject.id, s.predicate, s.object.id)
            if key not in told and holds(s):
                told.add(key)
                first = seen.first(" ".join(key))
                self.tally.properties[HP + s.predicate] += first
                if first or not self.merged:
                    yield Quad(names.end(s.subject), iri(HP + s.predicate), names.end(s.object), graph)
            if s.predicate != "mentions":
                yield from maker.statement(s, graph)
                yield from maker.evidence(s, report, graph)

    def _roles(self) -> Iterator[Quad]:
        for name, label in ROLES.values():
            about = Describer(self.tally, self.names.thing("role", name)).a(ORG + "Role", SKOS + "Concept")
            about(SKOS + "prefLabel", *both(label, name))
            yield from self._in_scheme(about, "role").quads

    def _in_scheme(self, about: Describer, kind: str) -> Describer:
        self.schemes.add(kind)
        return about(SKOS + "inScheme", self.names.thing("scheme", kind))

    def _entity(self, entity: Entity) -> Iterator[Quad]:
        about = Describer(self.tally, self.names.end(entity)).a(*_classes(entity.type, entity.subtype))
        about(RDFS + "label", zh(entity.name))(SKOS + "altLabel", *map(zh, entity.aliases))
        about(DCTERMS + "identifier", Literal(entity.id))
        about(HP + "scope", Literal(entity.scope) if entity.scope else None)
        if entity.code:
            self._code(about, entity)
        if entity.within:
            about(SKOS + "scopeNote", zh(" > ".join(entity.within)))
        if SKOS + "Concept" in _classes(entity.type, entity.subtype):
            self._in_scheme(about(SKOS + "prefLabel", zh(entity.name)), entity.type)
        if entity.type == "PolicyDocument" and entity.attrs.get("number"):
            about(HP + "documentNumber", Literal(entity.attrs["number"]))
        if entity.type == "Indicator":
            self._concept(about, entity)
        yield from about.quads

    def _code(self, about: Describer, entity: Entity) -> None:
        """A region's own code, or the code of the region that the entity belongs to. A former township has its county's code and its name: no division code."""
        if entity.type != "Region" or not entity.code.isdecimal():
            about(HP + "placeCode", Literal(entity.code))
            return
        about(HP + "divisionCode", Literal(entity.code))
        if len(entity.code) in STANDARDS:
            self.codes.add(entity.code)
            about(ADMS + "identifier", self.names.thing("division", entity.code))

    def _concept(self, about: Describer, entity: Entity) -> None:
        given = entity.attrs.get("concept", "")
        about(HP + "concept", Literal(given) if given else None)
        known = _indicators().get(given) or _indicators().get(entity.name)
        if known:
            self.concepts.add(known.slug)
            about(SKOS + "exactMatch", iri(known.iri))

    def _report(self, report: ReportRecord, cube: Cube, triples: int) -> Iterator[Quad]:
        names, meta = self.names, report.meta
        node, graph = names.thing("report", report.stem), names.thing("graph", report.stem)
        about = Describer(self.tally, graph).a(PROV + "Bundle", VOID + "Dataset")
        about(PROV + "wasDerivedFrom", node)(DCTERMS + "isPartOf", names.dataset)
        yield from about(RDFS + "label", zh(meta.title or report.stem)).quads
        about = Describer(self.tally, node).a(HP + "Report")(DCTERMS + "identifier", Literal(report.stem))
        about(DCTERMS + "title", zh(meta.title) if meta.title else None)(DCTERMS + "isPartOf", names.dataset)
        about(DC + "publisher", zh(meta.issuer) if meta.issuer else None)
        about(DC + "coverage", zh(" > ".join((*meta.within, meta.region))) if meta.region else None)
        about(HP + "reportKind", Literal(meta.kind) if meta.kind else None)
        about(DCTERMS + "issued", _date(meta.date))(SPDX + "checksum", part(node, "checksum"))
        if bounds(meta.period):
            about(DCTERMS + "temporal", cube.period(meta.period))
        yield from about.quads
        about = Describer(self.tally, part(node, "checksum")).a(SPDX + "Checksum")
        about(SPDX + "algorithm", iri(SPDX + "checksumAlgorithm_sha256"))
        yield from about(SPDX + "checksumValue", typed(report.sha256, "hexBinary")).quads
        about = Describer(self.tally, names.thing("extraction", report.stem)).a(PROV + "Activity")
        about(PROV + "used", node)(PROV + "wasAssociatedWith", names.software)
        yield from about(DCTERMS + "identifier", Literal(report.fingerprint)).quads

    def _divisions(self) -> Iterator[Quad]:
        """The codes of regions as identifiers that other data can be joined by (ADMS)."""
        for code in sorted(self.codes):
            standard = STANDARDS[len(code)]
            about = Describer(self.tally, self.names.thing("division", code)).a(ADMS + "Identifier")
            about(
                SKOS + "notation",
                Literal(code, datatype=iri(HP + standard.replace("/", "").replace(" ", ""))),
            )
            yield from about(ADMS + "schemaAgency", Literal(standard)).quads

    def _schemes(self) -> Iterator[Quad]:
        """The concept schemes that were used, and the standard indicators with all that is above them."""
        for kind in sorted(self.schemes):
            about = Describer(self.tally, self.names.thing("scheme", kind)).a(SKOS + "ConceptScheme")
            label = (
                both("医联体中的角色", "Roles in an alliance")
                if kind == "role"
                else both(
                    load_schema().entity_types[kind].label_zh, load_schema().entity_types[kind].label_en
                )
            )
            yield from about(RDFS + "label", *label)(DCTERMS + "isPartOf", self.names.dataset).quads
        if self.concepts:
            about = Describer(self.tally, iri(INDICATOR)).a(SKOS + "ConceptScheme")
            about(DCTERMS + "title", *both("卫生健康指标概念体系", "Scheme of health indicators"))
            yield from about(DCTERMS + "license", iri(LICENCE)).quads
        known: dict[str, Indicator | IndicatorGroup] = {}
        known.update((group.slug, group) for group in load_indicator_groups())
        known.update((one.slug, one) for one in load_indicators())
        for slug in sorted(_with_broader(self.concepts, known)):
            yield from self._indicator(known[slug], known).quads

    def _indicator(
        self, one: Indicator | IndicatorGroup, known: dict[str, Indicator | IndicatorGroup]
    ) -> Describer:
        about = Describer(self.tally, iri(one.iri)).a(SKOS + "Concept")
        about(SKOS + "inScheme", iri(INDICATOR))(SKOS + "prefLabel", *both(one.label_zh, one.label_en))
        if one.broader:
            return about(SKOS + "broader", iri(known[one.broader].iri))
        return about(SKOS + "topConceptOf", iri(INDICATOR))


@cache
def _classes(kind: str, subtype: str) -> tuple[str, ...]:
    """The classes of an entity; skos:Concept is told too where the ontology says that its type is one."""
    known = load_schema().check_entity(kind, subtype)
    concept = (SKOS + "Concept",) if SKOS + "Concept" in known.parents else ()
    return (*((known.subtype(subtype).iri,) if subtype else ()), known.iri, *concept)


@cache
def _indicators() -> dict[str, Indicator]:
    known = {indicator.label_zh: indicator for indicator in load_indicators()}
    return {**known, **{indicator.slug: indicator for indicator in load_indicators()}}


def _with_broader(slugs: set[str], known: dict[str, Indicator | IndicatorGroup]) -> set[str]:
    found: set[str] = set()
    open_ = sorted(slugs)
    while open_:
        slug = open_.pop()
        if slug not in found:
            found.add(slug)
            open_ += [known[slug].broader] if known[slug].broader else []
    return found


def _date(text: str) -> Literal | None:
    """A date as exact as it is told: day, month or year."""
    kinds = {10: "date", 7: "gYearMonth", 4: "gYear"}
    return typed(text, kinds[len(text)]) if len(text) in kinds and bounds(text) else None


def quads(ledger: Ledger, names: Names | None = None) -> Iterator[Quad]:
    """All quads of a ledger under the default base, for use in memory."""
    return Maker(ledger, names or Names()).quads()


def graph_of(names: Names, stem: str) -> NamedNode:
    """The named graph that holds what a report says."""
    return names.thing("graph", stem)
