"""Which concept of the ontology's indicator scheme a name stands for."""

from __future__ import annotations

import re
from functools import lru_cache

from kg.schema.indicators import load_indicators

_MARKS = re.compile(r"[\s“”\"'‘’《》()（）\[\]、,，。·:;—\-~～]")
_FREE = re.compile(r"(?:水平|的)")
_SAME = (("规范化管理", "规范管理"), ("及以上", "以上"), ("病人", "患者"), ("床位数", "床位"), ("人数", "数"))


def concept_of(name: str) -> str:
    """The slug of the concept with this name, or an empty string; 的, marks and common variants of words make no difference."""
    return _index().get(_key(name), "")


def usual_unit(slug: str) -> str:
    """The unit in which a concept's level is usually told; empty where it has none or where the concept is unknown."""
    return _units().get(slug, "")


@lru_cache(maxsize=1)
def _units() -> dict[str, str]:
    return {indicator.slug: indicator.unit for indicator in load_indicators()}


@lru_cache(maxsize=1)
def _index() -> dict[str, str]:
    """Keys of labels → slugs; a key that two concepts share stands for neither."""
    found: dict[str, str] = {}
    shared: set[str] = set()
    for indicator in load_indicators():
        for label in (indicator.label_zh, *indicator.alt_zh):
            key = _key(label)
            if found.setdefault(key, indicator.slug) != indicator.slug:
                shared.add(key)
    return {key: slug for key, slug in found.items() if key not in shared}


def _key(name: str) -> str:
    key = _FREE.sub("", _MARKS.sub("", name))
    for written, told in _SAME:
        key = key.replace(written, told)
    return key
