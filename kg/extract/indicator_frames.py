"""Reads one sentence from left to right: which words around a value name its indicator.

The frames: name before value (药占比33.62%), value before name (新增3个省级临床重点专科), lists with 分别, shares (占90.2%), changes
(同比增长21.4%), from-to (由X提高到Y), bodies in a list (甲县70%、乙县73%). What an earlier clause named is remembered for values that
have no name of their own.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from dataclasses import replace

from kg.extract import indicator_bodies as bodies
from kg.extract import indicator_names as names
from kg.extract import indicator_patterns as shapes
from kg.extract.indicator_anchor import anchor
from kg.extract.indicator_changes import all_changed
from kg.extract.indicator_concepts import concept_of, usual_unit
from kg.extract.indicator_headings import heading_of, under_heading
from kg.extract.indicator_levels import Levels
from kg.extract.indicator_lists import Slots
from kg.extract.indicator_memory import Carried, Subject
from kg.extract.indicator_place import Named
from kg.extract.indicator_projects import of_project
from kg.extract.readings import Reading
from kg.model.mention import Mention, Quantity

_MAX_NAME = 45
_UNIT_OF_NAME = (
    (re.compile(r"人次$"), "人次"),
    (re.compile(r"(?:人|居民|人群|患者|病人|人员|对象|群众|学生|职工|老年人|妇女|儿童)数$"), "人"),
    (re.compile(r"率$"), "%"),
)


class SentenceReader(Levels):
    """Reads the values of one sentence; see the module's docstring for the frames."""

    def read(self) -> Iterator[Reading]:
        """The readings in text order."""
        index = 0
        previous_end = self.sentence.start
        while index < len(self.values):
            slots, following = self._run(index)
            slots = _compared_alike(slots, self.text)
            yield from self._read_run(slots, previous_end, following)
            index = following
            previous_end = slots[-1][-1].end

    def _run(self, index: int) -> tuple[Slots, int]:
        """The values from `index` on that stand in one list; a range is one slot of two."""
        slots: Slots = []
        while index < len(self.values):
            slot = [self.values[index]]
            if slot[0].kind == "range_low" and index + 1 < len(self.values):
                slot.append(self.values[index + 1])
            slots.append(slot)
            index += len(slot)
            if index >= len(self.values):
                break
            following = self.values[index]
            if self._next_of_changes(slots, following):
                continue
            if not shapes.RUN_GAP.fullmatch(self.text, slot[-1].end, following.start):
                break
            if self._noun_after(following) and not self._listed(slots[0][0]):
                break
        return slots, index

    def _next_of_changes(self, slots: Slots, following: Quantity) -> bool:
        """分别下降2.4个、提高1.9个百分点: each change of the list has a verb of its own."""
        last = slots[-1][-1]
        changes = last.measure != "level" and following.measure == last.measure
        apart = shapes.NEXT_CHANGE.fullmatch(self.text, last.end, following.start)
        return bool(changes and apart and self._listed(slots[0][0]))

    def _listed(self, value: Quantity) -> bool:
        return bool(re.search(r"(?:分别|依次)[^，。；]{0,12}$", self.text[self.sentence.start : value.start]))

    def _read_run(self, slots: Slots, previous_end: int, following: int) -> Iterator[Reading]:
        first = slots[0][0]
        left = self._left(first, previous_end)
        self._pass_clauses(left)
        self._at_break(left)
        self._whole_and_part(left, first, previous_end)
        if self.memory.among and shapes.IN_SUM.match(self.text, left):
            self.memory.subject = self.memory.whole  # 其中甲帮扶乙，共新增技术37项
        self.subjects = []
        self.heading = heading_of(self.doc, self.sentence, left)
        self.slot_periods = self._listed_dates(first.start, len(slots))
        named, rule = self._named(slots, left, previous_end, following)
        self._all_alike(slots, left)
        if rule == "change" and not (
            len(slots) > 1 and shapes.NEXT_CHANGE.fullmatch(self.text, slots[0][-1].end, slots[1][0].start)
        ):
            slots = all_changed(slots)
        if rule == "shared" and named:
            slots = slots * len(named)
        if named is None or len(named) != len(slots):
            self.memory.run = []
            return
        if not self.abroad:
            yield from self._readings(slots, named, rule, left)
        self._remember(named, rule, slots[-1][-1])

    def _whole_and_part(self, left: int, first: Quantity, previous_end: int) -> None:
        """After 其中 and in brackets the latest topic is what the values divide; a bracket that closes brings back the one before it."""
        memory, raw = self.memory, self.text[left : first.start]
        if ")" in self.text[previous_end:left]:
            memory.parent, memory.outer = memory.outer, ""
        bracket = raw.lstrip().startswith("(")
        if bracket:
            memory.outer = memory.parent
        if bracket or shapes.AMONG.match(raw) or shapes.AMONG_AND_COLON.search(self.text, previous_end, left):
            memory.parent = memory.topic

    def _all_alike(self, slots: Slots, left: int) -> None:
        """体检率同为95%: one value for all bodies of the list before; 88.7%(市人民医院)、79.3%(市中医院): bodies in brackets."""
        raw = self.text[left : slots[0][0].start].rstrip()
        if self.subjects:
            return
        if len(slots) == 1 and shapes.TOGETHER.search(raw) and len(self.memory.run_subjects) > 1:
            self.subjects = list(self.memory.run_subjects)
            return
        found = [self._in_brackets_after(slot[-1].end) for slot in slots]
        if all(body is not None for body in found):
            self.subjects = [bodies.as_subject(body) for body in found if body is not None]

    def _named(self, slots: Slots, left: int, previous_end: int, following: int) -> Named:
        first = slots[0][0]
        raw = self.text[left : first.start]
        if first.measure != "level":
            return self._change_names(left, first, len(slots)), "change"
        if self._old_value(raw, slots, following):
            return self._list_names(self._from_phrase(left, first), len(slots), first.unit), "from"
        if self._against(raw, slots):
            return [self.memory.topic], "from"
        if shapes.OLD_IN_BRACKETS.search(raw) and self.memory.topic and len(slots) == 1:
            return [self.memory.topic], "from"
        named, rule = self._level_names(left, slots, previous_end)
        if named and rule in {"value_first", "clause"}:
            named = [under_heading(name, self.heading) for name in named]
        return named, rule

    def _remember(self, named: list[str], rule: str, last: Quantity) -> None:
        if rule != "change":
            clause = next(
                (start for start, end in self.sentence.clauses if start <= last.start < end), last.start
            )
            self.memory.keep_clause(named, clause)
            self.memory.unit = last.unit
        self.memory.run_subjects = list(self.subjects)
        self.memory.keep(named, rule, names.population_of(named[0]), last.unit)
        topics = dict(self.carried_on.topics)
        if rule != "change" and not self.memory.parent:
            topics[last.unit] = named[-1]
        self.carried_on = Carried(tuple(named), tuple(topics.items()), self.memory.subject)

    carried_on = Carried()
    """What the next sentence may need of this one."""

    # ---- readings

    def _readings(self, slots: Slots, named: list[str], rule: str, left: int) -> Iterator[Reading]:
        raw = self.text[left : slots[0][0].start]
        old = self._old_period(left, slots[0][0].start) if rule == "from" else ""
        goal = rule == "goal" or bool(
            shapes.GOAL_BEFORE.search(raw) and "完成" not in raw and rule != "fulfilled"
        )
        status = "actual" if rule == "from" else "target" if goal else ""
        for index, (given, told) in enumerate(zip(slots, named, strict=True)):
            slot, name = _less(given, told, rule)
            name = shapes.PARTICLES.sub("", shapes.IDENTIFIED.sub("", name))
            if not _is_name(name):
                continue
            period = self.slot_periods[index] if self.slot_periods else old
            project = of_project(self.doc, self.sentence, (slot[0].start, slot[-1].end), name)
            name, subjects = (
                (project[0], [project[1]]) if project else (name, self._subjects_of(index, len(slots)))
            )
            helped = self.helped_by_then(slot[0].start, name, slot[0].measure != "level")
            subjects = [helped] if helped and not self.subjects and not project else subjects
            for value, subject in itertools.product(slot, subjects):
                yield Reading(
                    self._mention(value, name, rule),
                    value.start,
                    value.end,
                    value.value,
                    _unit(value, name),
                    value.cmp,
                    value.measure,
                    subject,
                    period,
                    status,
                    rule,
                )

    def _mention(self, value: Quantity, name: str, rule: str) -> Mention:
        concept = concept_of(name)
        within = (self.sentence.start, self.sentence.end)
        start, end = anchor(self.text, name, within, (value.start, value.end))
        return Mention(
            start,
            end,
            self.text[start:end],
            "Indicator",
            name,
            attrs={"concept": concept} if concept else {},
            rule=f"indicator.{rule}",
        )

    def _listed_dates(self, at: int, count: int) -> list[str]:
        """The last `count` periods before `at`, where they stand in one list and 分别 pairs them with values."""
        found = [p for p in self.periods if p.end <= at][-count:]
        if count < 2 or len(found) != count or not re.search(r"分别|依次", self.text[found[-1].end : at]):
            return []
        joined = all(
            shapes.RUN_GAP.fullmatch(self.text, a.end, b.start) for a, b in itertools.pairwise(found)
        )
        return [period.value for period in found] if joined else []

    def _subjects_of(self, index: int, count: int) -> list[Subject]:
        if not self.subjects:
            return [self.memory.subject]
        return [self.subjects[index]] if count == len(self.subjects) else list(self.subjects)


def _less(slot: list[Quantity], name: str, rule: str) -> tuple[list[Quantity], str]:
    """减少药品费用支出11.2亿元: a fall of what the verb's object names."""
    verb = shapes.LESS.match(name)
    if rule != "name_first" or not verb or slot[0].unit not in {"元", "天", "分钟", "小时", "人次", "人"}:
        return slot, name
    fallen = [
        replace(v, value=f"-{v.value}", measure="change_absolute") for v in slot if v.measure == "level"
    ]
    return (fallen, re.sub(r"金额$", "", name[verb.end() :])) if fallen else (slot, name)


def _is_name(name: str) -> bool:
    return (
        2 <= len(name) <= _MAX_NAME
        and len(names.stem(name)) > 1
        and not shapes.NO_START.match(name)
        and not shapes.NO_MIDDLE.search(name)
        and bool(re.search(r"[\u4e00-\u9fffA-Z]", name))
        and not shapes.NO_NAME.match(name)
        and not shapes.A_VISIT.search(name)
    )


def _compared_alike(slots: Slots, text: str) -> Slots:
    """分别控制在4‰、5‰以内: the word behind the last value holds for all."""
    last = slots[-1][-1]
    if len(slots) < 2 or last.cmp not in {"ge", "le", "approx"} or last.text[-1:].isascii():
        return slots
    before = re.split(r"[，。；]", text[max(0, slots[0][0].start - 24) : slots[0][0].start])[-1]
    if not re.search(r"分别|依次|[^，。；]{0,4}(?:控制|保持|稳定|达到)", before) or len(last.text) < 2:
        return slots
    return [
        [replace(v, cmp=last.cmp) if v.cmp == "eq" and v.kind == "value" else v for v in slot]
        for slot in slots
    ]


def _unit(value: Quantity, name: str) -> str:
    """The unit of a number without one, from the name (总诊疗人次1386.42万 → 人次)."""
    if value.unit:
        return value.unit
    usual = usual_unit(concept_of(name))
    if usual or (value.value == "0" and re.search(r"(?:死亡|发病|病死|患病|发生)率$", name)):
        return usual
    return next((unit for ending, unit in _UNIT_OF_NAME if ending.search(name)), "")
