"""Which part a group of institutions plays in an alliance, by the words right before and right behind it.

Cue words are data: `rules/alliance_roles.toml`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import Literal

from kg.extract import alliance_parties as parties
from kg.extract import extensions
from kg.extract.alliance_groups import Group, Named, groups, in_list, named, pattern
from kg.extract.alliance_parties import Scene
from kg.extract.masks import Masked
from kg.model.mention import Mention, RelationMention

Part = Literal["lead", "member"]
CLAUSE = re.compile("[，；。：]")
_AS_ONE = re.compile("等?(?:单位|医院|机构)?(?:共同|联合|携手|一起|一道|抱团)")
_TOGETHER = re.compile("(?:共同|积极|主动)?(?:携手|联合|联手|会同)")


@dataclass(frozen=True, slots=True)
class Role:
    """The part that a group plays; `at` are the alliances that its words govern, empty where the stretch has to tell."""

    group: Group
    part: Part
    at: tuple[Named, ...] = ()


@dataclass(slots=True)
class Memory:
    """What the sentences so far have told of alliances: those spoken of last, and who leads which."""

    scene: Scene
    focus: list[Mention] = field(default_factory=list)
    since: tuple[int, int] = (-9, -1)
    headed: list[tuple[str, Mention]] = field(default_factory=list)
    """The alliances of which a lead is told, with the lead's name."""
    loose: tuple[str, int, int] | None = None
    """An alliance that the last sentences spoke of by its kind alone, with its place in the text."""

    def note(self, told: list[RelationMention]) -> None:
        """Takes in which alliances have a lead according to other rules."""
        for relation in told:
            if relation.predicate == "leads" and isinstance(relation.object, Mention):
                lead = relation.subject
                name = parties.antecedent(lead).name if isinstance(lead, Mention) else ""
                self.headed.append((name, relation.object))

    def led_by(self, body: Mention, position: int) -> Mention | None:
        """The alliance that a body leads, according to its name or to what was told so far."""
        name = parties.antecedent(body).name
        told = [alliance for lead, alliance in self.headed if lead and parties.same_body(lead, name)]
        return self.scene.led_by(body, position) or (told[-1] if told else None)


class Parts:
    """The groups of one part of a sentence between semicolons, and the part that each plays."""

    def __init__(self, roles: Memory, masked: Masked, start: int, end: int) -> None:
        self.roles, self.scene, self.masked = roles, roles.scene, masked
        self.text, self.start, self.end = masked.text, start, end
        self.groups = groups(roles.scene.doc, masked, start, end)
        self.named = named(masked, start, end)
        self._known: dict[int, list[Mention]] = {}
        self._headed: list[tuple[Mention, Mention]] = []

    def parts(self) -> list[Role]:
        """The parts that the groups play, in text order."""
        return self._listed([self._role(i) for i in range(len(self.groups))])

    def _role(self, index: int) -> Role | None:
        group = self.groups[index]
        left, right = self._beside(index)
        if self._denied(group):
            return None
        return self._lead(group, left, right) or self._member(group, index, left, right)

    def _listed(self, roles: list[Role | None]) -> list[Role]:
        """The parts found; a group that only a comma parts from the next or the last one shares its part."""
        for i in range(len(roles) - 2, -1, -1):
            left, right = self._beside(i)
            after = roles[i + 1]
            if roles[i] is not None or after is None or after.part != "member":
                continue
            goes_on = right == "，" and re.search("(?:^|[，：、])$", left)
            if goes_on and not self._beside(i + 1)[1].startswith("，"):
                roles[i] = replace(after, group=self.groups[i])
        for i in range(1, len(roles)):
            before = roles[i - 1]
            if roles[i] is None and before is not None and before.part == "member":
                left, right = self._beside(i)
                listed = before.at and left == "，" and re.match("等?(?:[，。；]|$)", right)
                if listed or pattern("member", "goes_on").fullmatch(left):
                    roles[i] = replace(before, group=self.groups[i])
        for i in range(1, len(roles)):
            after = roles[i]
            if (
                roles[i - 1] is None
                and after is not None
                and after.at
                and _TOGETHER.fullmatch(self._beside(i)[0])
            ):
                roles[i - 1] = replace(after, group=self.groups[i - 1])
        return [r for r in roles if r is not None]

    def _beside(self, index: int) -> tuple[str, str]:
        low = self.groups[index - 1].end if index else self.start
        high = self.groups[index + 1].start if index + 1 < len(self.groups) else self.end
        group = self.groups[index]
        return self.text[low : group.start], self.text[group.end : high]

    def _denied(self, group: Group) -> bool:
        low = max((m.end() for m in CLAUSE.finditer(self.text, self.start, group.start)), default=self.start)
        after = CLAUSE.search(self.text, group.end, self.end)
        return bool(pattern("deny", "words").search(self.text, low, after.start() if after else self.end))

    def _lead(self, group: Group, left: str, right: str) -> Role | None:
        title = pattern("lead", "title").match(right)
        if title:
            return Role(group, "lead", self._inside(group.end, group.end + title.end()))
        acts = pattern("lead", "acts").match(right)
        if acts:
            return self._acting(group, group.end + acts.start("rest"), left)
        if pattern("lead", "owns").match(right):
            behind = [n for n in self.named if n.start >= group.end][:1]
            return Role(group, "lead", tuple(behind))
        if pattern("lead", "as").search(left):
            return Role(group, "lead", self._inside(group.start - len(left), group.start)[-1:])
        if pattern("lead", "before").search(left) and not pattern("member", "title").match(right):
            return Role(group, "lead", self._inside(group.start - len(left), group.start)[-1:])
        return None

    def _acting(self, group: Group, verb_end: int, left: str) -> Role | None:
        """牵头: heads what it founds right behind the verb; else what the stretch speaks of, unless it heads something else."""
        for i, one in enumerate(self.named):
            if one.start >= verb_end:
                if pattern("lead", "on").match(self.text[verb_end : one.start]):
                    return Role(group, "lead", tuple(in_list(self.text, self.named, i)))
                break
        if re.match(r"[，、；。：)]|$|的?(?=⟨A⟩)", self.text[verb_end : self.end]):
            before = self._inside(group.start - len(left), group.start)
            return Role(group, "lead", before[-1:])
        return None

    def _member(self, group: Group, index: int, left: str, right: str) -> Role | None:
        title = pattern("member", "title").match(right) or pattern("member", "plain").match(right)
        if pattern("member", "granted").match(right) and pattern("member", "grants").search(left):
            return Role(group, "member", self._inside(group.start - len(left), group.start)[-1:])
        if title:
            inside = self._inside(group.end, group.end + title.end())
            if inside or self.named or self.roles.focus or self.roles.loose:
                return Role(group, "member", inside[:1])
        enters = pattern("member", "enters").match(right)
        if enters:
            return self._entering(group, group.end + enters.start("rest"))
        together = None if self._is_partner(index) else self._founding(group, right)
        return together or self._by_words_before(group, index, left)

    def _by_words_before(self, group: Group, index: int, left: str) -> Role | None:
        named_here = pattern("member", "named").search(left) and not pattern("member", "named_not").search(
            left
        )
        if named_here and (self.named or self.roles.focus):
            return Role(group, "member", self._inside(group.start - len(left), group.start)[-1:])
        if pattern("member", "before").search(left):
            return self._taken(group, index, left)
        return None

    def _entering(self, group: Group, verb_end: int) -> Role | None:
        clause = CLAUSE.search(self.text, verb_end, self.end)
        stop = clause.start() if clause else self.end
        for i, one in enumerate(self.named):
            if verb_end <= one.start < stop and not any(
                verb_end <= g.start < one.start for g in self._others(one)
            ):
                return Role(group, "member", tuple(in_list(self.text, self.named, i)))
        into = next((g for g in self.groups if g.start == verb_end), None)
        if into is not None:
            given = pattern("member", "given").search(self.text[group.end : into.start])
            return self._given_to(group, into) if given else None
        if pattern("member", "into").match(self.text[verb_end : self.end]):
            return Role(group, "member")
        return None

    def _given_to(self, group: Group, into: Group) -> Role | None:
        """划给县医院, 归前者: into the alliance of the body behind the verb, the sentence speaking of alliances."""
        if len(into.bodies) != 1:
            return None
        lead = into.bodies[0]
        led = self.roles.led_by(lead, self._clean(group.start))
        kinds = [
            n
            for n in named(self.masked, 0, len(self.text))
            if n.mention is None or parties.generic(n.mention)
        ]
        if led is None and len({n.kind for n in kinds}) == 1:
            start, end = self.masked.clean_range(kinds[0].start, kinds[0].end)
            led = parties.founded(self.scene, lead, kinds[0].kind, start, end)
        return (
            Role(group, "member", (Named(into.start, into.end, led, led.name),)) if led is not None else None
        )

    def _others(self, one: Named) -> list[Group]:
        """Groups that stand for themselves in front of an alliance; its own lead (由县医院牵头的…) does not."""
        return [
            g
            for g in self.groups
            if g.end <= one.start
            and not re.match(
                "(?:牵头|领衔|主办|发起|主导|领办|组建|成立|为龙头|为牵头|为总院|的)",
                self.text[g.end : one.start],
            )
        ]

    def _founding(self, group: Group, right: str) -> Role | None:
        for i, one in enumerate(self.named):
            if one.start < group.end:
                continue
            if one.start - group.end > len(right):
                break
            if pattern("member", "together").match(self.text[group.end : one.start]):
                listed = in_list(self.text, self.named, i)
                apart = len(group.bodies) > 1 and self._each_by_itself(group)
                return Role(group, "member", tuple(listed)) if len(listed) == 1 and not apart else None
        return None

    def _each_by_itself(self, group: Group) -> bool:
        """与甲、乙建立医联体: each of them with somebody else, not all in one."""
        before = self.text[self.start : group.start]
        return (
            before.endswith(("与", "和", "同", "跟"))
            and "牵头" not in before
            and not _AS_ONE.match(self.text, group.end)
        )

    def _is_partner(self, index: int) -> bool:
        """甲与乙组建…: a partner of the group before it, which frames pair."""
        left, _ = self._beside(index)
        return (
            index > 0 and re.fullmatch("(?:⟨P⟩|[^，；。：]){0,14}(?:与|和|同|跟|携手|联合)", left) is not None
        )

    def _taken(self, group: Group, index: int, left: str) -> Role | None:
        """吸纳甲、乙: by the alliance or pointer in front of the verb, by the lead of the clause, or, with no subject, by the one spoken of."""
        inside = self._inside(group.start - len(left), group.start)
        if inside:
            return Role(group, "member", inside[-1:])
        clause = re.split("[，：]", left)[-1]
        before = self.groups[index - 1] if index else None
        if before is not None and before.end == group.start - len(clause) and len(before.bodies) == 1:
            return self._by_lead(group, before)
        if self.named or (self.roles.focus and pattern("member", "starts").match(clause)):
            return Role(group, "member")
        return None

    def _by_lead(self, group: Group, subject: Group) -> Role | None:
        """前者吸纳甲: the alliance that the subject leads; 县医院吸纳甲 only where the stretch speaks of one."""
        led = self.roles.led_by(subject.bodies[0], self._clean(group.start))
        if led is not None and extensions.text_of(self.scene.doc)[self._clean(subject.start)] in "前后该其":
            return Role(group, "member", (Named(subject.start, subject.end, led, led.name),))
        return Role(group, "member") if self.named else None

    def _inside(self, start: int, end: int) -> tuple[Named, ...]:
        return tuple(n for n in self.named if start <= n.start and n.end <= end)

    def _clean(self, position: int) -> int:
        return self.masked.clean_range(position, position + 1)[0]
