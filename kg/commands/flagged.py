"""`kg flagged`: statements that are kept apart from the graph because they are uncertain."""

from __future__ import annotations

from pathlib import Path

import click

from kg.commands.asking import format_option, show_result
from kg.commands.common import graph_option, shows_errors

_COLUMNS = ("flag", "subject", "relation", "object", "qualifiers", "source")
_HEADINGS = ("原因 reason", "主体 subject", "关系 relation", "客体 object", "限定 qualifiers", "原文 source")


@click.command()
@graph_option
@click.option("--report", default="", metavar="STEM", help="Only of reports that begin so. 只列该报告。")
@format_option
@shows_errors
def flagged(graph: Path, report: str, format_: str) -> None:
    """List uncertain statements, with the reason and the words of the source. They are no part of the graph.

    列出存疑的陈述及原因、原文;它们不进入图谱。

    \b
    kg flagged
    kg flagged --report 000 --format csv > to-check.csv
    """
    from kg.ledger import open_ledger
    from kg.query.run import Result
    from kg.query.show import source

    rows = []
    with open_ledger(graph) as ledger:
        for s in ledger.statements(flagged=True):
            if s.report.startswith(report):
                qualifiers = " ".join(f"{key}={value}" for key, value in s.qualifiers.items())
                where = source(s.report, s.evidence[0]) if s.evidence else s.report
                rows.append((s.flag, s.subject.name, s.predicate, s.object.name, qualifiers, where))
    show_result(Result(_COLUMNS, tuple(sorted(rows))), format_, _HEADINGS)
