"""Who does what a clause tells: the named bodies before a verb, those of an earlier clause, or the report's issuer."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from spacy.tokens import Doc

from kg.extract import extensions
from kg.extract.rules import load_rules
from kg.model.mention import Deixis, Mention
from kg.model.text import Range

Actor = Mention | Deixis
BODIES = ("Institution", "Region", "Alliance")
_LINK = re.compile(
    r"\s*(?:党委|党支部|党总支)?(?:[、，,]|和|及|以及|\([^()]{1,14}\)|[“”]|、[^，。；、的]{2,8}、)*\s*"
)
_WHOLE = re.compile(r"^(?:全[国省市县区州旗镇乡]|国家|各)")


@cache
def _rule(table: str, key: str) -> re.Pattern[str]:
    value = load_rules("actors")[table][key]
    return re.compile(value if isinstance(value, str) else f"^(?:{'|'.join(value)}|[，、“”])*$")


@dataclass(slots=True)
class Group:
    """Coordinate bodies; `start` is where the first of them begins with the region it lies in (龙泉驿区洛带镇)."""

    start: int
    members: list[Mention]

    @property
    def end(self) -> int:
        return self.members[-1].end


def groups(doc: Doc, start: int, end: int, types: tuple[str, ...] = BODIES) -> list[Group]:
    """The named bodies inside `start:end` as lists of coordinate members, in text order.

    A body that follows another without a gap lies inside it: the latter counts.
    """
    found: list[Group] = []
    papers = extensions.mentions(doc, "PolicyDocument", start=start)
    for mention in extensions.outermost(extensions.mentions(doc, *types, start=start, end=end)):
        if _WHOLE.match(mention.text) or any(
            p.start <= mention.start and mention.end <= p.end for p in papers
        ):
            continue
        gap = extensions.text_of(doc)[found[-1].end : mention.start] if found else None
        departments = gap in ("与", "同") and mention.type == "Unit" == found[-1].members[-1].type
        if gap is None or (gap and not departments and not _LINK.fullmatch(gap)):
            found.append(Group(mention.start, [mention]))
        elif gap:
            found[-1].members.append(mention)
        else:
            found[-1].members[-1] = mention
    return found


def before_verb(doc: Doc, start: int, verb: int, types: tuple[str, ...] = BODIES) -> Group | None:
    """The list of bodies that is the subject of a verb at `verb`, in the clause that begins at `start`; None where none is."""
    for group in reversed(groups(doc, start, verb, types)):
        if _barred(extensions.text_of(doc)[max(start, group.start - 4) : group.start]):
            continue
        return group if _rule("between", "adverbs").match(extensions.text_of(doc)[group.end : verb]) else None
    return None


def _barred(lead: str) -> bool:
    return _rule("before", "bars").search(lead) is not None and _rule("before", "opens").search(lead) is None


def clause_before(doc: Doc, position: int) -> Range:
    """The clause that holds `position`."""
    sentence = extensions.sentence_at(doc, position)
    if sentence is None:
        return position, position
    for start, end in sentence.clauses:
        if start <= position < end:
            return start, end
    return sentence.start, sentence.end


def doers(doc: Doc, verb: int, types: tuple[str, ...] = BODIES) -> list[Mention]:
    """The named doers of the verb at `verb`: in its clause, else as the topic that an earlier clause opens with.

    A list of bodies may run over several clauses (龙泉驿区洛带镇，新都区大丰街道…要建成).
    """
    sentence = extensions.sentence_at(doc, verb)
    if sentence is None:
        return []
    start = clause_before(doc, verb)[0]
    found = before_verb(doc, start, verb, types)
    if found is not None:
        earlier = groups(doc, sentence.start, start, types) if found.start == start else []
        whole = earlier and any(earlier[-1].start == clause[0] for clause in sentence.clauses)
        if whole and _LINK.fullmatch(extensions.text_of(doc)[earlier[-1].end : start]):
            return [*earlier[-1].members, *found.members]
        return found.members
    if _rule("head", "openers").match(extensions.text_of(doc)[start:verb]) is None:
        return []
    return _topic(doc, sentence.clauses, start, types)


def _topic(doc: Doc, clauses: tuple[Range, ...], start: int, types: tuple[str, ...]) -> list[Mention]:
    """The bodies that open the nearest earlier clause of the sentence which has any at its head."""
    for begin, end in reversed([c for c in clauses if c[0] < start]):
        if extensions.text_of(doc)[end : end + 1] in "；;":
            return []
        for group in groups(doc, begin, end, types)[:1]:
            lead = extensions.text_of(doc)[begin : group.start]
            if (
                _rule("head", "openers").match(lead)
                and not _barred(lead)
                and not extensions.text_of(doc).startswith("的", group.end)
            ):
                return group.members
    return []


def actor_of(mention: Mention) -> Actor:
    """The mention, or what it points to where it only points (我院)."""
    return mention.deixis if mention.deixis is not None else mention


def own_voice_is_authority(doc: Doc) -> bool:
    """True where a health authority, a government or a paper speaks, False where an institution reports on itself."""
    return extensions.report_meta(doc).issuer_type in ("", "health_authority", "government", "media")


def own_voice(doc: Doc) -> Deixis:
    """Who acts where nobody is named: the issuer, or the region where the issuer is a paper or unknown."""
    kind = extensions.report_meta(doc).issuer_type
    return Deixis.REGION if kind in ("media", "enterprise") else Deixis.ISSUER
