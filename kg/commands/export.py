"""`kg export`: the graph in other forms."""

from __future__ import annotations

from pathlib import Path

import click

from kg.commands.common import graph_option, note, shows_errors


@click.group()
def export() -> None:
    """Write the graph as statements, RDF, tables or GraphML.

    将图谱导出为语句、RDF、表格或 GraphML。
    """


@export.command()
@click.argument("out", type=click.Path(path_type=Path, dir_okay=False, allow_dash=True), metavar="OUT.jsonl")
@graph_option
@shows_errors
def statements(out: Path, graph: Path) -> None:
    """One JSON line a statement, with qualifiers and evidence (`-` for stdout).

    每行一条语句,含限定与原文出处。
    """
    from kg.ledger import open_ledger
    from kg.store.statements import write

    with (
        open_ledger(graph) as ledger,
        click.open_file(str(out), "w", encoding="utf-8", atomic=str(out) != "-") as file,
    ):
        count = write(ledger.statements(), file)
    note(f"{count} statements written to {out}")
