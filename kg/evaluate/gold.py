"""Annotated reports: which facts a careful reader takes from one report."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kg.errors import GoldError


@dataclass(frozen=True, slots=True)
class GoldEntity:
    """An annotated entity; `names` holds its canonical name first, then other acceptable ones, `mentions` its surface forms."""

    type: str
    names: tuple[str, ...]
    mentions: tuple[str, ...]
    optional: bool


@dataclass(frozen=True, slots=True)
class GoldFact:
    """An annotated fact. `subjects` and `objects` list every acceptable name, the canonical one first.

    `accepted` maps a qualifier to all of its acceptable values. An `optional` fact costs nothing to miss and nothing to find.
    """

    predicate: str
    subject_type: str
    object_type: str
    subjects: tuple[str, ...]
    objects: tuple[str, ...]
    value: str
    accepted: Mapping[str, frozenset[str]]
    optional: bool
    quote: str


@dataclass(frozen=True, slots=True)
class GoldReport:
    """One annotated report: its id (the beginning of the report's stem), entities, facts, and lists that cannot be aligned."""

    doc: str
    entities: tuple[GoldEntity, ...]
    facts: tuple[GoldFact, ...]
    unalignable: tuple[str, ...]


DEFAULTS = {"unit": "", "measure": "level", "cmp": "eq", "status": "actual", "period": ""}
"""What a qualifier is where neither an annotation nor a statement gives it."""


def load_gold(folder: Path) -> tuple[GoldReport, ...]:
    """All annotated reports `*.json` in a folder, by file name.

    Raises GoldError where the folder holds none or a file does not follow the format.
    """
    files = sorted(folder.glob("*.json"))
    if not files:
        raise GoldError(f"{folder}: no annotated report (*.json) here: give the folder that holds them")
    return tuple(_load(path) for path in files)


def _load(path: Path) -> GoldReport:
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        alias = {e["name"]: tuple(e.get("alt", ())) for e in data["entities"]}
        kinds = {e["name"]: e["type"] for e in data["entities"]}
        return GoldReport(
            doc=str(data["doc"]),
            entities=tuple(map(_entity, data["entities"])),
            facts=tuple(_fact(fact, kinds, alias) for fact in data["facts"]),
            unalignable=tuple(data.get("unalignable", ())),
        )
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise GoldError(
            f"{path}: not an annotated report ({error!r}): compare it with one in tests/gold"
        ) from error


def _entity(data: Mapping[str, Any]) -> GoldEntity:
    return GoldEntity(
        type=data["type"],
        names=(data["name"], *data.get("alt", ())),
        mentions=tuple(data.get("mentions", ())),
        optional=bool(data.get("optional")),
    )


def _fact(
    data: Mapping[str, Any], kinds: Mapping[str, str], alias: Mapping[str, tuple[str, ...]]
) -> GoldFact:
    accepted = {
        key: frozenset({data.get(key) or default, *data.get(f"alt_{key}", ())})
        for key, default in DEFAULTS.items()
    }
    return GoldFact(
        predicate=data["p"],
        subject_type=kinds.get(data["s"], ""),
        object_type=kinds.get(data["o"], ""),
        subjects=(data["s"], *data.get("alt_s", ()), *alias.get(data["s"], ())),
        objects=(data["o"], *data.get("alt", ()), *alias.get(data["o"], ())),
        value=str(data.get("value", "")),
        accepted=accepted,
        optional=bool(data.get("optional")),
        quote=data.get("quote", ""),
    )
