"""Whom an alliance without a name of its own is named after: its lead, else the first of the partners that found it."""

from __future__ import annotations

import re
from functools import lru_cache

from kg.extract.rules import load_rules, words
from kg.model.mention import Deixis, Mention

_GAP = re.compile(r"(?:、|，?以及|和|与|及|同)")
_COUNT = re.compile(r"(?:(\d|[两二三四])(?:个|大|家|支)(?:[^，。；]{0,3})?|各[^，。；]{0,6}(?:一个)?)$")
_COUNT_AFTER = re.compile(r"(\d|[两二三四])(?:个|家|支)")
_DENIED = re.compile("未|没有|暂不|尚未|不再")
_NUMBER = {"两": 2, "二": 2, "三": 3, "四": 4}
_ITS = re.compile(r"(?:其|由其)(?:牵头|发起|领办|主导)(?:组建|成立)?的?$")
_REACH = 60
_SIGNED = re.compile(
    r"^(?:成功|正式|再次)?(?:签约|携手|合作|联手|牵手|达成合作|签订协议|签署协议|签订合作协议)，"
)


@lru_cache(maxsize=1)
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    rules = load_rules("alliances")["founding"]
    return re.compile(rules["lead"]), re.compile("|".join(words("alliances", "founding", "cues")))


def owners_of(
    text: str, institutions: list[Mention], span: tuple[int, int], low: int
) -> list[Mention | Deixis]:
    """The leads of the alliances that the stretch `span` speaks of; empty where it is a mere concept."""
    start, end = span
    institutions = [m for m in institutions if m.subtype not in ("government", "health_authority", "media")]
    before = [m for m in institutions if m.end <= start]
    counted = _COUNT.search(text, low, start) or _COUNT_AFTER.match(text, end)
    if counted:
        return _several(text, institutions, before, counted, start)
    if not before or _DENIED.search(text, before[-1].end, start):
        return []
    if _ITS.search(text, low, start):
        return [meant(before[0])]
    close = [m for m in _leads(text, before) if start - m.end <= _REACH]
    if close:
        return [meant(close[0])] if len(close) == 1 else []
    if _founded(text, before[-1].end, start):
        return [meant(_last_clause_group(text, before)[0])]
    return []


def _several(
    text: str, institutions: list[Mention], before: list[Mention], counted: re.Match[str], start: int
) -> list[Mention | Deixis]:
    """两个医共体 with as many leads, before it or (一个由县医院牵头…另一个由…) after it."""
    lead, _ = _patterns()
    group = _leads(text, before) or _last_group(text, before, start)
    if not group:
        group = [m for m in institutions if m.start >= start and lead.match(text, m.end)]
    wanted = _number(counted[1]) if counted[1] else len(group)
    return [meant(m) for m in group] if len(group) == wanted and wanted > 1 else []


def _number(digit: str) -> int:
    return int(digit) if digit.isdigit() else _NUMBER[digit]


def meant(institution: Mention) -> Mention | Deixis:
    """The institution itself, the one it points to, or the issuer."""
    return institution.deixis or institution.owner or institution


def _leads(text: str, before: list[Mention]) -> list[Mention]:
    """The last group of coordinated institutions that a word for leading follows."""
    lead, _ = _patterns()
    for last in range(len(before) - 1, -1, -1):
        if lead.match(text, before[last].end):
            return _group_ending(text, before, last)
    return []


def _group_ending(text: str, before: list[Mention], last: int) -> list[Mention]:
    first = last
    while first > 0 and _GAP.fullmatch(text[before[first - 1].end : before[first].start]):
        first -= 1
    return before[first : last + 1]


def _last_group(text: str, before: list[Mention], start: int) -> list[Mention]:
    """依托区人民医院、区中医院组建两大医共体: the coordinated institutions right before the verb."""
    if not before:
        return []
    if not _founded(text, before[-1].end, start) and start - before[-1].end > 6:
        return []
    return _group_ending(text, before, len(before) - 1)


def _last_clause_group(text: str, before: list[Mention]) -> list[Mention]:
    """The partners of the clause: A与B, A和B分别与C…; the first of them names the alliance."""
    first = len(before) - 1
    while first > 0 and not re.search("[，。；：]", text[before[first - 1].end : before[first].start]):
        first -= 1
    return before[first:]


def _founded(text: str, after: int, start: int) -> bool:
    """Whether a founding verb stands between the last partner and the alliance; a comma only after 签约 and the like."""
    between = _SIGNED.sub("", text[after:start])
    return len(between) <= 16 and "，" not in between and _patterns()[1].search(between) is not None
