"""Names that share a head: 北港、新闸两家社区卫生服务中心; 金华市、丽水市医疗保障局; 市第一、第二医院; 县中医院、妇保院."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache

from kg.extract.institution_names import Name
from kg.extract.name_grammar import at_boundary, boundary, free_stop
from kg.extract.name_lexicon import Head, lexicon
from kg.extract.places import Place, Places
from kg.extract.rules import words

_NUMBER = r"(?:\d{1,2}|[一二两三四五六七八九十]{1,3})"
_MEASURE = r"(?:个|家|所|处|间|大)"
_UNIT = r"(?:街道|乡镇|地|县区|县市|市县|市|县|区|旗|镇|乡|村)"
_SEPARATOR = re.compile(r"(?:、|，?以及|和|与|及|，)$")
_RUN = re.compile(r"[\u4e00-\u9fff]{1,7}$")
_AFTER_HEAD = re.compile(r"\(((?:[\u4e00-\u9fff]{2,6}[、和])+[\u4e00-\u9fff]{2,6})\)")
_NO_ITEM = re.compile("医联体|医共体|联盟|集团|联合体|共同体|万元")
_LISTABLE = frozenset({"hospital", "primary_care", "public_health", "health_authority", "government"})
MAX_ITEMS = 40


@dataclass(frozen=True, slots=True)
class Member:
    """One name of a list: its own stretch of text, and the name with the shared head put back."""

    start: int
    end: int
    name: str
    head: Head
    place: Place | None = None


_COUNT = re.compile(
    rf"(?:等(?:{_NUMBER}{_MEASURE}?)?|{_NUMBER}(?:{_MEASURE}|(?={_UNIT})))(?P<unit>{_UNIT}(?!级))?的?"
)


@dataclass(frozen=True, slots=True)
class Closing:
    """What closes a counted list: 等3家县级妇幼保健院. `start` is where its items end, `tail` what every member ends in."""

    start: int
    unit: str
    tail: str
    open_ended: bool


@lru_cache(maxsize=1)
def _between() -> re.Pattern[str]:
    """What may stand between the number and the head: kinds, which are no part of the names, then specialities, which are."""
    kinds = "|".join(map(re.escape, words("institutions", "list", "class")))
    speciality = "|".join(map(re.escape, words("institutions", "parts", "speciality")))
    return re.compile(rf"(?:{kinds})*+的?((?:{speciality})*+)")


def _closing(text: str, head: Head, low: int) -> Closing | None:
    for match in _COUNT.finditer(text, max(low, head.start - 24), head.start):
        rest = _between().fullmatch(text, match.end(), head.start)
        if rest is not None:
            tail = rest[1] + head.word
            if tail in words("institutions", "list", "wide"):
                return None
            return Closing(match.start(), match["unit"] or "", tail, match[0].startswith("等"))
    return None


def counted_list(text: str, places: Places, head: Head, low: int) -> list[Member]:
    """The members of a list that a number and a class close: 桑坪、米坪、寨根3家卫生院. Empty where there is none."""
    if head.subtype not in _LISTABLE or head.fixed or head.short:
        return []
    closing = _closing(text, head, low)
    if closing is None:
        return []
    items = _items(text, places, closing.start, low)
    if not items or (len(items) == 1 and not closing.open_ended):
        return []
    last = len(items) - 1
    return [
        Member(start, end if i < last else head.end, _restored(text[start:end], place, closing), head, place)
        for i, (start, end, place) in enumerate(items)
    ]


def _items(text: str, places: Places, stop: int, low: int) -> list[tuple[int, int, Place | None]]:
    """Items of an enumeration that ends at `stop`, in order; empty where one of them is no bare name."""
    found: list[tuple[int, int, Place | None]] = []
    while len(found) < MAX_ITEMS:
        item = _item(text, places, stop, low)
        if item is None:
            break
        found.append(item)
        gap = _SEPARATOR.search(text, max(low, item[0] - 3), item[0])
        if gap is None:
            break
        stop = gap.start()
    if found and any(
        text.endswith(h, start, end) for start, end, _ in found for h in ("院", "中心", "局", "所", "站")
    ):
        return []
    return found[::-1]


def _item(text: str, places: Places, stop: int, low: int) -> tuple[int, int, Place | None] | None:
    place = places.by_end.get(stop)
    if place is not None and place.start >= low:
        before = places.by_end.get(place.start)
        start = before.start if before is not None and before.full and before.start >= low else place.start
        return start, stop, place
    run = _RUN.search(text, max(low, stop - 7), stop)
    if run is None:
        return None
    start = run.start()
    for match in boundary().finditer(text, start, stop):
        start = match.end()
    if text[start - 1 : start].isdigit() or _NO_ITEM.search(text, start, stop):
        return None
    if not 2 <= stop - start <= 5 or free_stop().search(text, start, stop):
        return None
    return start, stop, None


def _restored(item: str, place: Place | None, closing: Closing) -> str:
    """The member's name: the region by its official name where it is certain, then the tail."""
    community = closing.tail.startswith("社区") and closing.unit != "街道"
    if place is not None and place.division is not None and not place.full:
        if not (place.division.level == "township" and community):
            item = place.division.name
    elif place is None and closing.unit in ("镇", "乡", "街道") and not item.endswith(closing.unit):
        item += closing.unit
    return item + closing.tail


_CLINICS = re.compile(r"((?:[\u4e00-\u9fff]{2,4}村[、和])+)([\u4e00-\u9fff]{2,4})$")


def village_clinics(text: str, head: Head, low: int) -> list[Member]:
    """錾字石村、七道河村卫生室: villages that no gazetteer lists, each with its clinic."""
    if not head.word.startswith("村卫生"):
        return []
    match = _CLINICS.search(text, max(low, head.start - 40), head.start)
    if match is None or any(word in match[0] for word in words("regions", "village", "not")):
        return []
    ends = [m.end() - 1 for m in re.finditer("村[、和]", match[0])]
    starts = [0, *(end + 1 for end in ends)]
    if not at_boundary(text, match.start()) and match.start() != low:
        return []
    tail = head.word.removeprefix("村")
    at = match.start()
    found = [
        Member(at + start, at + end, text[at + start : at + end] + tail, head)
        for start, end in zip(starts, ends, strict=False)
    ]
    return [*found, Member(at + starts[-1], head.end, text[at + starts[-1] : head.end], head)]


def bracketed_list(text: str, places: Places, head: Head) -> list[Member]:
    """5家乡镇卫生院(丹水、回车、双龙): the members follow in brackets."""
    match = _AFTER_HEAD.match(text, head.end) if head.subtype == "primary_care" else None
    if match is None:
        return []
    members = []
    for item in re.finditer(r"[^、和]+", match[1]):
        start, end = match.start(1) + item.start(), match.start(1) + item.end()
        place = places.by_end.get(end)
        if place is None or place.start != start:
            return []
        members.append(Member(start, end, item[0] + head.word, head, place))
    return members


def shared_head(text: str, places: Places, name: Name, low: int) -> list[Member]:
    """Regions, levels or ordinals before a complete name: 金华市、丽水市医疗保障局; 省、市卫健委; 市第一、第二医院."""
    reading, found = name.reading, []
    tail = text[name.start : name.end]
    start, kind = name.start, reading.kinds[0] if reading.kinds else ""
    if kind == "place" and reading.place is not None:
        tail = text[reading.place.end : name.end] if reading.place.start == name.start else ""
    elif kind == "level":
        tail = text[name.start + len(reading.level) : name.end]
    while tail and kind in ("place", "level"):
        gap = re.search(r"[、和与及]$", text[max(low, start - 1) : start])
        item = _sibling(text, places, name, start - 1) if gap else None
        if item is None:
            break
        start = item[0]
        found.append(Member(start, item[1], text[start : item[1]] + tail, name.head, item[2]))
    if found and name.head.subtype == "primary_care" and not name.head.word.startswith("社区"):
        found = _by_town(found, name)
    if kind == "ordinal":
        found += _ordinals(text, places, name, low)
    return found


def _by_town(found: list[Member], name: Name) -> list[Member]:
    """沤江、沙田卫生院: places named in short in one list, each by its township's official name."""
    own = name.reading.place
    if own is None or own.full or own.division is None or own.division.level != "township":
        return found
    members = [replace(m, name=_of_town(m.name, m.place)) for m in found]
    whole = own.name + name.head.word
    last = Member(name.start, name.end, _of_town(whole, own), name.head, own)
    return [*members, last]


def _of_town(name: str, place: Place | None) -> str:
    short = place is not None and place.division is not None and name.startswith(place.name)
    return place.division.name + name[len(place.name) :] if short and place and place.division else name


def _sibling(text: str, places: Places, name: Name, stop: int) -> tuple[int, int, Place | None] | None:
    """The region or level that ends at `stop` and is of the same kind as the name's own."""
    own = name.reading
    if own.level and own.place is None:
        return _sibling_level(text, own.level, stop)
    place = places.by_end.get(stop)
    if place is None or own.place is None or place.division is None or own.place.division is None:
        return None
    plain = own.kinds in (("place",), ("place", "speciality"), ("place", "speciality", "speciality"))
    same = place.division.level == own.place.division.level and place.full == own.place.full
    alike = not place.full or place.name[-1] == own.place.name[-1]
    return (place.start, stop, place) if plain and same and alike else None


def _sibling_level(text: str, own: str, stop: int) -> tuple[int, int, None] | None:
    """省 in 省、市卫健委; not the 市委 of 市委、市政府, which is a name already."""
    level = next((w for w in lexicon().levels if text.endswith(w, 0, stop)), "")
    start = stop - len(level)
    if not level or level == own or level.endswith("委") or not at_boundary(text, start):
        return None
    return start, stop, None


_ORDINAL_LIST = re.compile(r"((?:第[一二三四五六七八九十]+[、和])+)$")


def _ordinals(text: str, places: Places, name: Name, low: int) -> list[Member]:
    match = _ORDINAL_LIST.search(text, low, name.start)
    if match is None:
        return []
    ordinal = re.match(r"第[一二三四五六七八九十]+", text[name.start : name.end])
    tail = text[name.start + ordinal.end() : name.end] if ordinal else ""
    place = places.by_end.get(match.start())
    level = next((w for w in lexicon().levels if text.endswith(w, low, match.start())), "")
    prefix = place.name if place else level
    if not tail or not prefix:
        return []
    found: list[Member] = []
    at = match.start()
    for item in re.finditer(r"第[一二三四五六七八九十]+", match[1]):
        start = at - len(prefix) if not found else match.start() + item.start()
        found.append(Member(start, match.start() + item.end(), prefix + item[0] + tail, name.head, place))
    return [*found, Member(name.start, name.end, prefix + text[name.start : name.end], name.head, place)]


def after_named(text: str, name: Name, bare: Head) -> Member | None:
    """县中医院、妇保院: a head without a region right after a name shares that name's region or level."""
    if (
        bare.subtype not in ("hospital", "public_health")
        or bare.fixed
        or bare.short
        or bare.word in ("医院", "医疗中心")
    ):
        return None
    between = text[name.end : bare.start]
    match = re.fullmatch(r"(?:、|和|与|及|以及)((?:[\u4e00-\u9fff]{2,6})?)", between)
    if match is None:
        return None
    speciality = match[1]
    if speciality and speciality not in lexicon().parts:
        return None
    reading = name.reading
    prefix = reading.level if reading.place is None else reading.place.name
    if not prefix or "proper" in reading.kinds or "university" in reading.kinds:
        return None
    return Member(
        bare.start - len(speciality), bare.end, prefix + speciality + bare.word, bare, reading.place
    )
