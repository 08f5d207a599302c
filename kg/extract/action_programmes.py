"""Who carries out a programme."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Doc

from kg.extract.actors import actor_of, doers, own_voice
from kg.extract.acts import noted
from kg.extract.confidence import confidence
from kg.extract.periods import period_of
from kg.extract.status import status_of
from kg.model.mention import RelationMention


def carried_out(doc: Doc) -> Iterator[RelationMention]:
    """`implements` for each act that the programmes component noted: by the doers named before the verb, else by the issuer."""
    for act in noted(doc, "implements"):
        named = list(act.subjects) or doers(doc, act.subject_end)
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
                confidence=confidence("programmes", act.rule),
            )
