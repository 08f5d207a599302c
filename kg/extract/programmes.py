"""Component `kg_programmes`: named campaigns, reforms, pilots and service schemes, and what is said to be done with them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from spacy.language import Language
from spacy.tokens import Doc

from kg.extract import extensions
from kg.extract.acts import Act, note
from kg.extract.noun_lists import depth_free, unquoted
from kg.extract.programme_grammar import Name, banned, known_names, names_in, one_name
from kg.extract.rules import load_rules
from kg.model.mention import Mention
from kg.model.text import Range, Sentence

Find = tuple[Name, Range, str]  # name, cue, frame

_NUMBERING = re.compile(r"^(?:[（(]?[一二三四五六七八九十\d]{1,3}[)）.、．:：]+|[一二三四五六七八九十]+是|第[一二三四五六七八九十]+，?)\s*")
_OBJECT_LEAD = re.compile(r"^(?:了|好|实|国家|全国|一系列如?|以|新修订的|有针对性的|系列|重点|继续|深入)?(?=[^，。；])")
_MAX_OBJECT = 90


@Language.component("kg_programmes")
def programmes(doc: Doc) -> Doc:
    """Finds the programmes and notes an act of implementing for each frame that governs one."""
    papers = [(m.start, m.end) for m in extensions.mentions(doc, "PolicyDocument")]
    for sentence in extensions.sentences(doc):
        taken: list[Range] = []
        for (start, end, name, kind), cue, frame in _finds(extensions.text_of(doc), sentence):
            if any(start < b and end > a for a, b in (*taken, *papers)):
                continue
            taken.append((start, end))
            mention = Mention(
                start, end, extensions.text_of(doc)[start:end], "Programme", name=unquoted(name), rule=f"programmes.{kind}"
            )
            extensions.add_mention(doc, mention)
            if frame:
                note(doc, Act("implements", mention, cue, cue[0], f"implements.{frame}"))
    return doc


def _finds(text: str, sentence: Sentence) -> Iterator[Find]:
    clauses = _clauses(text, sentence)
    for start, end in clauses:
        yield from _governed(text, start, end)
    for start, end in clauses:
        yield from _around(text, start, end)
        yield from _progressing(text, start, end)
    yield from _heading(text, sentence)
    for start, end in known_names(text, sentence.start, sentence.end):
        yield (start, end, text[start:end], "known"), (start, end), ""


def _clauses(text: str, sentence: Sentence) -> list[Range]:
    """Clauses, joined again where a comma only parts the members of a list that 等 closes."""
    found: list[Range] = []
    for start, end in sentence.clauses:
        if found and text[end - 3 : end] in ("等工作", "等活动") and not _verb().search(text, start, end):
            found[-1] = (found[-1][0], end)
        else:
            found.append((start, end))
    return found


@cache
def _verb() -> re.Pattern[str]:
    grammar = load_rules("programmes")["grammar"]
    return re.compile("|".join(sorted({*grammar["strong"], *grammar["weak"]}, key=lambda w: (-len(w), w))))


def _governed(text: str, start: int, end: int) -> Iterator[Find]:
    """Programmes that follow a verb: from the last verb of the clause to the first, each with what stands up to the next."""
    free = set(depth_free(text, start, end))
    inside = [r for r in known_names(text, start, end)]
    strong = frozenset(load_rules("programmes")["grammar"]["strong"])
    stop = end
    for verb in reversed(list(_verb().finditer(text, start, end))):
        if verb.start() not in free or any(a <= verb.start() < b and verb.end() < b for a, b in inside):
            continue
        begin = verb.end()
        if stop - begin < 2 or begin < stop and _verb().match(text, begin):
            continue
        lead = _OBJECT_LEAD.match(text[begin:stop])
        begin += lead.end() if lead is not None else 0
        names = [n for n in names_in(text, begin, min(stop, begin + _MAX_OBJECT)) if verb[0] in strong or n[3] != "built"]
        if names:
            for name in names:
                yield name, (verb.start(), verb.end()), "governed" if name[3] == "built" else f"governed_{name[3]}"
            stop = verb.start()


@cache
def _around_pattern() -> re.Pattern[str]:
    grammar = load_rules("programmes")["grammar"]
    after = "|".join(grammar["frame_after"])
    return re.compile(rf"{grammar['frame_before']}(?P<name>[^，。；以]{{3,40}}?)(?P<after>{after})")


def _around(text: str, start: int, end: int) -> Iterator[Find]:
    """以…为抓手, 以…为主线."""
    for match in _around_pattern().finditer(text, start, end):
        begin = match.start("name") + len(_lead(match["name"]))
        for name in names_in(text, begin, match.end("name")):
            yield name, match.span("after"), "around"


def _lead(phrase: str) -> str:
    lead = re.match(r"(?:创建|实施|开展|推进|深化)(?=.{4})", phrase)
    return lead[0] if lead is not None else ""


@cache
def _progress() -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{p})" for p in load_rules("programmes")["grammar"]["progress"]))


def _progressing(text: str, start: int, end: int) -> Iterator[Find]:
    """A clause whose subject is the programme: 医药卫生体制改革稳步推进."""
    numbering = _NUMBERING.match(text[start:end])
    begin = start + (numbering.end() if numbering is not None else 0)
    match = _progress().search(text, begin, end)
    if match is not None and match.start() - begin >= 4:
        for name in names_in(text, begin, match.start()):
            if name[3] == "known" or name[1] - name[0] >= 6:
                yield name, match.span(), "progress"
    known = next(iter(known_names(text, begin, end)), None)
    if known is not None and known[0] - begin <= 4 and _counted().match(text, known[1]):
        yield (*known, text[known[0] : known[1]], "known"), known, "counted"


@cache
def _counted() -> re.Pattern[str]:
    return re.compile(load_rules("programmes")["counted"]["after"])


def _heading(text: str, sentence: Sentence) -> Iterator[Find]:
    """A heading that is nothing but a programme's name: (二)健康口腔行动。"""
    stop = sentence.end - 1 if text[sentence.end - 1] in "。.：:" else sentence.end
    numbering = _NUMBERING.match(text[sentence.start : stop])
    if numbering is None:
        return
    begin = sentence.start + numbering.end()
    name = one_name(text, begin, stop)
    if name is not None and name[0] == begin and name[1] == stop and not banned(name[2]) and not _verb().match(text, begin):
        yield name, (name[0], name[1]), "heading"

