"""The names of divisions in one report, found once and shared by all components that read names."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from spacy.tokens import Doc

from kg.extract.extensions import report_meta, text_of
from kg.gazetteer import Division, load_gazetteer

_KEY = "kg_places"
PROVINCES = "京津冀晋蒙辽吉黑沪苏浙皖闽赣鲁豫鄂湘粤桂琼渝川贵云藏陕甘青宁新台港澳"
_COUNT = re.compile("[一二两三四五六七八九十]+[家个处所间]")
_CONJUNCTIONS = ("和", "会同", "同")


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


@lru_cache(maxsize=1)
def region_names() -> frozenset[str]:
    """Short and full names of today's provinces, prefectures and counties: what universities and firms begin with."""
    gazetteer = load_gazetteer()
    found: set[str] = set()
    level = [gazetteer.abbreviation(char) for char in PROVINCES]
    for _ in range(3):
        here = [division for division in level if division is not None]
        found.update(name for division in here for name in (division.short, division.name) if len(name) > 1)
        level = [child for division in here for child in gazetteer.children(division.code)]
    return frozenset(found)


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
    gazetteer, here = load_gazetteer(), context(doc)
    hits = gazetteer.scan(text_of(doc))
    linked = gazetteer.link_all(hits, here, report_meta(doc).year)
    ordered = tuple(
        Place(hit.start, hit.end, hit.name, division, hit.weak, hit.common)
        for hit, division in zip(hits, linked, strict=True)
        if not _is_no_place(hit.name, division, here)
    )
    return Places(ordered, {p.end: p for p in ordered}, {p.start: p for p in ordered})


def _is_no_place(name: str, division: Division | None, here: Division | None) -> bool:
    """县人民医院和|县中医院, 会同|县扶贫办: no 和县, no 会同县, unless the report comes from near it; 两家."""
    if _COUNT.fullmatch(name):
        return True
    if not name.startswith(_CONJUNCTIONS) or name[-1] not in "县市区" or len(name) > 3:
        return False
    return division is None or here is None or division.code[:4] != here.code[:4]
