"""Looking divisions up: by code, by name, upwards and downwards."""

from collections import defaultdict
from collections.abc import Sequence
from functools import cached_property, lru_cache

from kg.gazetteer import resolve as _resolve
from kg.gazetteer.data import derived_names, read_aliases, read_divisions
from kg.gazetteer.scan import Scanner
from kg.gazetteer.types import RANK, Division, Hit

ABBREVIATIONS = {
    "京": "11", "津": "12", "冀": "13", "晋": "14", "蒙": "15", "辽": "21", "吉": "22", "黑": "23", "沪": "31",
    "申": "31", "苏": "32", "浙": "33", "皖": "34", "闽": "35", "赣": "36", "鲁": "37", "豫": "41", "鄂": "42",
    "湘": "43", "粤": "44", "桂": "45", "琼": "46", "渝": "50", "川": "51", "蜀": "51", "贵": "52", "黔": "52",
    "云": "53", "滇": "53", "藏": "54", "陕": "61", "秦": "61", "甘": "62", "陇": "62", "青": "63", "宁": "64",
    "新": "65", "台": "71", "港": "81", "澳": "82",
}  # fmt: skip


class Gazetteer:
    """All divisions. Immutable; made once by `load_gazetteer`."""

    def __init__(self, divisions: Sequence[Division], aliases: Sequence[tuple[str, str]]) -> None:
        self._records: dict[str, list[Division]] = defaultdict(list)  # oldest first
        self._children: dict[str, list[Division]] = defaultdict(list)
        self._before: dict[str, list[Division]] = defaultdict(list)
        self._official: dict[str, list[Division]] = defaultdict(list)
        self._other: dict[str, list[Division]] = defaultdict(list)
        for division in divisions:
            self._records[division.code].append(division)
            self._official[division.name].append(division)
            if division.short != division.name:
                self._other[division.short].append(division)
            if division.parent and division.until is None:
                self._children[division.parent].append(division)
            if division.successor:
                self._before[division.successor].append(division)
        self._add_names(divisions, aliases)

    def _add_names(self, divisions: Sequence[Division], aliases: Sequence[tuple[str, str]]) -> None:
        for division in divisions:
            if len(division.name) < 4:  # nothing to derive from 开平市
                continue
            parent = self.by_code(division.parent) if division.parent else None
            for name in derived_names(division, parent):
                self._add_other(name, division)
        for code, name in aliases:
            for division in self._records[code]:
                self._add_other(name, division)

    def _add_other(self, name: str, division: Division) -> None:
        if name not in (division.name, division.short) and division not in self._other.get(name, ()):
            self._other[name].append(division)

    def by_code(self, code: str) -> Division | None:
        """The division with this code, of six, nine or twelve digits; of several names of one code, the latest."""
        if len(code) == 12 and code.isdigit():  # 510181110000, 510181000000
            code = code[:6] if code[6:9] == "000" else code[:9]
        records = self._records.get(code)
        return records[-1] if records else None

    def at(self, code: str, year: int) -> Division | None:
        """The division with this code as it was in this year: under its name, or its predecessor, then.

        Where no record of that year is known, the latest one; None where the code is unknown.
        """
        records = self._records.get(code, [])
        for record in reversed(records):
            if record.existed(year):
                return record
        if records and any(r.since is None or r.since <= year for r in records):
            return records[-1]
        earlier = [d for d in self._before.get(code, ()) if d.existed(year)]
        if len({d.code for d in earlier}) == 1:
            return earlier[-1]
        return records[-1] if records else None

    def named(self, name: str) -> tuple[Division, ...]:
        """All divisions that bear the name officially, in short or otherwise; current and higher ones first.

        昌岗街 and 昌岗街道办事处 are read as 昌岗街道.
        """
        found = dict.fromkeys([*self.official(name), *self._other.get(name, ())])
        return tuple(
            sorted(found, key=lambda d: (d.until is not None, -(d.until or 0), RANK[d.level], d.code))
        )

    def official(self, name: str) -> list[Division]:
        """The divisions whose official name this is, now or formerly; 昌岗街 counts as 昌岗街道."""
        found = self._official.get(name)
        if found is None and name.endswith("办事处"):
            found = self._official.get(name.removesuffix("办事处"))
        if found is None and name.endswith("街"):
            found = self._official.get(f"{name}道")
        return list(found or ())

    def chain(self, division: Division, year: int | None = None) -> tuple[Division, ...]:
        """The division and all above it, province first, as they were in `year` (default: in its own time)."""
        when = year if year is not None else _era(division)
        links = [division]
        while links[-1].parent:
            code = links[-1].parent
            above = self.at(code, when) if when is not None else self.by_code(code)
            if above is None or above in links:
                break
            links.append(above)
        return tuple(reversed(links))

    def children(self, code: str) -> tuple[Division, ...]:
        """The current divisions right below; those of the successor where the division is no more."""
        found = self._children.get(code)
        division = self.by_code(code)
        if not found and division and division.successor and division.successor != code:
            return self.children(division.successor)
        return tuple(found or ())

    def current(self, division: Division) -> Division:
        """What the division is today, as far as its successors are known; itself if it still exists."""
        seen = {division}
        while division.until is not None and division.successor:
            heir = self.by_code(division.successor)
            if heir is None or heir in seen:
                break
            seen.add(heir)
            division = heir
        return division

    def within(self, division: Division, ancestor: Division) -> bool:
        """Whether it lies in the other or is the other; renamings of either make no difference."""
        target = self.current(ancestor)
        if any(link == ancestor or self.current(link) == target for link in self.chain(division)):
            return True
        return division.until is None and any(link == target for link in self.chain(self.current(division)))

    def abbreviation(self, char: str) -> Division | None:
        """The province for which this one character stands (粤, 闽, 湘)."""
        code = ABBREVIATIONS.get(char)
        return self.by_code(f"{code}0000") if code else None

    def resolve(self, name: str, context: Division | None = None, year: int | None = None) -> Division | None:
        """The one division that a careful reader takes the name for; None where it stays ambiguous.

        `context` is the region of the report (or of the words just before); `year` the report's year.
        Nearest first: the context and what is above it, what lies in it, its neighbours, its prefecture,
        its province, then China. A name may be a path (都江堰市青城山镇). A name that was official only in
        the past gives the division as it was.
        """
        return _resolve.resolve(self, name, context, year)

    @cached_property
    def _scanner(self) -> Scanner:
        return Scanner(self._official, self._other, self.named)

    def scan(self, text: str) -> list[Hit]:
        """Names of divisions in the text, in order, without overlap: longest first, traps left out."""
        return self._scanner.scan(text)

    def link(self, hit: Hit, context: Division | None = None, year: int | None = None) -> Division | None:
        """The division meant by the hit, or None: weak hits need the context to speak for them."""
        return _resolve.link(self, hit, context, year)

    def link_all(
        self, hits: Sequence[Hit], context: Division | None = None, year: int | None = None
    ) -> list[Division | None]:
        """Links hits in order; one that follows another without a gap is first sought inside that one."""
        return _resolve.link_all(self, hits, context, year)


def _era(division: Division) -> int | None:
    """A year in which the division certainly was as it is; None: today."""
    if division.until is None:
        return None
    return division.until - 1 if division.since is None or division.since < division.until else division.until


@lru_cache(maxsize=1)
def load_gazetteer() -> Gazetteer:
    """The gazetteer, read once a process. Raises ResourceError where its data file is missing or damaged."""
    return Gazetteer(read_divisions(), read_aliases())
