"""Component `kg_designations`: honours, accreditations, statuses and pilots that somebody has, gets or seeks."""

from __future__ import annotations

import re

from spacy.language import Language
from spacy.tokens import Doc

from kg.extract import extensions
from kg.extract.acts import Act, note
from kg.extract.designation_grammar import Frame, frames
from kg.model.mention import Mention
from kg.model.text import Range, Sentence

_SERVICE = re.compile(r"“?优质服务基层行”?")
_UNIT = re.compile(r"(?P<unit>(?:胸痛|卒中|创伤|创伤救治|房颤|心衰|危重孕产妇救治|危重新生儿救治)中心)(?:、[^，。；、]{2,10}中心)*[^，。；中]{0,14}$")


@Language.component("kg_designations")
def designations(doc: Doc) -> Doc:
    """Finds designations in the frames that award, tell or seek them, and notes an act for each."""
    for sentence in extensions.sentences(doc):
        taken: list[Range] = []
        for start, end in sentence.clauses:
            for frame in frames(extensions.text_of(doc), start, end):
                _keep(doc, sentence, frame, taken)
    return doc


def _keep(doc: Doc, sentence: Sentence, frame: Frame, taken: list[Range]) -> None:
    for start, end, name in frame.names:
        if any(start < b and end > a for a, b in taken):
            continue
        full = _restored(extensions.text_of(doc), sentence, frame, name)
        if not full or frame.kind == "state" and not _fit_for_state(doc, frame):
            continue
        taken.append((start, end))
        mention = Mention(start, end, extensions.text_of(doc)[start:end], "Designation", name=full, rule=frame.rule)
        extensions.add_mention(doc, mention)
        qualifiers = {"kind": frame.kind}
        if frame.by is not None:
            qualifiers["by"] = _granter(doc, frame.by)
        note(doc, Act("designatedAs", mention, frame.cue, frame.subject_end, frame.rule, qualifiers=qualifiers))


def _restored(text: str, sentence: Sentence, frame: Frame, name: str) -> str:
    """The name with what the sentence told before: 达到基本标准 after “优质服务基层行”推荐标准; 国家级验收 of a 胸痛中心."""
    if "|" in name:
        level, exam = name.split("|")
        unit = _UNIT.search(text, max(sentence.start, frame.subject_end - 40), frame.subject_end)
        return f"{level}{unit['unit']}" if unit is not None else ""
    if name in ("推荐标准", "基本标准", "国家推荐标准", "国家基本标准", "国标基本标准"):
        earlier = _SERVICE.search(text, sentence.start, frame.subject_end)
        return f"“优质服务基层行”{name}" if earlier is not None else name
    return name


def _fit_for_state(doc: Doc, frame: Frame) -> bool:
    """是 and 为 tell a designation only right after a named body or pointing word."""
    before = [
        m
        for m in extensions.mentions(doc, "Institution", "Unit", "Region", "Alliance", end=frame.cue[0])
        if m.end == frame.cue[0]
    ]
    return bool(before) or extensions.text_of(doc)[max(0, frame.cue[0] - 1) : frame.cue[0]] in {"，", "科", "院"}


def _granter(doc: Doc, by: Range) -> str:
    """Who grants, as the text names it: the institutions in the range, else its words."""
    named = extensions.outermost(extensions.mentions(doc, "Institution", start=by[0], end=by[1]))
    if named:
        return "、".join(m.name for m in named)
    words = extensions.text_of(doc)[by[0] : by[1]]
    return words if re.search(r"委|局|厅|政府|部|会|国家|中心|办$|院", words) else ""
