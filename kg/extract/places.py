"""The names of divisions in one report, found once and shared by all components that read names."""

from __future__ import annotations

from dataclasses import dataclass

from spacy.tokens import Doc

from kg.extract.extensions import report_meta
from kg.gazetteer import Division, load_gazetteer

_KEY = "kg_places"


@dataclass(frozen=True, slots=True)
class Place:
    """A stretch of text that is the name of a division; `division` is None where none can be told.

    `weak` and `common` are those of the gazetteer's hit: the bare name may be another's, or an ordinary word.
    """

    start: int
    end: int
    name: str
    division: Division | None
    weak: bool
    common: bool

    @property
    def full(self) -> bool:
        """Whether the name carries its kind (开平市, not 开平)."""
        return self.division is not None and self.name != self.division.short


@dataclass(frozen=True, slots=True)
class Places:
    """All places of a text, in order and by the position at which they end."""

    ordered: tuple[Place, ...]
    by_end: dict[int, Place]
    by_start: dict[int, Place]


def places(doc: Doc) -> Places:
    """The places of the report's text, linked in the light of the report's own region and year."""
    found: Places | None = doc.user_data.get(_KEY)
    if found is None:
        found = _scan(doc)
        doc.user_data[_KEY] = found
    return found


def context(doc: Doc) -> Division | None:
    """The division that the report speaks of, if known."""
    code = report_meta(doc).region_code
    return load_gazetteer().by_code(code) if code else None


def _scan(doc: Doc) -> Places:
    gazetteer = load_gazetteer()
    hits = gazetteer.scan(doc.text)
    linked = gazetteer.link_all(hits, context(doc), report_meta(doc).year)
    ordered = tuple(
        Place(hit.start, hit.end, hit.name, division, hit.weak, hit.common)
        for hit, division in zip(hits, linked, strict=True)
    )
    return Places(ordered, {p.end: p for p in ordered}, {p.start: p for p in ordered})
