"""Who the values of a sentence belong to: the subject that its words name, one after another."""

from __future__ import annotations

from spacy.tokens import Doc

from kg.extract import extensions
from kg.extract import indicator_bodies as bodies
from kg.extract import indicator_names as names
from kg.extract import indicator_patterns as shapes
from kg.extract.indicator_memory import Carried, Memory, Subject
from kg.model.mention import Deixis, Mention, Quantity
from kg.model.text import Sentence

_JOINTS = {"、", "和", "与", "及", "等", "的"}


class Subjects:
    """One sentence with its values and the subject told last."""

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
                self._point_to_region(raw[: moved - at], raw[moved - at :])
            if moved == at:
                break
            at = moved
        return self._without_periods(at, end)

    def _only_a_region(self) -> bool:
        """True where the subject so far is a region, which may stand before the real one."""
        subject = self.memory.subject
        return isinstance(subject, Mention) and subject.type == "Region"

    def _after_abroad(self, at: int, end: int) -> int:
        """The position after 全国 or 我国: what follows is told of no place that the report is about."""
        match = shapes.ABROAD.match(self.text, at, end)
        region = extensions.report_meta(self.doc).region
        if match is None or region in {"", "中国"}:
            return at
        self.abroad, self.memory.subject = True, None
        return match.end()

    def _point_to_region(self, stripped: str, rest: str) -> None:
        """全市 and 我县 make the region the subject, unless they only rank (全市首例); 全院 is the institution that is spoken of."""
        if shapes.REGION_WORDS.search(stripped):
            if shapes.RANKED_FIRST.match(rest):
                return
            self.memory.subject, self.abroad = Deixis.REGION, False
        elif stripped.startswith(("该院", "该中心")):
            self.memory.subject = self._helped_before() or self.memory.subject
        elif shapes.HOUSE_WORDS.search(stripped):
            self.memory.subject = self._house(self.memory.subject or self.carried.subject)

    def _house(self, subject: Subject) -> Subject:
        """The institution that 全院 means: the subject itself, or the owner of the unit that is the subject."""
        if isinstance(subject, Mention) and subject.type == "Unit" and subject.owner is not None:
            return subject.owner if isinstance(subject.owner, Deixis) else bodies.as_subject(subject.owner)
        if subject is None or subject is Deixis.REGION:
            return Deixis.ISSUER if self._own_voice() else subject
        return subject

    def _helped_before(self) -> Subject:
        """The body that the sentence has named as helped or taken over (市中心医院接管乙卫生院以来，该院…)."""
        helped = [b for b in self.bodies if shapes.HELPS.search(self.text[self.sentence.start : b.start])]
        return bodies.as_subject(helped[-1]) if helped else None

    def _own_voice(self) -> bool:
        """True where an institution with patients or pupils reports on itself."""
        return extensions.report_meta(self.doc).issuer_type in bodies.SELF_REPORTING

    def _after_period(self, at: int, end: int) -> int:
        return next((p.end for p in self.periods if p.start == at and p.end <= end), at)

    def _after_subject(self, at: int, end: int) -> int:
        """The position after the one body that stands at `at` as the subject."""
        found = bodies.leading(self.bodies, self.text, at, end)
        if len(found) > 1 and self._ties(found):
            self.memory.subject = bodies.as_subject(found[0])
        if len(found) != 1 or len(bodies.listed_from(self.bodies, self.text, at, end)) > 1:
            return at
        described = self._described_by(found[0], end)
        if described is None and self._owns_what_follows(found[0], end):
            self._is_about(found[0])
            return found[0].end + 1
        if described is None and not self._can_be_subject(found[0], end):
            return at
        subject = described or self._unit_of(found[0], end) or found[0]
        self._is_about(subject)
        return self._after_inside(subject.end, end)

    def _is_about(self, subject: Mention) -> None:
        self.memory.subject, self.abroad = bodies.as_subject(subject), False

    def _can_be_subject(self, body: Mention, end: int) -> bool:
        """False where the body goes on, is a short name of a place, or is what is counted (卫生监督所(中心)36个)."""
        if self.text[body.end : body.end + 1] in _JOINTS:
            return False
        short = body.type == "Region" and not shapes.OFFICIAL.search(body.text)
        if short and not (self.memory.topic and shapes.IN_A_RANKING.match(self.text, body.end)):
            return False
        return shapes.SUBJECT_OF_A_KIND.match(self.text, body.end, end + 1) is None

    def helped_by_then(self, at: int, name: str, change: bool) -> Subject:
        """Whom an earlier clause sent people to, where the value tells what came of it (选派医师驻乙医院，新开展技术31项)."""
        if not (change or shapes.EFFECT.search(name)):
            return None
        broken = max(self.text.rfind(mark, self.sentence.start, at) for mark in "；;")
        for start, end in reversed([c for c in self.sentence.clauses if broken < c[0] and c[1] <= at]):
            inside = [b for b in self.bodies if start < b.start and b.end <= end and b.type == "Institution"]
            if len(inside) == 1 and shapes.HELPED_BODY.search(self.text[start : inside[0].start]):
                return bodies.as_subject(inside[0])
            if any(b.start == start for b in self.bodies):
                return None
        return None

    def _ties(self, found: list[Mention]) -> bool:
        """甲医院与乙医院…, 甲医院和乙医院签下协议: the first of the two is the one that is spoken of."""
        joint = self.text[found[0].end : found[0].end + 1]
        signed = shapes.TIES.match(self.text, found[-1].end)
        return joint in {"与", "同"} or (len(found) == 2 and joint == "和" and signed is not None)

    def _described_by(self, body: Mention, end: int) -> Mention | None:
        """The body that a relative clause about another one describes (市中医院牵头的专科联盟成员…)."""
        for other in self.bodies:
            if body.end < other.start and other.end <= end:
                described = shapes.RELATIVE.fullmatch(self.text, body.end, other.start)
                owned = other.type == "Unit" and self.text[body.end : other.start] == "的"
                return other if described or owned else None
        return None

    def _owns_what_follows(self, body: Mention, end: int) -> bool:
        """市中心医院的门诊量达120万人次: the body before 的 has what is measured."""
        rest = self.text[body.end : end]
        if body.type == "Region" or not rest.startswith("的") or not any(v.start == end for v in self.values):
            return False
        name = names.strip_tail(rest[1:])
        inside = any(b.start > body.start and b.end <= end for b in self.bodies)
        return "的" not in name and not inside and names.is_complete(name)

    def _unit_of(self, body: Mention, end: int) -> Mention | None:
        """The department right behind its institution in the clause of a value (市中心医院胸痛中心收治患者…)."""
        if body.type != "Institution" or not any(value.start == end for value in self.values):
            return None
        return next(
            (b for b in self.bodies if b.type == "Unit" and b.start == body.end and b.end <= end), None
        )

    def _after_inside(self, at: int, end: int) -> int:
        """The position after the 内 of 辖区内, or after another name in brackets."""
        match = shapes.INSIDE.match(self.text, at, end) or shapes.SURNAMED.match(self.text, at, end)
        return match.end() if match else at

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
