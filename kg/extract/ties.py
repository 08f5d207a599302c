"""Help and cooperation between two groups of institutions, read from the words that stand between them and right behind the second.

The cue words and the directions that they give are data: `rules/ties.toml`. Where the frames of `alliance_relations` speak of whole sentences,
a tie needs only two neighbours.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from itertools import count

from spacy.tokens import Doc

from kg.extract import alliance_parties as parties
from kg.extract import extensions
from kg.extract.alliance_groups import Group, groups, stretches
from kg.extract.masks import Masked, expand_kinds
from kg.extract.periods import period_of
from kg.extract.rules import load_rules
from kg.extract.standing import rung
from kg.extract.status import status_of
from kg.model.mention import Mention, RelationMention

RULES = "ties"
_MACRO = re.compile(r"\{([a-z]+)\}")
_IN_ORDER = re.compile("分别|依次|各自|依序")
_CLAUSE = re.compile("[，；。：]")


@dataclass(frozen=True, slots=True)
class Tie:
    """One rule: which words between two groups and behind the second tie them, and in which direction."""

    id: str
    relation: str
    turned: bool
    needs_higher: bool
    between: re.Pattern[str]
    behind: re.Pattern[str]
    unless: re.Pattern[str] | None


@cache
def load_ties() -> tuple[Tie, ...]:
    """The ties of the rule file, in its order."""
    rules = load_rules(RULES)
    return tuple(
        Tie(
            table["id"],
            table["relation"],
            table["gives"] == "second first",
            table["relation"] == "supports",
            _compiled(table["between"]),
            _compiled(table["behind"]),
            _compiled(table["not"]) if "not" in table else None,
        )
        for table in rules["tie"]
    )


def _compiled(source: str) -> re.Pattern[str]:
    macros = load_rules(RULES)["macros"]
    while _MACRO.search(source):
        source = _MACRO.sub(lambda m: macros[m[1]], source)
    return re.compile(expand_kinds(re.sub(r"\[\^([^\]]*?)IRA([^\]]*?)\]", r"⟨^\1IRA\2⟩", source)))


@cache
def _denied() -> re.Pattern[str]:
    return re.compile(load_rules(RULES)["deny"]["words"])


@cache
def _dropped() -> re.Pattern[str]:
    return re.compile(load_rules(RULES)["deny"]["later"])


def ties(doc: Doc, masked: Masked, rules: tuple[Tie, ...]) -> Iterator[RelationMention]:
    """The ties of one sentence; of two neighbours the first rule that fits tells."""
    for start, end in stretches(masked):
        found = groups(doc, masked, start, end, partners=True)
        for i in count():
            if i + 1 >= len(found):
                break
            high = found[i + 2].start if i + 2 < len(found) else end
            tie = _tie(masked, found[i], found[i + 1], high, rules)
            if tie is None or _in_chain(masked.text, found, i):
                continue
            if i + 2 < len(found) and len(found[i + 1].bodies) > 1:
                _part_chain(masked, found, i + 1, tie)
            yield from _between(doc, masked, found[i], found[i + 1], tie)


def _in_chain(text: str, found: list[Group], at: int) -> bool:
    """甲与乙、丙与丁签约: the group at index `at` holds the end of one pair and the start of the next."""
    before = text[found[at - 1].end : found[at].start] if at else ""
    return len(found[at].bodies) > 1 and before[-1:] in tuple("与同和跟")


def _part_chain(masked: Masked, found: list[Group], at: int, tie: Tie) -> None:
    """甲帮扶乙、丙帮扶丁: the last of the group at index `at` is the first party of what follows."""
    second, third = found[at], found[at + 1]
    if tie.between.search(masked.text[second.end : third.start]):
        found[at] = replace(second, bodies=second.bodies[:-1])
        found.insert(at + 1, replace(second, start=second.end - 1, bodies=second.bodies[-1:]))


def _tie(masked: Masked, first: Group, second: Group, high: int, rules: tuple[Tie, ...]) -> Tie | None:
    between, behind = masked.text[first.end : second.start], masked.text[second.end : high]
    if len(second.bodies) > 1 and behind.startswith(between) and between:
        behind = "，"
    return next((t for t in rules if _fits(t, between, behind)), None)


def _between(doc: Doc, masked: Masked, first: Group, second: Group, tie: Tie) -> Iterator[RelationMention]:
    if _is_over(masked.text, first, second):
        return
    for one, other in _pairs(first, second, masked.text[first.end : second.start]):
        subject, target = (other, one) if tie.turned else (one, other)
        if tie.needs_higher and 0 < rung(subject) < rung(target):
            continue
        for body in (subject, target):
            if body.rule == "alliance_roles.elided":
                extensions.add_mention(doc, body)
        yield _relation(doc, masked, tie, (subject, target), (first, second))


def _fits(tie: Tie, between: str, behind: str) -> bool:
    if not tie.between.search(between) or not tie.behind.match(behind):
        return False
    clause = re.split("[，；。]", behind)[0]
    return tie.unless is None or not tie.unless.search(between + clause)


def _is_over(text: str, first: Group, second: Group) -> bool:
    low = max((m.end() for m in _CLAUSE.finditer(text, 0, first.start)), default=0)
    after = re.compile("[；。]").search(text, second.end)
    clauses = text[second.end : after.start() if after else len(text)].split("，")
    return bool(
        _denied().search(text[low : second.start] + clauses[0]) or _dropped().search("，".join(clauses[1:]))
    )


def _pairs(first: Group, second: Group, between: str) -> list[tuple[Mention, Mention]]:
    """One with all; two lists only in order, and only after a word that says so."""
    if len(first.bodies) == 1 or len(second.bodies) == 1:
        return [(a, b) for a in first.bodies for b in second.bodies]
    if _IN_ORDER.search(between) and len(first.bodies) == len(second.bodies):
        return list(zip(first.bodies, second.bodies, strict=True))
    return []


def _relation(
    doc: Doc, masked: Masked, tie: Tie, ends: tuple[Mention, Mention], at: tuple[Group, Group]
) -> RelationMention:
    first, second = at
    stop = _CLAUSE.search(masked.text, second.end)
    stop_at = max(second.end, stop.start() if stop else len(masked.text))
    start, end = masked.clean_range(first.start, stop_at)
    low = max((m.end() for m in _CLAUSE.finditer(masked.text, 0, first.start)), default=0)
    wanted = parties.future().search(masked.text, low, stop_at)
    status = "target" if wanted else status_of(doc, start, end)
    qualifiers: dict[str, str] = {"status": status} if status != "actual" else {}
    period = period_of(doc, start, end)
    if period:
        qualifiers["period"] = period
    qualifiers["mode"] = _mode(doc, masked, first, second, stop_at)
    return RelationMention(
        ends[0], tie.relation, ends[1], start, end, qualifiers,
        rule=f"ties.{tie.id}",
    )  # fmt: skip


def _mode(doc: Doc, masked: Masked, first: Group, second: Group, stop: int) -> str:
    """The words of the tie: behind the second group if any, else between the two."""
    text = extensions.text_of(doc)
    if stop > second.end:
        start, end = masked.clean_range(second.end, stop)
    else:
        start, end = masked.clean_range(first.end, second.start)
    return text[start:end].strip("，的了“” ")
