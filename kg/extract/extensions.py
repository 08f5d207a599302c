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

import sys
from bisect import insort
from collections.abc import Iterable

from spacy.tokens import Doc, Span

from kg.model.mention import Mention, Period, Quantity, RelationMention
from kg.model.text import Document, ReportMeta, Section, Sentence, covering


def declare() -> None:
    """Declares all extensions; safe to call again."""
    for name in ("report", "sentences", "mentions", "quantities", "periods", "relations"):
        if not Doc.has_extension(name):
            Doc.set_extension(name, default=None)
    if not Span.has_extension("mention"):
        Span.set_extension("mention", default=None)


declare()


def report_meta(doc: Doc) -> ReportMeta:
    """What the report says of itself; all empty for a bare string."""
    document: Document | None = doc._.report
    return document.meta if document is not None else ReportMeta()


def text_of(doc: Doc) -> str:
    """The clean text. `doc.text` puts it together anew from the tokens at every call: a microsecond a character."""
    document: Document | None = doc._.report
    return document.text if document is not None else doc.text


def sentences(doc: Doc) -> tuple[Sentence, ...]:
    """The sentences of the report (none of them in page furniture)."""
    return tuple(doc._.sentences or ())


def sentence_at(doc: Doc, position: int) -> Sentence | None:
    """The sentence that covers a character position."""
    return covering(doc._.sentences or (), position)


def section_at(doc: Doc, position: int) -> Section | None:
    """The section that covers a character position; None for a bare string and in furniture."""
    document: Document | None = doc._.report
    sentence = sentence_at(doc, position)
    return document.sections[sentence.section] if document is not None and sentence is not None else None


def add_mention(doc: Doc, mention: Mention) -> None:
    """Adds a mention in text order, and mirrors it into `doc.spans`."""
    if doc._.mentions is None:
        doc._.mentions = {}
    insort(doc._.mentions.setdefault(mention.type, []), mention, key=lambda m: (m.start, -m.end))
    span = doc.char_span(mention.start, mention.end, label=mention.type, alignment_mode="expand")
    if span is not None:
        span._.mention = mention
        if mention.type not in doc.spans:
            doc.spans[mention.type] = []
        doc.spans[mention.type].append(span)


def remove_mentions(doc: Doc, doomed: Iterable[Mention]) -> None:
    """Takes mentions back, for a component that knows better than an earlier one."""
    gone = {id(mention) for mention in doomed}
    for kind, found in (doc._.mentions or {}).items():
        doc._.mentions[kind] = [mention for mention in found if id(mention) not in gone]
        if kind in doc.spans:
            doc.spans[kind] = [span for span in doc.spans[kind] if id(span._.mention) not in gone]


def mentions(doc: Doc, *types: str, start: int = 0, end: int | None = None) -> list[Mention]:
    """Mentions of the given types (all types where none is given) inside `start:end`, in text order, outer before inner."""
    stop = sys.maxsize if end is None else end
    by_type: dict[str, list[Mention]] = doc._.mentions or {}
    found = [
        mention
        for kind in (types or sorted(by_type))
        for mention in by_type.get(kind, ())
        if mention.start >= start and mention.end <= stop
    ]
    return sorted(found, key=lambda m: (m.start, -m.end))


def outermost(found: Iterable[Mention]) -> list[Mention]:
    """Of mentions in text order, those that no earlier and longer one covers (a region inside a hospital's name goes)."""
    kept: list[Mention] = []
    for mention in sorted(found, key=lambda m: (m.start, -m.end)):
        if not kept or mention.start >= kept[-1].end:
            kept.append(mention)
    return kept


def add_relation(doc: Doc, relation: RelationMention) -> None:
    """Adds a relation; the order is text order when extraction ends."""
    if doc._.relations is None:
        doc._.relations = []
    doc._.relations.append(relation)


def relations(doc: Doc) -> list[RelationMention]:
    """All relations found so far."""
    return list(doc._.relations or ())


def set_quantities(doc: Doc, found: Iterable[Quantity]) -> None:
    """Keeps the quantities, in text order."""
    doc._.quantities = sorted(found, key=lambda q: (q.start, -q.end))


def quantities(doc: Doc, start: int = 0, end: int | None = None) -> list[Quantity]:
    """Quantities inside `start:end`."""
    stop = sys.maxsize if end is None else end
    return [q for q in doc._.quantities or () if q.start >= start and q.end <= stop]


def set_periods(doc: Doc, found: Iterable[Period]) -> None:
    """Keeps the periods, in text order."""
    doc._.periods = sorted(found, key=lambda p: (p.start, -p.end))


def periods(doc: Doc, start: int = 0, end: int | None = None) -> list[Period]:
    """Periods inside `start:end`."""
    stop = sys.maxsize if end is None else end
    return [p for p in doc._.periods or () if p.start >= start and p.end <= stop]
