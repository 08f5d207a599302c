"""Whose value a reading tells: the body that its words name, the alliance or the region that the indicator can only belong to, or who reports."""

from __future__ import annotations

from spacy.tokens import Doc

from kg.extract import extensions
from kg.extract import indicator_bodies as bodies
from kg.extract import indicator_patterns as shapes
from kg.extract.readings import Reading
from kg.model.mention import Deixis, Mention


def subject_of(doc: Doc, reading: Reading) -> Mention | Deixis:
    """What the clause names; else an institution reports on itself, and an authority on its region."""
    named = _named_subject(doc, reading)
    if named is not None:
        return named
    kind = extensions.report_meta(doc).issuer_type
    if kind == "public_health" and shapes.OF_THE_PUBLIC.search(reading.indicator.name):
        return Deixis.REGION
    return Deixis.ISSUER if kind in bodies.SELF_REPORTING else Deixis.REGION


def _named_subject(doc: Doc, reading: Reading) -> Mention | Deixis | None:
    """The subject of the reading's words, corrected by what the indicator can only belong to."""
    own = reading.subject
    if _is_of_a_region(doc, reading):
        if not isinstance(own, Mention):
            return Deixis.REGION
        named = own.type == "Region" and not _township_before(doc, own, reading)
        return own if named else _region_of(doc, own) or Deixis.REGION
    if isinstance(own, Mention) and own.type == "Institution":
        return _alliance_of(doc, own, reading) or own
    return own


def _is_of_a_region(doc: Doc, reading: Reading) -> bool:
    name, own = reading.indicator.name, reading.subject
    if shapes.OF_A_REGION.match(name) or (_is_hospital(own) and shapes.OF_LOWER_HOUSES.match(name)):
        return True
    of_all = shapes.OF_ALL_PEOPLE.match(name) is not None
    return of_all and _is_hospital(own) and in_an_earlier_clause(doc, own, reading)


def _alliance_of(doc: Doc, own: Mention, reading: Reading) -> Mention | None:
    """The alliance, where the value is one that only an alliance has."""
    if shapes.OF_AN_ALLIANCE.match(reading.indicator.name):
        return _alliance_before(doc, reading)
    if shapes.ALL_OVER_AN_ALLIANCE.match(reading.indicator.name):
        return _alliance_founded(doc, own, reading)
    return None


def _township_before(doc: Doc, region: Mention, reading: Reading) -> bool:
    """True for a township that only an earlier clause speaks of: it has no rates of its own there."""
    text = extensions.text_of(doc)
    return region.text.endswith(("镇", "乡", "街道")) and "，" in text[region.end : reading.start]


def _is_hospital(subject: Mention | Deixis | None) -> bool:
    return isinstance(subject, Mention) and subject.type == "Institution" and subject.subtype == "hospital"


def _alliance_before(doc: Doc, reading: Reading) -> Mention | None:
    """The alliance that the sentence named last before a count of its members."""
    sentence = extensions.sentence_at(doc, reading.start)
    start = sentence.start if sentence is not None else reading.start
    found = [m for m in extensions.mentions(doc, "Alliance", start=start, end=reading.start) if not m.owner]
    return found[-1] if found else None


def in_an_earlier_clause(doc: Doc, subject: Mention | Deixis | None, reading: Reading) -> bool:
    """True where another clause than that of the value names the subject."""
    sentence = extensions.sentence_at(doc, reading.start)
    if not isinstance(subject, Mention) or sentence is None:
        return False
    return any(subject.end <= end <= reading.start for _, end in sentence.clauses)


def _alliance_founded(doc: Doc, lead: Mention, reading: Reading) -> Mention | None:
    """The alliance that the clause of the lead ends with (市人民医院牵头组建第一医共体，…)."""
    sentence = extensions.sentence_at(doc, reading.start)
    for start, end in sentence.clauses if sentence is not None else ():
        if start <= lead.start and lead.end < end <= reading.start:
            found = extensions.mentions(doc, "Alliance", start=lead.end, end=end)
            text = extensions.text_of(doc)
            return next(
                (m for m in found if m.end == end and shapes.FOUNDS.search(text, lead.end, m.start)), None
            )
    return None


def _region_of(doc: Doc, body: Mention) -> Mention | None:
    """The county or city that an institution's name begins with."""
    found = extensions.mentions(doc, "Region", start=body.start, end=body.end)
    return next(
        (m for m in found if m.start == body.start and m.text.endswith(("县", "市", "区", "旗", "州"))), None
    )
