"""`kg`: thin commands over the stages. Each lives in `kg/commands/`."""

from __future__ import annotations

import importlib

import click

COMMANDS = {
    "build": "kg.commands.build",
    "query": "kg.commands.query",
    "show": "kg.commands.show",
    "cypher": "kg.commands.cypher",
    "flagged": "kg.commands.flagged",
    "explore": "kg.commands.explore",
    "sparql": "kg.commands.sparql",
    "analyze": "kg.commands.analyze",
    "validate": "kg.commands.validate",
    "evaluate": "kg.commands.evaluate",
    "export": "kg.commands.export",
    "load": "kg.commands.load",
    "models": "kg.commands.models",
    "completion": "kg.commands.completion",
}
"""Command name → module that holds it, imported only when it is called: `kg --help` stays fast."""


class _Lazy(click.Group):
    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        command = getattr(importlib.import_module(COMMANDS[cmd_name]), cmd_name)
        assert isinstance(command, click.Command)
        return command


@click.group(cls=_Lazy, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.version_option(package_name="health-policy-kg", prog_name="kg")
def main() -> None:
    """A knowledge graph of Chinese health-authority reports, in which every fact leads back to its source.

    中国卫生健康工作报告知识图谱:每个事实都可回溯到原文。

    \b
    Start:  kg build seeds      read the reports in seeds/
            kg query            the questions it answers
            kg show 开平市       one entity with its facts and source sentences
    """
