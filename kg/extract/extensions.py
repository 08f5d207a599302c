"""What the pipeline's components read from and write to a spaCy `Doc`.

Decisions are made on characters: a mention keeps its exact character range in `doc._.mentions` and is mirrored into
`doc.spans[<type>]` (widened to whole tokens where a segmenter cut a name elsewhere), so that spaCy's own tools see it.

| extension | holds |
| --- | --- |
| `doc._.report` | the `Document` that is being understood, or None for a bare string |
| `doc._.sentences` | its sentences with clauses |
| `doc._.mentions` | type name → mentions in text order |
| `doc._.quantities`, `doc._.periods` | numbers with units, stretches of time |
| `doc._.relations` | relations between mentions |
| `span._.mention` | the mention that a span mirrors |
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from operator import attrgetter
from typing import Protocol, TypeVar

from spacy.tokens import Doc, Span

from kg.model.mention import Mention, Period, Quantity, RelationMention
from kg.model.text import Document, ReportMeta, Section, Sentence, covering

_KEY = "kg"


@dataclass(slots=True)
class State:
    """All that the components know of one `Doc`; the extensions below are views of it."""

    text: str
    report: Document | None = None
    sentences: tuple[Sentence, ...] = ()
    mentions: dict[str, list[Mention]] = field(default_factory=dict)
    quantities: list[Quantity] = field(default_factory=list)
    periods: list[Period] = field(default_factory=list)
    relations: list[RelationMention] = field(default_factory=list)


def state_of(doc: Doc) -> State:
    """The state of a `Doc`, made at first sight."""
    state: State | None = doc.user_data.get(_KEY)
    if state is None:
        state = doc.user_data[_KEY] = State(doc.text)
    return state


def begin(doc: Doc, document: Document) -> None:
    """Ties a fresh `Doc` to the report that it was made of."""
    doc.user_data[_KEY] = State(document.text, document)


def _view(name: str) -> dict[str, object]:
    return {
        "getter": lambda doc: getattr(state_of(doc), name),
        "setter": lambda doc, value: setattr(state_of(doc), name, value),
    }


def declare() -> None:
    """Declares all extensions; safe to call again."""
    for name in ("report", "sentences", "mentions", "quantities", "periods", "relations"):
        if not Doc.has_extension(name):
            Doc.set_extension(name, **_view(name))  # type: ignore[arg-type]  # spaCy types the keywords one by one
    if not Span.has_extension("mention"):
        Span.set_extension("mention", getter=_mention_of)


def report_meta(doc: Doc) -> ReportMeta:
    """What the report says of itself; all empty for a bare string."""
    document = state_of(doc).report
    return document.meta if document is not None else ReportMeta()


def text_of(doc: Doc) -> str:
    """The clean text. `doc.text` puts it together anew from the tokens at every call: a microsecond a character."""
    return state_of(doc).text


def sentences(doc: Doc) -> tuple[Sentence, ...]:
    """The sentences of the report (none of them in page furniture)."""
    return state_of(doc).sentences


def sentence_at(doc: Doc, position: int) -> Sentence | None:
    """The sentence that covers a character position."""
    return covering(state_of(doc).sentences, position)


def section_at(doc: Doc, position: int) -> Section | None:
    """The section that covers a character position; None for a bare string and in furniture."""
    document = state_of(doc).report
    sentence = sentence_at(doc, position)
    return document.sections[sentence.section] if document is not None and sentence is not None else None


def add_mention(doc: Doc, mention: Mention) -> None:
    """Adds a mention in text order."""
    insort(state_of(doc).mentions.setdefault(mention.type, []), mention, key=_outer_first)


def remove_mentions(doc: Doc, doomed: Iterable[Mention]) -> None:
    """Takes mentions back, for a component that knows better than an earlier one."""
    gone = {id(mention) for mention in doomed}
    by_type = state_of(doc).mentions
    for kind, found in by_type.items():
        by_type[kind] = [mention for mention in found if id(mention) not in gone]


def mirror_spans(doc: Doc) -> None:
    """Shows every mention as a span in `doc.spans[<type>]`, widened to whole tokens."""
    for kind, found in sorted(state_of(doc).mentions.items()):
        spans = [doc.char_span(m.start, m.end, label=kind, alignment_mode="expand") for m in found]
        doc.spans[kind] = [span for span in spans if span is not None]


def mentions(doc: Doc, *types: str, start: int = 0, end: int | None = None) -> list[Mention]:
    """Mentions of the given types (all types where none is given) inside `start:end`, in text order, outer before inner."""
    by_type = state_of(doc).mentions
    if len(types) == 1:
        return _inside(by_type.get(types[0], ()), start, end)
    found = [m for kind in (types or sorted(by_type)) for m in _inside(by_type.get(kind, ()), start, end)]
    return sorted(found, key=_outer_first) if len(found) > 1 else found


class _Ranged(Protocol):
    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...


R = TypeVar("R", bound=_Ranged)


_START = attrgetter("start")


def _outer_first(ranged: _Ranged) -> tuple[int, int]:
    return ranged.start, -ranged.end


def _inside(ordered: Sequence[R], start: int, end: int | None) -> list[R]:
    """Those of a sequence in text order that lie inside `start:end`."""
    if not ordered:
        return []
    low = bisect_left(ordered, start, key=_START) if start else 0
    if end is None:
        return list(ordered[low:])
    found: list[R] = []
    for at in range(low, len(ordered)):  # few lie inside a sentence: a walk is faster than a second bisection
        ranged = ordered[at]
        if ranged.start >= end:
            break
        if ranged.end <= end:
            found.append(ranged)
    return found


def outermost(found: Iterable[Mention]) -> list[Mention]:
    """Of mentions in text order, those that no earlier and longer one covers (a region inside a hospital's name goes)."""
    kept: list[Mention] = []
    for mention in sorted(found, key=lambda m: (m.start, -m.end)):
        if not kept or mention.start >= kept[-1].end:
            kept.append(mention)
    return kept


def add_relation(doc: Doc, relation: RelationMention) -> None:
    """Adds a relation; the order is text order when extraction ends."""
    state_of(doc).relations.append(relation)


def relations(doc: Doc) -> list[RelationMention]:
    """All relations found so far."""
    return list(state_of(doc).relations)


def set_quantities(doc: Doc, found: Iterable[Quantity]) -> None:
    """Keeps the quantities, in text order."""
    state_of(doc).quantities = sorted(found, key=_outer_first)


def quantities(doc: Doc, start: int = 0, end: int | None = None) -> list[Quantity]:
    """Quantities inside `start:end`."""
    return _inside(state_of(doc).quantities, start, end)


def set_periods(doc: Doc, found: Iterable[Period]) -> None:
    """Keeps the periods, in text order."""
    state_of(doc).periods = sorted(found, key=_outer_first)


def periods(doc: Doc, start: int = 0, end: int | None = None) -> list[Period]:
    """Periods inside `start:end`."""
    return _inside(state_of(doc).periods, start, end)


def _mention_of(span: Span) -> Mention | None:
    """The mention that a span mirrors: the outermost of its label that it covers."""
    found = mentions(span.doc, span.label_, start=span.start_char, end=span.end_char)
    return found[0] if found else None


declare()
