"""Names for changes (同比增长21.4%) and for the two halves of 由X提高到Y."""

from __future__ import annotations

from dataclasses import replace

from kg.extract import extensions
from kg.extract import indicator_names as names
from kg.extract import indicator_patterns as shapes
from kg.extract.indicator_lists import Lists, Slots
from kg.model.mention import Quantity

_IN_PARTS = {"%", "‰", "百分点", "倍", "/10万"}


class Changes(Lists):
    """Names what rose or fell."""

    def _change_names(self, left: int, first: Quantity, count: int) -> list[str] | None:
        raw = self.text[left : first.start]
        which = shapes.FORMER.match(raw)
        pair = self.memory.pointed_pair() if which else []
        if which and len(pair) == 2:
            return [pair[1 if which["which"] in shapes.LATTER else 0]]
        sliced = shapes.FIRST_OR_LAST.match(raw)
        named = next(
            (known for known in (self.memory.since_change, self.memory.last_list) if len(known) > count), []
        )
        if sliced and named:
            return named[:count] if sliced["end"] == "前" else named[-count:]
        if shapes.WITH_A_STANDARD.search(raw) or shapes.LACKING.search(raw.rstrip()):
            return None
        compared = shapes.TIMES_OF.search(raw) or shapes.COMPARED.search(raw)
        words = shapes.CHANGE_WORDS.search(raw)
        end = left + (compared.start() if compared else words.start() if words else len(raw))
        phrase = self._clean(self._phrase(left, end))
        if len(phrase) < 2 or shapes.NO_NAME.match(phrase):
            return self._pending(count, first.unit)
        if shapes.MODIFIERS.match(phrase) and self.memory.base:
            phrase += names.head_of(self.memory.base)
        parts = names.split_names(phrase, count)
        return None if parts is None else [self._change_name(part, first.unit) for part in parts]

    def _pending(self, count: int, unit: str) -> list[str] | None:
        """The names that a change without a name belongs to."""
        memory = self.memory
        if count == 1 and unit == "%" and memory.topic.endswith(("占比", "比重")) and memory.base:
            return [memory.base]  # 支出8.6亿元，占财政支出的9.8%，同比增长6.5%: the share has points
        if count == 1:
            return [memory.topic] if memory.topic else None
        if len(memory.run) == count == len(memory.run_subjects):
            self.subjects = list(memory.run_subjects)
        return memory.latest_list(count) or None

    def _change_name(self, part: str, unit: str) -> str:
        known = next((n for n in self.memory.since_change if n == part or names.stem(n) == part), "")
        if known:
            return known
        part = names.drop_light_verb(part)
        return self._completed(part, "百分点" if unit in _IN_PARTS else unit)

    def _old_value(self, raw: str, slots: Slots, following: int) -> bool:
        """True where the run is the first half of 由X提高到Y."""
        if following >= len(self.values):
            return False
        if shapes.ARROW.fullmatch(self.text, slots[-1][-1].end, self.values[following].start):
            return True
        if not shapes.FROM.match(raw):
            return False
        return shapes.TO.fullmatch(self.text, slots[-1][-1].end, self.values[following].start) is not None

    def _against(self, raw: str, slots: Slots) -> bool:
        """较2022年的31.8%高出4.4个百分点: the old value that a change is counted from."""
        after = shapes.RISE_OR_FALL.match(self.text, slots[-1][-1].end)
        return len(slots) == 1 and bool(self.memory.topic and after and shapes.AGAINST.match(raw))

    def _from_phrase(self, left: int, first: Quantity) -> str:
        match = shapes.FROM.match(self.text[left : first.start])
        end = left + len(match["name"]) if match else first.start
        return self._clean(self._phrase(left, end)) or self.memory.topic

    def _old_period(self, left: int, at: int) -> str:
        """The period of an old value: what its own words tell, else the year before."""
        inside = extensions.periods(self.doc, left, at)
        if inside:
            return inside[-1].value
        year = extensions.report_meta(self.doc).year
        if year is None:
            return ""
        return f"asof:{year}-01" if "年初" in self.text[left:at] else str(year - 1)


def all_changed(slots: Slots) -> Slots:
    """A list of changes: the verb before the first value holds for all."""
    first = slots[0][0]
    fall = first.value.startswith("-")
    return [[_changed(value, fall) for value in slot] for slot in slots]


def _changed(value: Quantity, fall: bool) -> Quantity:
    if value.measure not in {"level", "change_points"} or value.value.startswith("-"):
        return value
    relative = "change_relative" if value.unit in {"%", "倍"} else "change_absolute"
    return replace(
        value,
        measure=relative if value.measure == "level" else value.measure,
        value=f"-{value.value}" if fall and value.value != "0" else value.value,
    )
