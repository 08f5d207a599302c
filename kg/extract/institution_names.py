"""From heads to names of institutions: which occurrences name a body, where they begin and end, and which are merely classes."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from kg.extract.name_grammar import Reader, Reading, boundary, free_stop
from kg.extract.name_lexicon import Head, lexicon
from kg.extract.places import Places
from kg.extract.rules import words

_SETTLED = frozenset({"government", "health_authority", "association", "media"})
_FREE = frozenset({"hospital", "primary_care", "enterprise", "public_health", "academic"})
_OPEN_HEADS = (
    "协会",
    "学会",
    "研究会",
    "促进会",
    "领导小组",
    "领导小组办公室",
    "指挥部",
    "工作委员会",
    "工作委员会办公室",
    "公司",
)
_OPEN_GAP = re.compile(r"[^，。；：、的“”《》()\n]{1,14}$")
_BEFORE = re.compile(r"[与和同由在及、“]$")
_AFTER = re.compile(r"[与和同由被将、在于]|院长|党委")
_CAMPUS = re.compile(r"([\u4e00-\u9fff]{1,6}?)(?:院区|分院|分部|院本部|医学中心)")
_OPENED = re.compile(r"[^，。；]{0,9}?(?:正式|开诊|揭牌|投入运行)")
_GENERIC_LEVEL = frozenset({"镇", "乡", "街道", "苏木", "村"})


@dataclass(frozen=True, slots=True)
class Name:
    """A name in the text: `start:end`, its head, what stands left of the head; `parent_end` where a campus follows its hospital."""

    start: int
    end: int
    head: Head
    reading: Reading
    parent_end: int = 0

    @property
    def subtype(self) -> str:
        return self.head.subtype


def find_names(
    text: str, places: Places, low: int, high: int, heads: list[Head]
) -> tuple[list[Name], list[Head]]:
    """The names that end in the given heads of `text[low:high]`, in order, without overlap, and the heads that name nothing by themselves."""
    reader = Reader(text, places, low)
    names: list[Name] = []
    bare: list[Head] = []
    for head in heads:
        if _goes_on(text, head):
            continue
        if names and _is_branch_firm(text, names[-1], head):
            names[-1] = replace(names[-1], end=head.end, head=head)
            continue
        name = _name(text, reader, head, low)
        if name is None and names and names[-1].end == head.start and _is_firm(names[-1].head, head):
            names[-1] = replace(names[-1], end=head.end, head=head)  # 医药集团|有限公司
            continue
        if name is None:
            bare.append(head)
            continue
        while names and name.start < names[-1].end:  # a longer name swallows what it begins with
            names.pop()
        if names and names[-1].end == name.start and _continues(names[-1], name):
            name = replace(name, start=names.pop().start)
        names.append(name)
    return [_with_campus(text, name, high) for name in names], bare


def _goes_on(text: str, head: Head) -> bool:
    """Whether the word goes on after the head, or the whole is a concept (政府采购); 医院 and 政府 also at the end of longer heads."""
    after = lexicon().after
    keys = {"", head.word, *(key for key in ("医院", "政府") if head.word.endswith(key))}
    return any(text.startswith(after[key], head.end) for key in keys if key in after)


def _name(text: str, reader: Reader, head: Head, low: int) -> Name | None:
    reading = reader.left_of(head.start)
    if head.fixed:
        start = reading.start if reading.named and reading.kinds[-1] != "proper" else head.start
        return Name(start, head.end, head, reading if start != head.start else Reading(head.start))
    if head.short:
        return _short_name(text, head, reading)
    if not reading.named or (reading.kinds[0] == "proper" and reading.place is None):
        reading = _free_start(text, head, reading, low) or reading
    if not reading.named and head.word.endswith(_OPEN_HEADS):
        reading = _open_reading(text, reader, head, low) or reading
    if reading.named and head.subtype == "primary_care" and set(reading.kinds) == {"level"}:
        reading = _free_start(text, head, Reading(head.start), low) or reading  # 横市|中心卫生院
    if not reading.named or _is_class(text, head, reading):
        return None
    return Name(reading.start, head.end, head, reading)


def _short_name(text: str, head: Head, reading: Reading) -> Name | None:
    """市一院, 福医大附二院, 区委: right after a region, a level or a university, nothing between."""
    if not reading.kinds or reading.kinds[-1] not in {
        "place",
        "level",
        "university_short",
        "university",
        "body",
    }:
        return None
    if not reading.named:
        return None
    if head.word in ("委", "党委", "发布", "广电", "电视") and reading.kinds[-1] not in ("level", "place"):
        return None
    if head.word == "委" and reading.place is not None and not reading.place.full:
        return None
    if head.word == "党委" and reading.level not in ("镇", "乡", "街道"):
        return None
    return Name(reading.start, head.end, head, reading)


def _is_class(text: str, head: Head, reading: Reading) -> bool:
    """Named in form, a class in fact: 市公立医院, 镇卫生院, 县医院综合能力; 县医共体总医院 is an alliance."""
    if any(word in text[reading.start : head.end] for word in ("公立", "民营", "医共体")):
        return True
    if head.subtype in _SETTLED and not (reading.place or reading.level or "university" in reading.kinds):
        return True
    if reading.place is None and set(reading.kinds) == {"level"}:
        return _is_level_class(text, head, reading.level)
    return head.subtype == "enterprise" and reading.kinds == ("place",)


def _is_level_class(text: str, head: Head, level: str) -> bool:
    """A level and a head, nothing else: a county has one hospital called 县医院, but many 镇卫生院."""
    if head.subtype == "primary_care":
        return True
    if level in _GENERIC_LEVEL and head.subtype in ("government", "hospital", "other"):
        return True
    if head.word == "医院":
        return text.startswith(("综合", "服务能力", "能力"), head.end)
    return head.word in ("公司", "大学", "学院", "研究所", "小学", "中学", "幼儿园")


def _free_start(text: str, head: Head, reading: Reading, low: int) -> Reading | None:
    """A name of its own before the head, with nothing to lean on: 博爱医院, 霸王岭卫生院.

    Only where the words around it show that a body is meant: a partner, an agent, a member of a list.
    """
    if head.subtype not in ("hospital", "primary_care", "enterprise") or head.word in (
        "诊所",
        "门诊部",
        "医务室",
    ):
        return None
    window = max(low, reading.start - 12)
    at = window
    for match in boundary().finditer(text, window, reading.start):
        at = match.end()
    run = text[at : reading.start]
    longest = 12 if head.subtype == "enterprise" else 4
    if not 2 <= len(run) <= longest or free_stop().search(run) or (at == window > low):
        return None
    if any(word in text[reading.start : head.start] for word in words("institutions", "generic", "run")):
        return None
    if text[at - 1 : at] == "?":  # a lost character
        return None
    if text.startswith("中国", at - 1) and at > low:  # 中 alone ends a phrase, 中国 begins a name
        at -= 1
    alone = len(run) == 3 and head.start - reading.start >= 4 and at == low  # 陈星海|中西医结合|医院
    if (
        (head.word == "医院" or head.word.startswith("村"))
        and not alone
        and not (_BEFORE.search(text, low, at) or _AFTER.match(text, head.end))
    ):
        return None
    return Reading(at, ("proper", *reading.kinds))


def _open_reading(text: str, reader: Reader, head: Head, low: int) -> Reading | None:
    """县疫情防控工作领导小组办公室: anything may stand between the region and the head of an ad-hoc body."""
    match = _OPEN_GAP.search(text, max(low, head.start - 14), head.start)
    if match is None:
        return None
    for at in range(match.start(), head.start):
        reading = reader.left_of(at)
        if reading.kinds and reading.kinds[0] in ("place", "level") and "proper" not in reading.kinds:
            return Reading(reading.start, (*reading.kinds, "proper"), reading.place, reading.level)
    return None


def _is_branch_firm(text: str, before: Name, head: Head) -> bool:
    """股份有限公司|永州市分公司: a branch belongs to the name of its firm."""
    if head.word not in ("分公司", "支公司") or before.subtype != "enterprise":
        return False
    return re.fullmatch("[\u4e00-\u9fff]{0,7}", text[before.end : head.start]) is not None


def _is_firm(*heads: Head) -> bool:
    return all(head.subtype == "enterprise" for head in heads)


def _continues(before: Name, name: Name) -> bool:
    """瑞金医院海南医院, 上海六院福建医院: the second half is a place and a head."""
    return before.subtype == name.subtype == "hospital" and name.reading.kinds[0] in (
        "place",
        "brand",
        "university",
    )


def _with_campus(text: str, name: Name, high: int) -> Name:
    """市第一医院城东院区: the campus belongs to the name."""
    if name.subtype not in ("hospital", "public_health", "primary_care"):
        return name
    end = campus_end(text, name.end, high)
    return replace(name, end=end, parent_end=name.end) if end else name


def campus_end(text: str, at: int, high: int) -> int:
    """Where the campus that begins at `at` ends; 0 where none does. A new site is a work until it is told to be open."""
    match = _CAMPUS.match(text, at, min(high, at + 10))
    if match is None or match[1] in ("老", "新老", "总", "分", "两", "各", "原"):
        return 0
    if match[1] == "新":
        return match.end() if _OPENED.match(text, match.end()) else 0
    return 0 if boundary().search(match[1].replace("新", "")) else match.end()
