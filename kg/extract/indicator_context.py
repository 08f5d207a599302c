"""The words around a value: where its phrase begins, what follows it, who is the subject."""

from __future__ import annotations

import re

from spacy.tokens import Doc

from kg.extract import extensions
from kg.extract import indicator_bodies as bodies
from kg.extract import indicator_names as names
from kg.extract import indicator_patterns as shapes
from kg.extract.indicator_memory import Carried, Memory, Subject
from kg.model.mention import Deixis, Mention, Quantity
from kg.model.text import Sentence

_JOINTS = {"、", "和", "与", "及", "等", "的"}


class Context:
    """One sentence with its values and what it has told so far."""

    def __init__(self, doc: Doc, sentence: Sentence, values: list[Quantity], carried: Carried) -> None:
        self.doc = doc
        self.text = extensions.text_of(doc)
        self.sentence = sentence
        self.values = values
        self.carried = carried
        self.memory = Memory()
        self.subjects: list[Subject] = []
        self.slot_periods: list[str] = []
        self.heading = ""
        self.abroad = False
        self.seen_clause = sentence.start
        self.periods = extensions.periods(doc, sentence.start, sentence.end)
        self.bodies = bodies.bodies_in(doc, sentence.start, sentence.end)

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
        if (
            not phrase
            or shapes.NO_NOUN.match(phrase)
            or not re.match(r"[\u4e00-\u9fffA-Za-z“《]|\d+(?:周?岁|[-—~至]\d)", phrase)
        ):
            return ""
        return phrase

    def _phrase(self, start: int, end: int) -> str:
        """The text `start:end` without leading adverbs, periods and subject; remembers the subject."""
        at, free = start, True
        while at < end:
            moved = self._after_period(at, end)
            if moved == at and free:
                moved = self._after_subject(at, end)
                free = moved == at or self._only_a_region()
            if moved == at:
                moved = self._after_helped(at, end)
            if moved == at:
                moved = self._after_abroad(at, end)
            if moved == at:
                raw = self.text[at:end]
                moved = end - len(names.strip_one(raw))
                free = free and not shapes.PREPOSITION.search(raw[: moved - at])
                self._point_to_region(raw[: moved - at])
            if moved == at:
                break
            at = moved
        return self._without_periods(at, end)

    def _after_abroad(self, at: int, end: int) -> int:
        """The position after 全国 or 我国: what follows is told of no place that the report is about."""
        match = shapes.ABROAD.match(self.text, at, end)
        region = extensions.report_meta(self.doc).region
        if match is None or region in {"", "中国"}:
            return at
        self.abroad, self.memory.subject = True, None
        return match.end()

    def _only_a_region(self) -> bool:
        """True where the subject so far is a region, which may stand before the real one."""
        subject = self.memory.subject
        return isinstance(subject, Mention) and subject.type == "Region"

    def _point_to_region(self, stripped: str) -> None:
        """全市 and 我县 make the region the subject; 全院 is the institution that the sentence before spoke of."""
        if shapes.REGION_WORDS.search(stripped):
            self.memory.subject, self.abroad = Deixis.REGION, False
        elif shapes.HOUSE_WORDS.search(stripped):
            self.memory.subject = self._house(self.memory.subject or self.carried.subject)

    def _house(self, subject: Subject) -> Subject:
        """The institution that 全院 means: the subject itself, or the owner of the unit that is the subject."""
        if isinstance(subject, Mention) and subject.type == "Unit" and subject.owner is not None:
            return subject.owner if isinstance(subject.owner, Deixis) else bodies.as_subject(subject.owner)
        return subject

    def _after_period(self, at: int, end: int) -> int:
        return next((p.end for p in self.periods if p.start == at and p.end <= end), at)

    def _after_subject(self, at: int, end: int) -> int:
        """The position after the one body that stands at `at` as the subject."""
        found = bodies.leading(self.bodies, self.text, at, end)
        if len(found) > 1 and self.text[found[0].end : found[0].end + 1] in {"与", "同"}:
            self.memory.subject = bodies.as_subject(found[0])
        if len(found) != 1 or self.text[found[0].end : found[0].end + 1] in _JOINTS:
            return at
        if found[0].type == "Region" and not shapes.OFFICIAL.search(found[0].text):
            return at
        if shapes.SUBJECT_OF_A_KIND.match(self.text, found[0].end, end + 1):
            return at  # 卫生监督所(中心)36个: what is counted
        self.memory.subject, self.abroad = bodies.as_subject(found[0]), False
        return found[0].end

    def _after_helped(self, at: int, end: int) -> int:
        """The position after 帮助该院: who is helped is the subject of what follows."""
        match = shapes.HELPED.match(self.text[at:end])
        if not match:
            return at
        after = at + match.end()
        found = bodies.leading(self.bodies, self.text, after, end)
        if not found:
            helped = [
                b for b in self.bodies if b.end <= at and shapes.HELPS.search(self.text[: b.start][-8:])
            ]
            if helped:
                self.memory.subject = bodies.as_subject(helped[-1])
            return after if helped else at
        if len(found) != 1 or self.text[found[0].end : found[0].end + 1] in _JOINTS:
            return at
        self.memory.subject = bodies.as_subject(found[0])
        return found[0].end

    def _in_brackets_after(self, end: int) -> Mention | None:
        """The body that stands alone in brackets at `end` (88.7%(市人民医院))."""
        if self.text[end : end + 1] != "(":
            return None
        return next(
            (b for b in self.bodies if b.start == end + 1 and self.text[b.end : b.end + 1] == ")"), None
        )

    def _without_periods(self, start: int, end: int) -> str:
        piece, at = "", start
        for period in self.periods:
            if period.start >= at and period.end <= end:
                piece += self.text[at : period.start]
                at = period.end
        return piece + self.text[at:end]

    def _pass_clauses(self, upto: int) -> None:
        """Lets clauses without values tell the subject and the whole of what follows."""
        for start, end in self.sentence.clauses:
            if self.seen_clause <= start and end <= upto:
                if extensions.quantities(self.doc, start, end):
                    self.memory.clause = self.memory.listed = ""
                    self.memory.clause_bodies = []
                    continue
                self._at_break(start)
                self._bodies_alone(start, end)
                phrase = self._phrase(start, end)
                per_head = shapes.PER_HEAD_CLAUSE.match(self.text[start:end].strip())
                if per_head:
                    self.memory.per_head = per_head["per"]
                    continue
                self._topic_alone(phrase)
                self._object_alone(phrase, end)
                among = shapes.AMONG_CLAUSE.search(phrase)
                if among:
                    self.memory.parent = self._clean(among["whole"])
        self.seen_clause = max(upto, self.seen_clause)

    def _bodies_alone(self, start: int, end: int) -> None:
        """县医院、县中医院推行按病种付费，…分别达…: whom the values of the next clause may belong to."""
        start = self._after_period(start, end)
        found, _ = bodies.listed_alone(self.bodies, self.text, start, end)
        self.memory.clause_bodies = [bodies.as_subject(b) for b in found] if len(found) > 1 else []

    def _at_break(self, start: int) -> None:
        """After a semicolon a new subject is free to come."""
        if self.text[:start].rstrip()[-1:] in {"；", ";"}:
            self.memory.subject, self.abroad = None, False

    def _object_alone(self, phrase: str, end: int) -> None:
        """深入实施免费孕前优生健康检查，已完成检查2912对: what the clause right before a value speaks of."""
        self.memory.listed = self._clean(phrase)
        name = names.drop_light_verb(self.memory.listed)
        if shapes.NO_OBJECT.search(name):
            name = ""
        self.memory.clause = (
            name
            if 4 <= len(name) <= 20
            and not re.search(r"、|\d万|\d亿", name)
            and self.text[end : end + 1] == "，"
            else ""
        )

    def _topic_alone(self, phrase: str) -> None:
        """个人卫生支出占卫生总费用的比重，2020年28.9%: a clause that only names an indicator."""
        name = self._clean(shapes.TREND.sub("", phrase))
        listed = names.split_names(name, len(re.findall(r"、|和|及|与", name)) + 1) or []
        if len(listed) > 1 and all(names.is_complete(part) for part in listed):
            self.memory.run = listed
            self.memory.topic = self.memory.base = listed[-1]
            return
        if 3 <= len(name) <= 24 and re.search(
            r"(?:率|比重|比例|占比|费用|水平|住院日|寿命|收入|支出|人次|[^岁]数|量|经费|时间|满意度|面积)$",
            name,
        ):
            self.memory.topic = self.memory.base = name
            self.memory.run = [name]

    def _clean(self, phrase: str) -> str:
        phrase = shapes.GOAL_BEFORE.sub("", phrase)
        return names.tidy(names.strip_tail(names.strip_lead(phrase)))
