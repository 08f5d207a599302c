"""One entity with all that the reports say of it: facts by relation, each with qualifiers and the words of its source.

Read from the ledger itself: no store need run, and what is shown is the truth that every store is derived from.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from kg.ledger import Ledger
from kg.model.statement import Entity, Evidence, Statement
from kg.schema import load_schema


@dataclass(frozen=True, slots=True)
class Card:
    """An entity, the reports that mention it (stem → pieces of evidence), and its facts by relation."""

    entity: Entity
    mentions: dict[str, int]
    facts: dict[str, tuple[Statement, ...]]


def candidates(ledger: Ledger, name: str) -> tuple[Entity, ...]:
    """The entities that a name may mean, best first: those of that name (or id); else of that alias; else those whose name holds it.

    An empty name means none.
    """
    name = name.strip()
    if not name:
        return ()
    entities = tuple(ledger.entities())
    exact = [e for e in entities if name in (e.name, e.id) or (e.type == "Report" and e.scope == name)]
    found = exact or [e for e in entities if name in e.aliases] or [e for e in entities if name in e.name]
    return tuple(sorted(found, key=lambda e: (len(e.name), e.name, e.type, e.scope)))


def card(ledger: Ledger, entity: Entity) -> Card:
    """All that stands in the ledger about an entity; for a report, all that it says."""
    if entity.type == "Report":
        statements = [s for s in ledger.statements(report=entity.scope) if s.predicate != "mentions"]
        return Card(entity, {}, _by_relation(statements))
    mentions: dict[str, int] = {}
    facts = []
    for statement in ledger.statements(about=entity.id):
        if statement.predicate == "mentions":
            mentions[statement.report] = len(statement.evidence)
        else:
            facts.append(statement)
    return Card(entity, mentions, _by_relation(facts))


def _by_relation(statements: Iterable[Statement]) -> dict[str, tuple[Statement, ...]]:
    """In the order of the ontology; within a relation by period, then by who is at the ends."""
    groups: dict[str, list[Statement]] = defaultdict(list)
    for statement in statements:
        groups[statement.predicate].append(statement)
    order = list(load_schema().relations)
    return {
        predicate: tuple(sorted(groups[predicate], key=_sort_key))
        for predicate in sorted(groups, key=lambda p: (order.index(p) if p in order else len(order), p))
    }


def _sort_key(s: Statement) -> tuple[str, str, str, str, str]:
    return s.subject.name, s.object.name, s.qualifiers.get("period", ""), s.report, s.id


def heading(entity: Entity) -> str:
    """The entity in one line: name, type and subtype with their Chinese names, and where it lies."""
    return "  ".join(filter(None, (entity.name, kind(entity), " > ".join(entity.within))))


def kind(entity: Entity) -> str:
    """Type and subtype of an entity, in English and Chinese."""
    schema = load_schema()
    if entity.type not in schema.entity_types:
        return f"{entity.type} 报告" if entity.type == "Report" else entity.type
    known = schema.entity_type(entity.type)
    words = [f"{entity.type} {known.label_zh}"]
    if entity.subtype:
        below = known.subtype(entity.subtype)
        words.append(f"{below.class_name} {below.label_zh}")
    return " · ".join(words)


def lines(card: Card, most: int) -> Iterator[str]:
    """The card as text, at most `most` facts a relation (0: all)."""
    entity = card.entity
    yield heading(entity)
    for label, text in _details(entity):
        yield f"  {label}: {text}"
    if card.mentions:
        yield "  mentioned 提及: " + ", ".join(
            f"{stem} ×{count}" for stem, count in sorted(card.mentions.items())
        )
    for predicate, statements in card.facts.items():
        relation = load_schema().relation(predicate)
        yield ""
        yield f"{predicate} {relation.label_zh} ({len(statements)})"
        shown = statements[:most] if most else statements
        for statement in shown:
            yield from _fact(entity, statement)
        if len(shown) < len(statements):
            yield f"  … {len(statements) - len(shown)} more 另有: --all"
    if not card.facts:
        yield "  no facts, only mentions 没有事实,仅被提及"


def _details(entity: Entity) -> Iterator[tuple[str, str]]:
    if entity.aliases:
        yield "also 又称", "、".join(entity.aliases)
    if entity.code:
        yield "division code 区划代码", entity.code
    for key, value in sorted(entity.attrs.items()):
        if key != "code":
            yield key, value


def _fact(entity: Entity, s: Statement) -> Iterator[str]:
    words = " ".join([_ends(entity, s), _number(s), *_others(s)])
    yield f"  {' '.join(words.split())}  [{s.confidence:.2f}]"
    for piece in s.evidence:
        yield f"      {source(s.report, piece)}"


def _ends(entity: Entity, s: Statement) -> str:
    there, back = ("↔", "↔") if load_schema().relation(s.predicate).symmetric else ("→", "←")
    if s.subject.id == entity.id:
        return f"{there} {s.object.name}"
    if s.object.id == entity.id:
        return f"{back} {s.subject.name}"
    return f"{s.subject.name} {there} {s.object.name}"


_COMPARISONS = {"gt": ">", "ge": "≥", "lt": "<", "le": "≤", "approx": "≈"}


def _number(s: Statement) -> str:
    value = s.qualifiers.get("value")
    if value is None:
        return ""
    measure = s.qualifiers.get("measure", "level")
    sign = "+" if measure != "level" and not value.startswith("-") else ""
    mark = _COMPARISONS.get(s.qualifiers.get("cmp", ""), "=" if measure == "level" else "")
    change = "" if measure == "level" else f"({measure})"
    return f"{mark} {sign}{value}{s.qualifiers.get('unit', '')} {change}"


def _others(s: Statement) -> Sequence[str]:
    done = ("value", "unit", "cmp", "measure")
    return [f"{key}={value}" for key, value in s.qualifiers.items() if key not in done]


def source(report: str, piece: Evidence) -> str:
    """Where a piece of evidence stands (report, raw characters, section) and the sentence it is part of, the evidence itself in 【】."""
    sentence = piece.clean
    if sentence[piece.clean_start : piece.clean_end]:
        marked = (
            sentence[: piece.clean_start],
            sentence[piece.clean_start : piece.clean_end],
            sentence[piece.clean_end :],
        )
        sentence = "{}【{}】{}".format(*marked)
    place = f"{report}[{piece.start}:{piece.end}]"
    if piece.section:
        place += f" {piece.section}"
    return f"{place}: {' '.join((sentence or piece.text).split())}"
