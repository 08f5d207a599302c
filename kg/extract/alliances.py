"""Component `kg_alliances`: medical alliances by name, in lists that share a head, by their lead, and by pointing words.

An alliance without a name of its own has its lead (or first partner) as `owner` and its kind as `name` (紧密型医联体). A later mention that only
points (联盟, 该集团) has the earlier Alliance mention as `owner`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from spacy.language import Language
from spacy.tokens import Doc

from kg.extract.alliance_names import Head, Scene, is_name, listed_names, name_start
from kg.extract.alliance_owners import meant, owners_of
from kg.extract.extensions import add_mention, mentions, outermost, sentences, text_of
from kg.extract.name_grammar import at_boundary
from kg.extract.places import places
from kg.extract.rules import load_rules, words
from kg.extract.specialties import specialities_before
from kg.model.mention import Deixis, Mention

_ROLES = ("牵头单位", "牵头医院", "成员单位", "总院")
"""Behind a name these tell a part in the alliance."""


@lru_cache(maxsize=1)
def _patterns() -> tuple[re.Pattern[str], dict[str, str], tuple[str, ...]]:
    rules = load_rules("alliances")
    subtypes = {word: subtype for subtype, listed in rules["head"].items() for word in listed}
    heads = "|".join(sorted(subtypes, key=lambda word: -len(word)))
    kinds = "|".join(words("alliances", "kind", "words"))
    return re.compile(f"((?:{kinds})*)({heads})"), subtypes, words("alliances", "kind", "concept_after")


@Language.component("kg_alliances")
def alliances(doc: Doc) -> Doc:
    """Adds Alliance mentions."""
    text, found = text_of(doc), places(doc)
    pattern, subtypes, _ = _patterns()
    for sentence in sentences(doc):
        heads = [
            Head(m.start(), m.start(2), m.end(), m[2], subtypes[m[2]])
            for m in pattern.finditer(text, sentence.start, sentence.end)
        ]
        if heads:
            bodies = outermost(mentions(doc, "Institution", start=sentence.start, end=sentence.end))
            scene = Scene(text, found, tuple(bodies), sentence.start)
            for mention in [m for head in heads for m in _read(scene, head)]:
                add_mention(doc, mention)
    _pointing(doc, text)
    return doc


def _read(scene: Scene, head: Head) -> Iterator[Mention]:
    listed = list(listed_names(scene, head))
    if listed:
        yield from listed
        return
    text, start = scene.text, name_start(scene, head)
    is_concept = text.startswith(_patterns()[2], head.end) and not text.startswith(_ROLES, head.end)
    kind = text[start : head.end]
    if kind == "联盟":  # points to one that was named before
        return
    adjacent = next((m for m in scene.institutions if m.end == start), None)
    if adjacent is not None:
        yield _mention(scene, head, adjacent.start, kind, meant(adjacent))
    elif start < head.kind_start and is_name(scene, head, start):
        if not is_concept or head.subtype == "specialty_alliance":
            yield _mention(scene, head, start, kind, None)
    elif not is_concept or text.startswith(("牵头", "成员"), head.end):
        owners = owners_of(text, list(scene.institutions), (start, head.end), scene.low)
        for owner in owners:
            yield _mention(scene, head, start, kind, owner)
        if len(owners) == 1 and head.subtype == "specialty_alliance" and start < head.start:
            for item_start, item_end in specialities_before(text, start, scene.low):
                named = text[item_start:item_end] + head.word
                first = Head(item_start, item_start, item_end, head.word, head.subtype)
                yield _mention(scene, first, item_start, named, owners[0])


def _mention(scene: Scene, head: Head, start: int, name: str, owner: Mention | Deixis | None) -> Mention:
    return Mention(
        start,
        head.end,
        scene.text[start : head.end],
        "Alliance",
        name=name,
        subtype=head.subtype,
        owner=owner,
        rule="alliances.owned" if owner is not None else "alliances.named",
    )


def _pointing(doc: Doc, text: str) -> None:
    """联盟, 该集团 after the one alliance of that kind which the report has named so far."""
    named = mentions(doc, "Alliance")
    if not named:
        return
    kinds: dict[str, list[str]] = load_rules("alliances")["anaphor"]
    pattern = re.compile("|".join(sorted(kinds, key=lambda word: -len(word))))
    covered = [(m.start, m.end) for m in named]
    concept = _patterns()[2]
    for sentence in sentences(doc):
        for match in pattern.finditer(text, sentence.start, sentence.end):
            start, end = match.span()
            if any(a <= start < b for a, b in covered) or text.startswith(concept, end):
                continue
            if not (start == sentence.start or at_boundary(text, start)) and not match[0].startswith("该"):
                continue
            before = [m for m in named if m.end <= start and m.name.endswith(tuple(kinds[match[0]]))]
            if before and len({(m.name, id(m.owner)) for m in before}) == 1:
                last = before[-1]
                add_mention(
                    doc,
                    Mention(
                        start,
                        end,
                        match[0],
                        "Alliance",
                        subtype=last.subtype,
                        owner=last,
                        rule="alliances.pointing",
                    ),
                )
