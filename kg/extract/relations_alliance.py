"""Component `kg_relations_alliance`: partnersWith, supports, memberOf and leads, by frames over masked sentences.

The frames, their cue words and their examples are data: `rules/alliance_relations.toml`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cache
from itertools import combinations

from spacy.language import Language
from spacy.tokens import Doc

from kg.extract import alliance_parties as parties
from kg.extract import extensions
from kg.extract.alliance_parties import Party, Scene
from kg.extract.alliance_roles import Roles
from kg.extract.frames import RULES, Frame, Match, load_frames, matches, members
from kg.extract.masks import Masked, expand_kinds, letter_of, mask
from kg.extract.periods import period_of
from kg.extract.rules import load_rules
from kg.extract.specialties import start_of
from kg.extract.standing import helper_first
from kg.extract.status import status_of
from kg.extract.ties import load_ties, ties
from kg.model.mention import Deixis, Mention, RelationMention
from kg.model.text import Sentence

_IN_ORDER = re.compile("分别|依次|各")
_BEFORE_UNIT = re.compile("科|联合|协作|专科|病区|诊疗|中心|门诊|病房")
_HOUSE_OPENS = re.compile(expand_kinds("(?:⟨P⟩|，|同时|此外)*(?:医院|全院|院方)(?!的|是|等)"))
"""医院拟…；同时与…: a hospital's own report that calls it so."""
_CLAUSE_END = re.compile("[，；。]")
Pair = tuple[Party, Party]


@Language.component("kg_relations_alliance")
def relations_alliance(doc: Doc) -> Doc:
    """Adds the four relations."""
    scene = Scene(doc)
    roles = Roles(scene) if _speaks_of_alliances(doc) else None
    for sentence in extensions.sentences(doc):
        told: list[RelationMention] = []
        cued = _cues().search(extensions.text_of(doc), sentence.start, sentence.end) is not None
        if not cued and roles is None:
            continue
        masked = mask(doc, sentence)
        if cued:
            told = list(in_sentence(scene, sentence, masked, load_frames()))
            told += new_ones(told, ties(doc, masked, load_ties()))
        if roles is not None:
            roles.note(told)
            told += new_ones(told, roles.read(sentence, masked))
        for relation in told:
            extensions.add_relation(doc, relation)
    return doc


def _speaks_of_alliances(doc: Doc) -> bool:
    return bool(_words("alliances", "heads").search(extensions.text_of(doc)))


def new_ones(known: list[RelationMention], more: Iterable[RelationMention]) -> list[RelationMention]:
    """Those of `more` that say what nothing before them said."""
    seen = {(r.predicate, *sorted((_key(r.subject), _key(r.object)))) for r in known}
    found: list[RelationMention] = []
    for relation in more:
        key = (relation.predicate, *sorted((_key(relation.subject), _key(relation.object))))
        if key not in seen and key[1] != key[2]:
            seen.add(key)
            found.append(relation)
    return found


@cache
def _cues() -> re.Pattern[str]:
    return re.compile(load_rules(RULES)["cues"]["any"])


@cache
def _words(table: str, key: str) -> re.Pattern[str]:
    return re.compile(expand_kinds(load_rules(RULES)[table][key]))


def in_sentence(
    scene: Scene, sentence: Sentence, masked: Masked, frames: tuple[Frame, ...]
) -> Iterator[RelationMention]:
    """The relations that the frames find in one masked sentence, each pair of bodies once a relation."""
    if not masked.mentions:
        return
    seen: set[tuple[object, ...]] = set()
    for frame in frames:
        for match in matches(frame, masked):
            if _is_over(masked, match):
                continue
            for relation in _Reading(scene, sentence, masked, match).relations():
                ends = (_key(relation.subject), _key(relation.object))
                key = (relation.predicate, *(sorted(ends) if relation.predicate == "partnersWith" else ends))
                if ends[0] != ends[1] and key not in seen:
                    seen.add(key)
                    yield relation


def _key(party: Party) -> str:
    if isinstance(party, Deixis):
        return party.name
    party = parties.antecedent(party)
    if party.deixis is not None:
        return party.deixis.name
    owner = _key(party.owner) if party.owner is not None else ""
    return f"{owner}+{party.name}" if owner else party.name


def _is_over(masked: Masked, match: Match) -> bool:
    """Whether the text says that it ended, failed or never was."""
    unwanted = match.frame.options.get("not")
    if unwanted and re.search(unwanted, match.text):
        return True
    if _words("dead", "between").search(masked.text, match.start, match.end):
        return True
    before = re.split("[，；。：]", masked.text[: match.start])[-1]
    if _words("dead", "between").search(before):
        return True
    rest = masked.text[match.end :].split("；")[0].split("。")[0]
    own, *later = rest.split("，")
    tail = own
    for clause in later:
        if any(letter_of(char) in ("I", "A", "R") for char in clause):
            break
        tail += "，" + clause
    return bool(
        _words("dead", "after").search(match.text[-12:] + tail) or _words("dead", "ended").search(tail)
    )


class _Reading:
    """What one match of a frame says."""

    def __init__(self, scene: Scene, sentence: Sentence, masked: Masked, match: Match) -> None:
        self.scene, self.sentence, self.masked, self.match = scene, sentence, masked, match
        self.options = match.frame.options
        self.order_text = match.text
        self._filled: dict[str, list[Party]] = {}

    def relations(self) -> Iterator[RelationMention]:
        """The relations of the frame's `gives`, in its order."""
        for left, predicate, right in self.match.frame.gives:
            pairs = self._among(left) if left == right else self._pairs(left, right)
            if not pairs and self.options.get("if_paired"):
                return
            for subject, target in pairs:
                relation = self._relation(subject, predicate, target)
                if relation is not None:
                    yield relation
                    if predicate == "memberOf" and self.options.get("owner_leads"):
                        yield from self._owner_leads(relation)

    def _owner_leads(self, member: RelationMention) -> Iterator[RelationMention]:
        """县人民医院医共体下辖…: an alliance that bears a hospital's name is led by it."""
        alliance = member.object
        owner = alliance.owner
        if isinstance(owner, Mention) and alliance.text.startswith(owner.text):
            yield replace(member, subject=owner, predicate="leads")

    def _pairs(self, left: str, right: str) -> list[Pair]:
        if self.options.get("pair"):
            two = self._last_two()
            return [two] if two else []
        # alliances last: they may be named after the other side
        if right in ("a", "b"):
            first = self._parties(left)
            second = self._alliances(right, first)
        else:
            first, second = self._parties(left), self._parties(right)
        if self.options.get("houses") and not all(_is_house(p) for p in (*first, *second)):
            return []
        pairs = [*self._aligned(first, second), *self._peers(first, second)]
        return [p for p in (self._by_standing(pair) for pair in pairs) if p is not None]

    def _aligned(self, first: list[Party], second: list[Party]) -> list[Pair]:
        if len(first) == 1 or len(second) == 1:
            return [(a, b) for a in first for b in second]
        if not _IN_ORDER.search(self.order_text) and not self._led():
            return []
        open_end = any(isinstance(p, Mention) and "等" in p.text for p in (first[-1:] + second[-1:]))
        return list(zip(first, second, strict=True)) if len(first) == len(second) and not open_end else []

    def _peers(self, first: list[Party], second: list[Party]) -> list[Pair]:
        """A paper that three bodies of one kind sign together ties the last two as well."""
        three = [p for p in (*first, *second) if isinstance(p, Mention)]
        text = self.match.text
        if not self.options.get("peers") or len(first) != 1 or len(second) != 2 or len(three) != 3:
            return []
        kinds = {(p.type, p.subtype) for p in three[1:]}
        together = re.search("三方|共同", text) or any(letter_of(c) == "D" for c in text)
        apart = _IN_ORDER.search(text) or re.search("先后|均|都", text)
        return [(second[0], second[1])] if together and not apart and len(kinds) == 1 else []

    def _led(self) -> bool:
        """A list of leads with an alliance each: they come in the same order by construction."""
        return ("l", "leads", "a") in self.match.frame.gives and "m" not in self.match.slots

    def _among(self, slot: str) -> list[Pair]:
        """Pairs inside one slot: a chain pairs neighbours, a list of three parties each with each."""
        found = self._parties(slot)
        if slot == "c":
            pairs = list(zip(found[::2], found[1::2], strict=False))
            return [p for p in (self._by_standing(pair) for pair in pairs) if p is not None]
        return list(combinations(found, 2))

    def _by_standing(self, pair: Pair) -> Pair | None:
        if not self.options.get("standing"):
            return pair
        first = helper_first(self.scene.doc, *pair)
        return None if first is None else pair if first else (pair[1], pair[0])

    def _parties(self, slot: str) -> list[Party]:
        if slot not in self._filled:
            self._filled[slot] = self._read(slot)
        return self._filled[slot]

    def _read(self, slot: str) -> list[Party]:
        if slot == "here":
            pointed = parties.here(self.scene, self.masked, self.match.spans[slot])
            return [pointed] if pointed is not None else []
        text = self.match.slots.get(slot)
        if text is None:
            return self._carried() if slot in self.options.get("carry", ()) else []
        found: list[Party] = [self.masked.mentions[c] for c in members(text) if c in self.masked.mentions]
        if slot == "m":
            return list(parties.houses_of(self.scene.doc, [m for m in found if isinstance(m, Mention)]))
        if slot in self.options.get("parent", ()):
            return [p for p in (parties.parent_of(m) for m in found if isinstance(m, Mention)) if p]
        if slot in self.options.get("owner_of", ()):
            return [
                m.owner for m in found if isinstance(m, Mention) and m.type == "Alliance" and m.owner
            ] or [m for m in found if isinstance(m, Mention) and m.type == "Institution"]
        return found

    def _carried(self) -> list[Party]:
        said = parties.topic(self.masked, self.match.start)
        own = parties.issuer_is_house(self.scene.doc) and _HOUSE_OPENS.match(self.masked.text)
        if own and (said is None or "；" in said.text):
            return [Deixis.ISSUER]
        if said is not None and self._guest_of_the_issuer(said):
            return [Deixis.ISSUER]
        if said is not None:
            self.order_text = said.text + self.match.text
            return list(said.parties)
        helps = any(predicate == "supports" for _, predicate, _ in self.match.frame.gives)
        if not parties.alone_here(self.scene, self.sentence):
            return [] if helps else parties.topic_before(self.scene, self.sentence)
        house = parties.issuer_is_house(self.scene.doc)
        return [Deixis.REGION if helps and not house else Deixis.ISSUER]

    def _guest_of_the_issuer(self, said: parties.Topic) -> bool:
        """华西医院专家工作站在我院揭牌，与某卫生院组建…: who goes on is the hospital that reports, not its guest."""
        if not parties.issuer_is_house(self.scene.doc):
            return False
        clause = re.split("[，；]", said.text)[0]
        meant = [self.masked.mentions[c] for c in clause if c in self.masked.mentions]
        return any(m.deixis is Deixis.ISSUER and m not in said.parties for m in meant)

    def _alliances(self, slot: str, members_of: list[Party]) -> list[Party]:
        if slot in self._filled:
            return self._filled[slot]
        leads = self._leads()
        found: list[Party] = []
        if slot == "b" and slot in self.match.slots:
            bodies = [p for p in self._parties("b") if isinstance(p, Mention)]
            at = self.masked.clean_range(self.match.start, self.match.end)[0]
            found = [a for a in (self.scene.led_by(b, at) for b in bodies) if a is not None]
        elif slot in self.match.slots:
            first = [p for p in members_of if isinstance(p, Mention)]
            found = list(parties.alliances_of(self.scene, self.masked, self.match, leads, first))
        elif self.options.get("several"):
            found = list(parties.one_of_several(self.scene, self.masked, self.match, leads))
        elif slot == "a" and "b" not in self.match.slots:
            latest = self.scene.latest(self.masked.clean_range(self.match.start, self.match.end)[0])
            found = [latest] if latest is not None else []
        wanted = self.options.get("alliance_has")
        if wanted:
            found = [a for a in found if isinstance(a, Mention) and re.search(wanted, a.name)]
        self._filled[slot] = found
        return found

    def _leads(self) -> list[Mention]:
        if "l" in self.match.slots or "l" in self.options.get("carry", ()):
            return [p for p in self._parties("l") if isinstance(p, Mention)]
        return []

    def _last_two(self) -> Pair | None:
        """The two bodies that the sentence has named before, if they are exactly two."""
        start = self.masked.clean_range(self.match.start, self.match.end)[0]
        known: dict[str, Mention] = {}
        for body in self.masked.mentions.values():
            if body.type == "Institution" and body.end <= start:
                known.setdefault(_key(body), body)
        two = list(known.values())
        return (two[0], two[1]) if len(two) == 2 else None

    def _relation(self, subject: Party, predicate: str, target: Party) -> RelationMention | None:
        start, end = self.masked.clean_range(self.match.start, self.match.end)
        if isinstance(target, Deixis) and predicate == "partnersWith":
            subject, target = target, subject
        if isinstance(target, Deixis):
            kind = "Region" if target is Deixis.REGION else "Institution"
            text = extensions.text_of(self.scene.doc)[start:end]
            target = Mention(start, end, text, kind, deixis=target)
        status = self._status(start, end)
        if status != "actual" and predicate in self.options.get("only_done", ()):
            return None
        qualifiers = {"status": status} if status != "actual" else {}
        period = period_of(self.scene.doc, start, end)
        if period:
            qualifiers["period"] = period
        if predicate in ("partnersWith", "supports"):
            qualifiers.update(self._manner(target))
        return RelationMention(
            subject, predicate, target, start, end, qualifiers,
            rule=f"relations_alliance.{self.match.frame.id}",
        )  # fmt: skip

    def _status(self, start: int, end: int) -> str:
        fixed = self.options.get("status")
        if fixed:
            return str(fixed)
        clause_start = max(
            (m.end() for m in _CLAUSE_END.finditer(self.masked.text, 0, self.match.start)), default=0
        )
        if _words("future", "cues").search(self.masked.text, clause_start, self.match.end):
            return "target"
        return status_of(self.scene.doc, start, end)

    def _manner(self, target: Mention) -> dict[str, str]:
        """`mode`: the words for the kind of cooperation; `specialty`: the department named behind a body or in these words."""
        found: dict[str, str] = {}
        mode = self.options.get("mode", "")
        if "mode" in self.match.spans:
            a, b = self.match.spans["mode"]
            start, end = self.masked.clean_range(a, b)
            said = extensions.text_of(self.scene.doc)[start:end].strip("，的了“”")
            mode = (
                said.replace("“", "").replace("”", "") if said.count("“") != said.count("”") else said or mode
            )
        if mode:
            found["mode"] = str(mode)
        char = next((c for c, m in self.masked.mentions.items() if m is target), "")
        specialty = self.masked.units.get(char) or _specialty(str(mode))
        if specialty:
            found["specialty"] = specialty
        return found


def _is_house(party: Party) -> bool:
    return isinstance(party, Deixis) or party.subtype not in ("government", "health_authority", "media")


def _specialty(mode: str) -> str:
    """The speciality that words for a cooperation hold: 共建|心血管内科|联合病房."""
    for match in _BEFORE_UNIT.finditer(mode):
        end = match.end() if match[0] == "科" else match.start()
        start = start_of(mode, end, 0)
        found = mode[start:end]
        if start < end - (match[0] == "科") and "远程" not in found:
            return found
    return ""
