"""`kg build`: reports in, graph out."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from kg.commands.common import graph_option, note, shows_errors
from kg.settings import SEGMENTERS, Settings


@click.command()
@click.argument("inputs", nargs=-1, required=True, metavar="INPUT...")
@graph_option
@click.option(
    "--workers",
    type=click.IntRange(1),
    default=1,
    envvar="KG_WORKERS",
    show_default=True,
    help="Processes. 并行进程数。",
)
@click.option(
    "--prune", is_flag=True, help="Retract reports that are not among INPUT. 撤回输入中已不存在的报告。"
)
@click.option(
    "--segmenter", type=click.Choice(SEGMENTERS), default="char", envvar="KG_SEGMENTER", show_default=True,
    help="`pkuseg` needs `kg models install pkuseg`. 分词方式。",
)  # fmt: skip
@shows_errors
def build(inputs: tuple[str, ...], graph: Path, workers: int, prune: bool, segmenter: str) -> None:
    """Read reports and bring the graph up to date.

    读取报告并更新知识图谱。

    INPUT are .txt files, folders (searched for .txt) or quoted globs. Reports that have not changed are skipped; a changed report
    replaces its own statements. Exit code: 0 done, 1 some input failed and the rest was built, 2 wrong usage.

    \b
    kg build seeds                      # a folder
    kg build 'reports/2023*.txt' --workers 2
    kg build reports --prune            # and retract what is gone from reports/
    """
    from kg.build import build as run

    summary = run(inputs, Settings(graph, segmenter, workers), prune=prune, progress=_progress)
    for error in summary.errors:
        note(f"error: {error}")
    _report(summary, graph)
    sys.exit(1 if summary.errors else 0)


def _progress(done: int, total: int, what: str) -> None:
    if sys.stderr.isatty():
        click.echo(f"\r\033[K{done}/{total} {what}", err=True, nl=done == total)
    elif done == total or done % 50 == 0:
        note(f"{done}/{total} {what}")


def _report(summary: object, graph: Path) -> None:
    from kg.build import Summary
    from kg.ledger import open_ledger

    assert isinstance(summary, Summary)
    done = [
        f"{len(stems)} {word}"
        for word, stems in (
            ("added", summary.added),
            ("replaced", summary.replaced),
            ("retracted", summary.pruned),
            ("unchanged", summary.unchanged),
            ("failed", summary.errors),
        )
        if stems
    ]
    note("reports: " + (", ".join(done) or "none"))
    if summary.absent:
        note(f"{len(summary.absent)} report(s) in the graph were not among the inputs; --prune retracts them")
    with open_ledger(graph) as ledger:
        counts = ledger.counts()
    note(
        f"graph {graph}: {counts.reports} reports, {counts.entities} entities, {counts.statements} statements"
        + (", property graph made anew" if summary.rebuilt else ", property graph unchanged")
    )
    if counts.flagged:
        note(f"{counts.flagged} uncertain statements are kept apart: kg flagged")
    note("next: kg query   # the questions it answers    kg show NAME   # one entity with its sources")
