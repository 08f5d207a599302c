"""Official names of bodies: abbreviations written out, the region that a report leaves out put back.

The rules are grammar over `names.toml` and the gazetteer: none knows a single report.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from kg.gazetteer import Division, Gazetteer, load_gazetteer
from kg.model.text import ReportMeta

_LEVEL_WORD = re.compile(r"^(省|自治区|市|州|盟|县|区|旗)(?!政(?!府)|[场级直内域外区县]|立医院)")
_LEVELS = {
    "省": ("province",),
    "自治区": ("province",),
    "市": ("county", "prefecture", "province"),
    "州": ("prefecture",),
    "盟": ("prefecture",),
    "县": ("county",),
    "区": ("county",),
    "旗": ("county",),
}
_ORDINAL = "一二三四五六七八九十"
_NTH_HOSPITAL = re.compile(rf"^(?P<front>.*?)(?P<n>[{_ORDINAL}])院(?P<tail>.*)$")
_NTH_AFFILIATED = re.compile(
    rf"^(?P<school>.+?)(?:附属?(?P<after>[{_ORDINAL}])(?:院|$)|(?P<before>[{_ORDINAL}])附院|附院)(?P<tail>.*)$"
)
_COMMITTEE = re.compile(r"^(?:中共)?(?P<place>.*?)委$")


@cache
def _rules() -> dict[str, Any]:
    return tomllib.loads((Path(__file__).parent / "names.toml").read_text(encoding="utf-8"))


@cache
def _general_heads() -> re.Pattern[str]:
    return re.compile("^(?:" + "|".join(_rules()["generic"]["heads"]) + ")")


_OWN_NAME = re.compile(r"大学|学院|学校|公司|(?:报|报社|电视台|卫视|网)$")


_PLACE_INSIDE = (
    re.compile(
        r"(?:院|中心|大学)(?P<place>[\u4e00-\u9fff]{2,8}?)(?:医院|分院|分中心)$"
    ),  # …第六人民医院福建医院
    re.compile(
        r"附属(?P<place>[\u4e00-\u9fff]{2,7}?[省市县区])(?=第|人民|中)"
    ),  # 复旦大学附属上海市第五人民医院
)
_SCHOOL = re.compile(r"^(?:[\u4e00-\u9fff]{0,6}大学|[\u4e00-\u9fff]{0,4}医学院)")


def _is_general(name: str) -> bool:
    """True for 第二人民医院, 疾病预防控制中心 …: what many regions have and is told apart by the region's name alone."""
    return _general_heads().match(name) is not None and not _OWN_NAME.search(name)


@cache
def _heads() -> tuple[tuple[re.Pattern[str], str], ...]:
    heads: dict[str, str] = _rules()["heads"]
    ordered = sorted(heads, key=lambda short: (-len(short), short))
    return tuple((re.compile(f"{short}(?!员|局|办|会|公)"), heads[short]) for short in ordered)


class Namer:
    """Names bodies in full as one report means them. `meta` gives the report's region and the chain above it."""

    def __init__(self, meta: ReportMeta) -> None:
        self._gazetteer: Gazetteer = load_gazetteer()
        self._own = self._gazetteer.by_code(meta.region_code) if meta.region_code else None
        self._chain = self._gazetteer.chain(self._own) if self._own is not None else ()
        self._year = meta.year
        self._known: dict[str, str] = {}
        self._fronts: dict[str, tuple[Division, int] | None] = {}

    @property
    def region(self) -> Division | None:
        """The report's own region."""
        return self._own

    def learn(self, names: list[str]) -> None:
        """Takes the full names that the report itself gives, so that its short forms are read as these.

        市一院 means 市第一医院 where the report says so, else 市第一人民医院.
        """
        for name in names:
            for short in _short_forms(name):
                self._known.setdefault(short, name)

    def division_of(self, word: str, nearby: Division | None = None) -> Division | None:
        """The region that a bare level word (市, 县 …) means: of the report's chain, or a county named nearby."""
        levels = _LEVELS[word]
        if nearby is not None and nearby.level in levels and nearby.name.endswith(word):
            outer = self._own is None or self._own.level not in levels
            if outer and not any(d.level in levels and d.name.endswith(word) for d in self._chain):
                return nearby
        for division in reversed(self._chain):
            if division.level in levels and (word not in "市县区旗" or division.name.endswith(word)):
                return division
        return None

    def institution(self, surface: str, nearby: Division | None = None) -> str | None:
        """The full name, or None where a level word cannot be told (县医院 in a report on three counties)."""
        name = surface.strip('“”"')
        name = self._known.get(name, name)
        name = _rules()["famous"].get(name, name)
        placed = self._place(_write_out(name), nearby)
        if placed is None:
            return None
        full = self._party(self._affiliated(placed))
        return self._known.get(full, full)

    def _affiliated(self, name: str) -> str:
        match = _NTH_AFFILIATED.match(name)
        if match is None:
            return self._nth(name)
        school = self._school(match["school"])
        if match["after"]:
            return f"{school}附属第{match['after']}医院{match['tail']}"
        if match["before"]:
            return f"{school}第{match['before']}附属医院{match['tail']}"
        return f"{school}附属医院{match['tail']}"

    def _school(self, short: str) -> str:
        rules = _rules()
        if short in rules["schools"]:
            return str(rules["schools"][short])
        choices = rules["schools_by_province"].get(short, {})
        province = self._chain[0].name if self._chain else ""
        return str(choices.get(province, short))

    def _nth(self, name: str) -> str:
        match = _NTH_HOSPITAL.match(name)
        if match is None or match["front"].endswith("第"):
            return name
        front = match["front"]
        if front in _rules()["schools"]:
            school = _rules()["schools"][front]
            joint = "第" if school == "北京大学" else "附属第"
            return f"{school}{joint}{match['n']}医院{match['tail']}"
        division = self._gazetteer.resolve(front, self._own, self._year) if front else None
        if division is None or division.level == "township":
            return name
        full = f"{division.name}第{match['n']}人民医院"
        return self._known.get(f"{division.name}{match['n']}院", full) + match["tail"]

    def _party(self, name: str) -> str:
        match = _COMMITTEE.match(name)
        if match and match["place"] and match["place"][-1] in "省市县区州旗盟":
            return f"中共{match['place']}委员会"
        return name

    def _place(self, name: str, nearby: Division | None) -> str | None:
        """Puts the official region in front where only a level word, a short region name or nothing stands there."""
        word = _LEVEL_WORD.match(name)
        if word:
            division = self.division_of(word[1], nearby)
            return None if division is None else division.name + name[word.end() :]
        front = self.leading_region(name)
        if front is None:
            owner = self._owner()
            return owner.name + name if owner is not None and _is_general(name) else name
        division, length = front
        rest = name[length:]
        inner = self.leading_region(rest) if rest else None
        if (
            inner is not None
            and rest.startswith(inner[0].name)
            and self._gazetteer.within(inner[0], division)
        ):
            return self._place(rest, nearby)
        if name[:length] != division.name and not (_is_general(rest) and division.level != "township"):
            return name
        return (
            division.name if name[:length] == division.name or _is_general(rest) else name[:length]
        ) + rest

    def _owner(self) -> Division | None:
        """Whose an unprefixed 第二人民医院 is: the report's region, or the county around a township."""
        if self._own is not None and self._own.level == "township" and len(self._chain) > 1:
            return self._chain[-2]
        return self._own

    def place(self, name: str) -> Division | None:
        """Where a body is, as far as its name says: where its branch is, else the region that it begins with."""
        for part in _PLACE_INSIDE:
            found = part.search(name)
            division = self._gazetteer.resolve(found["place"], self._own, self._year) if found else None
            if division is not None and division.level != "township":
                return division
        front = self.leading_region(name)
        return front[0] if front is not None else None

    def leading_region(self, name: str) -> tuple[Division, int] | None:
        """The region that a name begins with, and how many characters it takes; the longest that can be linked."""
        if name not in self._fronts:
            self._fronts[name] = self._leading_region(name)
        return self._fronts[name]

    def _leading_region(self, name: str) -> tuple[Division, int] | None:
        for length in range(min(len(name) - 1, 15), 1, -1):
            head = name[:length]
            if not self._gazetteer.named(head):
                continue
            division = self._gazetteer.resolve(head, self._own, self._year)
            if division is not None and self._trusted(division, head, name[length:]):
                return division, length
        return None

    def _trusted(self, division: Division, head: str, rest: str) -> bool:
        """A short name (第二 for 第二街道, 老城 for 老城区) counts at home only, or before what only a region's body is called."""
        if head == division.name:
            return True
        if _SCHOOL.match(rest):  # 扬州大学附属医院 is named after a place; where it stands is not said
            return False
        if division.level in {"province", "prefecture"}:
            return True
        owner = self._owner()
        if owner is None or head.startswith("第"):
            return False
        if division.level == "township":
            return self._gazetteer.within(division, owner)
        home = self._chain[1] if len(self._chain) > 1 else owner
        return self._gazetteer.within(division, home) or _is_general(rest)


def _write_out(name: str) -> str:
    """Heads in full: 卫健局 → 卫生健康局, 政府 → 人民政府."""
    for pattern, full in _heads():
        name = pattern.sub(full, name)
    name = re.sub(r"(?<=[省市县州盟旗镇乡]|(?<!特)区)政府", "人民政府", name)
    return re.sub(r"村委会$", "村民委员会" if name.endswith("村村委会") else "村村民委员会", name)


def _short_forms(full: str) -> list[str]:
    """Forms in which a report shortens a full name that it gives elsewhere."""
    nth = re.match(rf"^(.*?)第([{_ORDINAL}])(?:人民|中心)?医院$", full)
    return [f"{nth[1]}{nth[2]}院"] if nth else []


__all__ = ["Namer"]
