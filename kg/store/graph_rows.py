"""The ledger as nodes and edges of the property graph. Names of labels and types are those of the ontology.

    (:Entity:<type>:<subtype class> {id, name, type, subtype, code, scope, within, aliases, names, places, …})
    (:Report {id, name, names, places, title, issuer, region, period, kind, date, sha256})
    (entity)-[:<relation> {id, report, value, value_text, unit, cmp, measure, period, period_start, period_end, year, status, …}]->(entity)
    (:Report)-[:mentions {id, count, …}]->(entity)
    (:Statement {id, predicate, report, confidence, subject, object})-[:supportedBy]->(:Evidence {id, start, end, text, …})-[:FROM]->(:Report)

Names to search by are one text a node, in small letters and each between two bars, so that an index of texts finds a name (`n.names CONTAINS
'|开平市|'`), the beginning of one (`CONTAINS '|开平'`) and a part (`CONTAINS '平'`): `names` holds the name and all other names, `places` the regions around it
as well, `topics` of an indicator the diseases and groups of people too.

`id` of an edge is the id of its statement, so the sentences behind an edge r are one match away:
`MATCH (s:Statement)-[:supportedBy]->(e:Evidence) WHERE s.id = r.id`. Flagged statements are no part of the graph.
"""

from __future__ import annotations

from collections.abc import Mapping
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

FROM = "FROM"
"""The edge from evidence to its report: `fromReport` of the ontology, in the short form that Cypher is typed in."""

SCHEMA = "Schema"
"""Label of the nodes that tell what the ontology says, see `kg.store.graph_schema`."""


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
        "names": searchable(entity.name, *entity.aliases),
        "places": searchable(*entity.within, entity.name, *entity.aliases),
        **_indicator_properties(entity),
    }
    more = {key: value for key, value in entity.attrs.items() if key not in own and key != "id"}
    return Node(_labels(entity.type, entity.subtype), entity.id, {**more, **own})


def searchable(*names: str) -> str:
    """Names as one text: `|人民医院|县医院|`."""
    known = dict.fromkeys(name.lower().replace("|", " ") for name in names if name)
    return "".join(f"|{name}" for name in known) + "|"


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
        return {"topics": searchable(entity.name, *entity.aliases)}
    return {
        "topics": searchable(entity.name, *entity.aliases, *found.diseases, *found.populations),
        "concept": found.slug,
        "name_en": found.label_en,
        "unit": found.unit,
        **({"diseases": list(found.diseases)} if found.diseases else {}),
        **({"populations": list(found.populations)} if found.populations else {}),
    }


def report_node(report: ReportRecord) -> Node:
    """The node of a report; its id is the stem of its file."""
    meta = report.meta
    return Node(
        (REPORT,),
        report.stem,
        {
            "name": meta.title or report.stem,
            "names": searchable(report.stem, meta.title),
            "places": searchable(*meta.within, meta.region, meta.issuer),
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


def statement_rows(statement: Statement) -> tuple[list[Node], list[Edge]]:
    """Everything that a statement adds to the graph: its edge, itself as a node, and its evidence, hanging from that.

    Raises SchemaError where the ontology does not know its relation.
    """
    edge = _edge(statement)
    key = str(edge.properties["id"])
    own = Node(
        ("Statement",),
        key,
        {
            "predicate": statement.predicate,
            "report": statement.report,
            "confidence": statement.confidence,
            "subject": edge.start[1],
            "object": edge.end[1],
        },
    )
    nodes, edges = [own], [edge]
    for piece in statement.evidence:
        node = _evidence_node(key, statement.report, piece)
        nodes.append(node)
        edges.append(Edge("supportedBy", ("Statement", key), ("Evidence", node.id), {}))
        edges.append(Edge(FROM, ("Evidence", node.id), (REPORT, statement.report), {}))
    return nodes, edges


def _edge(statement: Statement) -> Edge:
    load_schema().relation(statement.predicate)
    qualifiers = statement.qualifiers
    properties: Properties = {
        "id": statement.id,
        "report": statement.report,
        "confidence": statement.confidence,
        **qualifiers,
    }
    if "value" in qualifiers:
        properties |= {"value": float(qualifiers["value"]), "value_text": qualifiers["value"]}
    if "amount" in qualifiers:
        properties["amount"] = float(qualifiers["amount"])
    if "period" in qualifiers:
        properties |= period_properties(qualifiers["period"])
    if statement.predicate == "mentions":
        properties["count"] = len(statement.evidence)
    return Edge(statement.predicate, _end(statement.subject), _end(statement.object), properties)


def _evidence_node(statement: str, report: str, piece: Evidence) -> Node:
    return Node(
        ("Evidence",),
        content_id("evidence", statement, str(piece.start), str(piece.end), piece.rule),
        {
            "statement": statement,
            "report": report,
            "start": piece.start,
            "end": piece.end,
            "text": piece.text,
            "section": piece.section,
            "rule": piece.rule,
            "sentence": piece.clean,
        },
    )
