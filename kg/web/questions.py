"""The canned questions as forms, and their answers as tables, graphs and charts; and free Cypher."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from kg.query.canned import Parameter, Question, find_question, load_questions
from kg.schema import load_schema
from kg.web.asking import Asked, Asker
from kg.web.guard import refuse_beyond_reading
from kg.web.things import Json

SECONDS = 30.0
"""The longest that a canned question may run."""

_SEARCHED: Mapping[str, tuple[str, ...]] = {
    "region": ("Region", "Institution"),
    "within": ("Region",),
    "issuer": ("Institution", "Region"),
    "one": ("Region", "Institution"),
    "other": ("Region", "Institution"),
    "from": ("Institution", "Region", "Alliance"),
    "to": ("Institution", "Region", "Alliance"),
    "report": ("Report",),
    "topic": ("Disease", "Population"),
}
"""Name of a parameter → types of things that it may name."""

_NAMED: Mapping[str, tuple[str, ...]] = {
    "indicator": ("Indicator",),
    "trend": ("Indicator",),
    "change": ("Indicator",),
    "targets": ("Indicator",),
    "partners": ("Institution",),
    "programmes": ("Programme",),
    "units": ("Institution", "Region", "Alliance"),
}
"""Question → what its `name` may be; any other takes any entity's name."""

_WHO = ("institution", "who", "alliance", "owner", "issuer", "authority", "helper", "subject", "from")
_WHOM = (
    "other",
    "helped",
    "supported",
    "object",
    "to",
    "unit",
    "document",
    "honour",
    "programme",
    "project",
    "region",
    "indicator",
    "what",
)
_LINK = ("relation", "mode", "direction")
_X = ("year", "period", "to_period", "target_period")
_Y = ("value", "amount", "change", "count", "total", "institutions", "member_count", "target", "to_value")
_SERIES = ("who", "institution", "region", "name")


@cache
def listed() -> Json:
    """`/api/questions`."""
    return {"questions": [_form(question) for question in load_questions().values()]}


def _form(question: Question) -> Json:
    return {
        "name": question.name,
        "title_zh": question.title_zh,
        "title_en": question.title_en,
        "parameters": [_field(question, p) for p in question.parameters],
        "columns": columns(question),
        "examples": list(question.examples),
        "cypher": body(question),
        "views": _views(question),
    }


def _field(question: Question, parameter: Parameter) -> Json:
    return {
        "name": parameter.name,
        "type": parameter.type,
        "default": parameter.default,
        "required": parameter.default is None,
        "zh": parameter.zh,
        "en": parameter.en,
        "suggest": _suggested(question.name, parameter),
    }


def _suggested(question: str, parameter: Parameter) -> Json | None:
    """Types of things to search for a parameter, or the values that it may have; None where anything goes."""
    if parameter.type != "string":
        return None
    if parameter.name == "name":
        return {"search": list(_NAMED.get(question, ()))}
    if parameter.name in _SEARCHED:
        return {"search": list(_SEARCHED[parameter.name])}
    values = _values(parameter.name)
    return {"values": values} if values else None


def _values(name: str) -> list[Json]:
    """The values that the ontology gives for a parameter of that name."""
    schema = load_schema()
    if name == "relation":
        named = [(r.name, r.label_zh, r.label_en) for r in schema.relations.values()]
    elif name == "type":
        named = [(t.name, t.label_zh, t.label_en) for t in schema.entity_types.values()]
    else:
        terms = schema.qualifiers[name].terms if name in schema.qualifiers else ()
        named = [(t.value, t.label_zh, t.label_en) for t in terms]
    return [{"value": value, "zh": zh, "en": en} for value, zh, en in named]


def columns(question: Question) -> list[Json]:
    """Keys and headings of a question's columns."""
    heads = zip(question.columns, question.columns_zh, question.columns_en, strict=True)
    return [{"key": key, "zh": zh, "en": en} for key, zh, en in heads]


def body(question: Question) -> str:
    """The Cypher of a question without its head."""
    return "\n".join(line for line in question.text.splitlines() if not line.startswith("//"))


def _views(question: Question) -> Json:
    """Which columns make a graph (who to whom) and which a chart (a number over time or by name)."""
    keys = question.columns
    source, target = _first(_WHO, keys), _first(_WHOM, keys)
    x, y = _first(_X, keys), _first(_Y, keys)
    series = _first(_SERIES, keys)
    graph = {"source": source, "target": target, "label": _first(_LINK, keys)} if source and target else None
    chart = {"x": x or series, "y": y, "series": series if x else None} if y and (x or series) else None
    return {"graph": graph, "chart": chart}


def _first(wanted: tuple[str, ...], keys: tuple[str, ...]) -> str | None:
    return next((key for key in wanted if key in keys), None)


def asked(asker: Asker, name: str, given: Mapping[str, str]) -> Json:
    """`/api/questions/{name}`. Raises QueryError where the question is unknown or wrongly asked."""
    question = find_question(name)
    bound = question.bind({key: value for key, value in given.items() if value != ""})
    found = asker.ask(Asked(question.text, bound, name, question.columns, seconds=SECONDS))
    return {
        "name": name,
        "parameters": dict(bound),
        "columns": columns(question),
        "rows": found["rows"],
        "cypher": body(question),
        "left_out": found["left_out"],
        "seconds": found["seconds"],
    }


def cypher(asker: Asker, text: str, parameters: Mapping[str, Any]) -> Json:
    """`POST /api/cypher`. Raises ApiError `refused` for what is no mere question, QueryError for a wrong one."""
    refuse_beyond_reading(text)
    return asker.ask(Asked(text, parameters))
