"""One statement with the very sentences that say it, raw and normalised."""

from __future__ import annotations

from typing import Any

from kg.schema import load_schema
from kg.web.errors import not_found
from kg.web.factual import MENTIONS
from kg.web.snapshot import Snapshot
from kg.web.texts import Marked, ReportText
from kg.web.things import REPORT, Json, fact

_STATEMENT = "MATCH (s:Statement {id: $id}) RETURN properties(s) AS said"
_EDGE = "MATCH (a%s {id: $subject})-[r%s]->(b:Entity {id: $object}) WHERE r.id = $id RETURN type(r) AS kind, properties(r) AS said"
"""With the label of the subject and the relation, both from the ontology."""

_EVIDENCE = (
    "MATCH (s:Statement {id: $id})-[:supportedBy]->(e:Evidence) RETURN DISTINCT e.start AS start, e.end AS end, e.text AS text, "
    "e.section AS section, e.rule AS rule, e.sentence AS sentence ORDER BY start, end, rule"
)
_QUALIFIERS = (
    "status",
    "period",
    "value_text",
    "unit",
    "cmp",
    "measure",
    "mode",
    "specialty",
    "by",
    "amount",
)


def statement(snapshot: Snapshot, key: str) -> Json:
    """`/api/statement/{id}`. Raises ApiError `not_found`."""
    rows = snapshot.ask(_STATEMENT, id=key)
    if not rows:
        raise not_found(f"statement {key}")
    said = rows[0]["said"]
    relation = load_schema().relation(said["predicate"])
    label = f":{REPORT}" if relation.name == MENTIONS else ":Entity"
    edges = snapshot.ask(
        _EDGE % (label, f":{relation.name}"), id=key, subject=said["subject"], object=said["object"]
    )
    if not edges:
        raise not_found(f"statement {key}")
    one = fact(edges[0]["kind"], said["subject"], said["object"], edges[0]["said"])
    report = snapshot.catalogue.report(said["report"])
    text = snapshot.texts.get(said["report"], str(report.said.get("sha256") or ""))
    told = {name: edges[0]["said"].get(name) for name in _QUALIFIERS}
    return {
        "fact": one,
        "subject": snapshot.catalogue.get(said["subject"]).json(),
        "object": snapshot.catalogue.get(said["object"]).json(),
        "qualifiers": [
            {"name": name.removesuffix("_text"), "value": value}
            for name, value in told.items()
            if value is not None and value != ""
        ],
        "report": report.json(),
        "evidence": [_piece(row, text) for row in snapshot.ask(_EVIDENCE, id=key)],
    }


def _piece(row: dict[str, Any], text: ReportText | None) -> Json:
    """One piece of evidence: where it stands, and its sentence in both forms."""
    start, end = row["start"], row["end"]
    raw = clean = None
    if text is not None and text.record.raw[start:end] == row["text"]:
        raw, clean = text.raw_sentence(start, end), text.clean_sentence(start, end)
    return {
        "rule": row["rule"],
        "section": row["section"],
        "start": start,
        "end": end,
        "text": row["text"],
        "raw": _marked(raw) if raw else None,
        "clean": _marked(clean or _found(row["sentence"], row["text"])),
    }


def _found(sentence: str, words: str) -> Marked:
    """The clean sentence that the graph holds; its marks only where the words stand in it unchanged and once."""
    at = sentence.find(words)
    marks = ((at, at + len(words)),) if words and at >= 0 and sentence.count(words) == 1 else ()
    return Marked(sentence, 0, marks)


def _marked(marked: Marked) -> Json:
    return {"text": marked.text, "start": marked.start, "marks": [list(mark) for mark in marked.marks]}
