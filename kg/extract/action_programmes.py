"""Who carries out a programme."""

from __future__ import annotations

import re
from collections.abc import Iterator

from spacy.tokens import Doc

from kg.extract import extensions
from kg.extract.actors import actor_of, doers, groups, own_voice
from kg.extract.acts import noted
from kg.extract.periods import period_of
from kg.extract.status import status_of
from kg.model.mention import Mention, RelationMention

_WHERE = re.compile(
    r"(?:工作|试点)?(?:已|率先|先行|首先)*在(?P<where>[^，。；]{2,24}?)(?:先行|率先|试点|实施|推开|推行|落地|启动)"
)


def _places(doc: Doc, at: int) -> list[Mention]:
    """The places that a programme is told to run in: 门诊按人头包干付费已在甲、乙两县先行."""
    match = _WHERE.match(extensions.text_of(doc), at)
    if match is None:
        return []
    found = groups(doc, match.start("where"), match.end("where"), ("Region", "Institution"))
    return [m for group in found for m in group.members]


def carried_out(doc: Doc) -> Iterator[RelationMention]:
    """`implements` for each act that the programmes component noted: by the doers named before the verb, else by the issuer."""
    for act in noted(doc, "implements"):
        named = list(act.subjects) or doers(doc, act.subject_end) or _places(doc, act.object.end)
        start, end = min(act.cue[0], act.object.start), max(act.cue[1], act.object.end)
        qualifiers = {
            "status": status_of(doc, start, end),
            "period": period_of(doc, start, end),
            **act.qualifiers,
        }
        for actor in [actor_of(m) for m in named] or [own_voice(doc)]:
            yield RelationMention(
                actor,
                "implements",
                act.object,
                start,
                end,
                {key: value for key, value in qualifiers.items() if value},
                rule=act.rule,
            )
