"""`kg cypher`: free questions in Cypher."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import click

from kg.commands.asking import asked_graph, format_option, pairs, show_result, warn_if_old
from kg.commands.common import graph_option, shows_errors
from kg.commands.server import server_options
from kg.errors import QueryError


@click.command()
@click.argument("text", metavar="CYPHER|FILE|-")
@click.option(
    "--param",
    "-p",
    "given",
    multiple=True,
    metavar="KEY=VALUE",
    help="A parameter $KEY; VALUE is read as JSON where it is JSON, else as text. 查询参数。",
)
@graph_option
@server_options(from_environment=False)
@format_option
@shows_errors
def cypher(
    text: str,
    given: tuple[str, ...],
    graph: Path,
    uri: str | None,
    user: str,
    database: str,
    format_: str,
) -> None:
    """Ask the graph in Cypher. It can only be read: whatever would write is refused. With --uri a Neo4j is asked.

    用 Cypher 查询图谱(只读);加 --uri 则查询 Neo4j。

    CYPHER is the question itself, the name of a file that ends in .cypher, or `-` for standard input.

    \b
    kg cypher 'MATCH (h:Hospital)-[r:partnersWith]-(o) RETURN h.name AS 医院, o.name AS 对方 ORDER BY 医院'
    kg cypher 'MATCH (r:Region {name: $name})-[a:achieved]->(i) RETURN i.name AS i, a.value AS v ORDER BY i' -p name=开平市
    kg cypher question.cypher --format json
    kg cypher 'MATCH (r:Report) RETURN count(r) AS n' --uri bolt://127.0.0.1:7687
    """
    from kg.query.run import ask

    question, name = _read(text)
    parameters = {key: _value(value) for key, value in pairs(given).items()}
    with asked_graph(graph, uri, user, database) as target:
        result = ask(target, question, parameters, name=name)
    show_result(result, format_)
    if uri is None:
        warn_if_old(graph)


def _read(text: str) -> tuple[str, str]:
    """The question and its name for messages."""
    if text != "-" and not text.endswith(".cypher"):
        return text, "cypher"
    name = "<stdin>" if text == "-" else text
    try:
        data = sys.stdin.buffer.read() if text == "-" else Path(text).read_bytes()
        return data.decode("utf-8-sig"), name
    except (OSError, UnicodeDecodeError) as error:
        raise QueryError(
            f"{name}: cannot be read ({error}): give UTF-8 text, or the question itself"
        ) from error


def _value(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return text
