"""`kg load`: the ledger into a Neo4j."""

from __future__ import annotations

import logging
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.commands.common import graph_option, note, shows_errors
from kg.commands.server import server_address, server_options

if TYPE_CHECKING:
    from kg.store.neo4j_load import Difference


@click.command()
@server_options(from_environment=True)
@graph_option
@click.option(
    "--dry-run", is_flag=True, help="Say what would be done, write nothing. 只说明将做什么,不写入。"
)
@shows_errors
def load(uri: str | None, user: str, database: str, graph: Path, dry_run: bool) -> None:
    """Load the graph into a Neo4j 5.26 or newer; again after a build, only the difference is written.

    把图谱载入 Neo4j;再次运行只写入差异。

    \b
    kg load --uri bolt://127.0.0.1:7687 --dry-run   what it would do              先看会做什么
    kg load --uri bolt://127.0.0.1:7687             do it                         载入
    kg load --uri neo4j+s://HOST --user USER --database DB

    The password comes from NEO4J_PASSWORD or is asked for; it is never an argument. 密码取自 NEO4J_PASSWORD 或现场输入。

    The Neo4j then says what the graph folder says: reports that were edited or removed are edited or removed there too. Each node of the graph
    has the label HealthPolicyKG; nodes without it belong to other applications and are left alone. A load that was broken off, whatever the reason, is
    completed by running it again.
    载入后 Neo4j 与图谱文件夹一致:修改或删除的报告也随之修改或删除。本图谱的节点都带 HealthPolicyKG 标签,其他节点不受影响。载入中断后重新运行即可补齐。
    """
    from kg.ledger import open_ledger
    from kg.store.bolt import connect
    from kg.store.neo4j_load import Watch, compare
    from kg.store.neo4j_load import load as write

    if not uri:
        raise click.UsageError(
            "say which Neo4j: --uri bolt://HOST:7687 (or set NEO4J_URI) 请用 --uri 指明 Neo4j 地址"
        )
    start = time.monotonic()
    logging.getLogger("neo4j").addHandler(_Retries())
    with open_ledger(graph) as ledger, connect(server_address(uri, user, database)) as driver:
        watch = Watch(_waits, _Progress())
        if dry_run:
            difference = compare(driver, ledger, database, uri=uri, watch=watch)
        else:
            difference = write(driver, ledger, database, uri=uri, watch=watch)
    _summary(difference, uri, time.monotonic() - start, dry_run)


def _waits() -> None:
    note("another load of this database is at work: waiting for it to end … 另一个载入正在进行,等待其结束 …")


class _Retries(logging.Handler):
    """Says that the driver tries again, which else is the driver's own long line."""

    def emit(self, record: logging.LogRecord) -> None:
        if "will be retried" in record.getMessage():
            note("the server does not answer: trying again for half a minute … 服务器没有回应,正在重试 …")


class _Progress:
    """How many statements were looked at: a line that is written over on a terminal, else one at every tenth."""

    def __init__(self) -> None:
        self._shown = 0

    def __call__(self, done: int, of: int) -> None:
        if sys.stderr.isatty():
            click.echo(f"\r{done:,} of {of:,} statements" + ("\n" if done >= of else ""), nl=False, err=True)
        elif done < of and done - self._shown >= max(of // 10, 10_000):
            self._shown = done
            note(f"{done:,} of {of:,} statements")


def _summary(found: Difference, uri: str, seconds: float, dry_run: bool) -> None:
    would = "would be " if dry_run else ""
    if found.empty:
        note(
            f"{uri} says what the graph says ({found.reports_same} reports): nothing to do 已是最新,无需写入"
        )
        return
    click.echo(
        f"reports     {found.reports_new} new, {found.reports_changed} changed, {found.reports_removed} removed, "
        f"{found.reports_same} as they were"
    )
    click.echo(
        f"statements  {found.statements_new:,} {would}written, {found.statements_gone:,} {would}deleted"
    )
    click.echo(f"nodes       {found.nodes_written:,} {would}written, {found.nodes_deleted:,} {would}deleted")
    click.echo(f"edges       {found.edges_written:,} {would}written, {found.edges_deleted:,} {would}deleted")
    if dry_run:
        note("nothing was written; the same without --dry-run does it 未写入;去掉 --dry-run 即执行")
    else:
        speed = f" ({found.statements_new / seconds:,.0f} statements/s)" if found.statements_new else ""
        note(f"loaded in {seconds:.1f} s{speed}; now ask it: kg query overview --uri {uri}")
