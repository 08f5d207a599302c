"""`kg evaluate`: statements against annotated reports."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import click

from kg.commands.common import graph_option, note, shows_errors
from kg.evaluate import GoldReport, Prediction, Scores, load_gold, score
from kg.evaluate.table import as_json, lines, misses, side_by_side
from kg.model.statement import Statement


@click.command()
@click.argument(
    "folders",
    type=click.Path(path_type=Path, file_okay=False, exists=True),
    nargs=-1,
    required=True,
    metavar="GOLD_DIR...",
)
@graph_option
@click.option(
    "--texts", type=click.Path(path_type=Path, exists=True),
    help="Folder of the reports' .txt files: extract them now instead of reading the graph. Default: the .txt files in GOLD_DIR, "
    "else the graph. 报告原文所在文件夹。",
)  # fmt: skip
@click.option(
    "--misses",
    "show",
    type=click.IntRange(0),
    default=0,
    help="List up to N missed and N wrong facts. 列出漏掉与多出的事实。",
)
@click.option(
    "--only", multiple=True, metavar="RELATION", help="Limit --misses to these relations. 仅列出所给关系。"
)
@click.option("--json", "json_", is_flag=True, help="Figures as JSON. 以 JSON 输出。")
@shows_errors
def evaluate(
    folders: tuple[Path, ...], graph: Path, texts: Path | None, show: int, only: tuple[str, ...], json_: bool
) -> None:
    """Compare statements with annotated reports: precision, recall, F1.

    将抽取结果与人工标注对比,给出准确率、召回率和 F1。

    Several GOLD_DIR are shown side by side.

    \b
    kg build seeds && kg evaluate tests/gold
    kg evaluate tests/gold/dev --misses 20 --only supports
    kg evaluate tests/gold tests/gold/dev
    """
    all_scores = {str(folder): _score(folder, texts, graph) for folder in folders}
    if json_:
        click.echo(as_json(all_scores))
        return
    for scores in all_scores.values() if len(folders) == 1 else ():
        click.echo("\n".join(lines(scores)))
    if len(folders) > 1:
        click.echo("\n".join(side_by_side(all_scores)))
    for scores in all_scores.values() if show else ():
        click.echo("\n".join(misses(scores, show, frozenset(only))))


def _score(folder: Path, texts: Path | None, graph: Path) -> Scores:
    reports = load_gold(folder)
    beside = any(folder.glob("*.txt"))
    said = _from_texts(texts or folder, reports) if texts or beside else _from_graph(graph)
    for report in reports:
        if not any(stem.startswith(report.doc) for stem in said):
            note(f"warning: no report for {report.doc}: all its facts count as missed")
    return score(reports, said, _judged())


def _judged() -> frozenset[str]:
    from kg.schema import load_schema

    return frozenset(load_schema().relations) - {"mentions"}


def _from_texts(folder: Path, reports: Sequence[GoldReport]) -> dict[str, list[Prediction]]:
    from kg.build import understand

    stems = tuple(report.doc for report in reports)
    found: dict[str, list[Prediction]] = {}
    for path in sorted(folder.glob("*.txt")):
        if path.stem.startswith(stems):
            _, statements = understand(path)
            found[path.stem] = predictions(s for s in statements if not s.flag)
    return found


def _from_graph(graph: Path) -> Mapping[str, list[Prediction]]:
    from kg.ledger import open_ledger

    with open_ledger(graph) as ledger:
        return {stem: predictions(ledger.statements(report=stem)) for stem in ledger.known()}


def predictions(statements: Iterable[Statement]) -> list[Prediction]:
    """Statements as scoring sees them."""
    return [
        Prediction(
            subject_type=s.subject.type,
            subject=s.subject.name,
            predicate=s.predicate,
            object_type=s.object.type,
            object=s.object.name,
            qualifiers=s.qualifiers,
            confidence=s.confidence,
            key=s.id,
            sentence=s.evidence[0].clean if s.evidence else "",
            rules=tuple(sorted({e.rule for e in s.evidence})),
        )
        for s in statements
    ]


__all__ = ["Scores", "evaluate", "predictions"]
