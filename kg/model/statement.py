"""Entities, statements and evidence: the graph's own values. Ids are hashes of content."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache

_encode = json.JSONEncoder(
    ensure_ascii=False, separators=(",", ":")
).encode  # made once: half the time of json.dumps


@lru_cache(maxsize=1 << 16)
def content_id(*parts: str) -> str:
    """Sixteen hex digits of SHA-256 over the parts: the same content has the same id anywhere."""
    return hashlib.sha256(_encode(parts).encode()).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Entity:
    """A thing of the world under its canonical Simplified name.

    `id` is a hash of type, name and scope. `scope` tells apart things of one name: the GB/T 2260 code of the region for what a region owns, empty for what is unique by
    name. `within` is the chain of regions above a Region or around an institution, province first.
    """

    type: str
    name: str
    subtype: str = ""
    scope: str = ""
    code: str = ""
    within: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    attrs: Mapping[str, str] = field(default_factory=dict, hash=False)
    id: str = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "id", content_id("entity", self.type, self.name, self.scope))


@dataclass(frozen=True, slots=True)
class Evidence:
    """Where a statement stands in its report.

    `start` and `end` count code points of the raw file as decoded (no byte order mark); `text` is that very range;
    `clean` is the normalised sentence around it, with the range of the evidence in it as `clean_start:clean_end`.
    """

    start: int
    end: int
    text: str
    section: str
    rule: str
    clean: str = ""
    clean_start: int = 0
    clean_end: int = 0


@dataclass(frozen=True, slots=True)
class Statement:
    """One fact of one report: subject, predicate, object, qualifiers, confidence and evidence.

    `id` is a hash of report, both ends, predicate and qualifiers: equal statements of one report are one.
    `report` is the report's stem. `flag` says why a statement is kept apart from the graph; empty for one that stands.
    """

    report: str
    subject: Entity
    predicate: str
    object: Entity
    qualifiers: Mapping[str, str] = field(default_factory=dict, hash=False)
    evidence: tuple[Evidence, ...] = ()
    confidence: float = 0.8
    flag: str = ""
    id: str = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        pairs = [f"{key}={value}" for key, value in sorted(self.qualifiers.items())]
        parts = ("statement", self.report, self.subject.id, self.predicate, self.object.id, *pairs)
        object.__setattr__(self, "id", content_id(*parts))
