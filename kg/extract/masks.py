"""A sentence with one private-use character in place of each mention, so that regular expressions can speak of bodies by kind.

| letter in frames | stands for |
| --- | --- |
| `I` `R` `A` | Institution, Region, Alliance |
| `U` `N` | Unit, Person |
| `P` `D` | a stretch of time, a titled document (`《…》` whether or not it is a mention) |

What tells nothing to a frame is left out: quotes, blanks, brackets and job titles after a body, a region in front of a body or of a
smaller region (贵州六盘水), 等 and counts behind a list. Every character keeps its range in the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from spacy.tokens import Doc

from kg.extract import extensions
from kg.extract.rules import load_rules
from kg.model.mention import Mention
from kg.model.text import Range, Sentence

Piece = tuple[str, int, int, Mention | None]
"""A kind letter, a range of the report's text, and the mention that it stands for."""

_BASE = {"I": 0xE000, "R": 0xE800, "A": 0xEC00, "U": 0xF000, "N": 0xF200, "P": 0xF400, "D": 0xF600}
_LIMIT = {"I": 0x800, "R": 0x400, "A": 0x400, "U": 0x200, "N": 0x200, "P": 0x200, "D": 0x200}
_LETTERS = {"Institution": "I", "Region": "R", "Alliance": "A", "Unit": "U", "Person": "N"}
_TITLE = re.compile(r"《[^《》]*》")
_NOISE = re.compile(r"[“”\"'‘’\s]")


def kind_class(letters: str) -> str:
    """The inside of a regular expression's character class for kinds, e.g. `kind_class("IR")`."""
    return "".join(f"{chr(_BASE[k])}-{chr(_BASE[k] + _LIMIT[k] - 1)}" for k in letters)


def letter_of(char: str) -> str:
    """The kind of a masked character; empty for plain text."""
    code = ord(char)
    return next((k for k, base in _BASE.items() if base <= code < base + _LIMIT[k]), "")


@dataclass(frozen=True, slots=True)
class Masked:
    """`text[i]` came from `starts[i]:ends[i]` of the report; `mentions` tells what each mask character stands for.

    `units` holds, by the mask character of a body, the unit named right behind it (市一院泌尿外科).
    """

    text: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    mentions: Mapping[str, Mention]
    units: Mapping[str, str]

    def clean_range(self, start: int, end: int) -> Range:
        """The range in the report's text that masked `start:end` (not empty) came from."""
        return self.starts[start], self.ends[end - 1]


def mask(doc: Doc, sentence: Sentence) -> Masked:
    """Masks one sentence."""
    chars: list[str] = []
    ranges: list[Range] = []
    found: dict[str, Mention] = {}
    counts = dict.fromkeys(_BASE, 0)
    at = sentence.start
    for letter, start, end, mention in _pieces(doc, sentence):
        if start < at or counts[letter] >= _LIMIT[letter]:
            continue
        for i in range(at, start):
            chars.append(doc.text[i])
            ranges.append((i, i + 1))
        char = chr(_BASE[letter] + counts[letter])
        counts[letter] += 1
        chars.append(char)
        ranges.append((start, end))
        if mention is not None:
            found[char] = mention
        at = end
    for i in range(at, sentence.end):
        chars.append(doc.text[i])
        ranges.append((i, i + 1))
    return _without_noise(doc.text, chars, ranges, found)


def _pieces(doc: Doc, sentence: Sentence) -> Iterator[Piece]:
    """What is to be masked, in text order, without overlap: bodies first, units and persons in what they leave."""
    low, high = sentence.start, sentence.end
    titles = [(m.start(), m.end()) for m in _TITLE.finditer(doc.text, low, high)]
    pieces: list[Piece] = [("D", a, b, None) for a, b in titles]
    bodies = extensions.mentions(doc, "Institution", "Region", "Alliance", start=low, end=high)
    for body in extensions.outermost(b for b in bodies if not _inside(b.start, b.end, titles)):
        pieces.append((_LETTERS[body.type], body.start, body.end, body))
    taken = [(a, b) for _, a, b, _ in pieces]
    for other in extensions.mentions(doc, "Unit", "Person", start=low, end=high):
        start = max([other.start, *(b for a, b in taken if a <= other.start < b)])
        if start < other.end and not any(a < other.end and b > start for a, b in taken):
            pieces.append((_LETTERS[other.type], start, other.end, other))
            taken.append((start, other.end))
    pieces.extend(_former_and_latter(doc.text, low, high, sorted(pieces, key=lambda p: p[1])))
    for period in extensions.periods(doc, low, high):
        if not any(a < period.end and b > period.start for a, b in taken):
            pieces.append(("P", period.start, period.end, None))
    return iter(sorted(pieces, key=lambda p: (p[1], -p[2])))


_PAIR = re.compile("前者|后者")
_JOIN = re.compile("[、和与及]|以及")


def _former_and_latter(text: str, low: int, high: int, pieces: list[Piece]) -> list[Piece]:
    """前者 and 后者 stand for the members of the last list of exactly two bodies of one kind before the first of them."""
    found: list[Piece] = []
    pair: tuple[Piece, ...] = ()
    for match in _PAIR.finditer(text, low, high):
        if match[0] == "前者" or not pair:
            pair = _last_pair(text, [p for p in pieces if p[2] <= match.start() and p[0] in "IR"])
        if pair and not any(a < match.end() and b > match.start() for _, a, b, _ in pieces):
            letter, _, _, meant = pair[0] if match[0] == "前者" else pair[1]
            found.append((letter, match.start(), match.end(), meant))
    return found


def _last_pair(text: str, bodies: list[Piece]) -> tuple[Piece, ...]:
    lists: list[list[Piece]] = []
    for body in bodies:
        same = lists and lists[-1][-1][0] == body[0] and _JOIN.fullmatch(text[lists[-1][-1][2] : body[1]])
        if same:
            lists[-1].append(body)
        else:
            lists.append([body])
    pairs = [members for members in lists if len(members) == 2]
    return tuple(pairs[-1]) if pairs else ()


def _inside(start: int, end: int, ranges: list[Range]) -> bool:
    return any(a <= start and end <= b for a, b in ranges)


@cache
def _dropped() -> tuple[re.Pattern[str], ...]:
    """Patterns of rule file `alliance_relations`, table `masks`: what they match (group 1 where there is one) is left out."""
    return tuple(re.compile(expand_kinds(p)) for p in load_rules("alliance_relations")["masks"]["drop"])


def expand_kinds(pattern: str) -> str:
    """Writes `⟨IR⟩` and `⟨^IR，⟩` in a pattern as character classes: capital letters are kinds, all else is itself."""
    return re.sub(
        r"⟨([^⟩]+)⟩", lambda m: f"[{re.sub('[IRAUNPD]', lambda k: kind_class(k[0]), m[1])}]", pattern
    )


def _without_noise(text: str, chars: list[str], ranges: list[Range], found: dict[str, Mention]) -> Masked:
    kept = [i for i, char in enumerate(chars) if not _NOISE.match(char)]
    units: dict[str, str] = {}
    for pattern in _dropped():
        masked = "".join(chars[i] for i in kept)
        gone: set[int] = set()
        for match in pattern.finditer(masked):
            start, end = match.span(1 if pattern.groups else 0)
            gone.update(range(start, end))
            _keep_unit(text, masked, ranges, [kept[k] for k in range(start, end)], start, units)
        kept = [i for k, i in enumerate(kept) if k not in gone]
    return Masked(
        "".join(chars[i] for i in kept),
        tuple(ranges[i][0] for i in kept),
        tuple(ranges[i][1] for i in kept),
        found,
        units,
    )


def _keep_unit(
    text: str, masked: str, ranges: list[Range], gone: list[int], start: int, units: dict[str, str]
) -> None:
    if gone and start and letter_of(masked[start]) == "U" and letter_of(masked[start - 1]) == "I":
        units[masked[start - 1]] = text[ranges[gone[0]][0] : ranges[gone[0]][1]]
