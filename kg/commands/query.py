"""`kg query`: the canned questions."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click
from click.shell_completion import CompletionItem

from kg.commands.asking import format_option, language, pairs, show_result, warn_if_old
from kg.commands.common import graph_option, shows_errors

if TYPE_CHECKING:
    from kg.query.canned import Question


def _names(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    from kg.query.canned import load_questions

    return [
        CompletionItem(name, help=_title(question))
        for name, question in load_questions().items()
        if name.startswith(incomplete)
    ]


def _parameters(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    from kg.query.canned import load_questions

    question = load_questions().get(ctx.params.get("name") or "")
    given = {word.partition("=")[0] for word in ctx.params.get("parameters") or ()}
    return [
        CompletionItem(f"{p.name}=", help=p.zh if language() == "zh" else p.en)
        for p in (question.parameters if question else ())
        if p.name.startswith(incomplete) and p.name not in given
    ]


@click.command()
@click.argument("name", required=False, shell_complete=_names)
@click.argument("parameters", nargs=-1, metavar="[KEY=VALUE]...", shell_complete=_parameters)
@graph_option
@format_option
@click.option(
    "--about",
    is_flag=True,
    help="Explain the question NAME and show its Cypher instead of asking it. 说明该问题及其 Cypher。",
)
@shows_errors
def query(name: str | None, parameters: tuple[str, ...], graph: Path, format_: str, about: bool) -> None:
    """Ask the graph one of its canned questions; without NAME, list them.

    向图谱提出预设问题;不带 NAME 时列出全部问题。

    Headings of the table are Chinese or English after KG_LANG (zh, en) or the locale; keys of JSON and CSV are always English.
    Exit code: 0 answered (even with no rows), 1 refused or failed, 2 wrong usage.

    \b
    kg query                                   # the questions 全部问题
    kg query alliances region=衡南县
    kg query indicator name=床位 year=2022 --format csv > beds.csv
    kg query partners --about                  # its parameters and its Cypher
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
    from kg.query.run import ask_canned
    from kg.store.graph_build import reading

    with reading(graph) as target:
        result = ask_canned(target, question, bound)
    show_result(result, format_, question.columns_zh if language() == "zh" else question.columns_en)
    warn_if_old(graph)


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
    return "\n".join([*lines, "", *question.examples, "", *body])
