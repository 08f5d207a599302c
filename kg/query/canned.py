"""The canned questions in `queries/`: one Cypher file a question, whose head says what it is called with and what it answers.

    // title.zh: 医联体及其成员
    // title.en: Alliances and their members
    // param region string:region "" | 地区名,留空为全部 | name of a region; empty for all
    // param limit integer 50 | 最多行数 | at most so many rows
    // columns: alliance, members | 医联体, 成员 | alliance, members
    // example: kg query alliances region=开平市

The default of a parameter is a JSON value, or `required`; `string:KIND` tells what a text means (KINDS). The name of the question is the name of its file.
"""

from __future__ import annotations

import difflib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TypeAlias

from kg.errors import QueryError, ResourceError
from kg.query import terms
from kg.resources import queries_dir

Scalar: TypeAlias = str | int | float

TYPES: Mapping[str, type[str] | type[int] | type[float]] = {"string": str, "integer": int, "number": float}

KINDS: Mapping[str, str] = {
    "entity": "the whole name of an entity, or another of its names",
    "name": "part of a name",
    "region": "a region or institution, or the beginning of its name",
    "report": "id or title of a report, or part of it",
    "topic": "a disease or group of people",
    "statement": "id of a statement",
    "relation": "a relation of the ontology",
    "type": "a type of entities",
    "subtype": "a subtype of a type",
    "order": "asc or desc",
}
"""What a text given for a parameter means: `string:KIND`."""

_HIGHEST = 10**15
"""Above all years, counts and limits, and safely inside the integers of every store."""

_PARAM = re.compile(r"([a-z][a-z0-9_]*) +(\w+)(?::(\w+))? +(.+?) *\| *(.+?) *\| *(.+)")
_USED = re.compile(r"\$([A-Za-z_]\w*)")
_MARKS = ("//", "#")
"""What a line of a head begins with: in Cypher, in SPARQL."""
_FIELDS = ("title.zh", "title.en", "param", "columns", "example")


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter; `default` is None where it must be given. `kind` is one of KINDS, or empty where any value may stand."""

    name: str
    type: str
    default: Scalar | None
    zh: str
    en: str
    kind: str = ""

    def parse(self, text: str) -> Scalar:
        """The value that a user wrote. Raises QueryError where it is not of the type, out of bounds, or no code of the ontology."""
        if self.kind in terms.KINDS and text:
            return terms.code(self.name, self.kind, text)
        text = text.strip()
        made = TYPES[self.type]
        if made is str:
            if not text and self.default is None:
                raise QueryError(f"{self.name}= is empty ({self.zh} / {self.en})")
            return text
        try:
            value = int(text) if made is int else float(text)
        except ValueError as error:
            raise QueryError(
                f"{self.name}={text}: {self.name} must be of type {self.type} ({self.zh} / {self.en})"
            ) from error
        least = 1 if self.name == "limit" else 0
        if not least <= value < _HIGHEST:
            raise QueryError(
                f"{self.name}={text}: {self.name} must be at least {least} and below {_HIGHEST:,}"
            )
        return value


@dataclass(frozen=True, slots=True)
class Question:
    """One canned question. `columns` are the keys of its rows, with Chinese and English headings in the same order."""

    name: str
    title_zh: str
    title_en: str
    parameters: tuple[Parameter, ...]
    columns: tuple[str, ...]
    columns_zh: tuple[str, ...]
    columns_en: tuple[str, ...]
    examples: tuple[str, ...]
    text: str

    def bind(self, given: Mapping[str, str]) -> dict[str, Scalar]:
        """All parameters of the question from what a user gave. Raises QueryError where one is unknown, missing or of a wrong type."""
        known = {parameter.name: parameter for parameter in self.parameters}
        for name in given:
            if name not in known:
                raise QueryError(f"{self.name} has no parameter {name!r}{nearest(name, list(known))}")
        bound: dict[str, Scalar] = {}
        for name, parameter in known.items():
            if name in given:
                bound[name] = parameter.parse(given[name])
            elif parameter.default is not None:
                bound[name] = parameter.default
            else:
                hint = self.examples[0] if self.examples else f"kg query {self.name} {name}=…"
                raise QueryError(
                    f"{self.name} needs {name}= ({parameter.zh} / {parameter.en}), as in: {hint}"
                )
        return bound


def nearest(name: str, known: Sequence[str]) -> str:
    """What to add to an error about an unknown name: the nearest known ones, else all of them."""
    near = difflib.get_close_matches(name.casefold(), known, n=3, cutoff=0.5)
    return f"; did you mean {' or '.join(near)}?" if near else f"; known are {', '.join(known)}"


@lru_cache(maxsize=1)
def load_questions() -> Mapping[str, Question]:
    """All canned questions by name, read once. Raises ResourceError where a file's head is damaged."""
    return {path.stem: read_question(path) for path in sorted(queries_dir().glob("*.cypher"))}


def find_question(name: str) -> Question:
    """The question of that name. Raises QueryError with the nearest names."""
    questions = load_questions()
    if name not in questions:
        raise QueryError(f"unknown question {name!r}{nearest(name, list(questions))} (all of them: kg query)")
    return questions[name]


def read_question(path: Path) -> Question:
    """The question in one file. Raises ResourceError (file and line) where its head is incomplete or does not fit its text."""
    text = path.read_text(encoding="utf-8")
    fields: dict[str, list[str]] = {field: [] for field in _FIELDS}
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.startswith(_MARKS):
            break
        field, colon, value = _split_head(line)
        if field not in fields or not colon or not value:
            raise ResourceError(f"{path}:{number}: not a line of a head: {line}")
        fields[field].append(value)
    columns, columns_zh, columns_en = _columns(path, fields["columns"])
    question = Question(
        name=path.stem,
        title_zh=_one(path, fields, "title.zh"),
        title_en=_one(path, fields, "title.en"),
        parameters=tuple(_parameter(path, value) for value in fields["param"]),
        columns=columns,
        columns_zh=columns_zh,
        columns_en=columns_en,
        examples=tuple(fields["example"]),
        text=text,
    )
    _check(path, question)
    return question


def _split_head(line: str) -> tuple[str, str, str]:
    """Field, separator and value: `// param NAME …` has a space where the others have a colon."""
    body = line.removeprefix("//").removeprefix("#").strip()
    separator = " " if body.startswith("param ") else ":"
    field, found, value = body.partition(separator)
    return field.strip(), found, value.strip()


def _one(path: Path, fields: Mapping[str, list[str]], field: str) -> str:
    if len(fields[field]) != 1:
        raise ResourceError(f"{path}: its head needs one line `// {field}: …`, has {len(fields[field])}")
    return fields[field][0]


def _columns(path: Path, values: Sequence[str]) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    parts = [tuple(name.strip() for name in part.split(",")) for part in "".join(values).split("|")]
    if (
        len(values) != 1
        or len(parts) != 3
        or len({len(part) for part in parts}) != 1
        or not all(map(all, parts))
    ):
        raise ResourceError(
            f"{path}: its head needs one line `// columns: a, b | 甲, 乙 | first, second` of equal lengths"
        )
    return parts[0], parts[1], parts[2]


def _parameter(path: Path, value: str) -> Parameter:
    match = _PARAM.fullmatch(value)
    if (
        match is None
        or match[2] not in TYPES
        or (match[3] and (match[2] != "string" or match[3] not in KINDS))
    ):
        raise ResourceError(
            f"{path}: `// param {value}` is not written as NAME TYPE DEFAULT | zh | en with a TYPE of {', '.join(TYPES)}, "
            f"or string:KIND with a KIND of {', '.join(KINDS)}"
        )
    name, type_, kind, default, zh, en = match.groups(default="")
    if default == "required":
        return Parameter(name, type_, None, zh, en, kind)
    try:
        given = json.loads(default)
    except ValueError as error:
        raise ResourceError(f"{path}: the default of {name} is no JSON value: {default}") from error
    if type_ == "number" and type(given) is int:
        given = float(given)
    if type(given) is not TYPES[type_]:
        raise ResourceError(f"{path}: the default of {name} is not of type {type_}: {default}")
    return Parameter(name, type_, given, zh, en, kind)


def _check(path: Path, question: Question) -> None:
    """The head says what the text uses, and has an example that names the question."""
    body = "\n".join(line for line in question.text.splitlines() if not line.startswith(_MARKS))
    used, said = set(_USED.findall(body)), {parameter.name for parameter in question.parameters}
    if used != said:
        raise ResourceError(
            f"{path}: parameters in the head {sorted(said)} are not those in the text {sorted(used)}"
        )
    if len(said) != len(question.parameters):
        raise ResourceError(f"{path}: a parameter is declared twice")
    command = f"kg {'sparql' if path.suffix == '.rq' else 'query'} {question.name}"
    if not question.examples or not all(e.startswith(command) for e in question.examples):
        raise ResourceError(f"{path}: its head needs `example: {command} …`")
