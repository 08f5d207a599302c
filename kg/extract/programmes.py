"""Component `kg_programmes`: named campaigns, reforms, pilots and service schemes, and what is said to be done with them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from spacy.language import Language
from spacy.tokens import Doc

from kg.extract import extensions
from kg.extract.acts import Act, note
from kg.extract.noun_lists import bare_clauses, depth_free, unquoted
from kg.extract.programme_grammar import Name, common, known_names, names_in, one_name
from kg.extract.rules import load_rules
from kg.model.mention import Mention
from kg.model.text import Range, Sentence

Find = tuple[Name, Range, str]  # name, cue, frame

_NUMBERING = re.compile(
    r"^(?:[（(]?[一二三四五六七八九十\d]{1,3}[)）.、．:：]+|[一二三四五六七八九十]+是|第[一二三四五六七八九十]+，?)\s*"
)
_OBJECT_LEAD = re.compile(
    r"^(?:了|好|实(?!施)|国家|全国|一系列如?|以|新修订的|有针对性的|系列|重点|继续|深入)?(?=[^，。；])"
)
# one of these is in every phrase of table `progress`
_MOVES = re.compile(
    r"推|实施|开展|落|铺|展|深化|加强|优化|完成|走深|成效|进展|见效|有效|规范有序|起势|起步|启动|开跑|上路|上线|施行|扩|提|试|先行|纵深|深入|抓|细|惠及|之外|付诸|开花"
)
_MAX_OBJECT = 90
_MAX_HEADING = 28
_OPENING = frozenset(("开展", "组织开展", "实施", "组织实施", "推进", "启动"))
_AS_VERB = r"(?:(?<![一-龥])|(?<=[要并和]))改革"
_TITLED = re.compile(r"(?:工程|行动|筛查|接种|改革|项目|试点|活动|改造|防治|签约服务|检查)$")


@Language.component("kg_programmes")
def programmes(doc: Doc) -> Doc:
    """Finds the programmes and notes an act of implementing for each frame that governs one."""
    text = extensions.text_of(doc)
    own = extensions.report_meta(doc).issuer_type not in ("", "health_authority", "government", "media")
    papers = [(m.start, m.end) for m in extensions.mentions(doc, "PolicyDocument")]
    for sentence in extensions.sentences(doc):
        taken: list[Range] = []
        for (start, end, name, kind), cue, frame in _finds(text, sentence):
            if any(start < b and end > a for a, b in (*taken, *papers)):
                continue
            if own and frame == "heading":
                continue
            if kind == "built" and extensions.mentions(doc, "Institution", start=start, end=end):
                continue
            told = bool(frame) and not _is_slogan(text, sentence, name, cue)
            if not told and kind != "known":
                continue
            taken.append((start, end))
            mention = Mention(
                start,
                end,
                extensions.text_of(doc)[start:end],
                "Programme",
                name=unquoted(name),
                rule=f"programmes.{kind}",
            )
            extensions.add_mention(doc, mention)
            if told:
                note(doc, Act("implements", mention, cue, cue[0], f"implements.{frame}"))
    return doc


def _is_slogan(text: str, sentence: Sentence, name: str, cue: Range) -> bool:
    """True for a heading (一)深化医药卫生体制改革, which tells of nothing that is carried out; and for a title that is sought."""
    rule = load_rules("programmes")["slogan"]
    if re.search(r"(?:医院|保健院|中心|卫生院)创建$", name):
        return True
    if unquoted(name).removeprefix("进") in rule["empty"]:  # 大力推|进县乡一体
        return True
    named = name in rule["names"] or re.fullmatch(r"健康[一-龥]{2,3}(?:建设|战略)", name) is not None
    short = sentence.end - sentence.start <= _MAX_HEADING
    heading = short and _NUMBERING.match(text[sentence.start : sentence.end]) is not None
    return named and heading and text[cue[0] : cue[1]] not in rule["done"]


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
    for start, end in bare_clauses(text, sentence):
        if found and text[end - 3 : end] in ("等工作", "等活动") and not _verb().search(text, start, end):
            found[-1] = (found[-1][0], end)
        else:
            found.append((start, end))
    return found


@cache
def _verb() -> re.Pattern[str]:
    grammar = load_rules("programmes")["grammar"]
    verbs = sorted({*grammar["strong"], *grammar["weak"]}, key=lambda w: (-len(w), w))
    return re.compile("|".join(_AS_VERB if verb == "改革" else verb for verb in verbs))


def _governed(text: str, start: int, end: int) -> Iterator[Find]:
    """Programmes that follow a verb: from the last verb of the clause to the first, each with what stands up to the next."""
    every = list(_verb().finditer(text, start, end))
    if not every:
        return
    free = set(depth_free(text, start, end))
    inside = known_names(text, start, end)
    verbs = [
        v for v in every if v.start() in free and not any(a <= v.start() and v.end() <= b for a, b in inside)
    ]
    stop = end
    while verbs:
        verb = verbs.pop()
        names = _objects(text, verb, stop)
        outer = verbs[-1] if verbs else None
        strong = load_rules("programmes")["grammar"]["strong"]
        if (
            outer is not None
            and verb[0] not in strong
            and outer[0] in _OPENING
            and text[outer.end() : verb.start()] in ("", "了")
        ):
            wider = _objects(text, outer, stop)
            if len(wider) >= max(1, len(names)):
                verb, names = verbs.pop(), wider
        if names:
            for name in names:
                yield name, verb.span(), "governed" if name[3] == "built" else f"governed_{name[3]}"
            stop = verb.start()


def _objects(text: str, verb: re.Match[str], stop: int) -> list[Name]:
    """The programmes that a verb governs in the text up to `stop`."""
    lead = _OBJECT_LEAD.match(text[verb.end() : stop])
    begin = verb.end() + (lead.end() if lead is not None else 0)
    if stop - begin < 2:
        return []
    names = names_in(text, begin, min(stop, begin + _MAX_OBJECT))
    grammar = load_rules("programmes")["grammar"]
    if verb[0] in grammar["strong"]:
        return names
    if verb[0] == "改革":
        return [(a, b, n if n.endswith("改革") else f"{n}改革", kind) for a, b, n, kind in names]
    bare = verb[0] in grammar["weak_on_quotes"]
    return [n for n in names if n[3] == "known" or (n[3] == "quoted" and (bare or not n[2].endswith("”")))]


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
            if name[3] != "quoted" or not name[2].endswith("”"):
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
    begin += text.startswith(("将", "把"), begin)
    moves = _MOVES.search(text, begin, end)
    match = _progress().search(text, begin, end) if moves is not None else None
    if match is not None and match.start() - begin >= 4:
        for name in names_in(text, begin, match.start()):
            if name[3] == "known" or name[1] - name[0] >= 6:
                yield name, match.span(), "progress"
    known = next(iter(known_names(text, begin, end)), None)
    if (
        known is not None
        and known[0] - begin <= 4
        and _counted().match(text, known[1])
        and not common(text[known[0] : known[1]])
    ):
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
    if name is None or (name[0], name[1]) != (begin, stop) or _verb().match(text, begin) or common(name[2]):
        return
    if _TITLED.search(name[2]) and not re.search(r"\d{4}年|[和及]|拓展|提升|增强|迁建|扩建", name[2]):
        yield name, (name[0], name[1]), "heading"
