"""SPARQL over the RDF of a graph: only to read, from this store alone, and with a limit of time.

Questions in `queries/*.rq` are twins of the Cypher questions of the same name: same parameters, columns and rows. Their parameters stand in the text
as `$name`, which SPARQL reads as variables; they are bound to what the user gave.
"""

from __future__ import annotations

import multiprocessing
import queue
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from kg.errors import QueryError
from kg.query.canned import Question, Scalar, nearest, read_question
from kg.query.run import Result
from kg.resources import queries_dir
from kg.store.rdf_terms import PREFIXES

_SERVICE = re.compile(r"\bSERVICE\b", re.IGNORECASE)
_UPDATE = re.compile(r"\b(?:INSERT|DELETE|LOAD|CLEAR|CREATE|DROP|COPY|MOVE|ADD)\b", re.IGNORECASE)
_OPAQUE = re.compile(
    r"""\"{3}[\s\S]*?\"{3}|'{3}[\s\S]*?'{3}|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|<[^<>\s"{}|^`]*>|#[^\n]*"""
)
"""Strings, IRIs and comments, in which keywords mean nothing."""
_USED = re.compile(r"\$([A-Za-z_]\w*)")


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer: `rows` for SELECT and ASK (one row `answer`); `document` is the standard form asked for: SPARQL results JSON or CSV, or Turtle."""

    kind: str
    rows: Result
    document: str


@lru_cache(maxsize=1)
def sparql_questions() -> Mapping[str, Question]:
    """All canned questions in SPARQL by name. Raises ResourceError where a head is damaged."""
    return {path.stem: read_question(path) for path in sorted(queries_dir().glob("*.rq"))}


def find_sparql(name: str) -> Question:
    """The question of that name. Raises QueryError with the nearest names."""
    known = sparql_questions()
    if name not in known:
        raise QueryError(f"unknown question {name!r}{nearest(name, list(known))} (all of them: kg sparql)")
    return known[name]


def filled(question: Question, bound: Mapping[str, Scalar]) -> str:
    """The text of a canned question with literals in place of `$name`: a value can never become syntax."""
    literals = {name: str(ox.Literal(value)) for name, value in bound.items()}
    literals |= {name: str(value) for name, value in bound.items() if isinstance(value, int)}
    body = "\n".join(line for line in question.text.splitlines() if not line.startswith("#"))
    return _USED.sub(lambda used: literals[used[1]], body)


def check(text: str) -> None:
    """Raises QueryError where a text would write or ask another host."""
    bare = _OPAQUE.sub(" ", text)
    if _SERVICE.search(bare):
        raise QueryError("SERVICE is refused: only this graph is asked, no other host: leave it out")
    if _UPDATE.search(bare) and not re.search(r"\b(?:SELECT|ASK|CONSTRUCT|DESCRIBE)\b", bare, re.IGNORECASE):
        raise QueryError(
            "an update is refused: `kg sparql` only reads: ask SELECT, ASK, CONSTRUCT or DESCRIBE"
        )


def ask(store_path: Path, text: str, *, form: str = "table", seconds: float = 60.0) -> Answer:
    """Answers one question on the store in a folder, in a process of its own that is ended after `seconds`.

    The default graph is the union of all graphs. `form` is table, json, csv or turtle. Raises QueryError where the text is wrong (with
    its line), would write, asks another host, or takes too long.
    """
    check(text)
    context = multiprocessing.get_context("spawn")
    channel: Any = context.Queue()
    worker = context.Process(target=_work, args=(str(store_path), text, form, channel), daemon=True)
    worker.start()
    try:
        outcome = channel.get(timeout=seconds)
    except queue.Empty:
        raise QueryError(
            f"no answer within {seconds:g} seconds: ask for less (LIMIT, more exact patterns), or raise --timeout"
        ) from None
    finally:
        worker.terminate()
        worker.join()
        channel.close()
    if isinstance(outcome, str):
        raise QueryError(outcome)
    kind, columns, rows, document = outcome
    return Answer(kind, Result(columns, rows), document)


def _work(path: str, text: str, form: str, channel: Any) -> None:
    try:
        channel.put(_answer(path, text, form))
    except SyntaxError as error:
        place = re.search(r"error at (\d+):(\d+): *", error.msg)
        line, column = (place[1], place[2]) if place else (str(error.lineno or 1), "1")
        what = error.msg.replace(place[0], "") if place else error.msg
        channel.put(f"SPARQL, line {line}, column {column}: {what}: correct it there")
    except (OSError, RuntimeError, ValueError) as error:
        channel.put(f"the question failed: {error}: ask it differently")


def _answer(path: str, text: str, form: str) -> tuple[str, tuple[str, ...], tuple[tuple[Any, ...], ...], str]:
    results = ox.Store.read_only(path).query(text, use_default_graph_as_union=True, prefixes=PREFIXES)
    written = {"json": ox.QueryResultsFormat.JSON, "csv": ox.QueryResultsFormat.CSV}.get(form)
    if isinstance(results, ox.QueryTriples):
        data = results.serialize(format=ox.RdfFormat.TURTLE if form != "json" else ox.RdfFormat.JSON_LD)
        return "graph", (), (), (data or b"").decode()
    if form == "turtle":
        raise ValueError("only CONSTRUCT and DESCRIBE answer in Turtle, use --format table, csv or json")
    if written is not None and not (isinstance(results, ox.QueryBoolean) and form == "csv"):
        return "document", (), (), (results.serialize(format=written) or b"").decode()
    if isinstance(results, ox.QueryBoolean):
        return "rows", ("answer",), ((bool(results),),), f"answer\n{str(bool(results)).lower()}\n"
    names = tuple(variable.value for variable in results.variables)
    return "rows", names, tuple(tuple(map(value, row)) for row in results), ""


_NUMBERS = {"integer": int, "decimal": float, "double": float, "float": float, "long": int, "int": int}


def value(term: object) -> str | int | float | bool | None:
    """A term as a value of a table: numbers and truths as such, IRIs and texts as text."""
    if term is None:
        return None
    if not isinstance(term, ox.Literal):
        return term.value if isinstance(term, ox.NamedNode) else str(term)
    kind = term.datatype.value.rpartition("#")[2]
    if kind == "boolean":
        return term.value in ("true", "1")
    return _NUMBERS[kind](term.value) if kind in _NUMBERS else term.value
