"""Component `kg_designations`: honours, accreditations, statuses and pilots that somebody has, gets or seeks."""

from __future__ import annotations

import re
from collections.abc import Iterator

from spacy.language import Language
from spacy.tokens import Doc

from kg.extract import extensions
from kg.extract.actors import groups
from kg.extract.acts import Act, note
from kg.extract.designation_grammar import Frame, clean_name, continued, frames
from kg.extract.noun_lists import bare_clauses
from kg.extract.rules import load_rules
from kg.model.mention import Mention
from kg.model.text import Range, Sentence

_SERVICE = re.compile(r"“?优质服务基层行”?")
_UNIT = re.compile(
    r"(?P<unit>(?:县域医疗次中心|(?:高级|综合|防治)?(?:胸痛|卒中|创伤|创伤救治|房颤|心衰|危重孕产妇救治|危重新生儿救治|呼吸与危重症医学科)(?:防治)?中心))(?:、[^，。；、]{2,10}中心)*[^，。；中]{0,14}$"
)


@Language.component("kg_designations")
def designations(doc: Doc) -> Doc:
    """Finds designations in the frames that award, tell or seek them, and notes an act for each."""
    text = extensions.text_of(doc)
    for sentence in extensions.sentences(doc):
        taken: list[Range] = []
        awarded = False
        for start, end in bare_clauses(text, sentence):
            found = [*frames(text, start, end)]
            if not found and awarded:
                found = [*continued(text, start, end)]
            awarded = any(frame.kind == "awarded" for frame in found)
            for frame in (*_apposed(doc, start, end), *found):
                _keep(doc, sentence, frame, taken)
    return doc


def _apposed(doc: Doc, start: int, end: int) -> Iterator[Frame]:
    """A designation beside the bodies that hold it: 甲、乙等一批示范单位; 国家区域医疗中心丙医院."""
    text, rules = extensions.text_of(doc), load_rules("designations")["apposed"]
    for group in groups(doc, start, end, ("Institution",)):
        match = re.match(rules["after"], text[group.end : min(end, group.end + 48)])
        if match is not None:
            name, at = clean_name(match["name"]), group.end + match.start("name")
            if name:
                yield Frame(
                    "awarded",
                    (group.end, group.end + 1),
                    group.end,
                    ((at, at + len(match["name"]), name),),
                    None,
                    "designations.apposed",
                )
        match = re.search(rules["before"], text[max(start, group.start - 14) : group.start])
        if match is not None:
            at = group.start - len(match["name"])
            yield Frame(
                "state",
                (group.end, group.end),
                group.end,
                ((at, group.start, match["name"]),),
                None,
                "designations.apposed",
            )


def _keep(doc: Doc, sentence: Sentence, frame: Frame, taken: list[Range]) -> None:
    for start, end, name in frame.names:
        if any(start < b and end > a for a, b in taken):
            continue
        inner = _inner_body(doc, start, name)
        sought = frame.kind == "sought"
        subjects = (inner,) if inner is not None and sought else _held_by(doc, frame)
        if frame.must_hold and not subjects:
            taken.append((start, end))
            continue
        own = (
            name[len(inner.text) :]
            if inner is not None and (sought or len(name) > len(inner.text) + 8)
            else name
        )
        full = _restored(extensions.text_of(doc), sentence, frame, own)
        if not full or (
            frame.kind == "state" and frame.rule.endswith("state") and not _fit_for_state(doc, frame)
        ):
            continue
        taken.append((start, end))
        mention = Mention(
            start, end, extensions.text_of(doc)[start:end], "Designation", name=full, rule=frame.rule
        )
        extensions.add_mention(doc, mention)
        qualifiers = {"kind": frame.kind, "level": own.split("|")[0] if "|" in own else ""}
        if frame.by is not None:
            qualifiers["by"] = _granter(doc, frame.by)
        elif inner is not None and not sought:
            qualifiers["by"] = inner.name
        note(
            doc,
            Act("designatedAs", mention, frame.cue, frame.subject_end, frame.rule, subjects, qualifiers),
        )


def _held_by(doc: Doc, frame: Frame) -> tuple[Mention, ...]:
    """The bodies in the range that tells who holds what the frame tells of."""
    if frame.held is None:
        return ()
    found = groups(doc, *frame.held, ("Institution", "Region", "Alliance", "Unit"))
    near = found and found[0].start - frame.held[0] <= 3
    return tuple(found[0].members) if near else ()


def _inner_body(doc: Doc, start: int, name: str) -> Mention | None:
    """The body at the head of a designation: whom a deed is done for (启动区中医院三级中医医院创建) or who grants it (获省政府督查激励)."""
    for mention in extensions.mentions(doc, "Institution", start=start, end=start + len(name)):
        if mention.start == start and clean_name(name[len(mention.text) :]):
            return mention
    return None


def _restored(text: str, sentence: Sentence, frame: Frame, name: str) -> str:
    """The name with what the sentence told before: 达到基本标准 after “优质服务基层行”推荐标准; 国家级验收 of a 胸痛中心."""
    if "|" in name:
        level, _exam = name.split("|")
        unit = _UNIT.search(text, max(sentence.start, frame.subject_end - 40), frame.subject_end)
        if unit is None:
            return ""
        certified = not level and "认证" in _exam and not unit["unit"].startswith(("高级", "综合", "防治"))
        return f"{level}{unit['unit']}{'认证' if certified else ''}"
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
    return bool(before) or extensions.text_of(doc)[max(0, frame.cue[0] - 1) : frame.cue[0]] in {
        "，",
        "科",
        "院",
    }


def _granter(doc: Doc, by: Range) -> str:
    """Who grants, as the text names it: the institutions in the range, else its words."""
    named = extensions.outermost(extensions.mentions(doc, "Institution", start=by[0], end=by[1]))
    if named:
        return "、".join(m.name for m in named)
    words = extensions.text_of(doc)[by[0] : by[1]]
    return words if re.search(r"委|局|厅|政府|部|会|国家|中心|办$|院", words) else ""
