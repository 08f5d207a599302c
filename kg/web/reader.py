"""A whole report: its text with all mentions, its sections, and all that is stated in it."""

from __future__ import annotations

from collections import defaultdict

from kg.web.facts import facts_of
from kg.web.factual import MENTIONS
from kg.web.snapshot import Snapshot
from kg.web.texts import ReportText
from kg.web.things import Json

_EVIDENCE = (
    "MATCH (s:Statement {report: $report})-[:supportedBy]->(e:Evidence) RETURN DISTINCT s.id AS id, s.predicate AS kind, s.object AS object, "
    "e.start AS start, e.end AS end, e.rule AS rule, e.section AS section ORDER BY start, end, id, rule"
)
FACTS = 3_000
MENTIONED = 8_000
"""What one report may bring to the page; the largest seeds stay a tenth below."""


def report(snapshot: Snapshot, stem: str) -> Json:
    """`/api/report/{stem}`. Raises ApiError `not_found`."""
    record = snapshot.catalogue.report(stem)
    text = snapshot.texts.get(stem, str(record.said.get("sha256") or ""))
    pieces: dict[str, list[list[object]]] = defaultdict(list)
    mentioned: list[list[object]] = []
    for row in snapshot.ask(_EVIDENCE, report=stem):
        if row["kind"] == MENTIONS:
            thing = snapshot.catalogue.get(row["object"])
            mentioned.append([row["start"], row["end"], thing.type, thing.id])
        else:
            pieces[row["id"]].append([row["start"], row["end"], row["rule"], row["section"]])
    facts, _ = facts_of(snapshot, stem, 100_000)
    facts.sort(key=lambda f: (pieces[f["id"]][:1] or [[0, 0]])[0][:2])
    shown, marks = facts[:FACTS], mentioned[:MENTIONED]
    ids = {str(mark[3]) for mark in marks} | {f[end] for f in shown for end in ("source", "target")}
    return {
        "report": record.json(),
        "source": record.said.get("source") or "",
        "length": len(text.record.raw) if text else None,
        "text": text.record.raw if text else None,
        "sections": _sections(text) if text else [],
        "mentions": marks,
        "entities": {key: snapshot.catalogue.get(key).json() for key in sorted(ids)},
        "facts": [{**one, "evidence": pieces[one["id"]]} for one in shown],
        "left_out": {"facts": len(facts) - len(shown), "mentions": len(mentioned) - len(marks)},
    }


def _sections(text: ReportText) -> list[Json]:
    """The report's headings with their raw ranges."""
    if text.document is None:
        return []
    offsets = text.document.offsets
    found = []
    for section in text.document.sections:
        if section.start < section.end:
            start, end = offsets.raw_range(section.start, section.end)
            found.append(
                {
                    "heading": section.heading,
                    "level": section.level,
                    "role": section.role,
                    "start": start,
                    "end": end,
                }
            )
    return found
