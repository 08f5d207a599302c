"""Runs one question over Bolt, only to read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from kg.query.canned import Question, Scalar
from kg.store.bolt import PropertyGraph, errors_of


@dataclass(frozen=True, slots=True)
class Result:
    """Rows of one answer, with the keys of their values. Nodes, edges and paths stay as the driver gives them."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]


def ask(
    graph: PropertyGraph,
    text: str,
    parameters: Mapping[str, object],
    *,
    name: str = "question",
    columns: Sequence[str] = (),
) -> Result:
    """The answer to a question in Cypher. `columns` are its keys where known: a store may tell none when there are no rows.

    Raises QueryError where the text is wrong or would write (`name` says which question), StoreError where the server fails.
    """
    from neo4j import READ_ACCESS

    graph.check(text)
    with (
        errors_of(name),
        graph.driver.session(database=graph.database or None, default_access_mode=READ_ACCESS) as session,
    ):
        answer = session.run(text, dict(parameters))
        rows = tuple(tuple(record.values()) for record in answer)
        return Result(tuple(answer.keys()) or tuple(columns), rows)


def ask_canned(graph: PropertyGraph, question: Question, bound: Mapping[str, Scalar]) -> Result:
    """The answer to a canned question whose parameters are bound."""
    return ask(graph, question.text, bound, name=question.name, columns=question.columns)
