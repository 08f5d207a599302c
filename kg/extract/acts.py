"""Acts: what a component saw done to an object, kept for the component that looks for the doer and writes the relation."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from spacy.tokens import Doc

from kg.model.mention import Mention

_KEY = "kg.acts"


@dataclass(frozen=True, slots=True)
class Act:
    """`object` is what somebody implements, builds or is awarded; `cue` is the range of the word that says so.

    `subject_end` is where the doer must stand before (the cue's start, as a rule). `subjects` holds the doers where the act itself
    tells them; `qualifiers` what the cue tells besides (`by`, `amount`, `status`).
    """

    predicate: str
    object: Mention
    cue: tuple[int, int]
    subject_end: int
    rule: str
    subjects: tuple[Mention, ...] = ()
    qualifiers: Mapping[str, str] = field(default_factory=dict, hash=False)


def note(doc: Doc, act: Act) -> None:
    """Keeps an act for later."""
    doc.user_data.setdefault(_KEY, []).append(act)


def noted(doc: Doc, predicate: str) -> list[Act]:
    """The acts of one predicate, in the order in which they were found."""
    return [act for act in doc.user_data.get(_KEY, ()) if act.predicate == predicate]
