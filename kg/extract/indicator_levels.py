"""Names for levels: the frames in the order in which they are tried."""

from __future__ import annotations

import re

from kg.extract import extensions
from kg.extract import indicator_bodies as bodies
from kg.extract import indicator_names as names
from kg.extract import indicator_patterns as shapes
from kg.extract.indicator_lists import Slots
from kg.extract.indicator_place import Named, Place
from kg.extract.indicator_ranked import Ranked
from kg.model.mention import Mention, Quantity

_RATES = {"%", "‰", "/10万"}
_BUILT = {"家", "所", "间", "处", "座"}
_DONE = {"人次", "人", "张", "例", "元", "台", "台次", "例次"}


class Levels(Ranked):
    """Finds the name of a value that is no change."""

    def _level_names(self, left: int, slots: Slots, previous_end: int) -> Named:
        at = Place(slots, left, previous_end, self.text[left : slots[0][0].start])
        if self.memory.rule == "goal" and at.raw.strip() == "的" and at.first.unit == "%":
            return [names.stem(self.memory.topic) + "完成率"], "fulfilled"
        for frame in (self._frame_ranked, self._frame_beside, self._frame_new_value, self._frame_former):
            found = frame(at)
            if found is not None:
                return found
        self._look(at)
        for frame in (
            self._frame_bodies,
            self._frame_pointed,
            self._frame_standard,
            self._frame_share,
            self._frame_counted,
            self._frame_unnamed,
            self._frame_list,
        ):
            found = frame(at)
            if found is not None:
                return found
        return self._name_first(at), "name_first"

    def _look(self, at: Place) -> None:
        """Reads the words before and after the values; remembers the subject."""
        at.continued = at.left == at.previous_end and shapes.JOINT.match(at.raw) is not None
        noun_end = self.memory.noun_end
        if noun_end > at.previous_end and at.left == noun_end:
            joined = shapes.JOINT.match(self.text[noun_end - 1 : at.first.start])
            at.continued = at.continued or joined is not None
        at.phrase = self._phrase(at.left, at.first.start)
        at.cleaned = self._clean(at.phrase)
        at.noun = self._noun_after(at.slots[-1][-1]) if len(at.slots) == 1 else ""

    # ---- frames that need no name before the value

    def _frame_beside(self, at: Place) -> Named | None:
        """The second value of a pair that shares a name (专家队13支136人)."""
        memory = self.memory
        if (
            at.raw.strip() not in {"", "(", "（"}
            or not memory.topic
            or at.previous_end <= self.sentence.start
        ):
            return None
        if self._noun_after(at.first):
            return None
        base = re.sub(r"(?:占比|率)$", "", memory.shared or names.stem(memory.topic))
        return [names.with_suffix(base, at.first.unit)], "beside"

    def _frame_new_value(self, at: Place) -> Named | None:
        """The second half of 由X提高到Y."""
        if self.memory.old and shapes.TO.fullmatch(at.raw) and len(self.memory.run) == len(at.slots):
            if len(self.memory.run_subjects) == len(at.slots):
                self.subjects = list(self.memory.run_subjects)
            return list(self.memory.run), "topic"
        return None

    def _frame_former(self, at: Place) -> Named | None:
        """前者, 后者: one of the two things named last."""
        which = shapes.FORMER.match(at.raw)
        pair = self.memory.pointed_pair() if which else []
        if which is None or len(pair) != 2 or len(at.slots) != 1:
            return None
        base = pair[self._nth(which["which"])]
        own = self._clean(at.raw[which.end() :])
        if re.match(r"(?:所)?占", own):
            return [names.stem(base) + "占比"], "former"
        return [names.with_suffix(names.population_of(base) + own, at.first.unit) if own else base], "former"

    def _nth(self, which: str) -> int:
        """0 for 前者 and the first 一个, 1 for 后者, 另一个 and the second 一个."""
        if which in shapes.LATTER:
            return 1
        if not which.startswith("一"):
            return 0
        self.memory.nth += 1
        return (self.memory.nth - 1) % 2

    def _frame_bodies(self, at: Place) -> Named | None:
        """Values of bodies: 甲县、乙县依次为70%、73% (of the topic), or 东部、西部医疗集团分别下派专家216人次、183人次."""
        first = at.first
        two = self._two_of_them(at)
        if two is not None:
            return two
        start = self._after_period(first.start - len(names.strip_lead(at.raw)), first.start)
        found, rest_at = bodies.listed_alone(self.bodies, self.text, start, first.start)
        if not found or (len(at.slots) > 1 and len(found) != len(at.slots)):
            return None
        if len(found) > 1 and len(at.slots) == 1 and self._told_as_one(found[-1].end, first):
            return None, ""
        rest = self._clean(self._without_periods(rest_at, first.start))
        rest = re.sub(r"^(?:分别|依次|各自?)(?=.)", "", rest)
        if rest and not shapes.NO_NAME.match(rest):
            if len(found) < 2 or "、" in rest or rest.endswith("牵头"):
                return None
            name = self._completed(names.drop_light_verb(rest), first.unit)
        else:
            name = self._divided_topic(first, len(found) == 1 and len(at.slots) == 1)
        if not name:
            return None
        self.subjects = [bodies.as_subject(body) for body in found]
        return [name] * len(at.slots), "bodies"

    def _two_of_them(self, at: Place) -> Named | None:
        """两个医共体分别有成员单位8家、6家: the two alliances that the text has named last, in their order."""
        match = shapes.TWO_OF_THEM.match(at.raw)
        if match is None or len(at.slots) != 2 or not re.search("分别|依次", match["rest"]):
            return None
        named: dict[str, Mention] = {}
        for mention in extensions.mentions(self.doc, "Alliance", end=at.first.start):
            if mention.deixis is None and (mention.owner is not None or len(mention.name) > 4):
                named.pop(mention.name, None)
                named[mention.name] = mention
        name = self._clean(re.sub("分别|依次", "", match["rest"]))
        if len(named) != 2 or len(name) < 2:
            return None, ""
        self.subjects = [bodies.as_subject(mention) for mention in named.values()]
        return [self._completed(names.drop_light_verb(name), at.first.unit)] * 2, "bodies"

    def _told_as_one(self, end: int, value: Quantity) -> bool:
        """甲、乙、丙三镇不少于7处: one value for the bodies together; 甲镇、乙镇两家…: a value that only counts them."""
        between = self.text[end : value.start]
        together = shapes.SEVERAL.match(between) is not None and not re.search("各|均|都|同|皆|分别", between)
        return together or (not between.strip() and self._small_han(value))

    def _divided_topic(self, value: Quantity, alone: bool) -> str:
        """The topic that bodies divide among them; at the start of a sentence that of the sentence before, if of the same unit."""
        topic = self.memory.topic or self.carried.topic(value.unit)
        if not topic or self._noun_after(value):
            return ""
        return topic if not alone or (value.unit in _RATES) == self._is_rate(topic) else ""

    def _is_rate(self, name: str) -> bool:
        return re.search(r"(?:率|比例|占比|比重|水平|度)$", name) is not None

    def _frame_pointed(self, at: Place) -> Named | None:
        """这两项比例依次为…: the names of the list before, also of the sentence before."""
        found = self._pointed(at.cleaned, len(at.slots))
        return None if found is None else (found, "topic")

    def _frame_standard(self, at: Place) -> Named | None:
        """A value that something is only compared with is no fact, save a goal of the topic (高于90%的目标值)."""
        goal = self._goal_of_a_plan(at) or self._goal_partly_reached(at)
        if goal:
            return goal, "goal"
        if (
            shapes.FAR_FROM.match(at.cleaned)
            or shapes.MUST_REACH.search(at.raw)
            or shapes.OTHERS.match(self.text, at.end)
            or at.first.unit == "倍"
        ):
            return None, ""
        if shapes.GOAL_AFTER.match(self.text, at.end) and self.memory.topic and len(at.slots) == 1:
            return [self.memory.topic], "goal"
        return None

    def _goal_of_a_plan(self, at: Place) -> list[str]:
        """已优于《规划》提出的4‰、5‰: what a plan set for the topics."""
        if not self.memory.topic or not shapes.SET_AS_GOAL.search(at.raw.rstrip()):
            return []
        return [self.memory.topic] if len(at.slots) == 1 else self.memory.latest_list(len(at.slots))

    def _goal_partly_reached(self, at: Place) -> list[str]:
        """完成年度目标9.8万人的83%: the goal of the topic before the share of it that is done."""
        after = next((q for q in self.values if q.start >= at.end), None)
        share = after is not None and after.unit == "%" and self.text[at.end : after.start] == "的"
        if not share or not self.memory.topic or not shapes.DONE_OF_A_GOAL.search(at.raw):
            return []
        return [self.memory.topic]

    def _frame_unnamed(self, at: Place) -> Named | None:
        """No name of its own: the topic, else what the clause before spoke of."""
        if at.cleaned and not shapes.NO_NAME.match(at.cleaned):
            return None
        memory = self.memory
        found = self._topic_again(at) or self._money_of_topic(at) or self._increase_of_topic(at)
        of_clause = found is None and len(at.slots) == 1 and memory.clause and not memory.topic
        if of_clause and at.first.unit not in {*_RATES, "元"}:
            return [names.with_suffix(memory.clause, at.first.unit)], "clause"
        return found, "topic"

    def _money_of_topic(self, at: Place) -> list[str] | None:
        """发放补贴2014户，合计906万元: the money that the counted ones got."""
        counted = self.memory.unit in {"户", "人", "例", "笔", "家", "件", "人次"}
        if len(at.slots) != 1 or at.first.unit != "元" or not counted or not shapes.IN_ALL.search(at.raw):
            return None
        return [names.with_suffix(names.stem(self.memory.topic), "元")]

    def _increase_of_topic(self, at: Place) -> list[str] | None:
        """次均费用5326元，增幅控制在4%以内: a level of the increase."""
        topic = self.memory.topic
        if len(at.slots) != 1 or at.first.unit != "%" or not topic or self._is_rate(topic):
            return None
        return [topic + at.cleaned] if shapes.INCREASE.fullmatch(at.cleaned) else None

    def _topic_again(self, at: Place) -> list[str] | None:
        memory = self.memory
        if len(at.slots) > 1:
            return list(memory.run) if len(memory.run) == len(at.slots) else None
        if not memory.topic or not at.raw.strip("，、；; ") or not names.is_complete(memory.topic):
            return None
        if (at.first.unit in _RATES) != self._is_rate(memory.topic) and at.first.unit:
            return None
        units = {memory.unit, at.first.unit} - {""}
        if len(units) > 1 and units.isdisjoint(_RATES):
            return None
        same = len(set(memory.run)) == 1
        if len(memory.run) > 1 and not (same and shapes.REGION_WORDS.search(at.raw)):
            return None
        added = re.search("累计|总数", at.raw)
        return [re.sub(r"^(?:新增|新建)", "", memory.topic) if added else memory.topic]

    # ---- name before value

    def _frame_list(self, at: Place) -> Named | None:
        """Several values after one name or a list of names; one value for a list of names."""
        if len(at.slots) == 1:
            alike = self._of_all_alike(at)
            if alike:
                return alike, "shared"
            together = self._together(at.cleaned, at.raw, at.first)
            return None if together is None else (together, "shared")
        if all(self._in_brackets_after(slot[-1].end) for slot in at.slots):
            return [self._completed(at.cleaned, at.first.unit)] * len(at.slots), "bodies"
        if len(self.memory.clause_bodies) == len(at.slots) and self.memory.clause_bodies:
            name = names.drop_light_verb(at.cleaned)
            if len(name) > 1 and not re.search("、|和|及|完成", name):
                self.subjects = list(self.memory.clause_bodies)
                return [self._completed(name, at.first.unit)] * len(at.slots), "bodies"
        each = self._of_each_unit(at.cleaned, at.slots)
        return (each or self._list_names(at.cleaned, len(at.slots), at.first.unit)), "name_first"

    def _of_all_alike(self, at: Place) -> list[str]:
        """高血压8.1万人、糖尿病2.7万人，规范管理率均高于70%: one rate for all that were counted in one unit."""
        name = names.tidy(re.sub(r"(?:均|都|皆|一律|全部|双双)$", "", at.cleaned))
        if (
            at.first.unit not in _RATES
            or not names.is_generic(name)
            or not shapes.TOGETHER.search(at.raw.rstrip())
        ):
            return []
        for count in range(len(self.memory.since_change), 1, -1):
            counted = self.memory.latest_alike(count)
            if counted:
                return [names.under_topic(name, topic) for topic in counted]
        return []

    def _name_first(self, at: Place) -> list[str] | None:
        memory, cleaned, unit = self.memory, at.cleaned, at.first.unit
        if shapes.PLACE.fullmatch(cleaned):
            return None
        full = names.verb_at_start("full").match(cleaned)
        name = names.drop_light_verb(cleaned)
        if at.continued and memory.verb and not full:
            name = memory.verb + name
        elif not at.continued:
            memory.verb = full["verb"] if full and full.end() < len(cleaned) else ""
        bare = len(name) <= 3 and not names.is_complete(name) and not shapes.MODIFIERS.match(name)
        if unit in {"%", "‰"} and bare:
            return None
        if names.verb_at_end(full=True).fullmatch(name):
            name = self._with_object(name, unit)
        if shapes.PER_HEAD.fullmatch(name) and (thing := self._counted_per_head(unit)):
            return [name + thing]
        return [
            self._completed(
                self._per_head(self._like_topic(names.shortened(name), unit, at.continued), at), unit
            )
        ]

    def _per_head(self, name: str, at: Place) -> str:
        """每千常住人口执业医师2.31人、注册护士3.27人: what is counted per head goes on in the list."""
        before = shapes.PER_HEAD.match(self.memory.topic)
        shared = before[0] if before else self.memory.per_head
        if (
            not shared
            or name.startswith("每")
            or "." not in at.first.value
            or at.first.unit not in {"人", "张", "个"}
        ):
            return name
        return shared + name

    def _counted_per_head(self, unit: str) -> str:
        """床位3620张，每千人口6.2张: what is counted per head is what the topic counts, in the same unit."""
        head = names.head_of(self.memory.topic)
        if unit != self.memory.unit or len(head) < 2:
            return ""
        return names.with_suffix("床位" if unit == "张" else head, unit)

    def _with_object(self, verb: str, unit: str) -> str:
        """A bare verb with what the clause before spoke of (检查 → 免费孕前优生健康检查)."""
        clause = self.memory.clause
        counted = self.memory.latest_of(unit) if shapes.STAGE.fullmatch(verb) else ""
        if counted:
            thing = names.head_of(names.verb_at_start("full").sub("", counted, count=1))
            return verb + thing if len(thing) > 1 else verb
        if not clause and unit in {"人", "例"} and shapes.CARED_FOR.fullmatch(verb):
            people = names.done_to(names.stem(self.memory.topic))
            return people + verb if shapes.PEOPLE.search(people) else verb
        if not clause and unit == self.memory.unit and unit in _BUILT:
            thing = names.head_of(names.verb_at_start("full").sub("", self.memory.topic, count=1))
            return verb + thing if thing and len(thing) > 1 else verb
        if not clause:
            return verb
        return clause if clause.endswith(verb) else clause + verb

    def _like_topic(self, name: str, unit: str, continued: bool) -> str:
        """A name that only divides the topic gets its head (公立 → 公立医院; 民营医院 beside 医院病床使用率 → 民营医院病床使用率)."""
        base = self.memory.parent or self.memory.topic
        if not base or names.is_complete(name):
            return name
        if shapes.SERVICE.fullmatch(name) and shapes.SERVICE.search(base):
            return shapes.SERVICE.sub(name, names.stem(base), count=1)
        if shapes.MODIFIERS.match(name):
            alike = self.memory.parent or continued or unit in {self.memory.unit, "%", "‰", "天"}
            return name + names.head_of(base) if alike else name
        if self.memory.parent:
            name = self._of_the_whole(name, base, unit)
        return self._with_end_of(base, name) if unit in {"%", "‰", "天"} and names.is_complete(base) else name

    def _of_the_whole(self, name: str, base: str, unit: str) -> str:
        """床位1.8万张，其中医院1.4万张 → 医院床位; 接种率95%，其中老人92% → 老人接种率."""
        if unit in _DONE and shapes.BODY_NOUN.search(name):
            return name + re.sub(r"^.*(?:机构|医院|卫生院|中心)", "", names.head_of(base))
        care = shapes.CARE.search(names.stem(base))
        if care and unit in _DONE and shapes.AILMENT.search(name):
            return name + care[0]
        if unit in _RATES and shapes.PEOPLE.search(name) and self._is_rate(base):
            return name + base[len(names.population_of(base)) :]
        return name

    def _with_end_of(self, base: str, name: str) -> str:
        """民营医院 beside 医院病床使用率 → 民营医院病床使用率."""
        if not names.is_complete(name):
            for size in range(min(4, len(name)), 1, -1):
                at = base.find(name[-size:])
                if at >= 0 and at + size < len(base) - 1:
                    return name + base[at + size :]
        return name
