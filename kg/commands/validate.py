"""`kg validate`: the SHACL shapes over the graph or over RDF files."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.commands.asking import language
from kg.commands.common import graph_option, note, shows_errors

if TYPE_CHECKING:
    from kg.store.validate import Finding


@click.command()
@click.argument("files", nargs=-1, type=click.Path(path_type=Path, dir_okay=False), metavar="[FILE]...")
@graph_option
@click.option(
    "--format",
    "format_",
    type=click.Choice(("text", "json")),
    default="text",
    show_default=True,
    help="How to print findings. 输出格式。",
)
@click.option(
    "--limit",
    type=click.IntRange(1),
    default=10,
    show_default=True,
    help="Findings shown of each kind; JSON has all. 每类最多显示几条。",
)
@shows_errors
def validate(files: tuple[Path, ...], graph: Path, format_: str, limit: int) -> None:
    """Check the RDF of the graph, or of FILEs, against the SHACL shapes in ontology/shapes.ttl.

    用 SHACL 约束检查图谱(或所给文件)的 RDF。

    Shapes say what a sound graph is: how many subjects, values, units, areas and periods a statement has, of which types; what the ends of each relation
    may be; percentages between 0 and 100 (but for rates of completion); evidence for every statement. Each finding comes with
    the sentence of the report, and the raw characters with their place in the file.
    检查内容:各项数目与数据类型、关系两端的类型、百分比范围(完成率除外)、每个陈述均有依据;每条问题附原文句子与字符位置。

    Exit code: 0 conforms, 1 findings or failure, 2 wrong usage.

    \b
    kg validate                          # the graph 检查图谱
    kg validate graph.ttl more.nq.gz     # files, as one graph 检查文件
    kg validate --format json            # for programs 供程序使用
    """
    from kg.store.rdf_store import rdf_of, rdf_of_files
    from kg.store.validate import validate as run

    with rdf_of_files(files) if files else rdf_of(graph) as store:
        found = run(store, _progress)
    if format_ == "json":
        click.echo(_json(found))
    else:
        for line in _lines(found, limit, language() == "zh"):
            click.echo(line)
    if found:
        note(f"{len(found)} findings 处问题: correct the data, or `kg build` again")
        sys.exit(1)
    note("conforms 符合全部约束")


def _progress(done: int) -> None:
    if sys.stderr.isatty():
        click.echo(f"\r{done} things checked 已检查", nl=False, err=True)


def _json(found: Sequence[Finding]) -> str:
    import json
    from dataclasses import asdict

    return json.dumps(
        {"conforms": not found, "findings": [asdict(f) for f in found]}, ensure_ascii=False, indent=2
    )


def _lines(found: Sequence[Finding], limit: int, chinese: bool) -> Iterator[str]:
    """Findings by what is wrong, each with its place."""
    for (shape, zh, en), group in groupby(found, key=lambda f: (f.shape, f.message_zh, f.message_en)):
        members = list(group)
        yield f"{shape}: {(zh or en) if chinese else en} ({len(members)})"
        for finding in members[:limit]:
            yield f"  <{finding.focus}>" + (f" {finding.name}" if finding.name else "")
            if finding.value:
                yield f"    {'值' if chinese else 'value'}: {finding.value}"
            if finding.sentence:
                yield f"    {finding.report} [{finding.start}:{finding.end}] {finding.quote!r}"
                yield f"    {finding.sentence}"
        if len(members) > limit:
            yield f"  … {len(members) - limit} more 更多: --limit {len(members)}"
