"""The words around a value: where its phrase begins, what follows it, who is the subject."""

from __future__ import annotations

import re

from kg.extract import extensions
from kg.extract import indicator_bodies as bodies
from kg.extract import indicator_names as names
from kg.extract import indicator_patterns as shapes
from kg.extract.indicator_memory import Subject
from kg.extract.indicator_subjects import Subjects
from kg.model.mention import Deixis, Quantity

_ILLEGIBLE = re.compile(r"[\d.]*[?？xX×*]+[\d.?？xX×*]*%?$")


class Context(Subjects):
    """One sentence with its values and what it has told so far."""

    def _left(self, value: Quantity, previous_end: int) -> int:
        """Where the phrase before a value begins: after the value before it, its noun, or the last stop."""
        at = max(previous_end, min(self.memory.noun_end, value.start))
        for match in shapes.STOP.finditer(self.text, at, value.start):
            if not self._inside_brackets(at, match.start()):
                at = match.end()
        begun = [b.start for b in self.bodies if at < b.start < value.start]
        return next((s for s in reversed(begun) if shapes.STAGE_BEFORE.search(self.text[at:s])), at)

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
                before = self.memory.subject
                if self.text.startswith("其中", start) and not self.memory.among:
                    self.memory.whole, self.memory.among = before, True
                phrase = self._phrase(start, end)
                self._subject_of_clause(start, end, before)
                per_head = shapes.PER_HEAD_CLAUSE.match(self.text[start:end].strip())
                if per_head:
                    self.memory.per_head = per_head["per"]
                    continue
                self._topic_alone(phrase)
                self._object_alone(phrase, start, end)
                among = shapes.AMONG_CLAUSE.search(phrase)
                if among:
                    self.memory.parent = self._clean(among["whole"])
        self.seen_clause = max(upto, self.seen_clause)

    def _subject_of_clause(self, start: int, end: int, before: Subject) -> None:
        """由甲医院托管的乙卫生院，…: the body that a clause ends with; who only gives an honour or an order is no subject of what follows."""
        last = next((b for b in self.bodies if b.end == end and b.start > start), None)
        if (
            last is not None
            and self.text[last.start - 1] == "的"
            and not shapes.AT_OR_WITH.match(self.text[start:end])
        ):
            self.memory.subject = bodies.as_subject(last)
            return
        ordered = self._own_voice() and self.memory.subject is Deixis.REGION and before is not Deixis.REGION
        if ordered and not shapes.REGION_WORDS.search(self.text, start, end):
            self.memory.subject = before

    def _bodies_alone(self, start: int, end: int) -> None:
        """县医院、县中医院推行按病种付费，…分别达…: whom the values of the next clause may belong to."""
        start = self._after_period(start, end)
        found, _ = bodies.listed_alone(self.bodies, self.text, start, end)
        self.memory.clause_bodies = [bodies.as_subject(b) for b in found] if len(found) > 1 else []

    def _at_break(self, start: int) -> None:
        """After a semicolon a new subject is free to come."""
        if self.text[:start].rstrip()[-1:] in {"；", ";"}:
            self.memory.subject, self.abroad = None, False

    def _object_alone(self, phrase: str, start: int, end: int) -> None:
        """深入实施免费孕前优生健康检查，已完成检查2912对: what the clause right before a value speaks of."""
        self.memory.listed = self._clean(phrase)
        name = names.drop_light_verb(self.memory.listed)
        if (
            re.search(r"^(?:全部|均|都)|[xX×*]{2}", name)
            or shapes.NO_OBJECT.search(name)
            or any(b.start < end and b.end > start for b in self.bodies)
        ):
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
        name = self._clean(_ILLEGIBLE.sub("", shapes.TREND.sub("", phrase)))
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
