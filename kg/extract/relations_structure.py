"""Component `kg_relations_structure`: what belongs to what by the way it is named.

`hasUnit` from a unit and its owner; `partOf` from a campus named with its hospital. What follows from canonical names alone (where a body lies,
which region an authority administers) is made after names are resolved, not here.
"""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc

from kg.extract.extensions import add_relation, mentions
from kg.extract.periods import period_of
from kg.extract.rules import load_rules
from kg.extract.status import status_of
from kg.model.mention import Mention, RelationMention

NEAR = 40  # characters between owner and unit within which the evidence holds both


@Language.component("kg_relations_structure")
def relations_structure(doc: Doc) -> Doc:
    """Adds hasUnit and partOf."""
    confidence = load_rules("structure")
    seen: set[tuple[str, str, str]] = set()
    for unit in mentions(doc, "Unit"):
        if unit.owner is None:
            continue
        status = status_of(doc, unit.start, unit.end)
        key = (_owner_key(unit), unit.name, status)
        if key not in seen:
            seen.add(key)
            add_relation(doc, _has_unit(doc, unit, status, confidence["hasUnit"]))
    for parent, campus in _campuses(doc):
        add_relation(
            doc,
            RelationMention(
                campus,
                "partOf",
                parent,
                campus.start,
                campus.end,
                rule="structure.campus",
                confidence=confidence["partOf"]["campus"],
            ),
        )
    return doc


def _owner_key(unit: Mention) -> str:
    return unit.owner.name if isinstance(unit.owner, Mention) else str(unit.owner)


def _has_unit(doc: Doc, unit: Mention, status: str, confidence: dict[str, float]) -> RelationMention:
    assert unit.owner is not None
    start = unit.start
    if isinstance(unit.owner, Mention) and 0 <= unit.start - unit.owner.end <= NEAR:
        start = unit.owner.start
    way = unit.rule.removeprefix("units.")
    qualifiers = {"status": status} if status != "actual" else {}
    period = period_of(doc, start, unit.end)
    if period:
        qualifiers["period"] = period
    return RelationMention(
        unit.owner,
        "hasUnit",
        unit,
        start,
        unit.end,
        qualifiers=qualifiers,
        rule=f"structure.unit_{way}",
        confidence=confidence.get(way, 0.8),
    )


def _campuses(doc: Doc) -> list[tuple[Mention, Mention]]:
    """Pairs of a hospital and its campus: the campus begins where the hospital begins and goes on with its own part."""
    found = []
    for campus in mentions(doc, "Institution"):
        if not campus.text.endswith(("院区", "分院", "分部", "院本部")):
            continue
        inside = [
            m
            for m in mentions(doc, "Institution", start=campus.start, end=campus.end - 1)
            if m.start == campus.start and m.name != campus.name
        ]
        if inside:
            found.append((inside[0], campus))
    return found
