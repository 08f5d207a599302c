"""One statement as RDF quads: its description, its membership, and its evidence with selectors into the report."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from pyoxigraph import Literal, NamedNode, Quad, Triple

from kg.ledger import ReportRecord
from kg.model.statement import Evidence, Statement, content_id
from kg.schema.turtle import DCTERMS, HP, RDF
from kg.store.periods import bounds
from kg.store.rdf_cube import Cube, days_of, observed
from kg.store.rdf_terms import OA, ORG, PROV, QB, SCHEMA, Describer, Graph, Names, Tally, iri, part, typed, zh

ROLES = {"memberOf": ("member", "成员单位"), "leads": ("lead", "牵头单位")}
CONTEXT = 32
"""Characters of the source before and after a quotation by which it can be found again in an edited file."""


def holds(s: Statement) -> bool:
    """Whether the plain triple is true: a target is told, but what is only planned or sought does not hold yet."""
    return s.predicate == "targets" or s.qualifiers.get("status") != "target"


@dataclass(slots=True)
class Statements:
    """Makes the quads of statements; with `rdf12` a statement reifies its triple (RDF 1.2)."""

    names: Names
    tally: Tally
    cube: Cube
    rdf12: bool = False

    def statement(self, s: Statement, graph: Graph) -> Iterator[Quad]:
        """The described statement: ends, qualifiers, confidence, derivation; an observation or membership too where it is one."""
        names, key = self.names, s.id
        subject, target = names.end(s.subject), names.end(s.object)
        report = names.thing("report", s.report)
        about = Describer(self.tally, names.hashed("statement", key), graph)
        about.a(*_classes(s))
        relation = iri(HP + s.predicate)
        if self.rdf12:
            about(RDF + "reifies", Triple(subject, relation, target))
        about(RDF + "subject", subject)(RDF + "predicate", relation)(RDF + "object", target)
        about(HP + "subject", subject)(HP + "object", target)(HP + "statedIn", report)
        for name, value in s.qualifiers.items():
            about(HP + name, Literal(value))
        days_of(about, SCHEMA, bounds(s.qualifiers.get("period", "")))
        if observed(s):
            self.cube.observation(about, s, subject, target)
        elif s.qualifiers.get("period"):
            about(DCTERMS + "temporal", self.cube.period(s.qualifiers["period"]))
        about(HP + "confidence", typed(decimal(s.confidence), "decimal"))
        about(PROV + "wasGeneratedBy", names.thing("extraction", s.report))
        about(PROV + "wasDerivedFrom", report)
        about(HP + "supportedBy", *(self._piece(key, piece) for piece in s.evidence))
        yield from about.quads
        if s.predicate in ROLES and holds(s):
            yield from self._membership(s, subject, target, graph)

    def _membership(
        self, s: Statement, subject: NamedNode, target: NamedNode, graph: Graph
    ) -> Iterator[Quad]:
        about = Describer(self.tally, self.names.hashed("membership", s.id), graph).a(ORG + "Membership")
        about(ORG + "member", subject)(ORG + "organization", target)
        about(ORG + "role", self.names.thing("role", ROLES[s.predicate][0]))
        if period := s.qualifiers.get("period"):
            about(ORG + "memberDuring", self.cube.period(period))
        yield from about(PROV + "wasDerivedFrom", self.names.hashed("statement", s.id)).quads

    def evidence(self, s: Statement, report: ReportRecord, graph: Graph) -> Iterator[Quad]:
        """Each piece of evidence as a Web Annotation resource: the report, and the characters by position and by quotation."""
        source = self.names.thing("report", s.report)
        for n, piece in enumerate(s.evidence, 1):
            node = self._piece(s.id, piece)
            position, quotation = part(node, "position"), part(node, "quotation")
            about = Describer(self.tally, node, graph).a(HP + "Evidence", OA + "SpecificResource")
            about(OA + "hasSource", source)(HP + "fromReport", source)(PROV + "wasQuotedFrom", source)
            about(OA + "hasSelector", position, quotation)(HP + "foundBy", Literal(piece.rule))
            about(SCHEMA + "position", typed(str(n), "integer"))
            about(SCHEMA + "articleSection", zh(piece.section) if piece.section else None)
            if piece.clean:
                about(SCHEMA + "text", zh(piece.clean))
                about(HP + "sentenceStart", typed(str(piece.clean_start), "nonNegativeInteger"))
                about(HP + "sentenceEnd", typed(str(piece.clean_end), "nonNegativeInteger"))
            yield from about.quads
            yield from self._selectors(piece, position, quotation, report.raw, graph)

    def _selectors(
        self, piece: Evidence, position: NamedNode, quotation: NamedNode, raw: str, graph: Graph
    ) -> Iterator[Quad]:
        about = Describer(self.tally, position, graph).a(OA + "TextPositionSelector")
        about(OA + "start", typed(str(piece.start), "nonNegativeInteger"))
        yield from about(OA + "end", typed(str(piece.end), "nonNegativeInteger")).quads
        before = raw[max(piece.start - CONTEXT, 0) : piece.start]
        after = raw[piece.end : piece.end + CONTEXT]
        about = Describer(self.tally, quotation, graph).a(OA + "TextQuoteSelector")
        about(OA + "exact", Literal(piece.text))(OA + "prefix", Literal(before) if before else None)
        yield from about(OA + "suffix", Literal(after) if after else None).quads

    def _piece(self, statement: str, piece: Evidence) -> NamedNode:
        key = content_id("evidence", statement, str(piece.start), str(piece.end), piece.rule)
        return self.names.hashed("evidence", key)


def decimal(number: float) -> str:
    """A float as a decimal that reads back as the very same float."""
    text = format(Decimal(repr(number)), "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def _classes(s: Statement) -> tuple[str, ...]:
    if observed(s):
        return (HP + "Statement", HP + "Observation", QB + "Observation")
    return (HP + "Statement",)
