"""Names for lists of values: shared heads, dates, names of an earlier list that a later one points to."""

from __future__ import annotations

import re

from kg.extract import indicator_names as names
from kg.extract import indicator_patterns as shapes
from kg.extract.indicator_context import Context
from kg.extract.indicator_headings import under_heading
from kg.model.mention import Quantity

Slots = list[list[Quantity]]


class Lists(Context):
    """Gives each value of a list its name."""

    def _of_each_unit(self, name: str, slots: Slots) -> list[str] | None:
        """One name for values of different units (累计补偿2.16万人次、5237万元)."""
        units = [slot[0].unit for slot in slots]
        if len(set(units)) != len(units) or re.search("、|和", name):
            return None
        name = names.drop_light_verb(name)
        return [self._completed(name, unit) for unit in units]

    def _list_names(self, phrase: str, count: int, unit: str) -> list[str] | None:
        memory = self.memory
        parts = names.split_names(phrase, count)
        if parts is not None and len(memory.run) == count:
            parts = [
                names.with_population(p, names.population_of(r))
                for p, r in zip(parts, memory.run, strict=True)
            ]
        if parts is None and not re.search("、|和", phrase):
            of = memory.latest_list(count) or (memory.latest_alike(count) if names.is_generic(phrase) else [])
            if self._dates(count):
                parts = [phrase] * count
            elif len(of) == count and names.is_complete(phrase):
                return [names.of_each(phrase, topic) for topic in of]
            else:
                listed = names.split_names(memory.listed, count)
                if listed is not None and names.is_complete(phrase):
                    return [names.under_topic(phrase, part) for part in listed]
        per_head = shapes.PER_HEAD.match(parts[0]) if parts and unit in {"人", "张", "个"} else None
        if parts and per_head:
            parts = [parts[0]] + [p if p.startswith("每") else per_head[0] + p for p in parts[1:]]
        if parts is None or any(_is_no_name(part, unit) for part in parts):
            return None
        return [self._completed(names.drop_light_verb(part), unit) for part in _verb_for_all(parts)]

    def _completed(self, name: str, unit: str) -> str:
        name = names.with_suffix(names.tidy(name), unit)
        headed = under_heading(name, self.heading)
        if headed != name:
            return headed
        if names.is_generic(name) or (shapes.DEATHS.match(name) and re.search("病|炎|症", self.memory.base)):
            topic = self.memory.base or self.memory.topic
            if self.memory.base_unit == "元" and not shapes.OF_MONEY.match(name):
                return name
            return names.under_topic(name, topic) if topic else name
        return names.with_population(name, self.memory.population)

    def _pointed(self, cleaned: str, count: int) -> list[str] | None:
        """这两项比例依次为…: the names of the list before, also of the sentence before."""
        if not shapes.POINTING.match(cleaned):
            return None
        if shapes.COUNTED_POINTING.match(cleaned) and len(self.memory.since_change) >= count > 1:
            return self.memory.since_change[-count:]
        for run in (self.memory.run, self.carried.run):
            if len(run) == count or (len(run) == 1 and count > 1 and len(self._dates(count)) == count):
                return (list(run) * count)[:count]
        return None

    def _dates(self, count: int) -> list[str]:
        """The periods of a list of as many dates right before a list of values (到2023年和2025年，…分别达到80%、90%)."""
        return self.slot_periods if len(self.slot_periods) == count else []

    def _together(self, cleaned: str, raw: str, value: Quantity) -> list[str] | None:
        """One value for all members of a list (甲率、乙率均达98%)."""
        joints = len(re.findall(r"、|和|及|与", cleaned))
        if 1 <= joints <= 5 and shapes.EACH.search(raw):
            listed = names.split_names(cleaned, joints + 1) or []
            return [
                self._completed(names.drop_light_verb(p), value.unit) for p in _verb_for_all(listed)
            ] or None
        if not 1 <= joints <= 5 or value.unit not in {"%", "‰", "/10万"}:
            return None
        parts = names.split_names(cleaned, joints + 1)
        if parts is None or not all(names.is_complete(part) for part in parts):
            return None
        if shapes.TOGETHER.search(raw.rstrip()) or all(
            names.is_complete(p) for p in re.split(r"、|和|及|与", cleaned)
        ):
            group = names.population_of(parts[0])
            return [self._completed(parts[0], value.unit)] + [
                group + part if names.is_generic(part) else self._completed(part, value.unit)
                for part in parts[1:]
            ]
        return None


def _is_no_name(part: str, unit: str) -> bool:
    """True for a place that is no mention, and for a word that says nothing of a share (陵水 beside 86.7%)."""
    bare = unit in {"%", "‰"} and len(part) <= 3 and not names.is_complete(part)
    return bare or shapes.PLACE.fullmatch(part) is not None


def _verb_for_all(parts: list[str]) -> list[str]:
    """管理高血压、糖尿病患者分别为…: the verb before the first member holds for all."""
    match = names.verb_at_start("full").match(parts[0]) if parts else None
    if not match or match.end() >= len(parts[0]) or any(names.is_complete(part) for part in parts):
        return parts
    verb = match["verb"]
    return [parts[0]] + [part if part.startswith(verb) else verb + part for part in parts[1:]]
