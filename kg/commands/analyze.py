"""`kg analyze`: the network of alliances in tables and as a file for Gephi."""

from __future__ import annotations

from pathlib import Path

import click

from kg.commands.asking import format_option, language, show_result
from kg.commands.common import graph_option, note, shows_errors

TABLES = {
    "components": (("连通分量", "规模", "成员"), ("component", "size", "members")),
    "hubs": (("名称", "类型", "相连者数", "中介度"), ("name", "type", "neighbours", "betweenness")),
    "regions": (("地区", "上级", "相连地区数", "相连单位数"), ("region", "within", "regions", "bodies")),
    "bridges": (("一端", "另一端", "断开后分离"), ("one end", "other end", "cut off without it")),
    "cut-vertices": (("名称", "分成几块", "缺它则分离"), ("name", "parts", "cut off without it")),
    "communities": (("社群", "规模", "成员"), ("community", "size", "members")),
    "reach": (
        ("牵头单位", "医联体", "成员数", "覆盖地区数", "成员"),
        ("lead", "alliances", "members", "regions", "names of members"),
    ),
    "regions-without": (("地区", "上级", "医疗机构数"), ("region", "within", "health institutions")),
}
"""Tables with their headings in Chinese and English."""


@click.command()
@click.argument("table", required=False, type=click.Choice(tuple(TABLES)))
@graph_option
@format_option
@click.option(
    "--planned",
    is_flag=True,
    help="Count ties of status target too: what a report only plans or seeks. 计入尚在计划中的关系。",
)
@click.option(
    "--min-confidence", type=click.FloatRange(0, 1), default=0.0, show_default=True,
    help="Lowest confidence that counts. 最低置信度。",
)  # fmt: skip
@click.option(
    "--out", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE.graphml|FILE.gexf",
    help="Write the network with all figures as attributes, for Gephi. 输出网络文件,含全部指标。",
)  # fmt: skip
@click.option(
    "--csv-dir", type=click.Path(path_type=Path, file_okay=False), metavar="DIR",
    help="Write each table as DIR/TABLE.csv. 每个表写成一个 CSV 文件。",
)  # fmt: skip
@shows_errors
def analyze(
    table: str | None,
    graph: Path,
    format_: str,
    planned: bool,
    min_confidence: float,
    out: Path | None,
    csv_dir: Path | None,
) -> None:
    """Who holds the alliance network together, where would it break, whom does it not reach?

    分析医联体网络:谁是枢纽,哪里一断就散,哪些地方未被覆盖。

    Two bodies are tied where a report says that one leads, is a member of, partners with or supports the other. Without TABLE all are shown.

    \b
    components       groups without any tie to each other 互不相连的各块
    hubs             institutions and alliances by their ties to each other. neighbours: bodies
                     tied to it; betweenness: share of shortest ways between others that lead
                     through it (0 to 1; above 2,000 bodies an estimate) 机构与医联体:相连者数;
                     中介度(0 至 1,超过 2,000 个单位时为估计值)
    regions          regions by the regions and bodies that they support or are tied to 地区之间的帮扶与合作
    bridges          ties without which so many would be cut off (the smaller side) 一断即分离的关系
    cut-vertices     bodies without which the network falls into so many parts, and how many
                     lose the largest part 缺之则分裂的单位
    communities      groups tied more closely within than to others (Louvain, fixed seed) 联系紧密的社群
    reach            members of the alliances that each lead leads, and in how many regions 牵头单位的覆盖
    regions-without  regions with hospitals, primary care or public health institutions, but no
                     alliance, lead or member known 尚无医联体的地区

    A missing tie means that no report read says so, not that there is none.
    没有关系只说明所读报告未提及,并不等于不存在。

    \b
    kg analyze hubs
    kg analyze reach --min-confidence 0.9 --format csv
    kg analyze --out network.gexf
    kg analyze --csv-dir tables
    """
    from kg.ledger import open_ledger
    from kg.query.network import network, tables, write_network, write_tables

    with open_ledger(graph) as ledger, ledger.snapshot():
        net = network(ledger, planned=planned, least=min_confidence)
    if out is not None:
        write_network(net, out)
        note(f"{net.graph.number_of_nodes()} nodes and {net.graph.number_of_edges()} edges written to {out}")
    chosen = {name: result for name, result in tables(net).items() if table in (None, name)}
    if csv_dir is not None:
        write_tables(chosen, csv_dir)
        note(f"{len(chosen)} tables written to {csv_dir}")
    if table is None and (out is not None or csv_dir is not None):
        return
    if table is None and format_ == "json":
        import json

        from kg.query.format import plain

        whole = {
            n: [dict(zip(r.columns, map(plain, row), strict=True)) for row in r.rows]
            for n, r in chosen.items()
        }
        click.echo(json.dumps(whole, ensure_ascii=False, indent=2))
        return
    for name, result in chosen.items():
        if table is None:
            click.echo(f"\n# {name}")
        show_result(result, format_, TABLES[name][language() != "zh"])
