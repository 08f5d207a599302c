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
_TOGETHER = re.compile("联合|远程|协作|共建|会诊")
"""Units whose very name tells of cooperation stay in the text for the frames."""
_NOISE = re.compile(r"[“”\"'‘’\s]")


def kind_class(letters: str) -> str:
    """The inside of a regular expression's character class for kinds, e.g. `kind_class("IR")`."""
    return "".join(f"{chr(_BASE[k])}-{chr(_BASE[k] + _LIMIT[k] - 1)}" for k in letters)


def letter_of(char: str) -> str:
    """The kind of a masked character; empty for plain text."""
    code = ord(char)
    if code < _BASE["I"]:
        return ""
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
    text = extensions.text_of(doc)
    chars: list[str] = []
    ranges: list[Range] = []
    found: dict[str, Mention] = {}
    counts = dict.fromkeys(_BASE, 0)
    at = sentence.start
    for letter, start, end, mention in _pieces(doc, sentence):
        if start < at or counts[letter] >= _LIMIT[letter]:
            continue
        for i in range(at, start):
            chars.append(text[i])
            ranges.append((i, i + 1))
        char = chr(_BASE[letter] + counts[letter])
        counts[letter] += 1
        chars.append(char)
        ranges.append((start, end))
        if mention is not None:
            found[char] = mention
        at = end
    for i in range(at, sentence.end):
        chars.append(text[i])
        ranges.append((i, i + 1))
    return _without_noise(text, chars, ranges, found)


def _pieces(doc: Doc, sentence: Sentence) -> Iterator[Piece]:
    """What is to be masked, in text order, without overlap: bodies first, units and persons in what they leave."""
    low, high = sentence.start, sentence.end
    text = extensions.text_of(doc)
    titles = [(m.start(), m.end()) for m in _TITLE.finditer(text, low, high)]
    pieces: list[Piece] = [("D", a, b, None) for a, b in titles]
    bodies = _without_cut_names(
        extensions.mentions(doc, "Institution", "Region", "Alliance", start=low, end=high)
    )
    for body in extensions.outermost(b for b in bodies if not _inside(b.start, b.end, titles)):
        pieces.append((_LETTERS[body.type], body.start, body.end, body))
    taken = [(a, b) for _, a, b, _ in pieces]
    for other in extensions.mentions(doc, "Unit", "Person", start=low, end=high):
        if _TOGETHER.search(other.text) or text.startswith(("专科", "专病", "联盟"), other.end):
            continue
        start = max([other.start, *(b for a, b in taken if a <= other.start < b)])
        if start < other.end and not any(a < other.end and b > start for a, b in taken):
            pieces.append((_LETTERS[other.type], start, other.end, other))
            taken.append((start, other.end))
    pieces.extend(_pointers(doc, sentence, sorted(pieces, key=lambda p: p[1])))
    for period in extensions.periods(doc, low, high):
        if not any(a < period.end and b > period.start for a, b in taken):
            pieces.append(("P", period.start, period.end, None))
    return iter(sorted(pieces, key=lambda p: (p[1], -p[2])))


def _without_cut_names(bodies: list[Mention]) -> list[Mention]:
    """Regions that reach into the name of an institution go (我县|人民医院: 县人民医院 is meant)."""
    names = [b for b in bodies if b.type == "Institution"]
    return [
        b for b in bodies if b.type != "Region" or not any(b.start < n.start < b.end < n.end for n in names)
    ]


_PAIR = re.compile("前者|后者|该院|(?<!其)它(?!们|是|的|山)|(?<=[，；：。])它(?=是)")
_VERB = re.compile("加入|接入|依托|引进|成为|挂牌")
_JOIN = re.compile("[、和与及]|以及")


def _pointers(doc: Doc, sentence: Sentence, pieces: list[Piece]) -> list[Piece]:
    """Pointing words that no earlier component has linked: 前者 and 后者, 该院 as the other party of a clause before."""
    text, low, high = extensions.text_of(doc), sentence.start, sentence.end
    found: list[Piece] = []
    pair: tuple[Piece, ...] = ()
    for match in _PAIR.finditer(text, low, high):
        if any(a < match.end() and b > match.start() for _, a, b, _ in pieces):
            if match[0] == "前者" and not pair:
                pair = _pair_before(doc, sentence, pieces, match.start())
            continue
        if match[0] == "它":
            meant = _first_party(text, low, match.start(), [p for p in pieces if p[0] == "I"])
        elif match[0] == "该院":
            meant = _other_party(text, low, match.start(), [p for p in pieces if p[0] == "I"])
        else:
            pair = pair or _pair_before(doc, sentence, pieces, match.start())
            meant = pair[match[0] == "后者"] if pair else None
        if meant is not None:
            found.append((meant[0], match.start(), match.end(), meant[3]))
    return found


def _pair_before(doc: Doc, sentence: Sentence, pieces: list[Piece], position: int) -> tuple[Piece, ...]:
    """The last list of exactly two bodies of one kind before a position, in the sentence or, else, in the one before it."""
    text = extensions.text_of(doc)
    clause = (
        max(text.rfind(mark, sentence.start, position) for mark in "，；：") + 1
    )  # 甲院、乙院归前者: another pair
    here = _last_pair(text, [p for p in pieces if p[2] <= max(clause, sentence.start) and p[0] in "IRA"])
    if here or sentence.index == 0:
        return here
    before = extensions.sentences(doc)[sentence.index - 1]
    bodies = extensions.mentions(doc, "Institution", "Region", "Alliance", start=before.start, end=before.end)
    return _last_pair(text, [(_LETTERS[b.type], b.start, b.end, b) for b in extensions.outermost(bodies)])


def _other_party(text: str, low: int, position: int, bodies: list[Piece]) -> Piece | None:
    """该院 behind a verb whose subject is carried on (…与乙医院签约，并加入该院牵头的…): the second of two bodies named so far."""
    clause = text[max(text.rfind(mark, low, position) for mark in "，；：") + 1 : position]
    before = [p for p in bodies if p[2] <= position]
    names = {p[3].name for p in before if p[3] is not None}
    return before[-1] if len(before) == len(names) == 2 and _VERB.search(clause) else None


def _first_party(text: str, low: int, position: int, bodies: list[Piece]) -> Piece | None:
    """它: the body that the sentence speaks of, the first one, if it opens a clause or is the only one so far."""
    before = [p for p in bodies if p[2] <= position]
    if not before:
        return None
    first = before[0]
    names = {p[3].name for p in before if p[3] is not None}
    opens = text[low : first[1]].rstrip("年今") == "" or text[first[1] - 1] in "，：；—叫"
    return first if opens or len(names) == 1 else None


def _last_pair(text: str, bodies: list[Piece]) -> tuple[Piece, ...]:
    lists: list[list[Piece]] = []
    for body in bodies:
        same = lists and lists[-1][-1][0] == body[0] and _JOIN.fullmatch(text[lists[-1][-1][2] : body[1]])
        if same:
            lists[-1].append(body)
        else:
            lists.append([body])
    pairs = [members for members in lists if len(members) == 2]
    houses = [pair for pair in pairs if pair[0][0] == "I"]  # a list of townships is rarely what 前者 takes up
    groups = [pair for pair in pairs if pair[0][0] == "A"]
    return tuple((houses or groups or pairs)[-1]) if pairs else ()


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
    masked = "".join(chars)
    kept = list(range(len(chars)))
    for pattern in (_NOISE, *_dropped()):
        gone = [match.span(1 if pattern.groups else 0) for match in pattern.finditer(masked)]
        for start, end in reversed(gone):
            masked = masked[:start] + masked[end:]
            del kept[start:end]
    units = {
        masked[i]: text[slice(*ranges[kept[i + 1]])]
        for i in (match.start() for match in _unit_behind().finditer(masked))
    }
    return Masked(masked, tuple(ranges[i][0] for i in kept), tuple(ranges[i][1] for i in kept), found, units)


@cache
def _unit_behind() -> re.Pattern[str]:
    return re.compile(expand_kinds("⟨I⟩⟨U⟩"))
