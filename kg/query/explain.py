"""Names as users write them, and why an answer is empty.

`understood` finds Traditional input in a Simplified graph. `reasons` tells, for an answer without rows, which name the graph does not know and which ones are
near, what a known name does have, and which parameter shut out the rows there would be.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from kg.normalise.script import convert
from kg.query.canned import Parameter, Question, Scalar
from kg.query.run import Result, ask, ask_canned
from kg.query.terms import codes
from kg.store.bolt import PropertyGraph

_FINDS: Mapping[str, str] = {
    "entity": "MATCH (n:Entity) WHERE n.names CONTAINS '|' + toLower($text) + '|'",
    "name": "MATCH (n:Entity) WHERE n.names CONTAINS toLower($text)",
    "region": "MATCH (n:Entity) WHERE n.places CONTAINS '|' + toLower($text)",
    "report": "MATCH (n:Report) WHERE n.names CONTAINS toLower($text) OR n.places CONTAINS '|' + toLower($text)",
    "topic": "MATCH (n:Indicator) WHERE n.topics CONTAINS toLower($text)",
}
"""Kind of a parameter → how the questions find what it names."""

_NEAREST = 5
_LIKENESS = 45.0
"""Share of like characters, in percent, below which a name is not near: three of five characters of `开平市医院` are enough."""

_SHOWN = 8


def understood(graph: PropertyGraph, question: Question, bound: Mapping[str, Scalar]) -> dict[str, Scalar]:
    """The parameters, with names in Traditional script in Simplified where the graph knows them so only."""
    return {p.name: _in_script(graph, p, bound[p.name]) for p in question.parameters}


def _in_script(graph: PropertyGraph, parameter: Parameter, value: Scalar) -> Scalar:
    if parameter.kind not in _FINDS or not isinstance(value, str):
        return value
    other = convert(value)
    if other == value or _known(graph, parameter, value) or not _known(graph, parameter, other):
        return value
    return other


def _known(graph: PropertyGraph, parameter: Parameter, text: str) -> bool:
    found = ask(graph, f"{_FINDS[parameter.kind]} RETURN n.id AS id LIMIT 1", {"text": text})
    return bool(found.rows)


def reasons(graph: PropertyGraph, question: Question, bound: Mapping[str, Scalar]) -> Iterator[str]:
    """Why an answer has no rows, a line each, English and Chinese. Empty where the parameters are not to blame."""
    named = [p for p in question.parameters if p.kind in _FINDS and bound[p.name]]
    unknown = [p for p in named if not _known(graph, p, str(bound[p.name]))]
    for parameter in unknown:
        yield _unknown(graph, parameter, str(bound[parameter.name]))
    if unknown:
        return
    for parameter in named:
        if parameter.kind in ("entity", "region", "name"):
            yield _has(graph, parameter, str(bound[parameter.name]))
    for parameter in question.parameters:
        if parameter.default is not None and bound[parameter.name] != parameter.default:
            yield from _relaxed(graph, question, parameter, bound)


def _unknown(graph: PropertyGraph, parameter: Parameter, text: str) -> str:
    what = {"report": "report", "topic": "indicator about this", "region": "region or institution"}
    near = nearest(graph, parameter.kind, text)
    told = f"no {what.get(parameter.kind, 'entity')} is called {text} ({parameter.name}) 图谱中没有“{text}”"
    look = "kg query reports" if parameter.kind == "report" else "kg query search name=…"
    return f"{told}; nearest 相近: {'、'.join(near)}" if near else f"{told}; find names with 查找名称: {look}"


def nearest(graph: PropertyGraph, kind: str, text: str) -> list[str]:
    """The names in the graph that are most like a text, best first; none where none is like it."""
    from rapidfuzz import fuzz, process

    match kind:
        case "report":
            text_ = "MATCH (n:Report) RETURN n.title AS name, [n.id, n.region, n.issuer] AS others"
        case "region":
            text_ = "MATCH (n:Entity) WHERE n.type IN ['Region', 'Institution', 'Alliance'] RETURN n.name AS name, n.aliases AS others"
        case "topic":
            text_ = "MATCH (n:Indicator) RETURN n.name AS name, coalesce(n.diseases, []) + coalesce(n.populations, []) AS others"
        case _:
            text_ = "MATCH (n:Entity) RETURN n.name AS name, n.aliases AS others"
    names: dict[str, str] = {}
    for name, others in sorted(ask(graph, text_, {}).rows, key=str):
        for known in filter(None, (name, *others)):
            names.setdefault(known, known if kind == "topic" else name or known)
    found = process.extract(
        convert(text), sorted(names), scorer=fuzz.ratio, limit=4 * _NEAREST, score_cutoff=_LIKENESS
    )
    best = sorted(found, key=lambda match: (-match[1], len(match[0]), match[0]))
    return list(dict.fromkeys(names[name] for name, _, _ in best))[:_NEAREST]


def _has(graph: PropertyGraph, parameter: Parameter, text: str) -> str:
    """What the graph does know of a name."""
    find = _FINDS[parameter.kind]
    rows = ask(
        graph,
        f"{find} WITH n MATCH (n)-[r]-(:Entity) RETURN type(r) AS relation, count(DISTINCT r.id) AS facts ORDER BY facts DESC, relation",
        {"text": text},
    ).rows
    names = [
        name
        for name, _ in ask(
            graph,
            f"{find} RETURN DISTINCT n.name AS name, size(n.name) AS length ORDER BY length, name LIMIT 4",
            {"text": text},
        ).rows
    ]
    told = f"{text} is known 图谱中有“{text}”"
    if names != [text]:
        told += f" ({'、'.join(names[:3])}{'…' if len(names) > 3 else ''})"
    facts = ", ".join(
        f"{relation} {codes('relation')[relation][0]} ×{count}"
        for relation, count in rows[:_SHOWN]
        if relation in codes("relation")
    )
    if not facts:
        return f"{told}, but the reports only mention it 仅被提及: kg query sources name={names[0]}"
    return f"{told}, but not with such facts 没有此类事实; it has 有: {facts}"


def _relaxed(
    graph: PropertyGraph, question: Question, parameter: Parameter, bound: Mapping[str, Scalar]
) -> Iterator[str]:
    """What there would be without one parameter."""
    if parameter.name == "limit" or parameter.default is None:
        return
    found = ask_canned(graph, question, {**bound, parameter.name: parameter.default})
    if found.rows:
        told = f"without {parameter.name}={bound[parameter.name]} there is an answer 不限 {parameter.name} 则有结果: {len(found.rows)}{'+' * (len(found.rows) == bound.get('limit'))} rows"
        years = _years(found) if parameter.name == "year" else []
        yield f"{told}; years 年份: {', '.join(map(str, years))}" if years else told


def _years(found: Result) -> list[int]:
    """The years that rows are about."""
    for column in ("year", "period", "periods"):
        if column in found.columns:
            at = found.columns.index(column)
            cells = (row[at] if isinstance(row[at], list) else [row[at]] for row in found.rows)
            return sorted(
                {int(str(cell).removeprefix("asof:")[:4]) for cells_ in cells for cell in cells_ if cell}
            )
    return []
