"""`kg query`: the canned questions."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click
from click.shell_completion import CompletionItem

from kg.commands.asking import asked_graph, format_option, is_old, language, pairs, show_result, warn_if_old
from kg.commands.common import graph_option, note, shows_errors
from kg.commands.server import server_options

if TYPE_CHECKING:
    from kg.query.canned import Question
    from kg.query.run import Result


def _names(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    from kg.query.canned import load_questions

    return [
        CompletionItem(name, help=_title(question))
        for name, question in load_questions().items()
        if name.startswith(incomplete)
    ]


def _parameters(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    from kg.query.canned import load_questions
    from kg.query.terms import KINDS, codes

    question = load_questions().get(ctx.params.get("name") or "")
    if question is None:
        return []
    begun, equals, value = incomplete.partition("=")
    if equals:
        kinds = {p.name: p.kind for p in question.parameters if p.kind in KINDS}
        known = codes(kinds[begun]) if begun in kinds else {}
        return [
            CompletionItem(f"{begun}={code}", help=names[0 if language() == "zh" else 1])
            for code, names in known.items()
            if code.startswith(value)
        ]
    given = {word.partition("=")[0] for word in ctx.params.get("parameters") or ()}
    return [
        CompletionItem(f"{p.name}=", help=p.zh if language() == "zh" else p.en)
        for p in question.parameters
        if p.name.startswith(incomplete) and p.name not in given
    ]


@click.command()
@click.argument("name", required=False, shell_complete=_names)
@click.argument("parameters", nargs=-1, metavar="[KEY=VALUE]...", shell_complete=_parameters)
@graph_option
@server_options(from_environment=False)
@format_option
@click.option(
    "--about",
    is_flag=True,
    help="Explain the question NAME and show its Cypher instead of asking it. 说明该问题及其 Cypher。",
)
@shows_errors
def query(
    name: str | None,
    parameters: tuple[str, ...],
    graph: Path,
    uri: str | None,
    user: str,
    database: str,
    format_: str,
    about: bool,
) -> None:
    """Ask the graph one of its canned questions; without NAME, list them.

    向图谱提出预设问题;不带 NAME 时列出全部问题。

    Names may be official names, other names or the beginning of a place, in Simplified or Traditional script. An empty answer is explained.
    With --uri a Neo4j that `kg load` filled is asked, only to read.
    名称可用正式名称、别名或地区名的开头,简繁体均可;没有结果时说明原因。加 --uri 则查询 `kg load` 写入的 Neo4j(只读)。

    Headings and codes in the table are Chinese or English after KG_LANG (zh, en) or the locale; keys and codes of JSON and CSV are always English.
    Exit code: 0 answered (even with no rows), 1 refused or failed, 2 wrong usage.

    \b
    kg query                                   # the questions 全部问题
    kg query alliances region=衡南县
    kg query indicator name=床位 year=2022 --format csv > beds.csv
    kg query search name=中心 type=机构         # codes or their Chinese names 代码或中文名
    kg query partners --about                  # its parameters and its Cypher
    kg query money --uri bolt://127.0.0.1:7687 # the same on a Neo4j
    """
    from kg.query.canned import find_question

    if name is None:
        click.echo(_list())
        return
    question = find_question(name)
    if about:
        click.echo(_about(question))
        return
    bound = question.bind(pairs(parameters))
    from kg.query.explain import reasons, understood
    from kg.query.run import ask_canned

    with asked_graph(graph, uri, user, database) as target:
        meant = understood(target, question, bound)
        result = ask_canned(target, question, meant)
        blameless = result.rows or (uri is None and is_old(graph))  # an old graph lacks what is searched by
        why = [] if blameless else list(reasons(target, question, meant))
    _show(question, result, format_)
    for line in why:
        note(line)
    if uri is None:
        warn_if_old(graph)


def _show(question: Question, result: Result, format_: str) -> None:
    from dataclasses import replace

    from kg.query.terms import in_chinese

    chinese = language() == "zh"
    if chinese and format_ == "table":
        result = replace(result, rows=tuple(in_chinese(result.columns, row) for row in result.rows))
    show_result(result, format_, question.columns_zh if chinese else question.columns_en)


def _title(question: Question) -> str:
    return question.title_zh if language() == "zh" else question.title_en


def _usage(question: Question) -> str:
    words = [f"{p.name}=…" if p.default is None else f"[{p.name}={p.default}]" for p in question.parameters]
    return " ".join([question.name, *words])


def _list() -> str:
    from kg.query.canned import load_questions

    lines = []
    for question in load_questions().values():
        lines += [_usage(question), f"    {question.title_zh}", f"    {question.title_en}"]
    return "\n".join(
        [*lines, "", "kg query NAME key=value …    kg query NAME --about    --format table|json|csv"]
    )


def _about(question: Question) -> str:
    lines = [question.title_zh, question.title_en, "", f"kg query {_usage(question)}"]
    for p in question.parameters:
        default = "required 必填" if p.default is None else f"default 默认 {p.default!r}"
        lines += [f"    {p.name} ({p.type}, {default})", f"        {p.zh}", f"        {p.en}"]
    body = [line for line in question.text.splitlines() if not line.startswith("//")]
    return "\n".join([*lines, "", *question.examples, "", *_for_browser(question), *body])


def _for_browser(question: Question) -> list[str]:
    """The line that sets the parameters in Neo4j Browser, with the values of the first example."""
    import json
    import shlex

    if not question.parameters:
        return []
    given = dict(word.split("=", 1) for word in shlex.split(question.examples[0])[3:])
    values = question.bind(given)
    told = ", ".join(f"{key}: {json.dumps(value, ensure_ascii=False)}" for key, value in values.items())
    return [
        "// in Neo4j Browser first set the parameters 在 Neo4j Browser 中先设置参数:",
        f":params {{{told}}}",
        "",
    ]
