"""Who drafted, issued or revised a document, and who carries it out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from spacy.tokens import Doc

from kg.extract import extensions
from kg.extract.actors import Actor, actor_of, doers, groups, own_voice, own_voice_is_authority
from kg.extract.periods import period_of
from kg.extract.rules import load_rules
from kg.extract.status import status_of
from kg.model.mention import Mention, RelationMention
from kg.model.text import Sentence

_JOIN = re.compile(r"[》\s、，和及与以]*(?:\([^()]*\))?[\s、，和及与以]*")
_COMMITTEE = re.compile(r"(?:^|[，、])[省市县区州旗]?(?:委|政府|人大|政协)(?:[、高和]|$)|[省市县区州旗]委、")
_HOSPITAL = re.compile(r"院$|中心$|站$")  # they issue no papers of the whole region
_YEAR = re.compile(r"[〔\[【(](\d{4})[〕\]】)]")
_TITLE_ISSUER = re.compile(
    r"《?(?P<body>[^《》，。“”]{3,30}?)(?:办公[厅室])?关于(?:印发|开展|做好|加强|进一步|同意|实施|推进|公布|确定|命名|表彰|下达|转发|组织|[一-龥])"
)


@dataclass(frozen=True, slots=True)
class Told:
    """What is told of a document, by which rule, and where: up to the document's end where `end` is 0.

    `settled` is for a document that is quoted: it is out, in the year of its number.
    """

    predicate: str
    rule: str
    start: int
    end: int = 0
    settled: bool = False


@cache
def _verbs(name: str) -> re.Pattern[str]:
    return re.compile(load_rules("issued")[name]["cues"])


def issued(doc: Doc) -> Iterator[RelationMention]:
    """`issued` for each document that the text says somebody issues; `implements` where it is carried out."""
    for sentence in extensions.sentences(doc):
        papers = extensions.outermost(
            extensions.mentions(doc, "PolicyDocument", start=sentence.start, end=sentence.end)
        )
        for series in _series(extensions.text_of(doc), papers):
            yield from _of_series(doc, sentence, series)


def _series(text: str, papers: list[Mention]) -> list[list[Mention]]:
    """Documents in a row (《甲》《乙》和《丙》) together."""
    found: list[list[Mention]] = []
    for paper in papers:
        if found and _JOIN.fullmatch(text[found[-1][-1].end : paper.start]):
            found[-1].append(paper)
        else:
            found.append([paper])
    return found


def _of_series(doc: Doc, sentence: Sentence, series: list[Mention]) -> Iterator[RelationMention]:
    start = _clause_start(extensions.text_of(doc), sentence.start, series[0].start)
    for paper in series:
        yield from _named_in_title(doc, paper)
    before = extensions.text_of(doc)[start : series[0].start]
    if before.endswith("对") and extensions.text_of(doc).startswith("进行", series[0].end):
        yield from _relations(doc, Told("issued", "before", series[0].start - 1), series, [own_voice(doc)])
        return
    cue = _governing(before)
    if cue is not None and cue[0] == "issue":
        at = start + cue[1].start()
        yield from _relations(doc, Told("issued", "before", at), series, _issuers(doc, start, at, series[0]))
        yield from _passed_on(doc, sentence, series)
        return
    if cue is not None and cue[0] == "basis":
        at = start + cue[1].start()
        yield from _quoted_body(doc, series, start)
        if _verbs("carry").search(cue[1][0]):
            yield from _relations(doc, Told("implements", "basis", at), series, [own_voice(doc)])
        return
    yield from _quoted_body(doc, series, start)
    if _verbs("carried").match(extensions.text_of(doc), series[-1].end, sentence.end):
        doers_named = [actor_of(m) for m in doers(doc, series[0].start)]
        yield from _relations(
            doc, Told("implements", "basis", series[0].start), series, doers_named or [own_voice(doc)]
        )
        return
    yield from _after(doc, sentence, series)


def _clause_start(text: str, first: int, position: int) -> int:
    """Where the clause before a document begins, commas inside brackets and titles aside."""
    at = position
    while at > first and text[at - 1] not in "，。；：;:\n":
        at -= 1
    return at


def _governing(before: str) -> tuple[str, re.Match[str]] | None:
    """The last cue in the clause before a document, if it stands near enough to govern it."""
    found: tuple[str, re.Match[str]] | None = None
    for kind in ("issue", "basis"):
        for match in _verbs(kind).finditer(before):
            if (
                found is None
                or match.end() > found[1].end()
                or match.start() < found[1].start() <= match.end()
            ):
                found = kind, match
    if found is None:
        return None
    gap = re.sub(r"《[^《》]*》?", "", before[found[1].end() :])
    if len(gap) > (14 if found[0] == "issue" else 40):
        return None
    return found


def _issuers(doc: Doc, start: int, verb: int, paper: Mention) -> list[Actor]:
    """Bodies before the verb; 联合, 会同 and 与 add the issuer itself where nobody stands before them."""
    before = groups(doc, start, verb, ("Institution", "Region"))
    named = [m for group in before for m in group.members]
    joint = _verbs("joint").search(extensions.text_of(doc), start, verb)
    if not named:
        topic = doers(doc, verb, ("Institution", "Region"))
        region = extensions.report_meta(doc).region
        if region and paper.name.startswith(region) and own_voice_is_authority(doc):
            topic = [m for m in topic if m.type == "Region" or not _HOSPITAL.search(m.text)]
        sentence = extensions.sentence_at(doc, verb)
        begin = sentence.start if sentence is not None else start
        unread = _COMMITTEE.search(extensions.text_of(doc)[begin:verb])
        return [actor_of(m) for m in topic] or ([] if unread else [own_voice(doc)])
    if joint is not None and all(m.start >= joint.start() for m in named):
        return [own_voice(doc), *(actor_of(m) for m in named)]
    bodies = [m for m in named if m.type == "Institution" or m.deixis is not None] or named[-1:]
    gap = extensions.text_of(doc)[bodies[-1].end : verb]
    return [actor_of(m) for m in bodies] if len(gap) <= 20 else [own_voice(doc)]


def _named_in_title(doc: Doc, paper: Mention) -> Iterator[RelationMention]:
    """《某委关于…的通知》 names who issued it."""
    title = _TITLE_ISSUER.match(paper.text)
    if title is None:
        return
    inside = [
        m
        for m in extensions.mentions(doc, "Institution", start=paper.start, end=paper.start + title.end())
        if m.start <= paper.start + 1
    ]
    for body in inside[:1]:
        yield _relation(doc, Told("issued", "title", paper.start, settled=True), paper, actor_of(body))


def _quoted_body(doc: Doc, series: list[Mention], start: int) -> Iterator[RelationMention]:
    """A body right before a document that is quoted (国务院办公厅《…》)."""
    for group in groups(doc, start, series[0].start, ("Institution",))[-1:]:
        if re.fullmatch(
            r"(?:等\d*[个家]?(?:部门|部委|单位))?(?:联合)?(?:印发|发布|出台|下发|制定)?的?",
            extensions.text_of(doc)[group.end : series[0].start],
        ):
            for paper in series:
                for body in group.members:
                    yield _relation(
                        doc, Told("issued", "quoted", body.start, settled=True), paper, actor_of(body)
                    )


def _after(doc: Doc, sentence: Sentence, series: list[Mention]) -> Iterator[RelationMention]:
    """《…》经审议通过并印发, 《…》完成修订, 《…》，由市卫健委印发."""
    text, end = extensions.text_of(doc), series[-1].end
    match = _verbs("after").match(text, end, sentence.end)
    if match is None:
        return
    actors = _bodies_after(doc, end, match.end())
    maker = re.search(
        r"由(?P<who>[^，。；《》]{2,20})(?:起草|制定|编制|牵头制定|牵头起草)的?$",
        text[sentence.start : series[0].start],
    )
    if maker is not None:
        first = sentence.start + maker.start("who")
        made = groups(doc, first, sentence.start + maker.end("who"), ("Institution", "Region"))
        actors.extend(actor_of(m) for group in made for m in group.members)
    for paper in series:
        for actor in actors or [own_voice(doc)]:
            yield _relation(doc, Told("issued", "after", paper.start, match.end()), paper, actor)


def _bodies_after(doc: Doc, start: int, end: int) -> list[Actor]:
    """The bodies that 由 or 经 names between a document and the verb behind it."""
    text = extensions.text_of(doc)
    found = groups(doc, start, end, ("Institution",))
    return [
        actor_of(m) for group in found for m in group.members if _verbs("by").search(text[start : m.start])
    ]


def _passed_on(doc: Doc, sentence: Sentence, series: list[Mention]) -> Iterator[RelationMention]:
    """修订《…》，由市卫健委印发: the second body issues it as well."""
    match = _verbs("after").match(extensions.text_of(doc), series[-1].end, sentence.end)
    if match is None:
        return
    for paper in series:
        for actor in _bodies_after(doc, series[-1].end, match.end()):
            yield _relation(doc, Told("issued", "after", paper.start, match.end()), paper, actor)


def _not_yet(text: str, at: int) -> bool:
    """True for a document that is being drafted or is still to come out: 正在征求意见，拟于年内印发."""
    return _verbs("pending").match(text, at) is not None


def _relations(doc: Doc, told: Told, series: list[Mention], actors: list[Actor]) -> Iterator[RelationMention]:
    for paper in series:
        for actor in actors:
            yield _relation(doc, told, paper, actor)


def _relation(doc: Doc, told: Told, paper: Mention, actor: Actor) -> RelationMention:
    start, end = told.start, told.end or paper.end
    number = _YEAR.search(paper.attrs.get("number", ""))
    if told.settled:
        qualifiers = {"status": "actual", "period": number[1] if number is not None else ""}
    else:
        qualifiers = {"status": status_of(doc, start, end), "period": period_of(doc, start, end)}
        if number is not None and told.predicate == "issued":
            qualifiers["status"] = "actual"
        elif told.predicate == "issued" and _not_yet(extensions.text_of(doc), paper.end):
            qualifiers["status"] = "target"
    return RelationMention(
        actor,
        told.predicate,
        paper,
        min(start, paper.start),
        end,
        {key: value for key, value in qualifiers.items() if value},
        rule=f"issued.{told.rule}",
    )
