"""Words that tell of a unit that it is opened, that it is there, or whose guest it is: the patterns of `rules/units.toml`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from kg.extract.rules import load_rules, words
from kg.extract.unit_grammar import Unit

# before a body where a unit is opened, or that is helped to open it
RECEIVING = re.compile(
    r"(?:在|于|驻|支援|帮扶|协助|帮助|派驻到|帮|援建|扶持|助力|助推|带动|使|让|替|给|到|(?<![成作列评定名认称以])为)$"
)
SHARED_OUT = re.compile(r"分别|依次")
_DATE = r"(?:(?:于)?(?:\d{4}年)?\d{1,2}月(?:\d{1,2}日|底|初)?)?"
# before a unit that is somebody else's, or only wished for, learnt from, compared with
_FOREIGN = re.compile(
    r"(?:与|同|和|跟|向|赴|到|去|从|至|给|对|比|以|按|类|级|其他|兄弟|上级|外院|国内|知名|申请|争创|争取|参加|参观|学习|接受|来自|原|创建|各|为|是|全国|基层|名|级|位|牵手|联手|省|其他)$"
)
_CLINICAL = re.compile(
    r".(?:科|专科门诊|专病门诊|胸痛中心|卒中中心|创伤中心|救治中心|诊疗中心|病区|工作室)$|中心$"
)
_RANKED = re.compile(r"特色专科|重点专科|示范|重点实验室|^(?:手术|体检|信息|医学|培训|研究|服务|护理|医务)")
_LEARNT = re.compile(r"(?:参观|学习|考察|观摩|借鉴|外院|兄弟医院|上级医院|申请|争取|参加)$")
_NO_UNIT = re.compile(
    r"(?:指导老师|老师|主任医师|进修|学习|培训|会议|论坛|大会|年会|学组|分会|专委会|规范|指南|竞赛|比赛|例|岗|的(?!护|医|患|门|就|诊|收|工|业))"
)


@dataclass(frozen=True, slots=True)
class Cues:
    """The patterns of table `[opening]`, by their names there."""

    strong: re.Pattern[str]
    weak: re.Pattern[str]
    weak_after: re.Pattern[str]
    telling: re.Pattern[str]
    host: re.Pattern[str]
    hosted: re.Pattern[str]
    begun: re.Pattern[str]
    title: re.Pattern[str]
    failed: re.Pattern[str]
    gone: re.Pattern[str]
    unsettled: re.Pattern[str]
    denied: re.Pattern[str]
    modifier: re.Pattern[str]


@lru_cache(maxsize=1)
def cues() -> Cues:
    """The patterns, compiled once."""
    rules = load_rules("units")["opening"]
    weak = words("units", "opening", "weak")
    strong = [w for w in words("units", "opening", "cues") if w not in weak]
    telling = "|".join(map(re.escape, words("units", "opening", "telling")))
    plain = ("weak_after", "host", "hosted", "begun", "failed", "gone", "unsettled", "denied", "modifier")
    return Cues(
        strong=re.compile(f"(?:{'|'.join(strong)}|{rules['stems']}){rules['between']}$"),
        weak=re.compile(f"(?:{'|'.join(weak)}){rules['between']}$"),
        telling=re.compile(f"{_DATE}(?:{telling})"),
        title=re.compile(rules["title_before"]),
        **{name: re.compile(rules[name]) for name in plain},
    )


def is_opened(text: str, low: int, start: int, end: int) -> bool:
    """Whether a verb in `text[low:start]` opens the units that stand in `start:end`."""
    if cues().modifier.match(text, end):
        return False
    if cues().strong.search(text, low, start):
        return True
    return cues().weak.search(text, low, start) is not None and cues().weak_after.match(text, end) is not None


def is_told(text: str, unit: Unit, end: int, own: bool) -> bool:
    """Whether something is told of units that end at `end`; in an institution's `own` report anything but another's department."""
    if own and _LEARNT.search(text, max(0, unit.start - 6), unit.start):
        return False
    if cues().telling.match(text, end):
        return True
    if not own or not _CLINICAL.search(unit.name) or _RANKED.search(unit.name):
        return False
    return not (_FOREIGN.search(text, max(0, unit.start - 6), unit.start) or _NO_UNIT.match(text, end))
