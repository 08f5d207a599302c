"""Names for values in brackets behind the members of a ranking (报告发病数居前三位的为甲县(15例)、乙市(9例))."""

from __future__ import annotations

import re

from kg.extract import indicator_bodies as bodies
from kg.extract import indicator_names as names
from kg.extract.indicator_counts import Counts
from kg.extract.indicator_place import Named, Place

_ORDER = (
    r"(?:(?:分?居|位居|列|位列|排名?|排在|分列)?前[一二两三四五六七八九十\d]+(?:位|名|种)?|居(?:首|首位|前列)|排名?靠前|"
    r"(?:相对)?较[高低多少快慢好大重]|最[高低多少快慢大]|偏[高低多慢快]|[高低超]于[\u4e00-\u9fff\d.%]{1,10})"
)
_KIND = r"(?:地区|县区?|市县|区县|县\(市、区\)|县市区?|区|乡镇|镇街?|镇\(街道\)|街道|病种|病|疾病|传染病|病因|死因|单位|科室|机构|医院|卫生院|原因|类型|人群|职业|肿瘤|癌种)"
_COPULA = r"(?:分别|依次|主要|顺位)*(?:是|为|有|包括|:|：)\s*(?:[:：])?"
_FRAME = re.compile(
    rf"^\s*(?:[、，]|其中)?(?P<topic>[^，。；:：()]*?)(?:{_ORDER}的?{_KIND}?|的{_KIND}){_COPULA}"
)
_AROUND = re.compile(
    r"^\s*(?P<topic>[^，。；:：()以]{2,20})以(?=[^，。；]{2,60}(?:为|最|较)[最较]?[高低多少快慢])"
)
_MEMBER = re.compile(r"^[\s、，和及与)]*(?P<member>[\u4e00-\u9fffA-Za-z\d]{2,20})[(（]$")
_WINDOW = re.compile(r"[^，。；;\n]*$")
_PLACE_NAME = re.compile(r"(?:镇|乡|街道|县|市|区|旗|村|社区|院|中心)$")
_CAUSE_OF_DEATH = re.compile(r"死因|死亡原因")
_RATES = {"%", "‰", "/10万"}


class Ranked(Counts):
    """Names values that stand in brackets behind what they belong to."""

    ranked: str | None = None
    """What the ranking that is being read measures; None outside of one."""

    def _frame_ranked(self, at: Place) -> Named | None:
        start = max(at.previous_end, self.sentence.start)
        window = _WINDOW.search(self.text, start, at.first.start)
        before = window[0] if window else ""
        if not before.rstrip().endswith("(") or len(at.slots) != 1:
            return None
        frame = _FRAME.match(before) or _AROUND.match(before)
        if frame:
            self._begin_ranking(frame, start=at.first.start - len(before))
            before = before[frame.end() :]
        elif self.ranked is None or not before.startswith((")", "、", "和", "及")):
            self.ranked = None
            return None
        member = _MEMBER.match(before)
        return self._member_of_ranking(member["member"], at) if member else (None, "")

    def _begin_ranking(self, frame: re.Match[str], start: int) -> None:
        topic = self._clean(self._phrase(start + frame.start("topic"), start + frame.end("topic")))
        topic = re.sub(r"^(?:完成|报告的)$", "", topic)
        if _CAUSE_OF_DEATH.search(frame[0]):
            topic = "死亡"
        self.ranked = topic

    def _member_of_ranking(self, member: str, at: Place) -> Named:
        end = at.first.start - 1
        found = [b for b in self.bodies if b.start >= end - len(member) and b.end == end]
        topic = self.ranked or ""
        if found and found[0].start == end - len(member):
            name = self._completed(topic, at.first.unit) if len(topic) > 1 else self._same_measure(at)
            self.subjects = [bodies.as_subject(found[0])]
            return ([name] if name else None), "ranked"
        if _PLACE_NAME.search(member):
            return None, ""
        return [names.with_suffix(member + topic, at.first.unit)], "ranked"

    def _same_measure(self, at: Place) -> str:
        """The topic of the sentence, where it is measured like the value."""
        topic = self.memory.topic
        rate = topic.endswith(("率", "比例", "占比", "比重", "度"))
        return topic if topic and rate == (at.first.unit in _RATES) else ""
