"""`kg export`: the graph in other forms."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from kg.commands.common import graph_option, note, shows_errors


@click.group()
def export() -> None:
    """Write the graph as statements, tables, GraphML or RDF.

    将图谱导出为语句、表格、GraphML 或 RDF。

    \b
    kg export csv tables/            # four CSV files 四个 CSV 文件
    kg export graphml graph.graphml  # for Gephi 供 Gephi 使用
    kg export neo4j-csv import/      # for neo4j-admin database import 供 Neo4j 批量导入
    kg export rdf graph.ttl          # or .nq .trig .jsonld .nt .rdf
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
    from kg.store.files import written
    from kg.store.statements import write

    target = click.open_file("-", "wb") if str(out) == "-" else written(out)
    with open_ledger(graph) as ledger, ledger.snapshot(), target as file:
        count = write(ledger.statements(), file)
    note(f"{count} statements written to {out}")


@export.command()
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False), metavar="DIR")
@graph_option
@click.option(
    "--bom", is_flag=True, help="Begin each file so that Excel reads Chinese. 便于 Excel 识别中文。"
)
@shows_errors
def csv(folder: Path, graph: Path, bom: bool) -> None:
    """Four tables in DIR: reports.csv, entities.csv, statements.csv, evidence.csv.

    导出四个 CSV 表:报告、实体、语句、原文依据。

    \b
    kg export csv tables/
    kg export csv tables/ --bom      # to open in Excel 用 Excel 打开时
    """
    from kg.ledger import open_ledger
    from kg.store.tables import write_tables

    with open_ledger(graph) as ledger, ledger.snapshot():
        counts = write_tables(ledger, folder, bom=bom)
    for name, count in counts.items():
        note(f"{count} rows written to {folder / name}")


@export.command("neo4j-csv")
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False), metavar="DIR")
@graph_option
@click.option(
    "--database", default="neo4j", show_default=True, help="Name of the database to be made. 数据库名。"
)
@shows_errors
def neo4j_csv(folder: Path, graph: Path, database: str) -> None:
    """Files in DIR for neo4j-admin, for a graph too large for `kg load`, with the command that imports them.

    导出供 neo4j-admin 批量导入的文件及其命令,适合 `kg load` 难以承载的大图。

    The command is printed and written to DIR/import.sh; DIR/schema.cypher defines constraints and indexes afterwards. The graph is the one
    that `kg load` makes: loading the same reports later writes only what changed.

    \b
    kg export neo4j-csv import/
    ./import/import.sh                             # on the server's machine, the server stopped 停止服务器后执行
    cypher-shell -f import/schema.cypher           # when it is up again 启动后执行
    """
    from kg.ledger import open_ledger
    from kg.store.neo4j_csv import IMPORT, SCHEMA, write_neo4j_csv

    with open_ledger(graph) as ledger, ledger.snapshot():
        exported = write_neo4j_csv(ledger, folder, database)
    for name, count in exported.rows.items():
        note(f"{count} rows written to {folder / name}")
    note(
        f"next: stop the server and run {folder / IMPORT} 停止服务器后运行 {folder / IMPORT}, which does in {folder}:"
    )
    click.echo(exported.command)
    note(
        f"then start the server and run 然后启动服务器并运行: cypher-shell -d {database} -f {folder / SCHEMA}"
    )


@export.command()
@click.argument("out", type=click.Path(path_type=Path, dir_okay=False), metavar="OUT.graphml")
@graph_option
@click.option(
    "--mentions", is_flag=True, help="Reports as nodes too, tied to what they mention. 连同报告及其提及。"
)
@shows_errors
def graphml(out: Path, graph: Path, mentions: bool) -> None:
    """A network of entities and facts for Gephi, yEd, Cytoscape, igraph or NetworkX.

    导出 GraphML 网络,可用 Gephi 等软件打开。
    """
    from kg.ledger import open_ledger
    from kg.store.graphml import write_graphml

    with open_ledger(graph) as ledger, ledger.snapshot():
        nodes, edges = write_graphml(ledger, out, mentions=mentions)
    note(f"{nodes} nodes and {edges} edges written to {out}")


@export.command()
@click.argument("out", type=click.Path(path_type=Path, dir_okay=False, allow_dash=True), metavar="OUT")
@graph_option
@click.option(
    "--format",
    "form",
    default="",
    metavar="NAME",
    help="turtle, trig, nquads, ntriples, jsonld or rdfxml, where the suffix of OUT does not tell. 格式。",
)
@click.option(
    "--base",
    default="https://w3id.org/health-policy-kg/id/",
    envvar="KG_RDF_BASE",
    metavar="IRI",
    show_default=True,
    show_envvar=True,
    help="What the IRIs of all things begin with. 资源 IRI 的前缀。",
)
@click.option(
    "--rdf12",
    is_flag=True,
    help="Statements annotate their triples as in RDF 1.2 (rdf:reifies). 按 RDF 1.2 写注解。",
)
@shows_errors
def rdf(out: Path, graph: Path, form: str, base: str, rdf12: bool) -> None:
    """Linked data; the suffix of OUT names the format. `-` writes to stdout.

    导出 RDF 关联数据,格式由后缀决定,`-` 为标准输出。

    \b
    .ttl Turtle   .nt N-Triples   .rdf RDF/XML         all in one graph 合为一图
    .nq N-Quads   .trig TriG      .jsonld JSON-LD      one named graph a report 每份报告一个命名图
    add .gz to any 均可加 .gz 压缩

    Facts come as plain triples and as described statements: observations in a data cube (area, period, indicator, status), memberships and
    leads (ORG), provenance (PROV-O) and the exact characters of the source by position and by quotation (Web Annotation). Positions count code
    points of the decoded file. The data set describes itself (DCAT, VoID). The model and its IRIs: docs/rdf.md.

    事实既有简单三元组,也有带限定、置信度、来源与原文位置的陈述;数值构成数据立方体。模型说明见 docs/rdf.md。

    \b
    kg export rdf graph.ttl
    kg export rdf graph.nq.gz --base https://example.org/health/
    kg export rdf - --format nquads | head          # to look at it 查看
    kg export rdf graph.trig --rdf12                # annotations of RDF 1.2
    """
    from kg.ledger import open_ledger
    from kg.store.rdf import Export, export_rdf, summary

    with open_ledger(graph) as ledger, ledger.snapshot():
        done = export_rdf(ledger, out, Export(form, rdf12, base), _progress)
    for line in summary(done, out):
        note(line)


def _progress(done: int, total: int, what: str) -> None:
    if sys.stderr.isatty():
        click.echo(f"\r\033[K{done}/{total} {what}", err=True, nl=done == total)
    elif done % 500 == 0:
        note(f"{done}/{total} {what}")
