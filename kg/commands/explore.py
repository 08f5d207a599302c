"""`kg explore`: the graph in a browser."""

from __future__ import annotations

from pathlib import Path

import click

from kg.commands.asking import warn_if_old
from kg.commands.common import graph_option, note, shows_errors
from kg.commands.server import server_address, server_options
from kg.errors import KgError

_SHORTEST = 16
"""Characters of a token that nobody guesses."""


@click.command()
@graph_option
@click.option(
    "--host",
    default="127.0.0.1",
    show_default=True,
    help="Where to listen; another than this machine's own prints a token. 监听地址。",
)
@click.option(
    "--port", type=click.IntRange(0, 65535), help="Port; 8420 or a free one where none is given. 端口。"
)
@click.option("--no-browser", is_flag=True, help="Do not open the page. 不自动打开浏览器。")
@click.option(
    "--token",
    envvar="KG_EXPLORE_TOKEN",
    show_envvar=True,
    help="The token for another --host; made anew at each start where none is given. 访问令牌。",
)
@server_options(from_environment=False)
@shows_errors
def explore(
    graph: Path,
    host: str,
    port: int | None,
    no_browser: bool,
    token: str | None,
    uri: str | None,
    user: str,
    database: str,
) -> None:
    """Look at the graph in a browser: search, the alliance network, regions, questions, and the sentence behind each fact.

    在浏览器中查看图谱:搜索、医联体全景、地区页、预设问题,以及每条事实的原文句子。

    It reads only, works offline, and listens to this machine alone unless --host says otherwise. A build may run beside it: when it is done
    the page offers the new graph. Ctrl-C ends it. With --uri a Neo4j that `kg load` filled is read; the reports' texts then come from the ledger
    in --graph, where there is one.

    \b
    kg explore
    kg explore --graph graphs/2023 --port 9000 --no-browser
    kg explore --host 0.0.0.0        # for colleagues: prints a token that they need
    kg explore --uri bolt://127.0.0.1:7687
    """
    import secrets

    from kg.web.serve import address, bind, is_local, serve
    from kg.web.sources import EmbeddedSource, ServerSource

    if token is not None and (not token.isascii() or not token.isprintable() or len(token) < _SHORTEST):
        raise KgError(
            f"--token: take at least {_SHORTEST} letters, digits or ASCII signs, or leave it out to get one"
        )
    listener = bind(host, port)
    secret = "" if is_local(host) else token or secrets.token_urlsafe(24)
    url = address(listener, host) + (f"?token={secret}" if secret else "")

    def ready() -> None:
        note(f"explorer at {url}\nCtrl-C ends it 按 Ctrl-C 结束")
        if not no_browser:
            click.launch(url)

    if secret:
        note(
            f"warning: --host {host} lets other machines read this graph; they need the token in the address below 其他机器可凭令牌访问"
        )
    note("opening the graph … 正在打开图谱")
    if uri is None:
        warn_if_old(graph)
    source = (
        EmbeddedSource(graph) if uri is None else ServerSource(server_address(uri, user, database), graph)
    )
    serve(source, listener, host, secret, ready)
