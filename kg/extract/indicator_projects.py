"""Money, beds and floor area of a building project: whose they are and how they are named."""

from __future__ import annotations

import re

from spacy.tokens import Doc

from kg.extract import extensions
from kg.extract import indicator_bodies as bodies
from kg.model.mention import Deixis, Mention
from kg.model.text import Range, Sentence

_BARE = re.compile(
    r"(?:项目|工程|总|概算|估算|计划|预计|累计|完成|已|年度|年内|当年|设置?|设有|规划|设计|可|新增?|编制|核定|用地|占地|建筑|建设|投资|投入|额|床位|病床|托位|占)*"
    r"(?:投资|总投资额?|概算|估算|建筑面积|占地面积|用地面积|床位数|病床数|托位数)(?:额|金额)?(?:完成率|比例|比重)?"
)
_AHEAD = re.compile(
    r"(?:、[^，。；]{1,24})?的|(?:用于|用来)?(?:启动|实施|推进|新建|改建|扩建|建设|改造|修建|兴建|建成|支持)"
)
_GENERIC = re.compile(r"(?:建设)?(?:项目|工程)|建设")
_WORK = re.compile(r"(?:建设)?(?:项目|工程)?$")


def of_project(doc: Doc, sentence: Sentence, value: Range, name: str) -> tuple[str, Mention | Deixis] | None:
    """The full name and the subject of a bare `总投资` or `设计床位数` that belongs to a project of the sentence, or None.

    The project is the one after `总投资3亿元的…`, else the nearest before in the part of the sentence that a semicolon bounds.
    """
    if not _BARE.fullmatch(name):
        return None
    project = _project_of(doc, sentence, value)
    if project is None or project.owner is None:
        return None
    if _GENERIC.fullmatch(project.name):
        return None
    owner = project.owner
    work = _WORK.sub("", project.name) or project.name
    bare = re.sub(r"^(?:项目|工程)", "", name)
    return work + bare, owner if isinstance(owner, Deixis) else bodies.as_subject(owner)


def _project_of(doc: Doc, sentence: Sentence, value: Range) -> Mention | None:
    text = extensions.text_of(doc)
    found = extensions.mentions(doc, "Project", start=sentence.start, end=sentence.end)
    for project in found:
        if project.start >= value[1] and _AHEAD.fullmatch(text, value[1], project.start):
            return project
    before = [p for p in found if p.end <= value[0] and "；" not in text[p.end : value[0]]]
    return before[-1] if before else None
