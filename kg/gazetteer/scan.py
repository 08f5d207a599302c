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
        provinces = {name for name, found in other.items() if any(d.level == "province" for d in found)}
        full = {name for name, found in official.items() if _scannable(name, found)} | provinces
        full |= {name for name in other if len(name) > 2 and name[-1] in _KINDS}
        brief = {name for name in other if len(name) > 1}
        brief |= {name[:-1] for name in official if name.endswith("街道") and len(name) > 3}
        full -= self._traps.never
        brief -= self._traps.never | full
        self._full = sorted(full | self._traps.decoys)
        self._brief = sorted(brief)
        self._provinces = provinces
        longest = daachorse.MATCH_KIND_LEFTMOST_LONGEST
        self._find_full = daachorse.CharwiseDoubleArrayAhoCorasick(self._full, longest).find
        self._find_brief = daachorse.CharwiseDoubleArrayAhoCorasick(self._brief, longest).find

    def scan(self, text: str) -> list[Hit]:
        """See `Gazetteer.scan`."""
        hits: list[Hit] = []
        done = 0
        for start, end, number in self._find_full(text):
            hits += self._gap(text, done, start)
            name = self._full[number]
            hit = None if name in self._traps.decoys else self._hit(text, start, end, name)
            if hit is not None:
                hits.append(hit)
            elif name not in self._traps.decoys:
                hits += self._gap(text, start, end)
            done = end
        return [*hits, *self._gap(text, done, len(text))]

    def _gap(self, text: str, start: int, end: int) -> Iterator[Hit]:
        if end - start < 2:
            return
        for left, right, number in self._find_brief(text[start:end]):
            hit = self._bare(text, start + left, start + right, self._brief[number])
            if hit is not None:
                yield hit

    def _hit(self, text: str, start: int, end: int, name: str) -> Hit | None:
        """A hit on an official name or a province's short one."""
        if self._barred(text, start, end, name):
            return None
        divisions = self._named(name)
        common = name in self._traps.common
        if name in self._provinces:
            return (
                None
                if self._traps.after.match(text, end)
                else Hit(start, end, name, divisions, False, common)
            )
        bearers = [d for d in divisions if d.name == name] or divisions
        high = any(d.level != "township" for d in bearers)
        sole = len({d.code for d in divisions if d.until is None}) == 1
        weak = common or len(name) == 2 or not (high or sole)
        return Hit(start, end, name, divisions, weak, common)

    def _bare(self, text: str, start: int, end: int, name: str) -> Hit | None:
        """A hit on a name without its kind: always weak."""
        if self._barred(text, start, end, name) or self._traps.after.match(text, end):
            return None
        common = name in self._traps.common and not self._traps.cue.match(text, end)
        listed = "、" in text[max(start - 1, 0) : start] + text[end : end + 1]
        if common and not listed and name[-1] != "区":
            return None
        return Hit(start, end, name, self._named(name), True, common)

    def _barred(self, text: str, start: int, end: int, name: str) -> bool:
        """Whether the text around says that this is no name: a rule for it, or words that it lies across."""
        rule = self._traps.before.get(name)
        if rule is not None and rule.search(text[:start][-8:]):
            return True
        pairs = self._traps.pairs
        if (
            name[-1] == "乡"
            and text[end - 1 : end + 1] in pairs
            and (name[:-1] in pairs or name[:-1] in self._traps.common)
        ):
            return True  # 促进|乡村, 苏木|乡镇
        if len(name) > 2 or text[start - 1 : start + 1] not in pairs:
            return False
        return name[-1] in "县区市" or text[end - 1 : end + 1] in pairs


def _scannable(name: str, found: Sequence[Division]) -> bool:
    return len(name) >= (2 if any(d.level != "township" for d in found) else _SHORTEST_TOWNSHIP)
