"""Names for values that stand before what they count (新增3个省级临床重点专科) and for shares (占90.2%)."""

from __future__ import annotations

import re

from kg.extract import indicator_names as names
from kg.extract import indicator_patterns as shapes
from kg.extract.indicator_changes import Changes
from kg.extract.indicator_place import Named, Place
from kg.model.mention import Quantity

_MAX_NOUN, _MAX_PREDICATE = 30, 20
_TIMES = {"分钟", "小时", "天", "个月", "秒"}
_BODIES = {"家", "所", "个", "人", "处", "间"}


class Counts(Changes):
    """Names what a number counts from the noun after it."""

    def _frame_counted(self, at: Place) -> Named | None:
        """Value before name; silent where the number only stands beside a list of names or says how long something is open."""
        if self._only_a_verb_between(at):
            return None
        if not at.noun or (at.cleaned and at.first.unit == "元" and shapes.PREDICATE.match(at.noun)):
            return None
        counts_nothing = (
            at.first.unit in _TIMES
            or shapes.KINDS_OF_ILLNESS.match(at.noun) is not None
            or (self._small_han(at.first) and self._refers_back(at))
        )
        if counts_nothing or self._only_counts_a_list(at):
            return None, ""
        verb = names.verb_at_end().search(at.cleaned) or self._unknown_verb(at.cleaned, at.noun)
        if not at.cleaned or verb or shapes.BEFORE_COUNT.search(at.phrase):
            return self._value_first(at), "value_first"
        if at.first.unit in _BODIES and shapes.ENUMERATED.search(at.cleaned):
            return None, ""
        return None

    def _only_a_verb_between(self, at: Place) -> bool:
        """确诊4017人已救治4009人: what stands behind the number belongs to the next one."""
        after = next((q for q in self.values if q.start >= at.end), None)
        verb = shapes.PREDICATE.match(at.noun) and names.verb_at_end().search(at.noun)
        between = self.text[at.end : after.start].strip() if after is not None else ""
        return bool(verb and at.cleaned and between == at.noun)

    def _only_counts_a_list(self, at: Place) -> bool:
        """平乐、夹关等四家卫生院合计签约…: the number only says how many the list before it names."""
        listed = "、" in at.raw and re.search(r"(?:等|这|共)?$", at.raw) and at.first.unit in _BODIES
        begun = names.any_verb().match(at.cleaned)
        acting = re.search(r"(?:合计|合占|共计|总计|分别|依次)", at.noun)
        return bool(listed and not begun and acting and at.raw.rstrip().endswith(("等", "这")))

    def _refers_back(self, at: Place) -> bool:
        """两个集团合计…, 与两家牵头医院均建立…: a number in Han without a verb of counting before it counts what is known already."""
        if not at.cleaned:
            return True
        known = at.first.unit in _BODIES or any(
            at.left <= b.start and b.end <= at.first.start for b in self.bodies
        )
        return known and not names.verb_at_end().search(at.cleaned)

    def _small_han(self, value: Quantity) -> bool:
        """两个集团合计…: a small number in Han at the start of a clause counts nothing new."""
        return not re.search(r"\d", value.text) and len(value.value) < 2 and value.unit not in {"%"}

    def _unknown_verb(self, cleaned: str, noun: str) -> bool:
        """Two to four characters before a number with a noun after it are a verb that the lexicon lacks (向下联通42家医疗机构)."""
        return (
            len(cleaned) <= 3
            and not shapes.PREDICATE.match(noun)
            and not names.is_complete(cleaned)
            and len(noun) > 2
        )

    def _value_first(self, at: Place) -> list[str] | None:
        memory = self.memory
        thing, tail = self._thing(at.noun, at.first)
        match = names.verb_at_end(full=True).search(at.cleaned)
        verb = match[0] if match else ""
        if at.continued and not at.cleaned:
            verb = memory.verb
        elif at.cleaned:
            memory.verb = verb
        if at.phrase.endswith("的") and at.cleaned and not match:
            thing = at.cleaned + thing
        if "每" in tail[:4] or "每" in at.noun[:1]:
            return None
        among = shapes.AMONG_NOUN.fullmatch(thing)
        if among and names.shared_head(re.sub(r"\([^)]*\)$", "", among["whole"])):
            memory.parent = thing = among["whole"]
        if not thing and at.first.unit in _BODIES and shapes.BODY_NOUN.search(memory.parent):
            thing = memory.parent
        if at.first.unit == "%":
            return [self._share_of(thing, tail)]
        if (
            not verb
            and not names.verb_at_end().search(at.cleaned)
            and 0 < len(tail) <= self._longest_deed(tail)
        ):
            thing = self._with_deed(at, thing, tail)
        if not 2 <= len(thing) <= _MAX_NOUN:
            return None
        return [names.with_suffix(verb + thing, at.first.unit)]

    def _longest_deed(self, tail: str) -> int:
        """How long a predicate may be that becomes a part of the name; a shorter one where it tells of a body or a date."""
        other = re.search(r"\d", tail) or any(body.text in tail for body in self.bodies)
        return _MAX_PREDICATE - 4 if other else _MAX_PREDICATE

    def _with_deed(self, at: Place, thing: str, tail: str) -> str:
        """`给2万名妇女做了两癌筛查` → 妇女两癌筛查 (what they got stands behind them); `3名专家驻点帮扶` → 驻点帮扶专家."""
        if shapes.SERVED.search(at.raw.rstrip()):
            return thing + shapes.LIGHT_DEED.sub("", tail)
        return tail + thing

    def _thing(self, noun: str, value: Quantity) -> tuple[str, str]:
        """What is counted and what is told of it, with the head that a list shares (160个固定和86个临时接种点)."""
        predicate = shapes.PREDICATE.search(noun)
        thing = noun[: predicate.start()] if predicate else noun
        tail = names.predicate(noun[predicate.start() :]) if predicate else ""
        joint = shapes.JOINT_AT_END.search(noun) is not None
        if predicate and shapes.IN_SUM.match(noun, predicate.start()):
            tail = ""  # 9支团队共签约居民14860人: what they did together has its own value
        begin = self.text.find(noun[:1], value.end) if noun else value.end
        if self.text[begin + len(noun) : begin + len(noun) + 1] == "、" and tail.startswith(("实现", "享受")):
            tail = ""  # 28.97万贫困人口实现基本医保、大病保险全覆盖: what is told of them goes on
        self.memory.noun_end = begin + len(noun if joint else thing)
        thing = shapes.JOINT_AT_END.sub("", thing)
        after = next((q for q in self.values if q.start >= value.end), None)
        if after is not None and self._joined(value.end, after.start, noun):
            following = self._noun_after(after)
            cut = shapes.PREDICATE.search(following)
            if joint and not shapes.HAS_HEAD.search(thing):
                thing += names.shared_head(following[: cut.start()] if cut else following)
            tail = tail or (names.predicate(following[cut.start() :]) if cut else "")
        elif after is not None and not shapes.STOP.search(self.text, value.end, after.start):
            tail = ""
        return names.tidy(thing), tail

    def _joined(self, start: int, end: int, noun: str) -> bool:
        return self.text[start:end].strip() in {noun, noun + "、", "的" + noun}

    def _share_of(self, thing: str, tail: str) -> str:
        """`70%的疾控中心达到二级标准` → 疾控中心达到二级标准比例."""
        if not thing and tail:
            return names.stem(self.memory.topic) + tail + "率"
        return thing + tail + "比例"

    def _frame_share(self, at: Place) -> Named | None:
        """完成年度任务的52% and 占90.2%."""
        if len(at.slots) != 1 or at.first.unit not in {"%", "‰"}:
            return None
        done = shapes.FULFILLED.match(at.phrase)
        if done:
            what = self._clean(done["what"])
            base = names.stem(self.memory.base or self.memory.topic)
            what = names.drop_light_verb(what) if len(what) > 2 else base
            task = done["task"].replace("的", "").replace("目标任务", "任务")
            if re.search(r"(?:总投资|总量|工程量)$", task):
                return [names.tidy(f"{what}占{task}比例")], "fulfilled"
            return [names.tidy(what + task) + "完成率"], "fulfilled"
        share = shapes.SHARE.match(at.phrase)
        if share and "占比" not in at.cleaned:
            part = self._clean(share["part"]) or self._ranked_before(at)
            if not part and not self.memory.topic:
                return None, ""
            return [self._share_name(part, self._clean(share["whole"]))], "share"
        return None

    def _ranked_before(self, at: Place) -> str:
        """报告数居前三位的病种依次为甲、乙、丙，合计占总数的90%: the list that the clause before ends with."""
        clause = next((c for c in self.sentence.clauses if c[1] == at.left - 1), None)
        match = shapes.RANKING.search(self.text, *clause) if clause else None
        return match["list"] if match else ""

    def _share_name(self, part: str, whole: str) -> str:
        memory = self.memory
        base = memory.parent or memory.base or memory.topic
        whole = re.sub(r"的?(?:比重|比例|比率)$", "", whole)
        part = re.sub(r"^后者$", "", part) or names.stem(memory.topic)
        if shapes.MODIFIERS.match(part) and base:
            part += names.head_of(base)
        memory.shared = part + names.stem(base)[-2:]
        return f"{part}占{whole}比重" if whole else f"{part}占比"
