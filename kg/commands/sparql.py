"""`kg sparql`: questions in SPARQL to the RDF of the graph."""

from __future__ import annotations

from pathlib import Path

import click

from kg.commands.asking import language, pairs, show_result
from kg.commands.common import graph_option, note, shows_errors
from kg.errors import QueryError


@click.command()
@click.argument("question", required=False, metavar="[QUERY|FILE.rq|NAME]")
@click.argument("parameters", nargs=-1, metavar="[KEY=VALUE]...")
@graph_option
@click.option(
    "--format",
    "format_",
    type=click.Choice(("table", "csv", "json", "turtle")),
    default="table",
    show_default=True,
    help="csv and json are the SPARQL results formats. csv 与 json 为 SPARQL 标准结果格式。",
)
@click.option(
    "--timeout",
    type=click.FloatRange(0.1, 3600),
    default=60.0,
    show_default=True,
    help="Seconds an answer may take. 限时(秒)。",
)
@shows_errors
def sparql(
    question: str | None, parameters: tuple[str, ...], graph: Path, format_: str, timeout: float
) -> None:
    """Ask the RDF of the graph in SPARQL: a text, a file, or the NAME of a canned question; alone, list those.

    用 SPARQL 查询图谱的 RDF:直接写查询、给出文件,或用预设问题的名称;不带参数时列出预设问题。

    SELECT, ASK, CONSTRUCT and DESCRIBE; prefixes hp, rdf, rdfs, skos, qb, org, prov, oa, dcterms, schema, sdmx-measure … need no PREFIX line. The default graph
    is the union of what all reports say; each report is a named graph too. Updates and SERVICE are refused. The first question after a build takes
    longer: the RDF store beside the graph is made then.
    常用前缀无需声明;默认图为全部报告之并,每份报告另为一个命名图;只读,不可更新或访问其他主机;构建后的首次查询稍慢。

    \b
    kg sparql                                        # canned questions 预设问题
    kg sparql support region=泉州市
    kg sparql 'SELECT ?n WHERE { ?x a hp:Alliance ; rdfs:label ?n }'
    kg sparql my.rq --format json > answer.json
    """
    from kg.query.canned import read_question
    from kg.query.sparql import ask, filled, find_sparql, sparql_questions
    from kg.store.rdf_store import rdf_folder

    if question is None:
        for name, known in sparql_questions().items():
            words = [
                f"{p.name}=…" if p.default is None else f"[{p.name}={p.default}]" for p in known.parameters
            ]
            click.echo(f"{' '.join([name, *words])}\n    {known.title_zh}\n    {known.title_en}")
        return
    headings: tuple[str, ...] = ()
    canned = None
    if question.isascii() and question.replace("-", "").isalnum():
        canned = find_sparql(question)
    elif _has_head(question):
        canned = read_question(Path(question))
    if canned is not None:
        text = filled(canned, canned.bind(pairs(parameters)))
        headings = canned.columns_zh if language() == "zh" else canned.columns_en
    else:
        if parameters:
            raise QueryError("KEY=VALUE goes with the name of a canned question: write values into the query")
        text = _text(question)
    with rdf_folder(graph) as folder:
        answer = ask(folder, text, form=format_, seconds=timeout)
    if answer.kind == "rows":
        show_result(answer.rows, "csv" if format_ == "csv" else "table", headings)
    else:
        click.echo(answer.document.rstrip("\n"))
        note("done 完成")


def _has_head(question: str) -> bool:
    """Whether this is a file with the head of a canned question: `$name` in it stands for a parameter."""
    return question.endswith(".rq") and _text(question).startswith("# title.")


def _text(question: str) -> str:
    if not question.endswith((".rq", ".sparql")):
        return question
    try:
        return Path(question).read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise QueryError(
            f"{question}: cannot be read ({error}): check the name; SPARQL files are UTF-8"
        ) from error
