"""Codes of the ontology as a user writes and reads them: `合作` for `partnersWith`, `医院` for `hospital`."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping
from functools import cache

from kg.errors import QueryError
from kg.schema import load_schema

KINDS = ("relation", "type", "subtype", "order")
"""Kinds of parameters whose values are codes."""


@cache
def codes(kind: str) -> Mapping[str, tuple[str, str]]:
    """All codes of a kind → their Chinese and English names."""
    schema = load_schema()
    match kind:
        case "relation":
            return {r.name: (r.label_zh, r.label_en) for r in schema.relations.values()}
        case "type":
            return {t.name: (t.label_zh, t.label_en) for t in schema.entity_types.values()}
        case "subtype":
            below = (s for t in schema.entity_types.values() for s in t.subtypes)
            return {s.code: (s.label_zh, s.label_en) for s in below}
        case _:
            return {"desc": ("由高到低", "highest first"), "asc": ("由低到高", "lowest first")}


def code(parameter: str, kind: str, text: str) -> str:
    """The code that a user means by itself or by one of its names. Raises QueryError with the nearest ones."""
    known = codes(kind)
    wanted = text.strip().casefold()
    for found, names in known.items():
        if wanted in (found.casefold(), *(name.casefold() for name in names)):
            return found
    said = {name.casefold(): found for found, names in known.items() for name in (*names, found)}
    near = dict.fromkeys(said[name] for name in difflib.get_close_matches(wanted, said, n=3, cutoff=0.4))
    told = [f"{found} ({known[found][0]})" for found in (near or known)]
    hint = f"did you mean {' or '.join(told)}?" if near else f"known are {', '.join(told)}"
    raise QueryError(f"{parameter}={text}: there is no such {kind}; {hint}")


_COLUMNS = {
    "relation": ("relation",),
    "relations": ("relation",),
    "type": ("type",),
    "kind": ("subtype", "type"),
    "subtype": ("subtype",),
    "part": ("part",),
}
"""Column of an answer → the kinds of codes in it. Columns named as a qualifier with controlled values hold those."""

_PARTS = {"report": "报告", "entity": "实体", "relation": "关系"}
_DIRECTIONS = {"both": "双向", "to": "指向", "from": "来自"}


@cache
def _chinese(column: str) -> Mapping[str, str]:
    words = {found: names[0] for kind in _COLUMNS.get(column, ()) for found, names in _known(kind)}
    qualifier = load_schema().qualifiers.get({"statuses": "status"}.get(column, column))
    if qualifier is not None:
        words.update({term.value: term.label_zh for term in qualifier.terms})
    if column == "direction":
        words.update(_DIRECTIONS)
    return words


def _known(kind: str) -> Iterator[tuple[str, tuple[str, str]]]:
    if kind == "part":
        yield from ((found, (name, found)) for found, name in _PARTS.items())
    else:
        yield from codes(kind).items()


def in_chinese(columns: tuple[str, ...], row: tuple[object, ...]) -> tuple[object, ...]:
    """A row with the codes of the ontology by their Chinese names."""
    return tuple(_cell(_chinese(column), value) for column, value in zip(columns, row, strict=True))


def _cell(words: Mapping[str, str], value: object) -> object:
    if isinstance(value, str):
        return words.get(value, value)
    if isinstance(value, list):
        return [words.get(item, item) if isinstance(item, str) else item for item in value]
    return value
