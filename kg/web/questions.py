"""The canned questions as forms, and their answers as tables, graphs and charts; and free Cypher."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from kg.query import terms
from kg.query.canned import Parameter, Question, find_question, load_questions
from kg.query.explain import reasons, understood
from kg.web.asking import Asked, Asker
from kg.web.guard import refuse_beyond_reading
from kg.web.snapshot import Snapshot
from kg.web.things import Json

SECONDS = 30.0
"""The longest that a canned question may run."""

_SEARCHED: Mapping[str, tuple[str, ...]] = {
    "region": ("Region", "Institution"),
    "report": ("Report",),
    "topic": ("Disease", "Population"),
    "entity": (),
    "name": (),
}
"""Kind of a parameter → types of things that it may name; empty for any."""

_INDICATORS = ("change", "compare", "indicator", "ranking", "targets", "trend")
_NAMED: Mapping[str, tuple[str, ...]] = {
    **dict.fromkeys(_INDICATORS, ("Indicator",)),
    "partners": ("Institution",),
    "programmes": ("Programme",),
    "units": ("Institution", "Region", "Alliance"),
}
"""Question → what its `name` may be; in any other it may be anything."""

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
    if parameter.kind in terms.KINDS:
        codes = terms.codes(parameter.kind).items()
        return {"values": [{"value": code, "zh": zh, "en": en} for code, (zh, en) in codes]}
    if parameter.name == "name":
        return {"search": list(_NAMED.get(question, ()))}
    return {"search": list(_SEARCHED[parameter.kind])} if parameter.kind in _SEARCHED else None


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


def asked(asker: Asker, snapshot: Snapshot, name: str, given: Mapping[str, str]) -> Json:
    """`/api/questions/{name}`. Raises QueryError where the question is unknown or wrongly asked."""
    question = find_question(name)
    bound = question.bind({key: value for key, value in given.items() if value != ""})
    bound = understood(snapshot.graph, question, bound)
    found = asker.ask(Asked(question.text, bound, name, question.columns, seconds=SECONDS))
    return {
        "name": name,
        "parameters": dict(bound),
        "columns": columns(question),
        "rows": found["rows"],
        "cypher": body(question),
        "left_out": found["left_out"],
        "seconds": found["seconds"],
        "why": [] if found["rows"] else list(reasons(snapshot.graph, question, bound)),
    }


def cypher(asker: Asker, text: str, parameters: Mapping[str, Any]) -> Json:
    """`POST /api/cypher`. Raises ApiError `refused` for what is no mere question, QueryError for a wrong one."""
    refuse_beyond_reading(text)
    return asker.ask(Asked(text, parameters))
