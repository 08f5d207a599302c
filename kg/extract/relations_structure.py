"""Component `kg_relations_structure`: what belongs to what by the way it is named.

`hasUnit` from a unit and its owner; `partOf` from a campus named with its hospital. What follows from canonical names alone (where a body lies,
which region an authority administers) is made after names are resolved, not here.
"""

from __future__ import annotations

import re

from spacy.language import Language
from spacy.tokens import Doc

from kg.extract.extensions import add_relation, mentions, sentence_at, text_of
from kg.extract.periods import period_of
from kg.extract.status import status_of
from kg.model.mention import Mention, RelationMention

_MADE = re.compile(
    r"建|设立|开设|成立|启用|投用|投入|揭牌|挂牌|开诊|开业|运行|运营|改造|装修|施工|开工|动工|封顶|竣工|落成|搬|迁|升级|打造|创|开放"
)
NEAR = 40  # characters between owner and unit within which the evidence holds both


@Language.component("kg_relations_structure")
def relations_structure(doc: Doc) -> Doc:
    """Adds hasUnit and partOf."""
    seen: set[tuple[str, str, str]] = set()
    for unit in mentions(doc, "Unit"):
        if unit.owner is None:
            continue
        status = _status(doc, unit)
        key = (_owner_key(unit), unit.name, status)
        if key not in seen:
            seen.add(key)
            add_relation(doc, _has_unit(doc, unit, status))
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
            ),
        )
    return doc


def _status(doc: Doc, unit: Mention) -> str:
    """A department that is only spoken of is there (心内科将加强培训); one that is opened is as far as the clause tells."""
    status = status_of(doc, unit.start, unit.end)
    if status == "actual" or not unit.rule.endswith(("adjacent", "told")):
        return status
    text, sentence = text_of(doc), sentence_at(doc, unit.start)
    low, high = (sentence.start, sentence.end) if sentence is not None else (unit.start, unit.end)
    return status if _MADE.search(text, max(low, unit.start - 24), min(high, unit.end + 24)) else "actual"


def _owner_key(unit: Mention) -> str:
    return unit.owner.name if isinstance(unit.owner, Mention) else str(unit.owner)


def _has_unit(doc: Doc, unit: Mention, status: str) -> RelationMention:
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
