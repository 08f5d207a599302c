"""Component `kg_institutions`: names of organisations, whole, short, in lists and by pointing words.

A mention's attributes: `code` of the region that its name begins with, `alias` where the text gives a second name in brackets.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from spacy.language import Language
from spacy.tokens import Doc

from kg.extract.extensions import add_mention, sentences, text_of
from kg.extract.institution_lists import (
    Member,
    after_named,
    bracketed_list,
    counted_list,
    shared_head,
    village_clinics,
)
from kg.extract.institution_names import Name, find_names
from kg.extract.institution_references import add_known_tails, add_references
from kg.extract.name_grammar import at_boundary
from kg.extract.name_lexicon import Head, lexicon
from kg.extract.places import Places, places
from kg.extract.rules import load_rules
from kg.model.mention import Mention


@Language.component("kg_institutions")
def institutions(doc: Doc) -> Doc:
    """Adds Institution mentions."""
    text, found = text_of(doc), places(doc)
    bare: list[Head] = []
    for sentence in sentences(doc):
        heads = lexicon().heads(text[sentence.start : sentence.end], sentence.start)
        if not heads:
            continue
        members = [m for head in heads for m in _counted(text, found, head, sentence.start)]
        listed = {member.head.end for member in members}
        names, rest = find_names(
            text, found, sentence.start, sentence.end, [h for h in heads if h.end not in listed]
        )
        members += _uncounted(text, found, names, rest, sentence.start)
        taken = {(m.start, m.end) for m in members}
        for mention in with_aliases(text, list(_mentions(text, names, members, taken))):
            add_mention(doc, mention)
        bare += [
            head for head in rest if not any(m.start <= head.start and head.end <= m.end for m in members)
        ]
    _unique(doc, text, bare)
    add_known_tails(doc, bare)
    add_references(doc)
    return doc


def _counted(text: str, found: Places, head: Head, low: int) -> list[Member]:
    return (
        counted_list(text, found, head, low)
        or bracketed_list(text, found, head)
        or village_clinics(text, head, low)
    )


def _uncounted(text: str, found: Places, names: list[Name], bare: list[Head], low: int) -> list[Member]:
    members = [m for name in names for m in shared_head(text, found, name, low)]
    for head in bare:
        before = max((n for n in names if n.end <= head.start), key=lambda n: n.end, default=None)
        member = after_named(text, before, head) if before is not None else None
        if member is not None:
            members.append(member)
    return members


def _mentions(
    text: str, names: list[Name], members: list[Member], taken: set[tuple[int, int]]
) -> Iterator[Mention]:
    for name in names:
        if (name.start, name.end) not in taken:
            for end in sorted({name.end, name.parent_end} - {0}):
                whole = Member(name.start, end, "", name.head, name.reading.place)
                yield _mention(text, whole, "institutions.name")
    for member in members:
        yield _mention(text, member, "institutions.list")


def with_aliases(text: str, found: list[Mention]) -> list[Mention]:
    """中国科学院大学附属肿瘤医院(浙江省肿瘤医院): two names of one body; each gets the other as `alias`."""
    by_start = {mention.start: mention for mention in found}
    aliases: dict[int, str] = {}
    for mention in found:
        other = by_start.get(mention.end + 1)
        if other is not None and text[mention.end] == "(" and text[other.end : other.end + 1] == ")":
            aliases[id(mention)], aliases[id(other)] = other.name, mention.name
    return [replace(m, attrs={**m.attrs, "alias": aliases[id(m)]}) if id(m) in aliases else m for m in found]


def _mention(text: str, found: Member, rule: str) -> Mention:
    division = found.place.division if found.place is not None else None
    return Mention(
        found.start,
        found.end,
        text[found.start : found.end],
        "Institution",
        name=found.name,
        subtype=found.head.subtype,
        attrs={"code": division.code} if division is not None else {},
        rule=rule,
    )


def _unique(doc: Doc, text: str, bare: list[Head]) -> None:
    """急救指挥中心, 爱卫办: a region has one of them, so the report's own is meant."""
    rules = load_rules("institutions")["unique"]
    wanted, barred = frozenset(rules["words"]), tuple(rules["class_before"])
    for head in bare:
        if head.word not in wanted or text.endswith(barred, 0, head.start):
            continue
        if at_boundary(text, head.start) and not text.startswith(("〔", "发〔", "[", "字"), head.end):
            add_mention(doc, _mention(text, Member(head.start, head.end, "", head), "institutions.unique"))
