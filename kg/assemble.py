"""Stage 5: entities and relations → statements. The only maker of statements."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from kg.confidence import LEAST, confidence_of
from kg.model.mention import RelationMention
from kg.model.statement import Entity, Evidence, Statement
from kg.model.text import Document, Range
from kg.resolve import Resolution
from kg.schema import load_schema

QUALIFIERS = ("value", "unit", "cmp", "measure", "period", "status", "mode", "specialty", "by", "amount")
"""The qualifiers of a statement, in the order in which they are written."""


def assemble(
    document: Document, relations: Iterable[RelationMention], resolution: Resolution
) -> tuple[Statement, ...]:
    """All statements of one report, merged and sorted by id.

    Relations whose ends cannot be linked, or whose types the ontology does not allow, yield none.
    """
    found = [
        *_from_relations(document, relations, resolution),
        *_from_names(document, resolution),
        *_mentions(document, resolution),
    ]
    return merge(found)


def merge(statements: Iterable[Statement]) -> tuple[Statement, ...]:
    """Statements of one id become one, with all their evidence and the highest confidence; unflagged beats flagged."""
    same: dict[str, list[Statement]] = {}
    for statement in statements:
        same.setdefault(statement.id, []).append(statement)
    return tuple(_union(same[key]) for key in sorted(same))


def _union(same: Sequence[Statement]) -> Statement:
    """All at once: a page that repeats a line a thousand times must not be sorted a thousand times."""
    if len(same) == 1:
        return same[0]
    flags = [statement.flag for statement in same]
    return replace(
        same[0],
        evidence=_in_order(piece for statement in same for piece in statement.evidence),
        confidence=max(statement.confidence for statement in same),
        flag=flags[0] if all(flags) else "",
    )


def _from_relations(
    document: Document, relations: Iterable[RelationMention], resolution: Resolution
) -> Iterator[Statement]:
    schema = load_schema()
    for relation in relations:
        subject = resolution.entity(relation.subject)
        target = resolution.entity(relation.object)
        if subject is None or target is None or subject.id == target.id:
            continue
        if not schema.relation(relation.predicate).allows(subject.type, target.type):
            continue
        if schema.relation(relation.predicate).symmetric and target.id < subject.id:
            subject, target = target, subject
        yield Statement(
            report=document.raw.stem,
            subject=subject,
            predicate=relation.predicate,
            object=target,
            qualifiers=_qualifiers(relation, resolution),
            evidence=(evidence(document, *_carrying(document, relation), relation.rule),),
            confidence=confidence_of(relation.rule),
            flag=relation.flag or ("weak rule" if confidence_of(relation.rule) < LEAST else ""),
        )


def _carrying(document: Document, relation: RelationMention) -> Range:
    """The range that carries the fact: what the frame gave, widened to the object's name where that stands in the sentence."""
    sentence = document.sentence_at(relation.start)
    named = relation.object
    if sentence is None or not (sentence.start <= named.start and named.end <= sentence.end):
        return relation.start, relation.end
    return min(relation.start, named.start), max(relation.end, named.end)


def _qualifiers(relation: RelationMention, resolution: Resolution) -> dict[str, str]:
    given = {"status": "target" if relation.predicate == "targets" else "actual", **relation.qualifiers}
    if "by" in given:
        given["by"] = resolution.body_name(given["by"])
    return {key: given[key] for key in QUALIFIERS if given.get(key)}


def _from_names(document: Document, resolution: Resolution) -> Iterator[Statement]:
    """locatedIn, partOf and administers, which follow from canonical names and the gazetteer."""
    for subject, predicate, target, start, end in resolution.structure():
        yield Statement(
            report=document.raw.stem,
            subject=subject,
            predicate=predicate,
            object=target,
            evidence=(evidence(document, start, end, f"name.{predicate}"),),
            confidence=confidence_of(f"name.{predicate}"),
        )


def _mentions(document: Document, resolution: Resolution) -> Iterator[Statement]:
    """The report mentions each entity: one statement, with every place where it does."""
    report = report_entity(document)
    places: dict[str, list[Evidence]] = {}
    entities: dict[str, Entity] = {}
    for entity, mention in resolution.mentioned():
        entities.setdefault(entity.id, entity)
        found = evidence(document, mention.start, mention.end, mention.rule or "mention")
        places.setdefault(entity.id, []).append(found)
    for key, entity in entities.items():
        yield Statement(
            report=document.raw.stem,
            subject=report,
            predicate="mentions",
            object=resolution.described(entity),
            evidence=_in_order(places[key]),
            confidence=confidence_of("mention"),
        )


def _in_order(evidence: Iterable[Evidence]) -> tuple[Evidence, ...]:
    return tuple(sorted(set(evidence), key=lambda e: (e.start, e.end, e.rule)))


def report_entity(document: Document) -> Entity:
    """The report itself as an entity, named by its title (or its stem where it has none)."""
    meta = document.meta
    attrs = {"issuer": meta.issuer, "period": meta.period, "kind": meta.kind, "date": meta.date}
    return Entity(
        type="Report",
        name=meta.title or document.raw.stem,
        scope=document.raw.stem,
        within=(*meta.within, meta.region) if meta.region else (),
        attrs={key: value for key, value in attrs.items() if value},
    )


def evidence(document: Document, start: int, end: int, rule: str) -> Evidence:
    """Evidence for a clean range: its raw range and text, its section, and the clean sentence around it."""
    raw_start, raw_end = document.offsets.raw_range(start, end)
    sentence = document.sentence_at(start)
    low, high = (sentence.start, max(sentence.end, end)) if sentence is not None else (start, end)
    section = document.sections[sentence.section] if sentence is not None else None
    return Evidence(
        start=raw_start,
        end=raw_end,
        text=document.raw.text[raw_start:raw_end],
        section=" > ".join(section.path) if section is not None else "",
        rule=rule,
        clean=document.text[low:high],
        clean_start=start - low,
        clean_end=end - low,
    )
