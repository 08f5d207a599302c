"""Who heads and who belongs to an alliance, read from the words beside each group of institutions.

A group takes its part from the words right before and right after it (由|县医院|牵头, 将|甲、乙两院|纳入其中), and the alliance is the one that these
words govern, else the one that its stretch of the sentence speaks of, else the one that the sentences before have spoken of.
Cue words are data: `rules/alliance_roles.toml`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Literal

from kg.extract import alliance_parties as parties
from kg.extract import extensions
from kg.extract.alliance_groups import RULES, Group, Named, groups, in_list, named, pattern, stretches
from kg.extract.alliance_parties import Scene
from kg.extract.confidence import confidence
from kg.extract.masks import Masked
from kg.extract.periods import period_of
from kg.extract.status import status_of
from kg.model.mention import Mention, RelationMention
from kg.model.text import Sentence

Part = Literal["lead", "member"]
_IN_ORDER = re.compile("分别|依次|依序|各(?:自|执|领|建|组)?")
_CLAUSE = re.compile("[，；。：]")
_SEVERAL = re.compile(r"(?:[两二三四五六七八九]|\d)(?:个|家|支|大|所)")
_TOGETHER = re.compile("(?:共同|积极|主动)?(?:携手|联合|联手|会同)")
_NEAR = 3


@dataclass(frozen=True, slots=True)
class Role:
    """The part that a group plays; `at` are the alliances that its words govern, empty where the stretch has to tell."""

    group: Group
    part: Part
    at: tuple[Named, ...] = ()
    bound: bool = True


@dataclass(slots=True)
class Roles:
    """Reads one report sentence by sentence; remembers the alliances spoken of last."""

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

    def read(self, sentence: Sentence, masked: Masked) -> Iterator[RelationMention]:
        """The memberships and leads of one sentence."""
        if self.since[1] != sentence.section or sentence.index - self.since[0] > _NEAR:
            self.focus, self.loose = [], None
        for start, end in stretches(masked):
            yield from _Stretch(self, masked, start, end).relations()
        if masked.text and named(masked, 0, len(masked.text)):
            self.since = (sentence.index, sentence.section)


class _Stretch:
    """One part of a sentence between semicolons."""

    def __init__(self, roles: Roles, masked: Masked, start: int, end: int) -> None:
        self.roles, self.scene, self.masked = roles, roles.scene, masked
        self.text, self.start, self.end = masked.text, start, end
        self.groups = groups(roles.scene.doc, masked, start, end)
        self.named = named(masked, start, end)
        self._known: dict[int, list[Mention]] = {}
        self._headed: list[tuple[Mention, Mention]] = []

    def relations(self) -> Iterator[RelationMention]:
        """Leads first: an alliance without a name is named after its lead."""
        found = self._listed([self._role(i) for i in range(len(self.groups))])
        leads = [r for r in found if r.part == "lead"]
        for role in leads:
            pairs = self._led(role)
            self._headed += pairs
            yield from self._told(role, pairs)
        for role in found:
            if role.part == "member" and (role.at or not self._led_by_others(leads)):
                yield from self._told(role, self._joined(role, leads))
        spoken = [a for n in self.named for a in self._alliances(n, [], found)]
        plain = [n for n in self.named if n.start not in self._known]
        if plain and not self.roles.focus:
            self.roles.loose = (plain[-1].kind, *self.masked.clean_range(plain[-1].start, plain[-1].end))
        if spoken:
            self.roles.focus = list(
                {id(parties.antecedent(a)): parties.antecedent(a) for a in spoken}.values()
            )

    def _led_by_others(self, leads: list[Role]) -> bool:
        """Whether the stretch tells a lead of an alliance that nothing names: what was spoken of before is another one."""
        return bool(leads) and not self.named and not self._headed

    # --- the part of a group ---------------------------------------------------------------------------------------------------

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
            if roles[i] is None and before is not None and before.part == "member" and before.at:
                left, right = self._beside(i)
                if left == "，" and re.match("等?(?:[，。；]|$)", right):
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
        low = max((m.end() for m in _CLAUSE.finditer(self.text, self.start, group.start)), default=self.start)
        after = _CLAUSE.search(self.text, group.end, self.end)
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
        if pattern("member", "named").search(left) and (self.named or self.roles.focus):
            return Role(group, "member", self._inside(group.start - len(left), group.start)[-1:])
        if pattern("member", "before").search(left):
            return self._taken(group, index, left)
        return None

    def _entering(self, group: Group, verb_end: int) -> Role | None:
        clause = _CLAUSE.search(self.text, verb_end, self.end)
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
            return Role(group, "member", bound=False)
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
                return Role(group, "member", tuple(listed)) if len(listed) == 1 else None
        return None

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
            return Role(group, "member", bound=False)
        return None

    def _by_lead(self, group: Group, subject: Group) -> Role | None:
        """前者吸纳甲: the alliance that the subject leads; 县医院吸纳甲 only where the stretch speaks of one."""
        led = self.roles.led_by(subject.bodies[0], self._clean(group.start))
        if led is not None and extensions.text_of(self.scene.doc)[self._clean(subject.start)] in "前后该其":
            return Role(group, "member", (Named(subject.start, subject.end, led, led.name),))
        return Role(group, "member", bound=False) if self.named else None

    def _inside(self, start: int, end: int) -> tuple[Named, ...]:
        return tuple(n for n in self.named if start <= n.start and n.end <= end)

    # --- the alliance of a part ------------------------------------------------------------------------------------------------

    def _led(self, role: Role) -> list[tuple[Mention, Mention]]:
        bodies = list(role.group.bodies)
        at = list(role.at) or self._spoken_of(role.group, several=len(bodies) > 1)
        if not at:
            return self._heads_spoken_of(bodies, role.group.start)
        if len(at) == 1 and self._is_one_of_several(at[0]):
            span = self.masked.clean_range(at[0].start, at[0].end)
            own = [parties.founded(self.scene, b, _bare(at[0].kind), *span) for b in bodies]
            self._known[at[0].start] = [*self._known.get(at[0].start, ()), *own]
            return list(zip(bodies, own, strict=True))
        if len(at) > 1:
            found = [self._alliances(n, [b], []) for n, b in zip(at, bodies, strict=False)]
            return (
                [(b, a[0]) for b, a in zip(bodies, found, strict=True) if a] if len(at) == len(bodies) else []
            )
        alliances = self._alliances(at[0], bodies, [])
        led = [(b, a) for b in bodies for a in alliances if _owned_by(a, b)]
        if led:
            return led
        return [(b, a) for b in bodies for a in alliances] if len(alliances) == 1 else []

    def _heads_spoken_of(self, bodies: list[Mention], at: int) -> list[tuple[Mention, Mention]]:
        """县医院任组长单位, after sentences that spoke of one alliance, or of 健共体 without a name."""
        own = self.roles.led_by(bodies[0], self._clean(at)) if len(bodies) == 1 else None
        if own is not None:
            self.roles.focus = [own]
            return [(bodies[0], own)]
        spoken = self.roles.focus
        if len(spoken) == 1 and not self._has_lead(spoken[0]):
            return [(b, spoken[0]) for b in bodies]
        loose = self.roles.loose
        if loose is not None and len(bodies) == 1:
            kind, start, end = loose
            alliance = parties.founded(self.scene, bodies[0], kind, start, end)
            self.roles.focus = [alliance]
            return [(bodies[0], alliance)]
        return []

    def _is_one_of_several(self, one: Named) -> bool:
        """两家医疗集团: a kind with a count in front of it, each with a lead of its own."""
        if one.mention is not None and not (one.mention.owner is None and parties.generic(one.mention)):
            return False
        return _SEVERAL.search(self.text[max(self.start, one.start - 8) : one.end]) is not None

    def _has_lead(self, alliance: Mention) -> bool:
        return any(_identity(alliance) == _identity(known) for _, known in self.roles.headed)

    def _joined(self, role: Role, leads: list[Role]) -> list[tuple[Mention, Mention]]:
        bodies = list(role.group.bodies)
        at = list(role.at) or self._spoken_of(role.group)
        alliances = [a for n in at for a in self._alliances(n, [], leads or [role])]
        if not at and not role.at:
            alliances = self.roles.focus
        alliances = list({_identity(a): a for a in alliances}.values())
        if len(alliances) == 1:
            return [(b, alliances[0]) for b in bodies if not _owned_by(alliances[0], b)]
        around = self.text[max(self.start, role.group.start - 6) : min(self.end, role.group.end + 12)]
        if len(alliances) == len(bodies) and _IN_ORDER.search(around):
            return list(zip(bodies, alliances, strict=True))
        return []

    def _spoken_of(self, group: Group, several: bool = False) -> list[Named]:
        """The one alliance of the stretch that a group without one of its own means: the last before it, else the first behind it."""
        before = [n for n in self.named if n.end <= group.start]
        if before:
            return before[-1:]
        at = next((i for i, n in enumerate(self.named) if n.start >= group.end), None)
        if at is None:
            return []
        return in_list(self.text, self.named, at) if several else [self.named[at]]

    def _alliances(self, one: Named, owners: list[Mention], roles: list[Role]) -> list[Mention]:
        """What a place means: the alliance named there, or one more of its kind, of the lead that the stretch tells."""
        if one.start in self._known:
            return self._known[one.start]
        found = self._read(one, owners, roles)
        if found:
            self._known[one.start] = found
        return found

    def _read(self, one: Named, owners: list[Mention], roles: list[Role]) -> list[Mention]:
        mention = one.mention
        if mention is not None:
            meant = parties.antecedent(mention)
            if meant.owner is not None or meant is not mention or not parties.generic(mention):
                here = mention.start == self._clean(one.start)
                return parties.siblings(self.scene.doc, meant) if here else [meant]
        if not owners:
            owners = next((list(r.group.bodies) for r in roles if r.part == "lead"), [])
        start, end = self.masked.clean_range(one.start, one.end)
        if owners:
            if mention is not None:
                extensions.remove_mentions(self.scene.doc, [mention])
            plural = len(owners) > 1 and parties.says_several(self.text[self.start : self.end])
            return [
                parties.founded(self.scene, o, one.kind, start, end) for o in owners[: None if plural else 1]
            ]
        if (
            self.roles.focus
            and len(self.roles.focus) == 1
            and parties.same_family(self.roles.focus[0].name, one.kind)
        ):
            return self.roles.focus
        if mention is None and any(one in r.at for r in roles if r.part == "member"):
            return [parties.nameless(self.scene, one.kind, start, end)]
        return [mention] if mention is not None else []

    # --- what is told ------------------------------------------------------------------------------------------------------------

    def _clean(self, position: int) -> int:
        return self.masked.clean_range(position, position + 1)[0]

    def _told(self, role: Role, pairs: list[tuple[Mention, Mention]]) -> Iterator[RelationMention]:
        near = [n for n in (*role.at, *self.named) if abs(n.start - role.group.start) < 80][:1]
        low = min([role.group.start, *(n.start for n in near)])
        high = max([role.group.end, *(n.end for n in near)])
        after = _CLAUSE.search(self.text, high, self.end)
        start, end = self.masked.clean_range(low, after.start() if after else self.end)
        for body, alliance in pairs:
            if role.group.new and body.rule == "alliance_roles.elided":
                extensions.add_mention(self.scene.doc, body)
            status = self._status(role.group, start, end)
            qualifiers = {"status": status} if status != "actual" else {}
            period = period_of(self.scene.doc, start, end)
            if period:
                qualifiers["period"] = period
            predicate = "leads" if role.part == "lead" else "memberOf"
            if role.part == "lead":
                self.roles.headed.append((parties.antecedent(body).name, alliance))
            yield RelationMention(
                body, predicate, alliance, start, end, qualifiers,
                rule=f"alliance_roles.{role.part}", confidence=confidence(RULES, role.part),
            )  # fmt: skip

    def _status(self, group: Group, start: int, end: int) -> str:
        low = max((m.end() for m in _CLAUSE.finditer(self.text, self.start, group.start)), default=self.start)
        after = _CLAUSE.search(self.text, group.end, self.end)
        if parties.future().search(self.text, low, after.start() if after else self.end):
            return "target"
        return status_of(self.scene.doc, start, end)


def _bare(kind: str) -> str:
    return _SEVERAL.sub("", kind)


def _owned_by(alliance: Mention, body: Mention) -> bool:
    owner = alliance.owner
    if not isinstance(owner, Mention):
        return False
    one, two = parties.antecedent(owner), parties.antecedent(body)
    return one is two or parties.same_body(one.name, two.name)


def _identity(alliance: Mention) -> tuple[str, str]:
    return (alliance.owner.name if isinstance(alliance.owner, Mention) else "", alliance.name)
