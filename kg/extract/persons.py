"""Component `kg_persons`: names of persons where a title, a role or a studio says that one is meant."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from spacy.language import Language
from spacy.tokens import Doc

from kg.extract.extensions import add_mention, mentions, remove_mentions, sentences, text_of
from kg.extract.person_names import looks_like_word, name_pattern
from kg.extract.rules import load_rules, words
from kg.extract.unit_grammar import is_studio
from kg.model.mention import Mention

_HAN = re.compile("[\u4e00-\u9fff·]+")


@lru_cache(maxsize=1)
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    rules = load_rules("persons")["title"]
    before = "|".join(words("persons", "title", "before"))
    after = "|".join(map(re.escape, words("persons", "title", "after")))
    studio = load_rules("units")["person_studio"]["rule"].replace("NAME", name_pattern())
    return (
        re.compile(f"(?:{before})[:：]?[“\\s]?(?=({name_pattern()}))"),
        re.compile(f"(?=({name_pattern()})(?:{after}))"),
        re.compile("|".join(rules["known"])),
        re.compile(studio),
    )


@Language.component("kg_persons")
def persons(doc: Doc) -> Doc:
    """Adds Person mentions."""
    text = text_of(doc)
    blocked = [(m.start, m.end) for m in mentions(doc, "Institution")]
    places = mentions(doc, "Region")
    for start, end in sorted(set(_spans(doc, text))):
        crossed = [m for m in places if m.start < end and start < m.end]
        if any(a < end and start < b for a, b in blocked) or any(m.start <= start for m in crossed):
            continue
        remove_mentions(doc, crossed)  # 李金华 holds no 金华
        blocked.append((start, end))
        add_mention(doc, Mention(start, end, text[start:end], "Person", rule="persons.title"))
    return doc


def _spans(doc: Doc, text: str) -> Iterator[tuple[int, int]]:
    titled, acting, known, studio = _patterns()
    for sentence in sentences(doc):
        low, high = sentence.start, sentence.end
        for match in known.finditer(text, low, high):
            yield match.span()
        for match in studio.finditer(text, low, high):
            if is_studio(text, match, low):
                yield match.span("person")
        for match in titled.finditer(text, low, high):
            yield from _whole(text, match.start(1), high)
            yield from _further(text, match.start(1), high)
        for match in acting.finditer(text, low, high):
            if _bounded(text, match.start(1), low):
                yield from _whole(text, match.start(1), high)


def _whole(text: str, start: int, high: int) -> Iterator[tuple[int, int]]:
    """The name that starts here, if what follows it can follow a name; three characters rather than two."""
    match = re.compile(name_pattern()).match(text, start, high)
    if match is None:
        return
    ends = [match.end()] if "·" in match[0] else [start + 3, start + 2]
    follow = words("persons", "title", "follow")
    rules = load_rules("persons")["title"]
    no_end, given = rules["no_end"], rules["given"]
    for end in ends:
        name = text[start:end]
        if end > high or name[-1] in no_end or looks_like_word(name) or not _HAN.fullmatch(name):
            continue
        certain = end - start == 3 and name[1] in given and name[2] in given
        if certain or end == high or not _HAN.match(text[end]) or text.startswith(follow, end):
            yield start, end
            return


def _further(text: str, start: int, high: int) -> Iterator[tuple[int, int]]:
    """The rest of a list of names: 阿依古丽·吐尔逊、买买提江·艾山."""
    for first in _whole(text, start, high):
        end = first[1]
        while text[end : end + 1] == "、":
            following = next(_whole(text, end + 1, high), None)
            if following is None:
                return
            yield following
            end = following[1]


def _bounded(text: str, start: int, low: int) -> bool:
    """A name before its verb must begin its clause or follow a title."""
    if start == low or not _HAN.match(text[start - 1]):
        return True
    return text.endswith(
        (*words("persons", "title", "before"), "院", "中心", "大学"), max(low, start - 6), start
    )
