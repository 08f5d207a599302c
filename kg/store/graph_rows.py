"""The ledger as nodes and edges of the property graph. Names of labels and types are those of the ontology.

    (:Entity:<type>:<subtype class> {id, name, type, subtype, code, scope, within, aliases, …})
    (:Report {id, name, title, issuer, region, period, kind, date, sha256})
    (entity)-[:<relation> {id, report, value, value_text, unit, cmp, measure, period, period_start, period_end, year, status, …}]->(entity)
    (:Report)-[:mentions {id, count, …}]->(entity)
    (:Statement {id, predicate, report, confidence, subject, object})-[:supportedBy]->(:Evidence {id, start, end, text, …})-[:fromReport]->(:Report)

`id` of an edge is the id of its statement, so the sentences behind an edge r are one match away:
`MATCH (:Statement {id: r.id})-[:supportedBy]->(e)`. Flagged statements are no part of the graph.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import TypeAlias

from kg.ledger import ReportRecord
from kg.model.statement import Entity, Evidence, Statement, content_id
from kg.schema import Indicator, load_indicators, load_schema
from kg.store.periods import bounds

Value: TypeAlias = str | int | float | date | list[str]
Properties: TypeAlias = dict[str, Value]

REPORT = "Report"


@dataclass(frozen=True, slots=True)
class Node:
    """One node: all its labels (the first is the one that its id is unique in), its id and its other properties."""

    labels: tuple[str, ...]
    id: str
    properties: Properties


@dataclass(frozen=True, slots=True)
class Edge:
    """One edge between nodes given as (label, id)."""

    type: str
    start: tuple[str, str]
    end: tuple[str, str]
    properties: Properties


@cache
def _labels(kind: str, subtype: str) -> tuple[str, ...]:
    schema = load_schema()
    found = schema.check_entity(kind, subtype)
    return ("Entity", kind, found.subtype(subtype).class_name) if subtype else ("Entity", kind)


def entity_node(entity: Entity) -> Node:
    """The node of an entity. Raises SchemaError where the ontology does not know its type."""
    own: Properties = {
        "name": entity.name,
        "type": entity.type,
        "subtype": entity.subtype,
        "code": entity.code,
        "scope": entity.scope,
        "within": list(entity.within),
        "aliases": list(entity.aliases),
        **_indicator_properties(entity),
    }
    more = {key: value for key, value in entity.attrs.items() if key not in own and key != "id"}
    return Node(_labels(entity.type, entity.subtype), entity.id, {**more, **own})


@cache
def _indicators() -> Mapping[str, Indicator]:
    known = {indicator.label_zh: indicator for indicator in load_indicators()}
    known.update({indicator.slug: indicator for indicator in load_indicators()})
    return known


def _indicator_properties(entity: Entity) -> Properties:
    """What the catalogue of indicators knows of one: English name, usual unit, diseases and populations concerned."""
    if entity.type != "Indicator":
        return {}
    found = _indicators().get(entity.attrs.get("concept", "")) or _indicators().get(entity.name)
    if found is None:
        return {}
    return {
        "concept": found.slug,
        "name_en": found.label_en,
        "unit": found.unit,
        "diseases": list(found.diseases),
        "populations": list(found.populations),
    }


def report_node(report: ReportRecord) -> Node:
    """The node of a report; its id is the stem of its file."""
    meta = report.meta
    return Node(
        (REPORT,),
        report.stem,
        {
            "name": meta.title or report.stem,
            "title": meta.title,
            "issuer": meta.issuer,
            "region": meta.region,
            "within": list(meta.within),
            "period": meta.period,
            **period_properties(meta.period),
            "kind": meta.kind,
            "date": meta.date,
            "source": report.source,
            "sha256": report.sha256,
        },
    )


def period_properties(period: str) -> Properties:
    """First and last day, and the year that the period ends in; empty where the period is unknown."""
    days = bounds(period)
    if days is None:
        return {}
    return {"period_start": days[0], "period_end": days[1], "year": days[1].year}


def _end(entity: Entity) -> tuple[str, str]:
    return (REPORT, entity.scope) if entity.type == REPORT else ("Entity", entity.id)


def statement_edge(statement: Statement) -> Edge:
    """The edge that a statement draws between its two ends."""
    load_schema().relation(statement.predicate)
    properties: Properties = {
        "id": statement.id,
        "report": statement.report,
        "confidence": statement.confidence,
        **statement.qualifiers,
    }
    if "value" in statement.qualifiers:
        properties["value"] = float(statement.qualifiers["value"])
        properties["value_text"] = statement.qualifiers["value"]
    if "amount" in statement.qualifiers:
        properties["amount"] = float(statement.qualifiers["amount"])
    if "period" in statement.qualifiers:
        properties.update(period_properties(statement.qualifiers["period"]))
    if statement.predicate == "mentions":
        properties["count"] = len(statement.evidence)
    return Edge(statement.predicate, _end(statement.subject), _end(statement.object), properties)


def statement_node(statement: Statement) -> Node:
    """The statement itself, from which its evidence hangs."""
    return Node(
        ("Statement",),
        statement.id,
        {
            "predicate": statement.predicate,
            "report": statement.report,
            "confidence": statement.confidence,
            "subject": _end(statement.subject)[1],
            "object": _end(statement.object)[1],
        },
    )


def evidence_rows(statement: Statement) -> Iterator[tuple[Node, tuple[Edge, Edge]]]:
    """The pieces of evidence of a statement, each with the edges to its statement and its report."""
    for piece in statement.evidence:
        node = _evidence_node(statement, piece)
        here = ("Evidence", node.id)
        yield (
            node,
            (
                Edge("supportedBy", ("Statement", statement.id), here, {}),
                Edge("fromReport", here, (REPORT, statement.report), {}),
            ),
        )


def _evidence_node(statement: Statement, piece: Evidence) -> Node:
    return Node(
        ("Evidence",),
        content_id("evidence", statement.id, str(piece.start), str(piece.end), piece.rule),
        {
            "statement": statement.id,
            "report": statement.report,
            "start": piece.start,
            "end": piece.end,
            "text": piece.text,
            "section": piece.section,
            "rule": piece.rule,
            "sentence": piece.clean,
        },
    )
