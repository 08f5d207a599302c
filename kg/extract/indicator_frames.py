"""Reads one sentence from left to right: which words around a value name its indicator.

The frames: name before value (药占比33.62%), value before name (新增3个省级临床重点专科), lists with 分别, shares (占90.2%), changes
(同比增长21.4%), from-to (由X提高到Y), bodies in a list (甲县70%、乙县73%). What an earlier clause named is remembered for values that
have no name of their own.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from spacy.tokens import Doc

from kg.extract import extensions
from kg.extract import indicator_bodies as bodies
from kg.extract import indicator_names as names
from kg.extract import indicator_patterns as shapes
from kg.extract.readings import Reading
from kg.model.mention import Deixis, Mention, Quantity
from kg.model.text import Sentence

Subject = Mention | Deixis | None
Named = tuple[list[str] | None, str]


@dataclass
class Memory:
    """What the sentence has told so far.

    `topic` is the latest name, `base` the latest that is no generic rate, `parent` what a list with 其中 divides, `run` the names of the
    latest list, `since_change` the names of levels since the latest change.
    """

    subject: Subject = None
    topic: str = ""
    base: str = ""
    parent: str = ""
    verb: str = ""
    population: str = ""
    run: list[str] = field(default_factory=list)
    since_change: list[str] = field(default_factory=list)
    pair: list[str] = field(default_factory=list)
    clause_run: list[str] = field(default_factory=list)
    clause_at: int = -1
    old: bool = False
    noun_end: int = 0
    clause: str = ""
    listed: str = ""
    shared: str = ""


class SentenceReader:
    """Reads the values of one sentence; see the module's docstring for the frames."""

    def __init__(
        self,
        doc: Doc,
        text: str,
        sentence: Sentence,
        values: list[Quantity],
        earlier: list[str] | None = None,
        before: tuple[str, str] | None = None,
    ) -> None:
        self.doc = doc
        self.text = text
        self.sentence = sentence
        self.values = values
        self.memory = Memory()
        self.seen_clause = sentence.start
        self.subjects: list[Subject] = []
        self.earlier: list[str] = earlier or []
        self.slot_periods: list[str] = []
        self.before = before
        self.last: tuple[str, str] | None = None

    def read(self) -> Iterator[Reading]:
        """The readings in text order."""
        index = 0
        previous_end = self.sentence.start
        while index < len(self.values):
            slots, following = self._run(index)
            yield from self._read_run(slots, previous_end, following)
            index = following
            previous_end = slots[-1][-1].end

    def _run(self, index: int) -> tuple[list[list[Quantity]], int]:
        """The values from `index` on that stand in one list; a range is one slot of two."""
        slots: list[list[Quantity]] = []
        while index < len(self.values):
            slot = [self.values[index]]
            if slot[0].kind == "range_low" and index + 1 < len(self.values):
                slot.append(self.values[index + 1])
            slots.append(slot)
            index += len(slot)
            if index >= len(self.values) or not shapes.RUN_GAP.fullmatch(
                self.text, slot[-1].end, self.values[index].start
            ):
                break
            if self._noun_after(self.values[index]) and not self._listed(slots[0][0]):
                break
        return slots, index

    def _listed(self, value: Quantity) -> bool:
        return bool(re.search(r"(?:分别|依次)[^，。；]{0,12}$", self.text[self.sentence.start : value.start]))

    # ---- the words around a value

    def _left(self, value: Quantity, previous_end: int) -> int:
        """Where the phrase before a value begins: after the value before it, its noun, or the last stop."""
        at = max(previous_end, min(self.memory.noun_end, value.start))
        for match in shapes.STOP.finditer(self.text, at, value.start):
            if not self._inside_brackets(at, match.start()):
                at = match.end()
        return at

    def _inside_brackets(self, start: int, at: int) -> bool:
        piece = self.text[start:at]
        return piece.count("(") > piece.count(")") and ")" in self.text[at : at + 30]

    def _noun_after(self, value: Quantity) -> str:
        """The phrase after a value up to the next stop or value, or nothing where no noun begins there."""
        stop = next((q.start for q in self.values if q.start >= value.end), self.sentence.end)
        match = shapes.NOUN_STOP.search(self.text, value.end, stop)
        if match and match[0] in "（(":
            closing = self.text.find(")", match.start(), match.start() + 16)
            if closing > 0:
                match = shapes.NOUN_STOP.search(self.text, closing + 1, stop)
        if match and match[0] == "、" and match.start() - value.end <= 2:
            match = shapes.NOUN_STOP.search(self.text, match.end(), stop)
        phrase = self.text[value.end : match.start() if match else stop].strip()
        phrase = phrase[1:] if phrase.startswith("的") and len(phrase) > 2 else phrase
        if not phrase or shapes.NO_NOUN.match(phrase) or not re.match(r"[\u4e00-\u9fffA-Za-z“《]", phrase):
            return ""
        return phrase

    def _phrase(self, start: int, end: int) -> str:
        """The text `start:end` without leading adverbs, periods and subject; remembers the subject."""
        at = start
        while at < end:
            moved = self._after_period(self._after_subject(at, end), end)
            if moved == at:
                raw = self.text[at:end]
                moved = end - len(names.strip_one(raw))
                if shapes.REGION_WORDS.search(raw[: moved - at]):
                    self.memory.subject = Deixis.REGION
            if moved == at:
                break
            at = moved
        return self._without_periods(at, end)

    def _after_period(self, at: int, end: int) -> int:
        for period in extensions.periods(self.doc, at, end):
            if period.start == at:
                return period.end
        return at

    def _after_subject(self, at: int, end: int) -> int:
        """The position after the one body that stands at `at` as the subject."""
        found = bodies.leading(self.doc, self.text, at, end)
        if len(found) > 1 and self.text[found[0].end : found[0].end + 1] in {"与", "同"}:
            self.memory.subject = bodies.as_subject(found[0])
        if len(found) != 1 or self.text[found[0].end : found[0].end + 1] in {
            "、",
            "和",
            "与",
            "及",
            "等",
            "的",
        }:
            return at
        self.memory.subject = bodies.as_subject(found[0])
        return found[0].end

    def _without_periods(self, start: int, end: int) -> str:
        piece, at = "", start
        for period in extensions.periods(self.doc, start, end):
            if period.start >= at:
                piece += self.text[at : period.start]
                at = period.end
        return piece + self.text[at:end]

    def _pass_clauses(self, upto: int) -> None:
        """Lets clauses without values tell the subject and the whole of what follows."""
        for start, end in self.sentence.clauses:
            if self.seen_clause <= start and end <= upto:
                if extensions.quantities(self.doc, start, end):
                    self.memory.clause = self.memory.listed = ""
                    continue
                self._at_break(start)
                phrase = self._phrase(start, end)
                self._topic_alone(phrase)
                self._object_alone(phrase, end)
                among = shapes.AMONG_CLAUSE.search(phrase)
                if among:
                    self.memory.parent = self._clean(among["whole"])
        self.seen_clause = max(upto, self.seen_clause)

    def _at_break(self, start: int) -> None:
        """After a semicolon a new subject is free to come."""
        if self.text[:start].rstrip()[-1:] in {"；", ";"}:
            self.memory.subject = None

    def _object_alone(self, phrase: str, end: int) -> None:
        """深入实施免费孕前优生健康检查，已完成检查2912对: what the clause right before a value speaks of."""
        self.memory.listed = self._clean(phrase)
        name = names.drop_light_verb(self.memory.listed)
        self.memory.clause = (
            name if 4 <= len(name) <= 20 and "、" not in name and self.text[end : end + 1] == "，" else ""
        )

    def _topic_alone(self, phrase: str) -> None:
        """个人卫生支出占卫生总费用的比重，2020年28.9%: a clause that only names an indicator."""
        name = self._clean(phrase)
        if 3 <= len(name) <= 24 and re.search(
            r"(?:率|比重|比例|占比|费用|水平|住院日|寿命|收入|支出)$", name
        ):
            self.memory.topic = self.memory.base = name
            self.memory.run = [name]

    def _clean(self, phrase: str) -> str:
        phrase = shapes.GOAL_BEFORE.sub("", phrase)
        return names.tidy(names.strip_tail(names.strip_lead(phrase)))

    # ---- one list of values

    def _read_run(self, slots: list[list[Quantity]], previous_end: int, following: int) -> Iterator[Reading]:
        first = slots[0][0]
        left = self._left(first, previous_end)
        self._pass_clauses(left)
        self._at_break(left)
        raw = self.text[left : first.start]
        if shapes.AMONG.match(raw):
            self.memory.parent = self.memory.topic
        self.subjects = []
        self.slot_periods = self._listed_dates(first.start, len(slots))
        if first.measure != "level":
            named, rule = self._change_names(left, first, len(slots)), "change"
        elif self._against(raw, slots):
            named, rule = [self.memory.topic], "from"
        elif self._old_value(raw, slots, following):
            named, rule = self._list_names(self._from_phrase(left, first), len(slots), first.unit), "from"
        else:
            named, rule = self._level_names(left, slots, previous_end)
        if rule == "change":
            slots = _all_changed(slots)
        if rule == "shared" and named:
            slots = slots * len(named)
        if named is None or len(named) != len(slots):
            self.memory.run = []
            return
        yield from self._readings(slots, named, rule, left)
        if rule != "change":
            self._remember_clause(named, first.start)
        self._remember(named, rule)
        if rule != "change":
            self.last = (named[-1], slots[-1][-1].unit)

    def _readings(
        self, slots: list[list[Quantity]], named: list[str], rule: str, left: int
    ) -> Iterator[Reading]:
        period = self._old_period(left, slots[0][0].start) if rule == "from" else ""
        raw = self.text[left : slots[0][0].start]
        goal = (
            "target" if shapes.GOAL_BEFORE.search(raw) and "完成" not in raw and rule != "fulfilled" else ""
        )
        for index, (slot, name) in enumerate(zip(slots, named, strict=True)):
            if (
                not 2 <= len(name) <= 45
                or not re.search(r"[\u4e00-\u9fffA-Z]", name)
                or shapes.NO_NAME.match(name)
            ):
                continue
            for value in slot:
                for subject in self._subjects_of(index, len(slots)):
                    dated = self.slot_periods[index] if self.slot_periods else period
                    yield _reading(self.text, value, name, subject, dated, rule, goal)

    def _listed_dates(self, at: int, count: int) -> list[str]:
        """The last `count` periods before `at`, where they stand in one list and 分别 pairs them with values."""
        found = extensions.periods(self.doc, self.sentence.start, at)[-count:]
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

    def _old_period(self, left: int, at: int) -> str:
        """The period of an old value: what its own words tell, else the year before."""
        inside = extensions.periods(self.doc, left, at)
        if inside:
            return inside[-1].value
        year = extensions.report_meta(self.doc).year
        if year is None:
            return ""
        return f"asof:{year}-01" if "年初" in self.text[left:at] else str(year - 1)

    def _remember_clause(self, named: list[str], at: int) -> None:
        """The names that one clause told, for a list in the next clause."""
        clause = next((start for start, end in self.sentence.clauses if start <= at < end), at)
        if clause != self.memory.clause_at:
            self.memory.clause_run, self.memory.clause_at = [], clause
        self.memory.clause_run = [*self.memory.clause_run, *named]

    def _remember(self, named: list[str], rule: str) -> None:
        memory = self.memory
        if rule == "change":
            memory.since_change = []
        elif rule != "from" and not (named == memory.run and len(named) > 1):
            memory.since_change += named
        memory.run = named
        memory.old = rule == "from"
        memory.topic = named[-1]
        if not re.search(r"(?:率|比例|占比|比重)$", named[-1]):
            memory.base = named[-1]
        memory.population = names.population_of(named[0]) or memory.population

    # ---- from-to

    def _old_value(self, raw: str, slots: list[list[Quantity]], following: int) -> bool:
        """True where the run is the first half of 由X提高到Y."""
        if following >= len(self.values) or not shapes.FROM.match(raw):
            return False
        return shapes.TO.fullmatch(self.text, slots[-1][-1].end, self.values[following].start) is not None

    def _against(self, raw: str, slots: list[list[Quantity]]) -> bool:
        """较2022年的31.8%高出4.4个百分点: the old value that a change is counted from."""
        after = shapes.RISE_OR_FALL.match(self.text, slots[-1][-1].end)
        return len(slots) == 1 and bool(self.memory.topic and after and shapes.AGAINST.match(raw))

    def _from_phrase(self, left: int, first: Quantity) -> str:
        match = shapes.FROM.match(self.text[left : first.start])
        end = left + len(match["name"]) if match else first.start
        return self._clean(self._phrase(left, end)) or self.memory.topic

    def _of_each_unit(self, name: str, slots: list[list[Quantity]]) -> list[str] | None:
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
            of = next(
                (run for run in (memory.run, memory.clause_run, memory.since_change) if len(run) == count), []
            )
            if self._dates(count):
                parts = [phrase] * count
            elif len(of) == count and names.is_complete(phrase):
                return [names.under_topic(phrase, topic) for topic in of]
            else:
                listed = names.split_names(memory.listed, count)
                if listed is not None and names.is_complete(phrase):
                    return [names.under_topic(phrase, part) for part in listed]
        return (
            None if parts is None else [self._completed(names.drop_light_verb(part), unit) for part in parts]
        )

    def _completed(self, name: str, unit: str) -> str:
        name = names.with_suffix(names.tidy(name), unit)
        if names.is_generic(name) or (shapes.DEATHS.match(name) and re.search("病|炎|症", self.memory.base)):
            topic = self.memory.base or self.memory.topic
            return names.under_topic(name, topic) if topic else name
        return names.with_population(name, self.memory.population)

    # ---- changes

    def _change_names(self, left: int, first: Quantity, count: int) -> list[str] | None:
        raw = self.text[left : first.start]
        which = shapes.FORMER.match(raw)
        pair = self._pair() if which else []
        if which and len(pair) == 2:
            return [pair[0 if which["which"] == "前者" else 1]]
        if shapes.WITH_A_STANDARD.search(raw):
            return None
        compared = shapes.COMPARED.search(raw)
        words = shapes.CHANGE_WORDS.search(raw)
        end = left + (compared.start() if compared else words.start() if words else len(raw))
        phrase = self._clean(self._phrase(left, end))
        if len(phrase) < 2 or shapes.NO_NAME.match(phrase):
            return self._pending(count)
        if shapes.MODIFIERS.match(phrase) and self.memory.base:
            phrase += _head(self.memory.base)
        parts = names.split_names(phrase, count)
        return None if parts is None else [self._change_name(part, first.unit) for part in parts]

    def _pair(self) -> list[str]:
        """The two names that 前者 and 后者 point to."""
        memory = self.memory
        for found in (memory.run, memory.clause_run, memory.since_change[-2:], memory.pair):
            if len(found) == 2:
                memory.pair = list(found)
                return memory.pair
        return []

    def _pending(self, count: int) -> list[str] | None:
        """The names that a change without a name belongs to."""
        memory = self.memory
        if count == 1:
            return [memory.topic] if memory.topic else None
        for run in (memory.run, memory.clause_run, memory.since_change):
            if len(run) == count:
                return list(run)
        return None

    def _change_name(self, part: str, unit: str) -> str:
        known = next((n for n in self.memory.since_change if n == part or names.stem(n) == part), "")
        if known:
            return known
        part = names.drop_light_verb(part)
        return self._completed(part, "百分点" if unit in {"%", "‰", "百分点", "倍", "/10万"} else unit)

    # ---- levels

    def _level_names(self, left: int, slots: list[list[Quantity]], previous_end: int) -> Named:
        first = slots[0][0]
        raw = self.text[left : first.start]
        if (
            raw.strip() in {"", "(", "（"}
            and self.memory.topic
            and previous_end > self.sentence.start
            and not self._noun_after(first)
        ):
            return self._beside(first), "beside"
        if self.memory.old and shapes.TO.fullmatch(raw) and len(self.memory.run) == len(slots):
            return list(self.memory.run), "topic"
        which = shapes.FORMER.match(raw)
        pair = self._pair() if which else []
        if which and len(pair) == 2 and len(slots) == 1:
            return [self._former(which, pair, raw, first.unit)], "former"
        continued = left == previous_end and shapes.JOINT.match(raw) is not None
        phrase = self._phrase(left, first.start)
        of_bodies = self._of_bodies(left, slots)
        if of_bodies is not None:
            return of_bodies, "bodies"
        if self.memory.noun_end > previous_end and left == self.memory.noun_end:
            continued = (
                continued or shapes.JOINT.match(self.text[self.memory.noun_end - 1 : first.start]) is not None
            )
        cleaned = self._clean(phrase)
        pointed = self._pointed(cleaned, len(slots))
        if pointed is not None:
            return pointed, "topic"
        if re.match(r"(?:距|超过|超出|高于|低于|优于)", cleaned) or shapes.OTHERS.match(
            self.text, slots[-1][-1].end
        ):
            return None, ""
        if shapes.GOAL_AFTER.match(self.text, slots[-1][-1].end) and self.memory.topic and len(slots) == 1:
            return [self.memory.topic], "goal"
        special = self._special(phrase, cleaned, first, len(slots))
        if special is not None:
            return special
        noun = self._noun_after(slots[-1][-1]) if len(slots) == 1 else ""
        if noun and first.unit in {"分钟", "小时", "天", "个月", "秒"} and not cleaned:
            return None, ""
        if noun and (
            not cleaned
            or names.verb_at_end().search(cleaned)
            or re.search(r"(?:[等为对向给与把的将在]|[为对在](?:全市|全县|全区|全州|全省|全旗))$", phrase)
        ):
            return self._value_first(cleaned, phrase, noun, first, continued), "value_first"
        if noun and first.unit in {"家", "所", "个", "人", "处", "间"} and shapes.ENUMERATED.search(cleaned):
            return None, ""
        if not cleaned or shapes.NO_NAME.match(cleaned):
            return self._unnamed_or_clause(raw, first, len(slots))
        each = self._of_each_unit(cleaned, slots) if len(slots) > 1 else None
        if each is not None:
            return each, "name_first"
        together = self._together(cleaned, raw, first) if len(slots) == 1 else None
        if together is not None:
            return together, "shared"
        return self._name_first(cleaned, first, len(slots), continued), "name_first"

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

    def _together(self, cleaned: str, raw: str, value: Quantity) -> list[str] | None:
        """One value for all members of a list (甲率、乙率均达98%)."""
        joints = len(re.findall(r"、|和|及|与", cleaned))
        if not 1 <= joints <= 5 or value.unit not in {"%", "‰", "/10万"}:
            return None
        parts = names.split_names(cleaned, joints + 1)
        if parts is None or not all(names.is_complete(part) for part in parts):
            return None
        if shapes.TOGETHER.search(raw.rstrip()) or all(
            names.is_complete(p) for p in re.split(r"、|和|及|与", cleaned)
        ):
            return [self._completed(part, value.unit) for part in parts]
        return None

    def _former(self, which: re.Match[str], pair: list[str], raw: str, unit: str) -> str:
        base = pair[0 if which["which"] == "前者" else 1]
        own = self._clean(raw[which.end() :])
        if re.match(r"(?:所)?占", own):
            return names.stem(base) + "占比"
        return names.with_suffix(names.population_of(base) + own, unit) if own else base

    def _pointed(self, cleaned: str, count: int) -> list[str] | None:
        """这两项比例依次为…: the names of the list before, also of the sentence before."""
        if not shapes.POINTING.match(cleaned):
            return None
        if shapes.COUNTED_POINTING.match(cleaned) and len(self.memory.since_change) >= count > 1:
            return self.memory.since_change[-count:]
        for run in (self.memory.run, self.earlier):
            if len(run) == count or (len(run) == 1 and count > 1 and len(self._dates(count)) == count):
                return (list(run) * count)[:count]
        return None

    def _dates(self, count: int) -> list[str]:
        """The periods of a list of as many dates right before a list of values (到2023年和2025年，…分别达到80%、90%)."""
        return self.slot_periods if len(self.slot_periods) == count else []

    def _beside(self, value: Quantity) -> list[str] | None:
        """The second value of a pair that shares a name (专家队13支136人)."""
        base = self.memory.shared or names.stem(self.memory.topic)
        return [names.with_suffix(re.sub(r"(?:占比|率)$", "", base), value.unit)]

    def _of_bodies(self, left: int, slots: list[list[Quantity]]) -> list[str] | None:
        """Values of bodies: 甲县、乙县依次为70%、73% (of the topic), or 东部、西部医疗集团分别下派专家216人次、183人次."""
        first = slots[0][0]
        start = first.start - len(names.strip_lead(self.text[left : first.start]))
        start = self._after_period(start, first.start)
        found, rest_at = bodies.listed_alone(self.doc, self.text, start, first.start)
        if not found or (len(slots) > 1 and len(found) != len(slots)):
            return None
        rest = self._clean(self._without_periods(rest_at, first.start))
        if shapes.NO_NAME.match(rest):
            rest = ""
        if not rest:
            if (
                not self.memory.topic
                or self._noun_after(first)
                or (len(found) == 1 and len(slots) == 1 and not self._fits_topic(first))
            ):
                return None
            self.subjects = [bodies.as_subject(body) for body in found]
            return [self.memory.topic] * len(slots)
        if len(found) < 2 or "、" in rest:
            return None
        self.subjects = [bodies.as_subject(body) for body in found]
        return [self._completed(names.drop_light_verb(rest), first.unit)] * len(slots)

    def _topic_of_before(self, value: Quantity) -> None:
        """Bodies at the start of a sentence divide what the sentence before told last, if it is of the same unit."""
        if not self.memory.topic and self.before is not None and self.before[1] == value.unit:
            self.memory.topic = self.before[0]

    def _fits_topic(self, value: Quantity) -> bool:
        """True where the topic is of this kind of value: shares for rates, counts for counts."""
        share = value.unit in {"%", "‰", "/10万"}
        return share == bool(re.search(r"(?:率|比例|占比|比重|水平|度)$", self.memory.topic))

    def _special(self, phrase: str, cleaned: str, first: Quantity, count: int) -> Named | None:
        if count != 1 or first.unit not in {"%", "‰"}:
            return None
        done = shapes.FULFILLED.match(phrase)
        if done:
            what = self._clean(done["what"])
            what = (
                names.drop_light_verb(what)
                if len(what) > 2
                else names.stem(self.memory.base or self.memory.topic)
            )
            return [
                names.tidy(what + done["task"].replace("的", "").replace("目标任务", "任务")) + "完成率"
            ], "fulfilled"
        share = shapes.SHARE.match(phrase)
        if share and "占比" not in cleaned:
            return [self._share_name(self._clean(share["part"]), self._clean(share["whole"]))], "share"
        return None

    def _share_name(self, part: str, whole: str) -> str:
        memory = self.memory
        base = memory.parent or memory.base or memory.topic
        part = re.sub(r"^后者$", "", part) or names.stem(memory.topic)
        if shapes.MODIFIERS.match(part) and base:
            part += _head(base)
        memory.shared = part + names.stem(base)[-2:]
        return f"{part}占{whole}比重" if whole else f"{part}占比"

    def _value_first(
        self, cleaned: str, phrase: str, noun: str, value: Quantity, continued: bool
    ) -> list[str] | None:
        memory = self.memory
        thing, tail = self._thing(noun, value)
        match = names.verb_at_end(full=True).search(cleaned)
        verb = match[0] if match else ""
        if continued and not cleaned:
            verb = memory.verb
        elif cleaned:
            memory.verb = verb
        if phrase.endswith("的") and cleaned and not match:
            thing = cleaned + thing
        if value.unit == "%":
            return [self._share_of(thing, tail)]
        if not verb and not names.verb_at_end().search(cleaned) and tail and len(tail) <= 16:
            thing = tail + thing
        if len(thing) < 2 or len(thing) > 30:
            return None
        return [names.with_suffix(verb + thing, value.unit)]

    def _thing(self, noun: str, value: Quantity) -> tuple[str, str]:
        """What is counted and what is told of it, with the head that a list shares (160个固定和86个临时接种点)."""
        predicate = shapes.PREDICATE.search(noun, 0 if value.unit != "元" else 1)
        thing = noun[: predicate.start()] if predicate else noun
        tail = self._clean(noun[predicate.start() :]) if predicate else ""
        joint = re.search(r"(?:和|及|暨|与|以及)$", noun)
        self.memory.noun_end = (
            value.end
            + len(self.text[value.end :])
            - len(self.text[value.end :].lstrip())
            + len(noun if joint else thing)
        )
        thing = re.sub(r"(?:和|及|暨|与|以及)$", "", thing)
        after = next((q for q in self.values if q.start >= value.end), None)
        if after is not None and self._joined(value.end, after.start, noun):
            following = self._noun_after(after)
            cut = shapes.PREDICATE.search(following)
            head = _shared_head(following[: cut.start()] if cut else following)
            if (
                joint
                and head
                and not thing.endswith(head)
                and not re.search(r"(?:院|所|中心|站|室|点|村|人|人员|机构|数)$", thing)
            ):
                thing += head
            tail = tail or (self._clean(following[cut.start() :]) if cut else "")
        return names.tidy(thing), tail

    def _joined(self, start: int, end: int, noun: str) -> bool:
        return self.text[start:end].strip() in {noun, noun + "、", "的" + noun}

    def _share_of(self, thing: str, tail: str) -> str:
        """`70%的疾控中心达到二级标准` → 疾控中心达到二级标准比例."""
        if not thing and tail:
            return names.stem(self.memory.topic) + tail + "率"
        return thing + tail + "比例"

    def _unnamed_or_clause(self, raw: str, value: Quantity, count: int) -> Named:
        found = self._unnamed(raw, value, count)
        if (
            found is None
            and count == 1
            and self.memory.clause
            and not self.memory.topic
            and value.unit not in {"%", "‰", "元"}
        ):
            return [names.with_suffix(self.memory.clause, value.unit)], "clause"
        return found, "topic"

    def _unnamed(self, raw: str, value: Quantity, count: int) -> list[str] | None:
        memory = self.memory
        if count > 1:
            return list(memory.run) if len(memory.run) == count else None
        if not memory.topic or not raw.strip("，、；; "):
            return None
        if len(memory.run) > 1 and not (memory.run[0] == memory.run[-1] and shapes.REGION_WORDS.search(raw)):
            return None
        if names.is_complete(memory.topic):
            return [
                re.sub(r"^(?:新增|新建)", "", memory.topic) if re.search("累计|总数", raw) else memory.topic
            ]
        return None

    def _name_first(self, cleaned: str, first: Quantity, count: int, continued: bool) -> list[str] | None:
        memory = self.memory
        if count > 1:
            return self._list_names(cleaned, count, first.unit)
        if shapes.PLACE.fullmatch(cleaned):
            return None
        full = names.verb_at_start("full").match(cleaned)
        name = names.drop_light_verb(cleaned)
        if continued and memory.verb and not full:
            name = memory.verb + name
        elif not continued:
            memory.verb = full["verb"] if full and full.end() < len(cleaned) else ""
        if (
            first.unit in {"%", "‰"}
            and len(name) <= 3
            and not names.is_complete(name)
            and not shapes.MODIFIERS.match(name)
        ):
            return None
        if full and full.end() == len(cleaned) and len(cleaned) <= 4:
            name = self._with_object(name)
        return [self._completed(self._like_topic(_shortened(name), first.unit), first.unit)]

    def _with_object(self, verb: str) -> str:
        """A bare verb with what the clause before spoke of (检查 → 免费孕前优生健康检查)."""
        clause = self.memory.clause
        if not clause:
            return verb
        return clause if clause.endswith(verb) else clause + verb

    def _like_topic(self, name: str, unit: str) -> str:
        """A name that only divides the topic gets its head (公立 → 公立医院; 民营医院 beside 医院病床使用率 → 民营医院病床使用率)."""
        base = self.memory.parent or self.memory.topic
        if not base or names.is_complete(name):
            return name
        if shapes.MODIFIERS.match(name):
            return name + _head(base)
        if unit in {"%", "‰", "天"} and names.is_complete(base):
            for size in range(min(4, len(name)), 1, -1):
                at = base.find(name[-size:])
                if 0 <= at and at + size < len(base) - 1:
                    return name + base[at + size :]
        return name


def _reading(
    text: str, value: Quantity, name: str, subject: Subject, period: str, rule: str, goal: str
) -> Reading:
    mention = Mention(
        value.start, value.end, text[value.start : value.end], "Indicator", name, rule=f"indicator.{rule}"
    )
    return Reading(
        mention,
        value.start,
        value.end,
        value.value,
        _unit(value, name),
        value.cmp,
        value.measure,
        subject,
        period,
        {"from": "actual", "goal": "target"}.get(rule, goal),
        rule,
    )


def _all_changed(slots: list[list[Quantity]]) -> list[list[Quantity]]:
    """A list of changes: the verb before the first value holds for all."""
    first = slots[0][0]
    fall = first.value.startswith("-")
    return [[_changed(value, fall) for value in slot] for slot in slots]


def _changed(value: Quantity, fall: bool) -> Quantity:
    if value.measure not in {"level", "change_points"} or value.value.startswith("-"):
        return value
    measure = (
        value.measure
        if value.measure != "level"
        else "change_relative"
        if value.unit in {"%", "倍"}
        else "change_absolute"
    )
    return replace(
        value, measure=measure, value=f"-{value.value}" if fall and value.value != "0" else value.value
    )


def _head(topic: str) -> str:
    """The noun that a topic counts, without verbs and the modifiers that divide it."""
    head = names.drop_light_verb(names.stem(topic))
    for size in (5, 4, 3, 2):
        if len(head) > size and shapes.MODIFIERS.match(head[:size]):
            return head[size:]
    return head


def _shared_head(phrase: str) -> str:
    match = re.search(
        r"(?:接种点|医疗卫生机构|医疗机构|医院|卫生院|卫生室|服务中心|中心|服务站|诊所|团队|实验室|病房|专科|工作室|人员|门诊|床位|点|站|室|所|村|镇)$",
        phrase,
    )
    return match[0] if match else ""


def _shortened(name: str) -> str:
    """A long phrase without the list of examples, the clause or the attribute before what is counted."""
    name = (
        re.sub(
            r"^(?P<verb>[\u4e00-\u9fff]{2,4}?(?=[\u4e00-\u9fff]*、))?.*、.*?等(?=[\u4e00-\u9fff]{4})",
            "",
            name,
        )
        if "等" in name and "、" in name
        else name
    )
    if len(name) <= 20:
        return name
    attribute = re.match(r".*[与和在由将对为].*的(?=.{4,})", name)
    if attribute:
        return name[attribute.end() :]
    match = None
    for match in names.any_verb().finditer(name, 4, len(name) - 2):
        pass
    return names.drop_light_verb(name[match.start() :]) if match and len(name) > 30 else name


def _unit(value: Quantity, name: str) -> str:
    """The unit of a number without one, from the name (总诊疗人次1386.42万 → 人次)."""
    if value.unit:
        return value.unit
    for ending, unit in (("人次", "人次"), ("人数", "人"), ("率", "%")):
        if name.endswith(ending):
            return unit
    return ""
