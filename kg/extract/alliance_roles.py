"""Who heads and who belongs to an alliance, read from the words beside each group of institutions.

A group takes its part from the words right before and right after it (由|县医院|牵头, 将|甲、乙两院|纳入其中), and the alliance is the one that these
words govern, else the one that its stretch of the sentence speaks of, else the one that the sentences before have spoken of.
Cue words are data: `rules/alliance_roles.toml`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.extract import alliance_parties as parties
from kg.extract import extensions
from kg.extract.alliance_groups import Group, Named, in_list, named, stretches
from kg.extract.alliance_parts import CLAUSE, Memory, Parts, Role
from kg.extract.masks import Masked
from kg.extract.periods import period_of
from kg.extract.status import status_of
from kg.model.mention import Mention, RelationMention
from kg.model.text import Sentence

_IN_ORDER = re.compile("分别|依次|依序|各(?:自|执|领|建|组)?")
_SEVERAL = re.compile(r"(?:[两二三四五六七八九]|\d)(?:个|家|支|大|所)")
_NEAR = 3


class Roles(Memory):
    """Reads one report sentence by sentence."""

    def read(self, sentence: Sentence, masked: Masked) -> Iterator[RelationMention]:
        """The memberships and leads of one sentence."""
        if self.since[1] != sentence.section or sentence.index - self.since[0] > _NEAR:
            self.focus, self.loose = [], None
        for start, end in stretches(masked):
            yield from _Stretch(self, masked, start, end).relations()
        if masked.text and named(masked, 0, len(masked.text)):
            self.since = (sentence.index, sentence.section)


class _Stretch(Parts):
    """Finds the alliance that each part belongs to."""

    def relations(self) -> Iterator[RelationMention]:
        """Leads first: an alliance without a name is named after its lead."""
        found = self.parts()
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
            led = self._has_lead(alliances[0])
            return [(b, alliances[0]) for b in bodies if not (led and _owned_by(alliances[0], b))]
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

    def _told(self, role: Role, pairs: list[tuple[Mention, Mention]]) -> Iterator[RelationMention]:
        near = [n for n in (*role.at, *self.named) if abs(n.start - role.group.start) < 80][:1]
        low = min([role.group.start, *(n.start for n in near)])
        high = max([role.group.end, *(n.end for n in near)])
        after = CLAUSE.search(self.text, high, self.end)
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
                rule=f"alliance_roles.{role.part}",
            )  # fmt: skip

    def _status(self, group: Group, start: int, end: int) -> str:
        low = max((m.end() for m in CLAUSE.finditer(self.text, self.start, group.start)), default=self.start)
        after = CLAUSE.search(self.text, group.end, self.end)
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
