"""Frames: regular expressions over masked sentences, with named slots for bodies and lists of bodies.

A frame of a rule file is written with

- `<name:IR>` one body of the kinds, `<name:IR+>` a list of them (A、B和C), `<name:I*>` a list whose members commas may part too;
- `<name:A>` an alliance, named or by its kind alone (紧密型医联体), with its lead in front or not (县人民医院医共体);
- `<name:IR=>` a chain of pairs (A与B、C与D);
- `{macro}` a piece from the rule file's table `macros`; `⟨IR⟩` a class of mask characters (see `kg.extract.masks`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from kg.extract.masks import Masked, expand_kinds, kind_class, letter_of
from kg.extract.rules import load_rules

_SLOT = re.compile(r"<(\w+):([IRAU]+)([+*=]?)>")
_MACRO = re.compile(r"\{([a-zA-Z_]+)\}")
RULES = "alliance_relations"


@dataclass(frozen=True, slots=True)
class Frame:
    """One frame: `gives` are (slot, relation, slot); `options` are the other keys of its table."""

    id: str
    pattern: re.Pattern[str]
    needs: re.Pattern[str] | None
    gives: tuple[tuple[str, str, str], ...]
    options: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Match:
    """A frame that fits: `start:end` in the masked text, the slots that are filled with their masked text, named groups."""

    frame: Frame
    start: int
    end: int
    slots: Mapping[str, str]
    spans: Mapping[str, tuple[int, int]]
    text: str


def compile_pattern(source: str, macros: Mapping[str, str]) -> re.Pattern[str]:
    """Compiles the notation above. Raises KeyError for an unknown macro."""
    while _MACRO.search(source):
        source = _MACRO.sub(lambda m: macros[m[1]], source)
    return re.compile(expand_kinds(_SLOT.sub(lambda m: _slot(m[1], m[2], m[3], macros["kind"]), source)))


def _slot(name: str, kinds: str, form: str, alliance_kind: str) -> str:
    unit = f"[{kind_class('U')}]?" if "I" in kinds else ""
    one = f"[{kind_class(kinds)}]{unit}"
    if "A" in kinds:
        one = f"(?:{one}|[{kind_class('I')}]?的?{alliance_kind})"
    if form == "=":
        body = f"{one}(?:与|同|和){one}(?:[，、；]?(?:以及|及|和)?{one}(?:与|同|和){one})+"
    elif form:
        comma = "，?" if form == "*" else ""
        join = (
            f"(?:{comma}(?:以及|和|及|与|暨)|、|，(?={one}(?:[、，；。和及]|以及|$)))"
            if form == "*"
            else "(?:、|以及|和|及|暨)"
        )
        body = f"{one}(?:{join}{one})*(?!(?:、|，?以及){one}(?!分别|帮扶|对口|支援|结对|托管|与|同))"
    else:
        body = one
    return f"(?P<{name}>{body})"


@cache
def load_frames() -> tuple[Frame, ...]:
    """The frames of rule file `alliance_relations`, in its order."""
    rules = load_rules(RULES)
    return tuple(_frame(table, rules["macros"]) for table in rules["frame"])


def _frame(table: Mapping[str, Any], macros: Mapping[str, str]) -> Frame:
    gives = tuple((a, p, b) for a, p, b in (line.split() for line in table["gives"]))
    return Frame(
        table["id"],
        compile_pattern(table["pattern"], macros),
        re.compile(table["needs"]) if "needs" in table else None,
        gives,
        {k: v for k, v in table.items() if k not in ("pattern", "gives", "examples", "counter")},
    )


def matches(frame: Frame, masked: Masked) -> Iterator[Match]:
    """All fits of a frame, left to right, without overlap."""
    if frame.needs is not None and not frame.needs.search(masked.text):
        return
    for match in frame.pattern.finditer(masked.text):
        groups = {name: text for name, text in match.groupdict().items() if text}
        spans = {name: match.span(name) for name in groups}
        yield Match(frame, match.start(), match.end(), groups, spans, match[0])


def members(text: str) -> list[str]:
    """The mask characters of bodies in a slot's text, in order."""
    return [char for char in text if letter_of(char) in ("I", "R", "A")]
