"""Finding names of divisions in running text.

Two passes, so that a short name can never take characters from a full one: first official names, short
names of provinces and the decoys of `region_traps.txt`; then, in the gaps, short and other names.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence

import daachorse

from kg.gazetteer.traps import read_traps
from kg.gazetteer.types import Division, Hit

_KINDS = "县州旗盟"  # other names with such an end are as good as official: 文山州, 景宁县, 科左后旗
_SHORTEST_TOWNSHIP = 3  # 东镇 and its like are too short to be told from words


class Scanner:
    """Patterns over all names; built on first use."""

    def __init__(
        self,
        official: Mapping[str, Sequence[Division]],
        other: Mapping[str, Sequence[Division]],
        named: Callable[[str], tuple[Division, ...]],
    ) -> None:
        self._named = named
        self._traps = read_traps()
        self._provinces = {name for name, found in other.items() if any(d.level == "province" for d in found)}
        full = {name for name, found in official.items() if _scannable(name, found)} | self._provinces
        full |= {name for name in other if len(name) > 2 and name[-1] in _KINDS}
        brief = {name for name in other if len(name) > 1}
        brief |= {name[:-1] for name in official if name.endswith("街道") and len(name) > 3}
        # what may stand left or right of a false name: words, and the short names of larger places
        self._words = self._traps.pairs.union(n for n, found in other.items() if _is_large(n, found))
        full -= self._traps.never
        brief -= self._traps.never | full
        self._find_full = _finder(full | self._traps.decoys)
        self._find_brief = _finder(brief)

    def scan(self, text: str) -> list[Hit]:
        """See `Gazetteer.scan`."""
        hits: list[Hit] = []
        done = 0
        for start, end in self._find_full(text):
            if start < done:
                continue
            name = text[start:end]
            hit = None
            if name not in self._traps.decoys:
                hit = self._hit(text, start, end, name, start == done)
                if hit is None:
                    continue
            hits += self._gap(text, done, start)
            hits += [hit] if hit else []
            done = end
        return [*hits, *self._gap(text, done, len(text))]

    def _gap(self, text: str, start: int, end: int) -> Iterator[Hit]:
        if end - start < 2:
            return
        done = start
        for left, right in self._find_brief(text[start:end]):
            first, last = start + left, start + right
            if first < done:
                continue
            hit = self._bare(text, first, last, text[first:last], first == done)
            if hit is not None:
                yield hit
                done = last

    def _hit(self, text: str, start: int, end: int, name: str, adjacent: bool) -> Hit | None:
        """A hit on an official name or a province's short one; `adjacent`: right after another name."""
        if self._barred(text, start, end, name, adjacent):
            return None
        divisions = self._named(name)
        common = name in self._traps.common
        if name in self._provinces:
            foreign = self._traps.after.match(text, end)
            return None if foreign else Hit(start, end, name, divisions, False, common)
        bearers = [d for d in divisions if d.name == name] or divisions
        high = any(d.level != "township" for d in bearers)
        sole = len({d.code for d in divisions if d.until is None}) == 1
        weak = common or len(name) == 2 or not (high or sole)
        return Hit(start, end, name, divisions, weak, common)

    def _bare(self, text: str, start: int, end: int, name: str, adjacent: bool) -> Hit | None:
        """A hit on a name without its kind: always weak."""
        if self._barred(text, start, end, name, adjacent) or self._traps.after.match(text, end):
            return None
        divisions = self._named(name)
        doubtful = name in self._traps.common or self._half_word(text, start, end, divisions[0])
        common = doubtful and not self._traps.cue.match(text, end)
        listed = "、" in text[max(start - 1, 0) : start] + text[end : end + 1]
        large = name[-1] == "区" or divisions[0].level == "prefecture"
        return None if common and not (listed or large) else Hit(start, end, name, divisions, True, common)

    def _half_word(self, text: str, start: int, end: int, division: Division) -> bool:
        """Whether two characters that a township is called by are half of a word: 水平|新格局, 老年人|和慢病."""
        if end - start > 2 or division.level != "township":
            return False
        beside = text[start - 1 : start + 1] in self._words or text[end - 1 : end + 1] in self._words
        return beside or "和" in text[start:end]

    def _barred(self, text: str, start: int, end: int, name: str, adjacent: bool) -> bool:
        """Whether the text around says that this is no name: a rule for it, or words that it lies across."""
        rule = self._traps.before.get(name)
        if rule is not None and rule.search(text[:start][-8:]):
            return True
        pairs = self._words
        ahead = text[end - 1 : end + 1] in pairs
        if name[-1] == "乡" and ahead and (name[:-1] in pairs or name[:-1] in self._traps.common):
            return True  # 促进|乡村, 苏木|乡镇
        if adjacent or len(name) > 3 or text[start - 1 : start + 1] not in pairs:
            return False
        if len(name) == 3:
            return name[1:] in pairs  # 振兴|城市, 发展|城镇
        return ahead or name[-1] in "县区市"  # 顺利|通过, 接通|县医院


def _finder(names: set[str]) -> Callable[[str], list[tuple[int, int]]]:
    """A function that gives all places of the names in a text, from the left, longer ones first."""
    find = daachorse.CharwiseDoubleArrayAhoCorasick(sorted(names)).find_overlapping

    def places(text: str) -> list[tuple[int, int]]:
        found = [(start, end) for start, end, _ in find(text)]
        return sorted(found, key=lambda place: (place[0], -place[1]))

    return places


def _is_large(name: str, found: Sequence[Division]) -> bool:
    return len(name) == 2 and any(d.level != "township" and d.until is None for d in found)


def _scannable(name: str, found: Sequence[Division]) -> bool:
    return len(name) >= (2 if any(d.level != "township" for d in found) else _SHORTEST_TOWNSHIP)
