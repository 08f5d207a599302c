"""Who does what a clause tells: the named bodies before a verb, those of an earlier clause, or the report's issuer."""

from __future__ import annotations

import re
from functools import cache

from spacy.tokens import Doc

from kg.extract import extensions
from kg.extract.rules import load_rules
from kg.model.mention import Deixis, Mention
from kg.model.text import Range

Actor = Mention | Deixis
BODIES = ("Institution", "Region", "Alliance")
_LINK = re.compile(r"\s*(?:[、，,]|和|与|及|以及|\([^()]{1,14}\)|[“”])*\s*")
_WHOLE = re.compile(r"^(?:全[国省市县区州旗镇乡]|国家|各)")


@cache
def _adverbs() -> re.Pattern[str]:
    return re.compile(f"^(?:{'|'.join(load_rules('actors')['between']['adverbs'])}|[，、“”])*$")


@cache
def _rule(name: str) -> re.Pattern[str]:
    return re.compile(load_rules("actors")["before"][name])


def groups(doc: Doc, start: int, end: int, types: tuple[str, ...] = BODIES) -> list[list[Mention]]:
    """The named bodies inside `start:end` as lists of coordinate members, in text order.

    A body that follows another without a gap lies inside it (龙泉驿区洛带镇): the latter counts.
    """
    found: list[list[Mention]] = []
    papers = extensions.mentions(doc, "PolicyDocument")
    for mention in extensions.outermost(extensions.mentions(doc, *types, start=start, end=end)):
        if any(p.start <= mention.start and mention.end <= p.end for p in papers) or _WHOLE.match(mention.text):
            continue
        if not found:
            found.append([mention])
            continue
        gap = doc.text[found[-1][-1].end : mention.start]
        if not gap:
            found[-1][-1] = mention
        elif _LINK.fullmatch(gap):
            found[-1].append(mention)
        else:
            found.append([mention])
    return found


def before_verb(doc: Doc, start: int, verb: int, types: tuple[str, ...] = BODIES) -> list[Mention]:
    """The list of bodies that is the subject of a verb at `verb`, in the clause that begins at `start`; empty where none is."""
    for group in reversed(groups(doc, start, verb, types)):
        lead = doc.text[max(start, group[0].start - 4) : group[0].start]
        if _rule("bars").search(lead) and not _rule("opens").search(lead):
            continue
        if _adverbs().match(doc.text[group[-1].end : verb]):
            return group
        return []
    return []


def clause_before(doc: Doc, position: int) -> Range:
    """The clause that holds `position`, widened to the left over list members that a comma parts."""
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
    if found and found[0].start == start:
        return [*_earlier_members(doc, sentence.start, start, types), *found]
    if found:
        return found
    if doc.text[start:verb].strip() and not _adverbs().match(doc.text[start:verb]):
        return []
    return _topic(doc, sentence.clauses, start, types)


def _earlier_members(doc: Doc, first: int, start: int, types: tuple[str, ...]) -> list[Mention]:
    """Members of the same list in the clauses before: groups that fill them up to the comma."""
    wider = groups(doc, first, start, types)
    if not wider or not _LINK.fullmatch(doc.text[wider[-1][-1].end : start]):
        return []
    return wider[-1]


def _topic(doc: Doc, clauses: tuple[Range, ...], start: int, types: tuple[str, ...]) -> list[Mention]:
    """The bodies that open the nearest earlier clause of the sentence which has any at its head."""
    for begin, end in reversed([c for c in clauses if c[0] < start]):
        if doc.text[end : end + 1] in "；;":
            return []
        for group in groups(doc, begin, end, types)[:1]:
            lead = doc.text[begin : group[0].start]
            if len(lead) <= 12 and not _rule("bars").search(lead) and doc.text[group[-1].end : group[-1].end + 1] not in "的":
                return group
    return []


def actor_of(mention: Mention) -> Actor:
    """The mention, or what it points to where it only points (我院)."""
    return mention.deixis if mention.deixis is not None else mention


def own_voice(doc: Doc) -> Deixis:
    """Who acts where nobody is named: the issuer, or the region where the issuer is a paper or unknown."""
    kind = extensions.report_meta(doc).issuer_type
    return Deixis.REGION if kind in ("media", "enterprise") else Deixis.ISSUER
