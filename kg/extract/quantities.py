"""Numbers with units: which numbers are values, what unit, which comparison, a level or a change."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from functools import cache
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc

from kg.extract import extensions, numbers
from kg.extract.rules import load_rules
from kg.model.mention import Quantity

_QUOTED = re.compile(r"《[^》]{1,80}》|〔[^〕]{1,12}〕|“[^”，。；]{1,16}”")
_RANGE = re.compile(r"\s?(?:[-—–~～]{1,2}|至|到)\s?")
_RANGE_AHEAD = re.compile(r"\s?(?:[-—–~～]{1,2}|至|到)\s?[\d一二三四五六七八九十]")
_ROUND = {"百": Decimal(100), "千": Decimal(1000), "万": Decimal(10000), "亿": Decimal(10**8)}
_COUNTED = re.compile(
    r"(?!以上|以下|左右|以内|和|及|与|后|达|到|较|比|的|至|等|为|同比|由|在|中)[\u4e00-\u9fff]{2}"
)
_COUNTED_OFF = re.compile(r"(?<![目当此日以之年月])前$")
_BEFORE_POINTS = re.compile(r"[、和与及](?:提高|上升|增长|下降|降低|回落|减少)?")
_SMALL_UNITS = {
    "家",
    "所",
    "名",
    "位",
    "间",
    "台",
    "张",
    "辆",
    "人",
    "例",
    "个",
    "处",
    "座",
    "个百分点",
    "倍",
    "支",
    "人次",
    "场",
}
_TIME_UNITS = {"天", "个月", "分钟", "小时", "日"}
_NOT_A_TIME = re.compile(
    r"(?:服务|值|圈|无休|响应|应急|急救|医疗|就医|健康|核酸|采样|生活|不间断|在线|动态|内?(?:完成|到达|上报)|热线|全天|来|的?产假|连续|便民|便捷|滚动|轮|前)"
)
_POINTS = {"百分点", "千分点"}


def _any(words: Any) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=lambda word: (-len(word), word)))


@cache
def _units() -> dict[str, str]:
    rules = load_rules("quantities")
    return (
        {unit: unit for unit in rules["units"]["same"]} | rules["units"]["mapped"] | rules["ratios"]["mapped"]
    )


@cache
def _comparisons(side: str) -> dict[str, str]:
    table = load_rules("quantities")["compared"][side]
    return {word: cmp for cmp, words in table.items() for word in words}


@cache
def _pattern() -> re.Pattern[str]:
    units = _any(_units())
    before, after = _any(_comparisons("before")), _any(_comparisons("after"))
    digits = (
        rf"(?P<sign>(?<=[增长降升比率为幅达])[-－])?(?P<digits>{numbers.ARABIC})(?P<more>\s?[余多几])?\s?"
        rf"(?P<scale>{numbers.SCALE})?(?P<more2>[余多])?"
    )
    share = r"(?:百分之(?P<share>[\d.]+|[一二三四五六七八九十百点零]+)|(?P<below>[二三四五六七八九十])分之(?P<above>[一二三四五六七八九]))"
    tenth = (
        r"(?P<tenth>[一二两三四五六七八九])成(?:(?P<tenth_half>半)|(?P<tenth_rest>[一二三四五六七八九]))?"
        r"(?![立为员果功本效长就人熟套型绩都分品药])"
    )
    han = rf"(?P<han>{numbers.HAN})(?P<more3>[余多])?(?P<han_scale>[万亿])?"
    number = rf"(?:{digits}|{share}|{tenth}|{han})"
    return re.compile(
        rf"(?P<before>(?:{before})(?<![签节预履合条集特制契]约))?\s?{number}\s?(?P<unit>{units})?(?P<after>{after})?"
    )


@Language.component("kg_quantities")
def quantities(doc: Doc) -> Doc:
    """Finds every number that is a value in the sentences."""
    found: list[Quantity] = []
    for sentence in extensions.sentences(doc):
        found.extend(_ranges(extensions.text_of(doc), list(_in(doc, sentence.start, sentence.end))))
    extensions.set_quantities(doc, found)
    return doc


def _in(doc: Doc, start: int, end: int) -> Iterator[Quantity]:
    text = extensions.text_of(doc)
    blocked = [match.span() for match in _QUOTED.finditer(text, start, end)]
    blocked += [(period.start, period.end) for period in extensions.periods(doc, start, end)]
    for match in _pattern().finditer(text, start, end):
        if any(match.start() < b and match.end() > a for a, b in blocked):
            continue
        quantity = _quantity(text, match, start, end)
        if quantity is not None:
            yield quantity


def _quantity(text: str, match: re.Match[str], start: int, end: int) -> Quantity | None:
    value = _value(match)
    if value is None or not _is_value(text, match, start, end):
        return None
    shared = match["share"] or match["below"] or match["tenth"]
    unit = "%" if shared else _units().get(match["unit"] or "", "")
    measure, value = _measured(text, match, unit, value, start)
    last = match.end("after") if match["after"] else match.end()
    return Quantity(
        match.start(),
        last,
        text[match.start() : last],
        numbers.plain(value),
        "‰" if unit == "千分点" else unit,
        _cmp(match),
        measure,
    )


def _value(match: re.Match[str]) -> Decimal | None:
    if match["digits"]:
        value = numbers.arabic(match["digits"], match["scale"] or "")
        return -value if match["sign"] else value
    if match["share"]:
        share = match["share"]
        return Decimal(share) if share[0].isdigit() else numbers.han(share)
    if match["below"]:
        below, above = numbers.han(match["below"]), numbers.han(match["above"])
        return None if not below or above is None else (above * 100 / below).quantize(Decimal("0.01"))
    if match["tenth"]:
        return numbers.tenths(match["tenth"], bool(match["tenth_half"]), match["tenth_rest"] or "")
    if match["han"] in _ROUND:
        return (
            _ROUND[match["han"]]
            if match["before"] or match.string[match.start() - 1 : match.start()] in {"上", "过", "数"}
            else None
        )
    value_or_none = numbers.han(match["han"])
    if value_or_none is None or not match["han_scale"]:
        return value_or_none
    return numbers.arabic(str(value_or_none), match["han_scale"])


def _cmp(match: re.Match[str]) -> str:
    if match["after"]:
        return _comparisons("after")[match["after"]]
    if match["before"]:
        return _comparisons("before")[match["before"]]
    return "gt" if match["more"] or match["more2"] or match["more3"] else "eq"


def _is_value(text: str, match: re.Match[str], start: int, end: int) -> bool:
    previous = text[match.start() - 1] if match.start() > start else ""
    following = text[match.end()] if match.end() < end else ""
    if previous and (
        previous in "第每〔/№:+＋.*x"
        or _COUNTED_OFF.search(text, max(start, match.start() - 2), match.start())
    ):
        return False
    unit = match["unit"] or ""
    if match["han"]:
        return _is_han_value(match, previous, following)
    if not unit:
        return _is_bare_value(text, match, previous, following)
    if previous.isascii() and previous.isalnum() and unit in {"级", "期", "版"}:
        return False
    return _fits(text, match, unit, following, start)


def _is_han_value(match: re.Match[str], previous: str, following: str) -> bool:
    """A Han numeral counts only with a unit, from two on, and not as a part of a word (一批, 三级, 两手)."""
    unit = match["unit"] or ""
    if match["han"] in _ROUND:
        return True
    large = bool(match["han_scale"]) or (len(match["han"]) > 1 and match["han"][-1] in "万亿千百")
    if not unit or previous in "几十这那某另下首同逐任唯统专单各第":
        return False
    if large:
        return True
    value = numbers.han(match["han"])
    if value is None or value < 2:
        return False
    if unit == "项":
        return bool(
            re.search(r"(?:获批|立项|新增|荣获|获)$", match.string[max(0, match.start() - 4) : match.start()])
        )
    if unit in _SMALL_UNITS:
        return following not in "一月多方不确维坚必" or not following
    return unit in _TIME_UNITS and bool(
        re.search(r"[到至由从为满]$", match.string[max(0, match.start() - 1) : match.start()])
    )


def _is_bare_value(text: str, match: re.Match[str], previous: str, following: str) -> bool:
    """A number without a unit counts after 率, 数, 为, 达 … and before a stop, or with a big scale."""
    if match["share"] or match["below"] or match["tenth"] or _RANGE_AHEAD.match(text, match.end()):
        return True
    if following.isdigit() or (following.isascii() and following.isalpha()) or following in "号年月日:-—+/〕":
        return False
    if previous.isascii() and (previous.isalnum() or previous in "-+(."):
        return False
    if match["scale"] in {"万", "亿", "千万", "百万"}:
        return following in "，。；、（( \n" or following == ""
    return bool(
        re.search(
            r"(?:率|数|比|量|人次|得分|指数|水平|[为达至到])$",
            text[max(0, match.start() - 4) : match.start()],
        )
    ) and (following in "，。；、（(" or following == "")


def _fits(text: str, match: re.Match[str], unit: str, following: str, start: int) -> bool:
    """False where number and unit are part of a name or of a description (65岁以上, 24小时值守, 15分钟服务圈)."""
    left = text[max(start, match.start() - 24) : match.start()]
    if unit in {"岁", "周岁"}:
        return bool(re.search(r"寿命|年龄", left)) and following not in "的儿老人妇女男"
    if unit in _TIME_UNITS - {"日"}:
        return not _NOT_A_TIME.match(text, match.end())
    if unit == "日":
        return bool(re.search(r"住院日|住院天|工作日|缩短", left))
    if unit == "分":
        return bool(re.search(r"分", left)) or (following in "，。；" and "得" in left)
    if unit in {
        "点",
        "面",
        "站",
        "部",
        "本",
        "村",
        "组",
        "队",
        "字",
        "头",
        "只",
        "节",
        "讲",
        "首",
        "块",
        "片",
        "门",
        "类",
        "版",
        "单位",
        "期",
        "批",
    }:
        return following in "，。；、）)" or following == "" or unit in {"期", "批", "单位"} and unit != "类"
    return True


def _measured(text: str, match: re.Match[str], unit: str, value: Decimal, start: int) -> tuple[str, Decimal]:
    """Level or change, and the signed value."""
    sign = _direction(text, match.start(), start)
    if sign and unit not in {"%", "‰", "倍", "/10万"} | _POINTS and _COUNTED.match(text, match.end()):
        sign = 0
    if unit in _POINTS:
        return "change_points", value * (sign or 1)
    if sign == 0:
        return "level", value
    return ("change_relative" if unit in {"%", "倍"} else "change_absolute"), value * sign


@cache
def _direction_patterns() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    rules = load_rules("quantities")["change"]
    tail = r"(?:幅度|幅|率)?(?:了|为|达到?|近)?\s?$"
    long = re.compile(rf"(?:(?P<up>{_any(rules['up'])})|(?P<down>{_any(rules['down'])})){tail}")
    short = re.compile(rf"(?:(?P<up>{_any(rules['up_short'])})|(?P<down>{_any(rules['down_short'])})){tail}")
    return long, short, re.compile(_any(rules["comparing"]))


def _direction(text: str, at: int, start: int) -> int:
    """1 for a rise told right before `at`, -1 for a fall, 0 for none."""
    long, short, comparing = _direction_patterns()
    left = re.split(r"[，。；;]", text[max(start, at - 40) : at])[-1]
    found = long.search(left)
    if found is None and comparing.search(left):
        found = short.search(left)
    if found is None or re.search(r"自然增长率$", left[: found.end()]):
        return 0
    return 1 if found["up"] else -1


def _as_points(first: Quantity, second: Quantity) -> Quantity:
    """The 5.1个 of 提高5.1个和4.6个百分点; the second value has the direction of the first."""
    return replace(first, unit=second.unit, measure="change_points")


def _ranges(text: str, found: list[Quantity]) -> list[Quantity]:
    """Joins `1到2家` and `28万—46万`: the lower end is `ge`, the upper `le`."""
    for left, right in zip(range(len(found)), range(1, len(found)), strict=False):
        low, high = found[left], found[right]
        if (
            low.unit == "个"
            and high.unit in {"百分点", "‰"}
            and re.fullmatch(r"[、和与及]", text[low.end : high.start])
        ):
            found[left] = low = _as_points(low, high)
        joined = _RANGE.fullmatch(text[low.end : high.start]) is not None
        if joined and low.measure == high.measure and low.unit in {"", high.unit}:
            found[left] = replace(low, unit=high.unit, cmp="ge", kind="range_low")
            found[right] = replace(high, cmp="le", kind="range_high")
    return [q for q in found if q.unit or q.kind != "value" or not _RANGE_AHEAD.match(text, q.end)]
