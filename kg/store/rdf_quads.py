"""The ledger as RDF quads.

The default graph describes the data set, the entities and the structure of the observations; what a report says stands in a graph
of its own. A fact is told twice: as a plain triple (`<entity> hp:partnersWith <entity>`), and as a described statement with qualifiers, confidence, provenance and evidence. A fact that is only planned or sought (status
`target`) is told as a described statement alone: its plain triple would claim that it holds already. `hp:mentions` is told as plain triples alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import cache

from pyoxigraph import Literal, NamedNode, Quad

from kg import __version__
from kg.ledger import Ledger, ReportRecord
from kg.model.statement import Entity, Evidence, Statement, content_id
from kg.schema import load_indicators, load_schema
from kg.schema.turtle import DCTERMS, HP, RDF, RDFS, SKOS
from kg.store.periods import bounds
from kg.store.rdf_terms import (
    BASE,
    DC,
    DCAT,
    OA,
    ORG,
    PROV,
    QB,
    SCHEMA,
    SDMX,
    SDMX_ATTRIBUTE,
    SPDX,
    VOID,
    Describer,
    Graph,
    part,
    thing,
    typed,
    zh,
)

DATASET = NamedNode(BASE + "dataset")
OBSERVATIONS = NamedNode(BASE + "observations")
STRUCTURE = NamedNode(BASE + "structure")
SOFTWARE = NamedNode(BASE + "software")

OBSERVED = ("achieved", "targets")
PURE_NUMBER = "1"
"""The unit of a bare number, as UCUM writes it (https://ucum.org)."""

ROLES = {"memberOf": ("member", "成员单位"), "leads": ("lead", "牵头单位")}
CONTEXT = 32
"""Characters of the source before and after a quotation by which it can be found again in an edited file."""


def quads(ledger: Ledger) -> Iterator[Quad]:
    """All quads, in an order that depends on the ledger's content alone. Raises SchemaError for a type that the ontology does not know."""
    yield from _dataset(ledger)
    yield from _structure()
    for entity in ledger.entities():
        if entity.type != "Report":
            yield from _entity(entity)
    for report in ledger.reports():
        yield from _report(report)
        graph = graph_of(report.stem)
        told: set[tuple[str, str, str]] = set()
        for statement in ledger.statements(report=report.stem):
            key = (statement.subject.id, statement.predicate, statement.object.id)
            if key not in told and _holds(statement):
                told.add(key)
                yield Quad(
                    _end(statement.subject),
                    NamedNode(HP + statement.predicate),
                    _end(statement.object),
                    graph,
                )
            if statement.predicate != "mentions":
                yield from _statement(statement, graph)
                for piece in statement.evidence:
                    yield from _evidence(statement, piece, report, graph)


def graph_of(stem: str) -> NamedNode:
    """The named graph that holds what a report says."""
    return thing("graph", stem)


def _holds(statement: Statement) -> bool:
    return statement.predicate == "targets" or statement.qualifiers.get("status") != "target"


def _end(entity: Entity) -> NamedNode:
    return thing("report", entity.scope) if entity.type == "Report" else thing("entity", entity.id)


def _dataset(ledger: Ledger) -> Iterator[Quad]:
    counts = ledger.counts()
    about = Describer(DATASET, None).a(DCAT + "Dataset", VOID + "Dataset", PROV + "Entity")
    about(
        DCTERMS + "title", zh("卫生健康政策知识图谱"), Literal("Health policy knowledge graph", language="en")
    )
    about(
        DCTERMS + "description",
        zh("从中国卫生健康工作报告中抽取的事实，每个事实都指向原文的确切字符。"),
        Literal(
            "Facts from reports of Chinese health authorities, each with the exact characters of its source.",
            language="en",
        ),
    )
    about(DCTERMS + "identifier", Literal(ledger.digest()))
    about(DCTERMS + "language", Literal("zh"))
    about(DCTERMS + "conformsTo", NamedNode(HP.rstrip("#")))
    about(VOID + "uriSpace", Literal(BASE))
    about(VOID + "vocabulary", *map(NamedNode, (HP, PROV, OA, QB, ORG, SKOS, DCTERMS)))
    about(VOID + "entities", typed(str(counts.entities), "integer"))
    about(PROV + "wasAttributedTo", SOFTWARE)
    about(DCTERMS + "source", *(thing("report", stem) for stem in ledger.known()))
    yield from about.quads
    software = Describer(SOFTWARE, None).a(PROV + "SoftwareAgent")
    yield from software(RDFS + "label", Literal(f"health-policy-kg {__version__}")).quads


def _structure() -> Iterator[Quad]:
    """The data cube of all observations, and the roles of memberships."""
    yield from (
        Describer(OBSERVATIONS, None)
        .a(QB + "DataSet")(QB + "structure", STRUCTURE)(
            DCTERMS + "title", zh("指标观测值"), Literal("Values of indicators", language="en")
        )(DCTERMS + "isPartOf", DATASET)
        .quads
    )
    components = [
        *(("dimension", HP + name) for name in ("subject", "object", "period", "statedIn")),
        ("measure", SDMX + "obsValue"),
        *(("attribute", HP + name) for name in ("unit", "cmp", "measure", "status", "value")),
    ]
    parts = [part(STRUCTURE, f"{kind}-{iri.rpartition('#')[2]}") for kind, iri in components]
    about = Describer(STRUCTURE, None).a(QB + "DataStructureDefinition")(QB + "component", *parts)
    yield from about.quads
    for node, (kind, iri) in zip(parts, components, strict=True):
        yield from Describer(node, None).a(QB + "ComponentSpecification")(QB + kind, NamedNode(iri)).quads
    for name, label in ROLES.values():
        yield from (
            Describer(thing("role", name), None)
            .a(ORG + "Role", SKOS + "Concept")(SKOS + "prefLabel", zh(label), Literal(name, language="en"))
            .quads
        )


@cache
def _classes(kind: str, subtype: str) -> tuple[str, ...]:
    known = load_schema().check_entity(kind, subtype)
    return (known.subtype(subtype).iri, known.iri) if subtype else (known.iri,)


@cache
def _indicator_iris() -> dict[str, str]:
    known = {indicator.label_zh: indicator.iri for indicator in load_indicators()}
    return {**known, **{indicator.slug: indicator.iri for indicator in load_indicators()}}


def _entity(entity: Entity) -> Iterator[Quad]:
    about = Describer(_end(entity), None).a(*_classes(entity.type, entity.subtype))
    about(RDFS + "label", zh(entity.name))(SKOS + "altLabel", *map(zh, entity.aliases))
    about(DCTERMS + "identifier", Literal(entity.id))
    about(HP + "scope", Literal(entity.scope) if entity.scope else None)
    if entity.code:
        about(HP + ("divisionCode" if entity.type == "Region" else "placeCode"), Literal(entity.code))
    if entity.within:
        about(SKOS + "scopeNote", zh(" > ".join(entity.within)))
    if entity.type == "PolicyDocument" and entity.attrs.get("number"):
        about(HP + "documentNumber", Literal(entity.attrs["number"]))
    if entity.type == "Indicator":
        concept = entity.attrs.get("concept", "")
        about(HP + "concept", Literal(concept) if concept else None)
        iri = _indicator_iris().get(concept) or _indicator_iris().get(entity.name)
        about(SKOS + "exactMatch", NamedNode(iri) if iri else None)
    yield from about.quads


def _report(report: ReportRecord) -> Iterator[Quad]:
    node, meta = thing("report", report.stem), report.meta
    graph = graph_of(report.stem)
    yield from Describer(graph, None).a(PROV + "Bundle")(PROV + "wasDerivedFrom", node).quads
    about = Describer(node, None).a(HP + "Report")(DCTERMS + "identifier", Literal(report.stem))
    about(DCTERMS + "title", zh(meta.title) if meta.title else None)(DCTERMS + "isPartOf", DATASET)
    about(DC + "publisher", zh(meta.issuer) if meta.issuer else None)
    about(DC + "coverage", zh(" > ".join((*meta.within, meta.region))) if meta.region else None)
    about(HP + "reportKind", Literal(meta.kind) if meta.kind else None)
    about(DCTERMS + "issued", _date(meta.date))
    about(SPDX + "checksum", part(node, "checksum"))
    days = bounds(meta.period)
    if days:
        about(DCTERMS + "temporal", part(node, "period"))
    yield from about.quads
    yield from (
        Describer(part(node, "checksum"), None)
        .a(SPDX + "Checksum")(SPDX + "algorithm", NamedNode(SPDX + "checksumAlgorithm_sha256"))(
            SPDX + "checksumValue", typed(report.sha256, "hexBinary")
        )
        .quads
    )
    if days:
        yield from _days(Describer(part(node, "period"), None).a(DCTERMS + "PeriodOfTime"), DCAT, days).quads
    activity = Describer(thing("extraction", report.stem), None).a(PROV + "Activity")(PROV + "used", node)
    activity(PROV + "wasAssociatedWith", SOFTWARE)(DCTERMS + "identifier", Literal(report.fingerprint))
    yield from activity.quads


def _date(text: str) -> Literal | None:
    """A date as exact as it is told: day, month or year."""
    kinds = {10: "date", 7: "gYearMonth", 4: "gYear"}
    return typed(text, kinds[len(text)]) if len(text) in kinds and bounds(text) else None


def _days(about: Describer, vocabulary: str, days: tuple[date, date]) -> Describer:
    first, last = (typed(day.isoformat(), "date") for day in days)
    return about(vocabulary + "startDate", first)(vocabulary + "endDate", last)


def _statement(s: Statement, graph: Graph) -> Iterator[Quad]:
    key = s.id
    node, subject, target = thing("statement", key), _end(s.subject), _end(s.object)
    observed = s.predicate in OBSERVED
    classes = [HP + "Observation", HP + "Statement", QB + "Observation"] if observed else [HP + "Statement"]
    about = Describer(node, graph).a(*classes)
    about(RDF + "subject", subject)(RDF + "predicate", NamedNode(HP + s.predicate))(RDF + "object", target)
    about(HP + "subject", subject)(HP + "object", target)(HP + "statedIn", thing("report", s.report))
    for name, value in s.qualifiers.items():
        about(HP + name, Literal(value))
    days = bounds(s.qualifiers.get("period", ""))
    if days:
        _days(about, SCHEMA, days)
    if observed:
        number = s.qualifiers.get("value", "")
        about(QB + "dataSet", OBSERVATIONS)(SDMX + "obsValue", typed(number, "decimal") if number else None)
        about(SDMX_ATTRIBUTE + "unitMeasure", Literal(s.qualifiers.get("unit") or PURE_NUMBER))
    about(HP + "confidence", typed(f"{s.confidence:.3f}".rstrip("0").rstrip("."), "decimal"))
    about(PROV + "wasGeneratedBy", thing("extraction", s.report))
    about(PROV + "wasDerivedFrom", thing("report", s.report))
    about(HP + "supportedBy", *(_piece(key, piece) for piece in s.evidence))
    yield from about.quads
    if s.predicate in ROLES and _holds(s):
        yield from (
            Describer(thing("membership", key), graph)
            .a(ORG + "Membership")(ORG + "member", subject)(ORG + "organization", target)(
                ORG + "role", thing("role", ROLES[s.predicate][0])
            )(PROV + "wasDerivedFrom", node)
            .quads
        )


def _piece(statement: str, piece: Evidence) -> NamedNode:
    return thing("evidence", content_id("evidence", statement, str(piece.start), str(piece.end), piece.rule))


def _evidence(s: Statement, piece: Evidence, report: ReportRecord, graph: Graph) -> Iterator[Quad]:
    """Evidence as a Web Annotation resource: the report, and the characters by position and by quotation."""
    node, source = _piece(s.id, piece), thing("report", s.report)
    position, quotation = part(node, "position"), part(node, "quotation")
    about = Describer(node, graph).a(HP + "Evidence", OA + "SpecificResource")
    about(OA + "hasSource", source)(HP + "fromReport", source)(OA + "hasSelector", position, quotation)
    about(HP + "foundBy", Literal(piece.rule))
    about(SCHEMA + "articleSection", zh(piece.section) if piece.section else None)
    about(SCHEMA + "text", zh(piece.clean) if piece.clean else None)
    if piece.clean:
        about(HP + "sentenceStart", typed(str(piece.clean_start), "nonNegativeInteger"))
        about(HP + "sentenceEnd", typed(str(piece.clean_end), "nonNegativeInteger"))
    yield from about.quads
    yield from (
        Describer(position, graph)
        .a(OA + "TextPositionSelector")(OA + "start", typed(str(piece.start), "nonNegativeInteger"))(
            OA + "end", typed(str(piece.end), "nonNegativeInteger")
        )
        .quads
    )
    before, after = (
        report.raw[max(piece.start - CONTEXT, 0) : piece.start],
        report.raw[piece.end : piece.end + CONTEXT],
    )
    yield from (
        Describer(quotation, graph)
        .a(OA + "TextQuoteSelector")(OA + "exact", Literal(piece.text))(
            OA + "prefix", Literal(before) if before else None
        )(OA + "suffix", Literal(after) if after else None)
        .quads
    )
