"""The ledger as GraphML for Gephi, yEd, Cytoscape, igraph and NetworkX: a directed multigraph of entities and facts."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from kg.ledger import Ledger
from kg.model.statement import Entity, Statement
from kg.store.files import written
from kg.store.periods import bounds

NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that no XML file can hold."""


def write_graphml(ledger: Ledger, path: Path, *, mentions: bool = False) -> tuple[int, int]:
    """Writes entities as nodes and statements as edges; returns how many of each. With `mentions` reports are nodes too.

    Nodes carry label, type, subtype, code, within, aliases; edges label (the relation), report, value, unit, period, first and last day, status, confidence and
    the first source sentence. Values that are not told are left out. Raises StoreError where the file cannot be written.
    """
    import networkx as nx

    graph = nx.MultiDiGraph()
    for entity in ledger.entities():
        if mentions or entity.type != "Report":
            graph.add_node(entity.id, **_told(_node(entity)))
    for statement in ledger.statements():
        if mentions or statement.predicate != "mentions":
            key = statement.id
            graph.add_edge(statement.subject.id, statement.object.id, key=key, **_told(_edge(statement)))
    with written(path) as file:
        nx.write_graphml_xml(graph, file, prettyprint=True)
    return graph.number_of_nodes(), graph.number_of_edges()


def _node(entity: Entity) -> dict[str, Any]:
    return {
        "label": entity.name,
        "type": entity.type,
        "subtype": entity.subtype,
        "code": entity.code,
        "scope": entity.scope,
        "within": ";".join(entity.within),
        "aliases": ";".join(entity.aliases),
    }


def _edge(statement: Statement) -> dict[str, Any]:
    qualifiers = statement.qualifiers
    days = bounds(qualifiers.get("period", ""))
    numbers = {key: float(qualifiers[key]) for key in ("value", "amount") if key in qualifiers}
    return {
        "label": statement.predicate,
        "report": statement.report,
        **qualifiers,
        **numbers,
        "period_start": days[0].isoformat() if days else "",
        "period_end": days[1].isoformat() if days else "",
        "confidence": statement.confidence,
        "sentence": statement.evidence[0].clean if statement.evidence else "",
    }


def _told(properties: Mapping[str, Any]) -> dict[str, Any]:
    """Without what is empty, and without characters that XML cannot hold."""
    return {
        key: NOT_XML.sub("", value) if isinstance(value, str) else value
        for key, value in properties.items()
        if value != ""
    }
