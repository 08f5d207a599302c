"""Statements as JSON Lines: one object a line, sorted, byte-identical between runs."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import IO, Any

from kg.model.statement import Entity, Statement


def as_object(statement: Statement) -> dict[str, Any]:
    """A statement as the object of one line."""
    return {
        "id": statement.id,
        "report": statement.report,
        "subject": _end(statement.subject),
        "predicate": statement.predicate,
        "object": _end(statement.object),
        "qualifiers": dict(statement.qualifiers),
        "evidence": [
            {"start": e.start, "end": e.end, "text": e.text, "section": e.section, "rule": e.rule}
            for e in statement.evidence
        ],
        "confidence": statement.confidence,
    }


def _end(entity: Entity) -> dict[str, str]:
    return {"id": entity.id, "type": entity.type, "subtype": entity.subtype, "name": entity.name}


def write(statements: Iterable[Statement], out: IO[bytes]) -> int:
    """Writes one line of UTF-8 a statement in the order given; returns how many."""
    count = 0
    for statement in statements:
        out.write((json.dumps(as_object(statement), ensure_ascii=False) + "\n").encode())
        count += 1
    return count
