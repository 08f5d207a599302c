"""Search by name: official name, alias, part, abbreviation, pinyin, Traditional characters, typos.

All names stand in one long string, a line each; the C code of `str.find` and `re` runs over it, so that 200,000 names take milliseconds.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from rapidfuzz import fuzz, process

from kg.model.text import Range
from kg.normalise.script import convert
from kg.web.catalogue import Catalogue
from kg.web.pinyin import syllables
from kg.web.snapshot import Snapshot
from kg.web.things import REPORT, Json, Thing

NEAR = 60.0
"""Similarity in per cent from which a name is offered for a typo: one wrong character of five stays above, two of four do not."""

_MANY = 4_000
"""Lines of one kind of match that are ranked; a query that fits more is too short to rank them all."""

_ORDER = ("Institution", "Region", "Alliance", "Indicator", "PolicyDocument", "Programme", REPORT)
"""Types that come first where names match equally well."""

_CARE = ("hospital", "primary_care", "public_health")
"""Subtypes of institutions that come first where names match equally well."""

_SYLLABLE = 3
"""Letters from which a query may be whole syllables; shorter ones are initials."""

_KINDS = ("id", "name", "alias", "prefix", "abbreviation-first", "part", "abbreviation", "pinyin", "near")
_IGNORED = re.compile(r"[\s·•()（）《》“”\"'-]+")


@dataclass(frozen=True, slots=True)
class Hit:
    """A thing that a query may mean: the name that matched, how, and which of its characters."""

    thing: Thing
    matched: str
    kind: str
    ranges: tuple[Range, ...]

    def json(self) -> Json:
        """The hit as the interface tells it."""
        kind = self.kind.removesuffix("-first")
        return {
            **self.thing.json(),
            "matched": self.matched,
            "kind": kind,
            "ranges": [list(r) for r in self.ranges],
        }


class _Lines:
    """Texts one below the other, found by position."""

    def __init__(self, texts: Iterable[str]) -> None:
        self.texts = list(texts)
        self.whole = "\n" + "\n".join(self.texts) + "\n"
        self._starts = []
        at = 1
        for text in self.texts:
            self._starts.append(at)
            at += len(text) + 1

    def line(self, position: int) -> tuple[int, int]:
        """The number of the line at a position, and the position in it."""
        n = bisect_right(self._starts, position) - 1
        return n, position - self._starts[n]

    def find(self, part: str) -> Iterator[tuple[int, int]]:
        """Lines that hold a text, each once, with its first place in it."""
        at = self.whole.find(part)
        for _ in range(_MANY):
            if at < 0:
                return
            n, inside = self.line(at)
            yield n, inside
            at = self.whole.find(part, self._starts[n] + len(self.texts[n]))

    def scattered(self, letters: str) -> Iterator[tuple[int, tuple[Range, ...]]]:
        """Lines in which the letters stand in this order, each once, with their places."""
        first, *rest = map(re.escape, letters)
        pattern = re.compile(f"({first})" + "".join(f"[^{c}\n]*({c})" for c in rest) + "[^\n]*")
        for count, match in enumerate(pattern.finditer(self.whole)):
            if count >= _MANY:
                return
            n, inside = self.line(match.start())
            shift = match.start() - inside
            yield n, tuple((match.start(g) - shift, match.end(g) - shift) for g in range(1, len(letters) + 1))


class Index:
    """The names of a catalogue, made to be searched. Pinyin is worked out by `sound`, which takes a second for 50,000 names."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue
        pairs = [
            (name, n, thing)
            for thing in catalogue
            for n, name in enumerate((thing.name, *thing.aliases))
            if name and "\n" not in name
        ]
        self._things = [thing for _, _, thing in pairs]
        self._alias = [n > 0 for _, n, _ in pairs]
        self._names = _Lines(name for name, _, _ in pairs)
        self._folded = _Lines(name.lower() for name, _, _ in pairs)
        self._sounds: tuple[_Lines, _Lines] | None = None

    def sound(self) -> None:
        """Learns how all names sound; until then Latin letters find Latin names only."""
        heard = [syllables(name) for name in self._names.texts]
        letters = _Lines("".join(s[:1] for s in sounds) for sounds in heard)
        self._sounds = letters, _Lines(" " + " ".join(sounds) for sounds in heard)

    @property
    def sounds(self) -> bool:
        """Whether pinyin is known yet."""
        return self._sounds is not None

    def search(
        self, query: str, wanted: Callable[[Thing], bool] = lambda _: True, limit: int = 10
    ) -> tuple[list[Hit], int]:
        """The best things for a query, and how many more there are at least."""
        query = " ".join(query.split())
        if not query:
            return [], 0
        best = _Best(wanted)
        for spelling in dict.fromkeys((query, convert(query), _IGNORED.sub("", convert(query)))):
            if spelling:
                self._gather(spelling.lower(), best)
        if len(best) < limit:
            self._gather_near(convert(query).lower(), best, limit)
        hits = best.hits()
        return hits[:limit], max(len(hits) - limit, 0)

    def _gather(self, query: str, best: _Best) -> None:
        if query in self.catalogue:
            thing = self.catalogue.get(query)
            best.offer(Hit(thing, thing.name, "id", ()))
        for n, at in self._folded.find(query):
            name = self._names.texts[n]
            whole = ("alias" if self._alias[n] else "name") if len(query) == len(name) else ""
            kind = whole or ("prefix" if at == 0 else "part")
            best.offer(Hit(self._things[n], name, kind, ((at, at + len(query)),)))
        if len(query) > 1:
            if query.isascii() and query.replace(" ", "").isalnum():
                self._gather_sound(query.replace(" ", ""), best)
            else:
                self._gather_scattered(query, best)

    def _gather_scattered(self, query: str, best: _Best) -> None:
        for n, places in self._folded.scattered(query):
            kind = "abbreviation-first" if places[0][0] == 0 else "abbreviation"
            best.offer(Hit(self._things[n], self._names.texts[n], kind, places))

    def _gather_sound(self, query: str, best: _Best) -> None:
        if self._sounds is None:
            return
        letters, full = self._sounds
        for n, places in letters.scattered(query):
            best.offer(Hit(self._things[n], self._names.texts[n], "pinyin", places))
        if len(query) >= _SYLLABLE:
            pattern = re.compile(" " + " ?".join(map(re.escape, query)))
            for match in islice(pattern.finditer(full.whole), _MANY):
                n, inside = full.line(match.start())
                first = full.texts[n][:inside].count(" ")
                places = ((first, first + match[0].count(" ")),)
                best.offer(Hit(self._things[n], self._names.texts[n], "pinyin", places))

    def _gather_near(self, query: str, best: _Best, limit: int) -> None:
        if len(query) < 2 or query.isascii():
            return
        near = process.extract(
            query, self._folded.texts, scorer=fuzz.ratio, score_cutoff=NEAR, limit=limit * 5
        )
        for _, score, n in near:
            best.offer(Hit(self._things[n], self._names.texts[n], "near", ()), -score)


class _Best:
    """The best hit of each thing that is wanted."""

    def __init__(self, wanted: Callable[[Thing], bool]) -> None:
        self._wanted = wanted
        self._found: dict[str, tuple[tuple[object, ...], Hit]] = {}

    def __len__(self) -> int:
        return len(self._found)

    def hits(self) -> list[Hit]:
        """All hits, best first."""
        return [hit for _, hit in sorted(self._found.values(), key=lambda pair: pair[0])]

    def offer(self, hit: Hit, badness: float = 0.0) -> None:
        """Keeps the better of what is known of a thing and this."""
        thing = hit.thing
        if not self._wanted(thing):
            return
        order = _ORDER.index(thing.type) if thing.type in _ORDER else len(_ORDER)
        care = thing.type == "Institution" and thing.subtype not in _CARE
        rank = (_KINDS.index(hit.kind), badness, *_place(hit), order, care, thing.name, thing.id)
        known = self._found.get(thing.id)
        if known is None or rank < known[0]:
            self._found[thing.id] = rank, hit


def _place(hit: Hit) -> tuple[int, int, int]:
    """What makes one match of a kind better than another: letters that begin the name, stand close together, in a short name."""
    first = hit.ranges[0][0] if hit.ranges else 0
    spread = hit.ranges[-1][1] - first if hit.ranges else 0
    return (0, len(hit.matched), 0) if hit.kind == "prefix" else (int(first > 0), spread, len(hit.matched))


def index(snapshot: Snapshot) -> Index:
    """The index of a snapshot, without its sounds."""
    return Index(snapshot.catalogue)


def sounding(snapshot: Snapshot) -> Index:
    """The index of a snapshot, once it knows its sounds."""
    found = snapshot.once("index", index)
    found.sound()
    return found


def search(snapshot: Snapshot, query: str, types: frozenset[str], region: str, limit: int) -> Json:
    """`/api/search`."""

    def wanted(thing: Thing) -> bool:
        if types and thing.type not in types:
            return False
        return not region or region in (thing.name, *thing.within)

    hits, left = snapshot.once("index", index).search(query, wanted, limit)
    return {"q": query, "items": [hit.json() for hit in hits], "left_out": left}
