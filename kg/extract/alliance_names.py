"""How alliances are called: where a name begins, whether it is a name at all, and lists that share a head."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from kg.extract.name_grammar import at_boundary, free_stop
from kg.extract.places import Places
from kg.extract.rules import load_rules, words
from kg.extract.specialties import start_of
from kg.model.mention import Mention

_SEPARATED = re.compile(r"[、和与及]$")
_COUNTED = re.compile(r"(?<!第)(?<!第十)(?:\d{1,2}|[一二两三四五六七八九十]{1,2})(?:个|大|家|支)?$")
_OURS = re.compile("咱们|我们|咱|这个")
_ITEM = re.compile(r"[\u4e00-\u9fff]{2,6}$")
_LEVELS = frozenset("省市县区旗州")
_EACH = ("新", "老", "大", "小", "城", "都", "门", "超", "全", "我", "各", "两", "跨", "本", "该", "多")
MAX_RUN = 14


@dataclass(frozen=True, slots=True)
class Head:
    """A word in which the name of an alliance ends; `kind_start` is where its kind begins (紧密型县域|医共体)."""

    kind_start: int
    start: int
    end: int
    word: str
    subtype: str


@dataclass(frozen=True, slots=True)
class Scene:
    """The sentence that a head stands in: the text, its places, the institutions of the sentence and where it starts."""

    text: str
    found: Places
    institutions: tuple[Mention, ...]
    low: int


def name_start(scene: Scene, head: Head) -> int:
    """Where the name begins: specialities, then a part of the country or a region, read leftwards."""
    text, found = scene.text, scene.found
    floor = max(
        [
            scene.low,
            head.kind_start - MAX_RUN,
            *(m.end for m in scene.institutions if m.end <= head.kind_start),
        ]
    )
    at = start_of(text, head.kind_start, floor)
    at = _where_start(text, at, floor, found)
    if at == head.kind_start and at not in found.by_end:
        at = _after_place(scene, at, floor)
    place = found.by_end.get(at)
    if place is not None and place.start >= floor and (place.division is not None or place.full):
        at = place.start
    elif at - 1 >= floor and _is_level(text, at - 1):
        at -= 1
    elif head.subtype == "medical_group" and at == head.kind_start:
        at = _free_start(text, at, floor)
    return at


def _where_start(text: str, at: int, floor: int, found: Places) -> int:
    """豫西, 川渝|东北, 第一: parts of the country or of the region, one or two of them."""
    for _ in range(2):
        match = _where().search(text, max(floor, at - 4), at)
        if match is None or at in found.by_end:
            break
        at = match.start()
    return at


@lru_cache(maxsize=1)
def _where_first() -> re.Pattern[str]:
    return re.compile(_where().pattern.removesuffix("$"))


@lru_cache(maxsize=1)
def _where() -> re.Pattern[str]:
    short = load_rules("alliances")["named"]["provinces"]
    listed = "|".join(words("alliances", "named", "where"))
    return re.compile(f"(?:{listed}|[{short}]{{1,2}}[东西南北中]{{1,2}})$")


def _after_place(scene: Scene, at: int, floor: int) -> int:
    """瑞金市|红都|医疗联合体: a free name of two to four characters right after a region."""
    for length in (2, 3, 4):
        start = at - length
        place = scene.found.by_end.get(start)
        if (
            start >= floor
            and place is not None
            and place.full
            and not free_stop().search(scene.text, start, at)
        ):
            return start
    return at


def _free_start(text: str, at: int, floor: int) -> int:
    """老城厢医疗集团: a free name of two to four characters between a boundary and the kind."""
    run = re.search(r"[\u4e00-\u9fff]*$", text[floor:at])
    start = at - len(run[0]) if run else at
    for match in free_stop().finditer(text, start, at):
        start = match.end()
    ours = _OURS.match(text, start, at)
    start = ours.end() if ours else start
    if _COUNTED.fullmatch(text, start, at):
        return at
    return start if 2 <= at - start <= 4 else at


def is_name(scene: Scene, head: Head, start: int) -> bool:
    """Whether the run before the kind names the alliance: a region, a part of the country, or a free name of a group."""
    text, found = scene.text, scene.found
    run = text[start : head.kind_start]
    if run[:1] in _LEVELS and _is_level(text, start):
        return True
    if not at_boundary(text, start) and start not in found.by_start and not _ours(text, start):
        return False
    if len(run) >= MAX_RUN or any(word in run for word in words("alliances", "kind", "generic")):
        return False
    place = found.by_start.get(start)
    if place is not None and place.division is not None and place.end <= head.kind_start:
        return True
    if _where_first().match(run):
        return True
    return head.subtype == "medical_group" and 2 <= len(run) <= 4


def _is_level(text: str, at: int) -> bool:
    """县 in 纳入县医疗集团: the level of the region that the report leaves out."""
    return text[at : at + 1] in _LEVELS and at_boundary(text, at) and not text.endswith(_EACH, 0, at)


def _ours(text: str, start: int) -> bool:
    return text.endswith(("咱们", "我们", "这个"), 0, start)


def listed_names(scene: Scene, head: Head) -> Iterator[Mention]:
    """邹区、城中和老城厢三大医疗集团; 胸痛、卒中2个全区专科联盟; 东部、西部医疗集团."""
    text, found, low = scene.text, scene.found, scene.low
    counted = _COUNTED.search(text, max(low, head.kind_start - 4), head.kind_start)
    stop = counted.start() if counted else head.kind_start
    items: list[tuple[int, int]] = []
    while True:
        item = _item(text, found, stop, low)
        if item is None:
            break
        items.append(item)
        if not _SEPARATED.search(text, low, item[0]):
            break
        stop = item[0] - 1
    if len(items) < 2 or (counted is None and not _all_where(text, items)):
        return
    for number, (start, end) in enumerate(items[::-1]):
        stop = end if number < len(items) - 1 else head.end
        yield Mention(
            start,
            stop,
            text[start:stop],
            "Alliance",
            name=text[start:end] + head.word,
            subtype=head.subtype,
            rule="alliances.list",
        )


def _item(text: str, found: Places, stop: int, low: int) -> tuple[int, int] | None:
    place = found.by_end.get(stop)
    if place is not None and place.start >= low:
        return place.start, stop
    speciality = start_of(text, stop, max(low, stop - 8))
    if speciality < stop and _ends_list(text, speciality):
        return speciality, stop
    part = _where().search(text, max(low, stop - 4), stop)
    if part is not None and (part[0].startswith("第") or part[0].endswith(("片", "片区"))):
        return part.start(), stop
    run = _ITEM.search(text, max(low, stop - 6), stop)
    if run is None:
        return None
    start = run.start()
    for match in free_stop().finditer(text, start, stop):
        start = match.end()
    item = text[start:stop]
    if not 2 <= stop - start <= 5 or item.endswith(("院", "中心", "单位", "局", "委", "所")):
        return None
    return start, stop


def _ends_list(text: str, start: int) -> bool:
    return start == 0 or text[start - 1] in "、和与及" or at_boundary(text, start)


def _all_where(text: str, items: list[tuple[int, int]]) -> bool:
    where = frozenset(words("alliances", "named", "where"))
    return all(text[start:end] in where for start, end in items)
