"""Which numbers are values, and which are ordinals, versions, ages, opening hours or parts of words."""

from __future__ import annotations

import re

from kg.extract import numbers
from kg.extract.rules import words

RANGE_AHEAD = re.compile(r"\s?(?:[-—–~～]{1,2}|至|到)\s?[\d一二三四五六七八九十]")
ROUND = {"百", "千", "万", "亿"}

PEOPLE_AHEAD = re.compile(
    r"(?:余|多)?(?:建档立卡|贫困|参保|城乡|农村|城镇|常住|户籍|老年|居民|群众|妇女|儿童|学生|职工|患者|人口|签约居民|医务人员|适龄|育龄|退役|参合)"
)

_STOP = {"", "，", "。", "；", "、", "）", ")"}
_OPEN_STOP = {"", "，", "。", "；", "、", "（", "(", " ", "\n", "和", "与", "及"}
_TIMES = {"天", "个月", "分钟", "小时", "秒"}
_NO_VALUE_BEFORE = set("第每〔/№:+＋.*x?？")
_PART_OF_A_WORD = set("几十这那某另下首同逐任唯统专单各第")
_COUNTED_OFF = re.compile(r"(?<![目当此日以之])前$")
_LIST_AHEAD = re.compile(
    r"(?:[、和及与]\d+(?:\.\d+)?){1,8}(?:个?百分点|%|‰|万元|亿元|元|人次|人|例|个|张|天|家|台|名)"
)
_TO_AHEAD = re.compile(r"[\u4e00-\u9fff]{1,4}(?:到|至|为|回|上|成)\s?\d")
_NAMED_BEFORE = re.compile(r"(?:率|数|比|量|值|人次|得分|指数|水平|系数|[为达至到回])$")
_ABSTRACT = re.compile(
    r"季度|多月|月|年头|年度|星期|工作日|方面|环节|层面|维度|阶段|梯次|层次|步骤|转变|目标|重点|关键|一体|统一|结合|到位|领域|问题|角度|抓手|突破|优化|提升|专项|清单|机制|原则|导向|优先|百分之"
)
_SCORED = re.compile(r"分|满意度|测评|考核|考评|评价|成绩")
_MEASURED_TIME = re.compile(r"时间|时限|时长|周期|压缩|缩短|控制|平均")
_NOT_A_TIME = re.compile(
    r"(?:服务|值|圈|无休|响应|应急|急救|医疗|就医|健康|核酸|采样|生活|不间断|在线|动态|内?(?:完成|到达|上报)|热线|全天|来|的?产假|连续|便民|便捷|滚动|轮|前)"
)


def is_value(text: str, match: re.Match[str], start: int, end: int) -> bool:
    """True where the number that `match` found in the sentence `start:end` is a value."""
    previous = text[match.start() - 1] if match.start() > start else ""
    following = text[match.end()] if match.end() < end else ""
    if previous in _NO_VALUE_BEFORE:
        return False
    if (match["unit"] or "") not in {"%", "个百分点", "百分点"} and _COUNTED_OFF.search(
        text, max(start, match.start() - 2), match.start()
    ):
        return False
    if match["zero"] or match["doubled"]:
        return True
    if match["han"]:
        return _is_han_value(match, previous, following)
    if not match["unit"]:
        return _is_bare_value(text, match, previous, following)
    return _fits(text, match, match["unit"], following, start)


def _is_han_value(match: re.Match[str], previous: str, following: str) -> bool:
    """A Han numeral counts only with a unit, from two on, and not as a part of a word (一批, 三级, 两手)."""
    unit, numeral = match["unit"] or "", match["han"]
    if numeral in ROUND:
        return True
    if not unit or previous in _PART_OF_A_WORD:
        return False
    if match["han_scale"] or (len(numeral) > 1 and numeral[-1] in ROUND):
        return True
    value = numbers.han(numeral)
    return value is not None and value >= 2 and _is_counted_in_han(match, unit, following)


def _is_counted_in_han(match: re.Match[str], unit: str, following: str) -> bool:
    if unit == "个" and _ABSTRACT.match(match.string, match.end()):
        return False
    left = match.string[max(0, match.start() - 4) : match.start()]
    if unit == "项":
        return re.search(r"(?:获批|立项|新增|荣获|获)$", left) is not None
    if unit in words("quantities", "not_values", "han_units"):
        return not following or following not in "一月多方不确维坚必"
    return unit in _TIMES | {"日"} and re.search(r"[到至由从为满]$", left) is not None


def _is_bare_value(text: str, match: re.Match[str], previous: str, following: str) -> bool:
    """A number without a unit counts after 率, 数, 为, 达 … and before a stop, or with a big scale."""
    if match["share"] or match["below"] or match["tenth"] or RANGE_AHEAD.match(text, match.end()):
        return True
    if (following.isascii() and following.isalnum()) or (following and following in "号年月日:-—+/〕"):
        return False
    if previous.isascii() and previous and (previous.isalnum() or previous in "-+(."):
        return False
    listed = _LIST_AHEAD.match(text, match.end()) is not None
    if listed and previous and ("." in (match["digits"] or "") or previous in "了为达是"):
        return True
    return _is_told_bare(text, match, previous, following)


def _is_told_bare(text: str, match: re.Match[str], previous: str, following: str) -> bool:
    """True where the words around a number without a unit make it a value."""
    if match["scale"] in {"万", "亿", "千万", "百万"}:
        return (
            following in _OPEN_STOP
            or text.startswith(("大关", "关口"), match.end())
            or PEOPLE_AHEAD.match(text, match.end()) is not None
            or _TO_AHEAD.match(text, match.end()) is not None
        )
    if match["after"] or _TO_AHEAD.match(text, match.end()):
        return previous != "" and previous in "在的于至到为由从自"
    named = _NAMED_BEFORE.search(text[max(0, match.start() - 4) : match.start()])
    return named is not None and following in _OPEN_STOP


def _fits(text: str, match: re.Match[str], unit: str, following: str, start: int) -> bool:
    """False where number and unit are part of a name or of a description (65岁以上, 24小时值守, 15分钟服务圈)."""
    left = text[max(start, match.start() - 24) : match.start()]
    if unit in {"岁", "周岁"}:
        return re.search(r"寿命|年龄", left) is not None and (
            not following or following not in "的儿老人妇女男"
        )
    if unit in _TIMES:
        within = following == "内" and not _MEASURED_TIME.search(left)
        return not within and not _NOT_A_TIME.match(text, match.end())
    if unit == "日":
        return re.search(r"住院日|住院天|工作日|缩短", left) is not None
    if unit == "分":
        return _SCORED.search(left) is not None or ("得" in left and following in _STOP)
    return not _is_another_word(unit, match["digits"] or "", left, following)


def _is_another_word(unit: str, digits: str, left: str, following: str) -> bool:
    """True where the unit is a verb (升) or counts ranks (前进35名), or where the number only counts off."""
    if unit == "升" and "." not in digits and following not in _STOP:
        return True
    if unit == "名" and re.search(r"(?:前进|上升|提升|后退|下降|跃升|前移)了?$", left):
        return True
    return _is_only_counted_off(unit, following)


def _is_only_counted_off(unit: str, following: str) -> bool:
    if unit in words("quantities", "not_values", "never"):
        return True
    return unit in words("quantities", "not_values", "only_at_end") and following not in _STOP
