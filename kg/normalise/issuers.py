"""Who issued a report, by its full official name, and what kind of body that is."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kg.gazetteer import Division, Gazetteer

_AUTHORITY = (
    "卫生健康委员会|卫生健康委|卫生健康局|卫健委|卫健局|卫生和计划生育委员会|卫生和计划生育局|卫生计生委员会|卫生计生委|卫生计生局|"
    "卫计委|卫计局|卫生厅|卫生局|卫生健康和体育局|卫生健康和计划生育局|中医药管理局|疾病预防控制局|爱国卫生运动委员会办公室"
)
_BODY = (
    "医院|卫生院|保健院|保健所|保健计划生育服务中心|服务中心|卫生服务站|疾病预防控制中心|疾控中心|急救中心|中心血站|血站|监督所|"
    "监督局|体检中心|总院|"
    "人民政府办公厅|人民政府办公室|人民政府|领导小组办公室|医疗保障局|发展和改革委员会|财政局|统计局|"
    "日报|晚报|时报|晨报|都市报|电视台|医科大学|中医药大学|红十字会|医学会"
)
_ISSUER = re.compile(rf"[^\s，。；：、《》“”()（）\d]{{0,24}}?(?:{_AUTHORITY}|{_BODY})")
_SHORT_FORMS = (
    (re.compile(r"(?:卫健委|卫生健康委)$"), "卫生健康委员会"),
    (re.compile(r"卫健局$"), "卫生健康局"),
    (re.compile(r"(?:卫计委|卫生计生委(?:员会)?)$"), "卫生和计划生育委员会"),
    (re.compile(r"(?:卫计局|卫生计生局)$"), "卫生和计划生育局"),
    (re.compile(r"疾控中心$"), "疾病预防控制中心"),
)
_TYPES: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("media", re.compile(r"报$|报社$|电视台$|融媒体")),
    ("health_authority", re.compile(rf"(?:{_AUTHORITY})$")),
    ("primary_care", re.compile(r"卫生院$|社区卫生|卫生室$|卫生所$|卫生服务站$")),
    ("public_health", re.compile(r"疾病预防控制|疾控|妇幼|保健[院所]|血站|急救|监督[所局]|健康教育")),
    ("hospital", re.compile(r"医院$|总院$|院区$")),
    ("academic", re.compile(r"大学$|学院$|研究[院所]$")),
    ("association", re.compile(r"[协学]会$|红十字会$")),
    ("government", re.compile(r"政府|办公[厅室]$|[局委厅]$|委员会$")),
)


def issuer_type(name: str) -> str:
    """The ontology's subtype of a body with this name; `other` where the name does not tell, empty without one."""
    if not name:
        return ""
    for subtype, pattern in _TYPES:
        if pattern.search(name):
            return subtype
    return "other"


def body_in(words: str) -> str:
    """The first body that `words` begin with, without the department behind it; empty where there is none."""
    m = _ISSUER.match(words.strip())
    return m[0] if m else ""


def full_name(name: str) -> str:
    """A name with its short form written out (卫健委 → 卫生健康委员会)."""
    for pattern, full in _SHORT_FORMS:
        name = pattern.sub(full, name)
    return name


def named_regions(gazetteer: Gazetteer, name: str, year: int | None) -> tuple[Division, ...]:
    """The divisions that a body's name begins with, from the outermost in: 广州市海珠区卫生健康局 → 广州市, 海珠区."""
    found: list[Division] = []
    at = 0
    while at < len(name):
        context = found[-1] if found else None
        division, length = _longest_prefix(gazetteer, name[at:], context, year)
        if division is None or (context is not None and not gazetteer.within(division, context)):
            break
        found.append(division)
        at += length
    return tuple(found)


def _longest_prefix(
    gazetteer: Gazetteer, name: str, context: Division | None, year: int | None
) -> tuple[Division | None, int]:
    for length in range(min(12, len(name) - 1), 1, -1):
        prefix = name[:length]
        if context is not None and len(prefix) < 3 and prefix[-1] not in "县区市镇乡":
            continue
        named = gazetteer.named(prefix)
        division = gazetteer.resolve(prefix, context, year) if named else None
        if division is not None:
            return division, length
        if any(d.name == prefix for d in named):  # 朝阳区 of several cities: not 朝阳市 either
            break
    return None, 0


def ambiguous_region(gazetteer: Gazetteer, name: str) -> tuple[Division, ...]:
    """The divisions of one name that a body's name begins with, where there are several (朝阳区卫生健康委员会)."""
    for length in range(min(8, len(name) - 1), 1, -1):
        found = [d for d in gazetteer.official(name[:length]) if d.until is None]
        if found:
            return tuple(found)
    return ()


def without_outer_regions(name: str, regions: Sequence[Division]) -> str:
    """The name of an authority with its own region only: 广州市海珠区卫生健康局 → 海珠区卫生健康局."""
    if len(regions) < 2 or issuer_type(name) != "health_authority" or regions[-1].level == "township":
        return name
    at = name.find(regions[-1].name)
    return name[at:] if at > 0 else name


def default_authority(region: Division, year: int | None, bureau: bool | None) -> str:
    """The health authority of a region in a year; `bureau` true for 局, false for 委员会, None where unknown.

    Provinces and prefectures have commissions, counties mostly bureaus; from 2013 to 2018 they were
    charged with family planning too.
    """
    is_bureau = bureau if bureau is not None else region.level in ("county", "township")
    if year is not None and year < 2013:
        return region.name + ("卫生厅" if region.level == "province" else "卫生局")
    planning = year is not None and year <= 2018
    return region.name + ("卫生和计划生育" if planning else "卫生健康") + ("局" if is_bureau else "委员会")
