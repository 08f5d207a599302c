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
from kg.extract.quantity_filters import PEOPLE_AHEAD, RANGE_AHEAD, ROUND, is_value
from kg.extract.rules import load_rules
from kg.model.mention import Quantity

_QUOTED = re.compile(
    r"《[^》]{1,80}》|[(（]责任(?:单位|科室|股室|领导)[^)）]*[)）]|〔[^〕]{1,12}〕|“[^”，。；]{1,16}”"
)
_RANGE = re.compile(r"\s?(?:[-—–~～]{1,2}|至|到)\s?")
_COUNTED = re.compile(
    r"(?!以上|以下|左右|以内|和|及|与|后|达|到|较|比|的|至|等|为|同比|由|在|中)[\u4e00-\u9fff]{2}"
)
_BEFORE_POINTS = re.compile(r"[、和与及](?:提高|上升|增长|下降|降低|回落|减少)?")
_TIMES_OF = re.compile(
    r"(?:去年|上年|上一年|前年|(?:19|20)\d\d年(?:同期|底|末)?|同期|(?:帮扶|改革|托管|建院|搬迁|原来|过去|以往|之)[初前]?)(?:同期|全年)?的(?:近|约)?\s?$"
)
_PER_100_000 = re.compile(r"每(?:十万|10万)名?(?:人口|人)?(?:达|约|仅)?$")
_MINUS = {"-", "－", "↓"}
_POINTS = {"百分点", "千分点"}
_RATIOS = {"%", "‰", "倍", "/10万"} | _POINTS


def _any(words: Any) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=lambda word: (-len(word), word)))


@cache
def unit_names() -> dict[str, str]:
    """Units as written → as told (名 → 人)."""
    rules = load_rules("quantities")
    known = {str(unit): str(unit) for unit in rules["units"]["same"]}
    for table in (rules["units"]["mapped"], rules["ratios"]["mapped"]):
        known.update(table)
    return known


@cache
def _comparisons(side: str) -> dict[str, str]:
    table = load_rules("quantities")["compared"][side]
    return {word: cmp for cmp, words in table.items() for word in words}


@cache
def _pattern() -> re.Pattern[str]:
    units = _any(unit_names())
    before, after = _any(_comparisons("before")), _any(_comparisons("after"))
    digits = (
        rf"(?P<sign>(?<=[增长降升比率为幅达(])[-－]|(?<=\()[+＋↑↓])?(?P<digits>{numbers.ARABIC})(?P<more>\s?[余多几])?\s?"
        rf"(?P<scale>{numbers.SCALE})?(?P<more2>[余多])?"
    )
    share = r"(?:百分之(?P<share>[\d.]+|[一二三四五六七八九十百点零]+)|(?P<below>[二三四五六七八九十])分之(?P<above>[一二三四五六七八九]))"
    tenth = (
        r"(?P<tenth>[一二两三四五六七八九])成(?:(?P<tenth_half>半)|(?P<tenth_rest>[一二三四五六七八九]))?"
        r"(?![立为员果功本效长就人熟套型绩都分品药])"
    )
    han = rf"(?P<han>{numbers.HAN})(?P<more3>[余多])?(?P<han_scale>[万亿])?"
    zero = r"(?P<zero>(?<=[为是到至])零(?=[，。；;、)）\s]|$))"
    doubled = r"(?P<doubled>翻了?(?P<doublings>[一两二三])?番(?!番)(?P<more4>还多|有余|多)?)"
    number = rf"(?:{digits}|{share}|{tenth}|{zero}|{doubled}|{han})"
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
    if value is None or not is_value(text, match, start, end):
        return None
    shared = match["share"] or match["below"] or match["tenth"] or match["doubled"]
    unit = "%" if shared else unit_names().get(match["unit"] or "", "")
    if unit in {"", "例", "人", "起", "宗"} and _PER_100_000.search(
        text, max(start, match.start() - 10), match.start()
    ):
        unit = "/10万"
    if not unit and match["scale"] and PEOPLE_AHEAD.match(text, match.end()):
        unit = "人"  # 28.97万建档立卡贫困人口
    measure, value = _measured(text, match, unit, value, start)
    if (
        unit == "倍"
        and measure == "level"
        and _TIMES_OF.search(text, max(start, match.start() - 24), match.start())
    ):
        measure, value = "change_relative", value - 1  # 是去年的1.3倍: 30% more
    if unit == "倍" and measure == "change_relative":
        unit, value = "%", value * 100
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
        return -value if (match["sign"] or "") in _MINUS else value
    if match["zero"]:
        return Decimal(0)
    if match["doubled"]:
        return Decimal(100 * (2 ** int(numbers.han(match["doublings"] or "一") or 1) - 1))
    if match["tenth"]:
        return numbers.tenths(match["tenth"], bool(match["tenth_half"]), match["tenth_rest"] or "")
    return _share(match) if match["share"] or match["below"] else _han(match)


def _share(match: re.Match[str]) -> Decimal | None:
    """百分之九十八 and 四分之一, in per cent."""
    if match["share"]:
        share = match["share"]
        return Decimal(share) if share[0].isdigit() else numbers.han(share)
    below, above = numbers.han(match["below"]), numbers.han(match["above"])
    return None if not below or above is None else (above * 100 / below).quantize(Decimal("0.01"))


def _han(match: re.Match[str]) -> Decimal | None:
    """三十二, 两万; 万 alone only after 近 or 上 (近万户)."""
    if match["han"] in ROUND:
        about = match["before"] or match.string[match.start() - 1 : match.start()] in {"上", "过", "数"}
        return numbers.arabic("1", match["han"]) if about else None
    value = numbers.han(match["han"])
    return (
        value if value is None or not match["han_scale"] else numbers.arabic(str(value), match["han_scale"])
    )


def _cmp(match: re.Match[str]) -> str:
    if match["after"]:
        return _comparisons("after")[match["after"]]
    if match["before"]:
        return _comparisons("before")[match["before"]]
    return "gt" if match["more"] or match["more2"] or match["more3"] or match["more4"] else "eq"


def _measured(text: str, match: re.Match[str], unit: str, value: Decimal, start: int) -> tuple[str, Decimal]:
    """Level or change, and the signed value."""
    if match["doubled"]:
        return "change_relative", value
    sign = _direction(text, match.start(), start, unit in _RATIOS)
    if (
        match["sign"]
        and match["sign"] in "+＋↑↓-－"
        and text[match.start() - 1] == "("
        and not match["before"]
    ):
        sign = 1  # (+7.9%): the number has its sign already
    if sign and unit not in _RATIOS and _COUNTED.match(text, match.end()):
        sign = 0
    if unit in _POINTS:
        return "change_points", value * (sign or 1)
    if sign == 0:
        return "level", value
    return ("change_relative" if unit in {"%", "倍"} else "change_absolute"), value * sign


@cache
def _direction_patterns() -> tuple[re.Pattern[str], ...]:
    rules = load_rules("quantities")["change"]
    tail = r"(?:(?:幅度|幅|率)(?:为)?|(?<=[幅速])为)?(?:了|达到?|近)?\s?$"
    long = re.compile(rf"(?:(?P<up>{_any(rules['up'])})|(?P<down>{_any(rules['down'])})){tail}")
    short = re.compile(rf"(?:(?P<up>{_any(rules['up_short'])})|(?P<down>{_any(rules['down_short'])})){tail}")
    bare = re.compile(
        rf"(?:(?P<up>(?<![新提上])(?:{_any(rules['ratio_up'])}))|(?P<down>(?<![下])(?:{_any(rules['ratio_down'])})))(?:了|近)?\s?$"
    )
    return long, short, bare, re.compile(_any(rules["comparing"]))


def _direction(text: str, at: int, start: int, ratio: bool) -> int:
    """1 for a rise told right before `at`, -1 for a fall, 0 for none; `ratio` for a share, of which 涨 alone tells a rise."""
    long, short, bare, comparing = _direction_patterns()
    left = re.split(r"[，。；;]", text[max(start, at - 40) : at])[-1]
    found = long.search(left)
    if found is None and comparing.search(left):
        found = short.search(left)
    if found is None and ratio:
        found = bare.search(left)
    if found is None or re.search(r"自然增长率(?:为|是|达|在)?$", left[: found.end()]):
        return 0
    return 1 if found["up"] else -1


def _as_points(first: Quantity, second: Quantity) -> Quantity:
    """The 5.1个 of 提高5.1个和4.6个百分点; the second value has the direction of the first."""
    return replace(first, unit=second.unit, measure="change_points")


def _in_a_list(text: str, low: Quantity, high: Quantity) -> bool:
    """True for 3.4万、2万 of 3.4万、2万、1.6万人: the unit stands at the end of the list."""
    return re.fullmatch(r"[、和与及]", text[low.end : high.start]) is not None


def _ranges(text: str, found: list[Quantity]) -> list[Quantity]:
    """Joins `1到2家` and `28万—46万`: the lower end is `ge`, the upper `le`; gives the members of a list the unit of the last."""
    for left in range(len(found) - 2, -1, -1):
        right = left + 1
        low, high = found[left], found[right]
        if (
            low.unit == "个"
            and high.unit in {"百分点", "‰"}
            and _BEFORE_POINTS.fullmatch(text, low.end, high.start)
        ):
            found[left] = low = _as_points(low, high)
        if low.unit == "" and high.unit and _in_a_list(text, low, high):
            found[left] = low = (
                _as_points(low, high) if high.unit in _POINTS else replace(low, unit=high.unit)
            )
        joined = _RANGE.fullmatch(text[low.end : high.start]) is not None
        if joined and low.measure == high.measure and low.unit in {"", high.unit}:
            found[left] = replace(low, unit=high.unit, cmp="ge", kind="range_low")
            found[right] = replace(high, cmp="le", kind="range_high")
    return [q for q in found if q.unit or q.kind != "value" or not RANGE_AHEAD.match(text, q.end)]
