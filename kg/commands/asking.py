"""What the commands that ask the graph share: how a user writes parameters and how answers are printed."""

from __future__ import annotations

import locale
import os
import shutil
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from kg.commands.common import note
from kg.commands.server import server_address
from kg.errors import LedgerError, QueryError

if TYPE_CHECKING:
    from kg.query.run import Result
    from kg.store.bolt import PropertyGraph

Command = TypeVar("Command", bound=Callable[..., Any])

LANGUAGES = ("zh", "en")

format_option = click.option(
    "--format",
    "format_",
    type=click.Choice(("table", "json", "csv")),
    default="table",
    show_default=True,
    help="How to print the answer. 输出格式。",
)


def language() -> str:
    """`zh` or `en`: KG_LANG where it is set, else that of the locale; Chinese where neither tells."""
    chosen = os.environ.get("KG_LANG", "") or (locale.getlocale()[0] or "")
    return "en" if chosen.lower().startswith("en") else "zh"


def pairs(given: Iterable[str]) -> dict[str, str]:
    """`key=value` words as a mapping. Raises QueryError for a word without `=` or a key given twice."""
    found: dict[str, str] = {}
    for word in given:
        key, equals, value = word.partition("=")
        if not equals or not key:
            raise QueryError(f"{word!r}: parameters are written key=value")
        if key in found:
            raise QueryError(f"{key}= is given twice")
        found[key] = value
    return found


def show_result(result: Result, format_: str, headings: tuple[str, ...] = ()) -> None:
    """The answer on stdout, how much it is on stderr."""
    from kg.query.format import CUT, as_csv, as_json, as_table

    if format_ == "json":
        click.echo(as_json(result))
    elif format_ == "csv":
        click.echo(as_csv(result))
    elif result.columns:
        width = shutil.get_terminal_size().columns if sys.stdout.isatty() else None
        table = as_table(result, headings, width)
        click.echo(table)
        if table.count(CUT) != as_csv(result).count(CUT):
            note(
                f"{CUT} long cells are cut; whole with --format json or csv 过长的内容已截断,完整内容用 --format json 或 csv"
            )
    count = len(result.rows)
    note("no rows 没有结果" if not count else f"{count} row{'s'[: count > 1]}")


@contextmanager
def asked_graph(graph: Path, uri: str | None, user: str, database: str) -> Iterator[PropertyGraph]:
    """The graph that a command asks: the folder's own store, or the Neo4j at `uri`. Nobody can write through it."""
    from kg.store.bolt import PropertyGraph, connect
    from kg.store.graph_build import reading

    if uri is None:
        with reading(graph) as target:
            yield target
        return
    with connect(server_address(uri, user, database)) as driver:
        yield PropertyGraph(driver, database)


def is_old(graph: Path) -> bool:
    """Whether the property graph is behind the ledger (a build was cut short) or behind this version of kg."""
    from kg.store.graph_build import is_current

    with suppress(LedgerError):  # a property graph can be asked without its ledger
        return not is_current(graph)
    return False


def warn_if_old(graph: Path) -> None:
    """Says so where the property graph is old."""
    if is_old(graph):
        note(
            "note: the property graph is older than the reports read or than this version of kg: run `kg build` again"
        )
