"""Options that name a Neo4j: --uri, --user, --database. The password is never an argument, where other users of the machine would see it."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Any, TypeVar

import click

from kg.store.bolt import Address

Command = TypeVar("Command", bound=Callable[..., Any])


def server_options(*, from_environment: bool) -> Callable[[Command], Command]:
    """The options of a command that speaks to a Neo4j; it gets `uri` (None where not given), `user` and `database`.

    With `from_environment` NEO4J_URI may name the server; commands that ask do without, lest a variable changes which graph is asked.
    """
    more: dict[str, Any] = {"envvar": "NEO4J_URI", "show_envvar": True} if from_environment else {}

    def decorate(command: Command) -> Command:
        for option in (
            click.option(
                "--database",
                default="",
                envvar="NEO4J_DATABASE",
                show_envvar=True,
                help="Database of the Neo4j; its default where none is given. 数据库名。",
            ),
            click.option(
                "--user",
                default="neo4j",
                envvar="NEO4J_USERNAME",
                show_default=True,
                show_envvar=True,
                help="User of the Neo4j; the password comes from NEO4J_PASSWORD or is asked for. 用户名;密码取自 NEO4J_PASSWORD 或现场输入。",
            ),
            click.option(
                "--uri",
                metavar="bolt://HOST:7687",
                help="A Neo4j in place of the graph folder's own store. Neo4j 的地址。"
                if not from_environment
                else "Address of the Neo4j. Neo4j 的地址。",
                **more,
            ),
        ):
            command = option(command)
        return command

    return decorate


def server_address(uri: str, user: str, database: str) -> Address:
    """The server that the options name, with the password from NEO4J_PASSWORD or asked for on the terminal."""
    password = os.environ.get("NEO4J_PASSWORD")
    if password is None:
        password = click.prompt(f"Password of {user} at {uri}", hide_input=True, err=True)
    return Address(uri, user, str(password), database)
