"""Component `kg_regions`: divisions by name, by pointing words, villages and zones.

A mention's attributes: `code` of the division; for a village, which no gazetteer lists, `within`, the code of its township.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from spacy.language import Language
from spacy.tokens import Doc

from kg.extract.extensions import add_mention, sentence_at, sentences, text_of
from kg.extract.name_grammar import at_boundary
from kg.extract.places import Place, Places, context, places
from kg.extract.rules import load_rules, words
from kg.gazetteer import Division, load_gazetteer
from kg.model.mention import Deixis, Mention
from kg.model.text import Sentence


@Language.component("kg_regions")
def regions(doc: Doc) -> Doc:
    """Adds Region mentions."""
    text, found, here = text_of(doc), places(doc), context(doc)
    for place in found.ordered:
        if place.division is not None and sentence_at(doc, place.start) is not None:
            add_mention(doc, _named(place.start, place.end, place.name, place.division, "regions.name"))
            village = _village(text, place)
            if village is not None:
                add_mention(doc, village)
    chain = load_gazetteer().chain(here) if here is not None else ()
    for sentence in sentences(doc):
        for mention in _unnamed(text, sentence, found, chain):
            add_mention(doc, mention)
    return doc


def _named(start: int, end: int, surface: str, division: Division, rule: str) -> Mention:
    return Mention(
        start, end, surface, "Region", name=division.name, attrs={"code": division.code}, rule=rule
    )


@lru_cache(maxsize=1)
def _patterns() -> tuple[re.Pattern[str], ...]:
    rules = load_rules("regions")
    own = "|".join(rules["pointing"]["own"])
    return (
        re.compile(f"{rules['pointing']['rule']}|{own}"),
        re.compile(rules["village"]["rule"]),
        re.compile(rules["village"]["alone"]),
        re.compile(rules["zone"]["rule"]),
    )


def _unnamed(text: str, sentence: Sentence, found: Places, chain: tuple[Division, ...]) -> Iterator[Mention]:
    pointing, _, alone, zone = _patterns()
    for match in pointing.finditer(text, sentence.start, sentence.end):
        yield from _pointed(match, chain)
    if not chain:
        return
    if chain[-1].level == "township":
        for match in alone.finditer(text, sentence.start, sentence.end):
            if at_boundary(text, match.start()) and not _is_class(match[0]):
                yield _village_mention(match.start(), match[0], chain[-1])
    for match in zone.finditer(text, sentence.start, sentence.end):
        if text[match.start() - 1 : match.start()] == "、" and match.start() - 1 in found.by_end:
            division = load_gazetteer().resolve(match[0], chain[-1])
            if division is not None and division.code[:4] == chain[-1].code[:4]:
                yield _named(match.start(), match.end(), match[0], division, "regions.zone")


def _pointed(match: re.Match[str], chain: tuple[Division, ...]) -> Iterator[Mention]:
    """我市 in a city's report points to the city; in a county's report to the city above it."""
    kinds: dict[str, list[str]] = load_rules("regions")["pointing"]["kinds"]
    word = match[0].lstrip("我全本")
    endings = tuple(kinds.get(word, ()))
    own = not chain or not endings or chain[-1].name.endswith(endings)
    if own:
        yield Mention(
            match.start(), match.end(), match[0], "Region", deixis=Deixis.REGION, rule="regions.pointing"
        )
        return
    above = [division for division in chain[:-1] if division.name.endswith(endings)]
    if above:
        yield _named(match.start(), match.end(), match[0], above[-1], "regions.pointing")


def _village(text: str, place: Place) -> Mention | None:
    """The village or neighbourhood named right after its township."""
    if place.division is None or place.division.level != "township" or not place.full:
        return None
    match = _patterns()[1].match(text, place.end)
    if match is None or _is_class(match[1]):
        return None
    return _village_mention(place.end, match[1], place.division)


def _village_mention(start: int, name: str, township: Division) -> Mention:
    return Mention(
        start, start + len(name), name, "Region", attrs={"within": township.code}, rule="regions.village"
    )


def _is_class(name: str) -> bool:
    stem = name.removesuffix("村").removesuffix("社区")
    return not stem or any(word in stem for word in words("regions", "village", "not"))
