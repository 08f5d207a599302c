"""Who builds a work, how far it is, and what it costs."""

from __future__ import annotations

import re
from collections.abc import Iterator

from spacy.tokens import Doc

from kg.extract import extensions
from kg.extract.actors import actor_of, clause_before, own_voice_is_authority
from kg.extract.acts import Act, noted
from kg.extract.periods import period_of
from kg.extract.status import status_of
from kg.model.mention import Deixis, Mention, RelationMention

_INTENDED = re.compile(r"规划|拟|计划|申报|筹划|谋划")
_DONE = re.compile(r"已|目前|截至|完成了")
# an institution that is itself being built does not build itself
_BUILT_FOR_THE_REGION = frozenset(("builds.itself", "builds.row"))


def buildings(doc: Doc) -> Iterator[RelationMention]:
    """`builds` for each work: by its owner where that is a body with staff, else by its region."""
    for act in noted(doc, "builds"):
        owner = act.object.owner
        actor = actor_of(_hospital(doc, owner)) if isinstance(owner, Mention) else owner or Deixis.REGION
        if act.rule in _BUILT_FOR_THE_REGION and own_voice_is_authority(doc):
            actor = Deixis.REGION
        start, end = min(act.cue[0], act.object.start), max(act.cue[1], act.object.end)
        qualifiers = {
            "status": _status(doc, act),
            "period": period_of(doc, start, end),
            "amount": act.qualifiers["amount"],
        }
        yield RelationMention(
            actor,
            "builds",
            act.object,
            start,
            end,
            {key: value for key, value in qualifiers.items() if value},
            rule=act.rule,
        )


def _hospital(doc: Doc, owner: Mention) -> Mention:
    """The hospital that a campus belongs to, where its name begins with the hospital's."""
    inner = extensions.mentions(doc, "Institution", start=owner.start, end=owner.end - 1)
    whole = [m for m in inner if m.start == owner.start]
    return whole[0] if whole and owner.text.endswith(("院区", "分院", "新院")) else owner


def _status(doc: Doc, act: Act) -> str:
    """What the clauses after the work tell, unless the chapter is a plan; else what the clause tells."""
    section = extensions.section_at(doc, act.object.start)
    told = act.qualifiers["stage"]
    planned = section is not None and section.role == "plan"
    if told and not planned:
        return told
    start, end = clause_before(doc, act.object.start)
    text = extensions.text_of(doc)
    if _INTENDED.search(text, start, act.object.start):
        return "target"
    status = status_of(doc, act.object.start, act.object.end)
    return "target" if planned and status == "actual" and not _DONE.search(text, start, end) else status
