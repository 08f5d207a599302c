"""The alliance network against one whose every figure is known."""

from pathlib import Path

import networkx as nx
import pytest
from click.testing import CliRunner

from kg.cli import main
from kg.commands.analyze import TABLES
from kg.ledger import open_ledger
from kg.model.statement import Entity, Evidence, Statement
from kg.query.network import Network, network, tables, write_network
from tests.store import small

A, B, C, D = (Entity("Institution", f"{n}医院", "hospital", within=("某省", f"{n}县")) for n in "甲乙丙丁")
GROUP = Entity("Alliance", "甲县医共体", "county_community", within=("某省", "甲县"))
FAR = Entity("Region", "丁县", within=("某省",))


def said(one: Entity, predicate: str, other: Entity, status: str = "actual", sure: float = 0.9) -> Statement:
    return Statement(
        "2022", one, predicate, other, {"status": status}, (Evidence(0, 1, "县", "", "test"),), sure
    )


@pytest.fixture
def graph(tmp_path: Path) -> Path:
    facts = [
        said(A, "leads", GROUP), said(B, "memberOf", GROUP), said(C, "memberOf", GROUP, sure=0.7),
        said(D, "partnersWith", A, "target"), said(D, "locatedIn", FAR),
    ]  # fmt: skip
    with open_ledger(tmp_path / "graph", write=True) as ledger:
        ledger.replace(small.document("2022"), "test", facts)
    return tmp_path / "graph"


def net(graph: Path, planned: bool = False, least: float = 0.0) -> Network:
    with open_ledger(graph) as ledger:
        return network(ledger, planned=planned, least=least)


def test_figures_of_a_known_network(graph: Path) -> None:
    found = tables(net(graph))
    assert [row[1] for row in found["components"].rows] == [4]
    assert found["hubs"].rows[0] == ("甲县医共体", "Alliance", 3, 1.0)
    assert [row[2] for row in found["bridges"].rows] == [1, 1, 1]
    assert found["cut-vertices"].rows == (("甲县医共体", 3, 2),)
    assert found["reach"].rows == (("甲医院", ["甲县医共体"], 2, 2, ["丙医院", "乙医院"]),)
    assert found["regions-without"].rows == (("丁县", ["某省"], 1),)


def test_filters(graph: Path) -> None:
    assert tables(net(graph, planned=True))["components"].rows[0][1] == 5
    assert tables(net(graph, least=0.8))["components"].rows[0][1] == 3


@pytest.mark.parametrize("suffix", ["graphml", "gexf"])
def test_the_file_carries_the_results(graph: Path, tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"n.{suffix}"
    write_network(net(graph), path)
    back = nx.read_graphml(path) if suffix == "graphml" else nx.read_gexf(path)
    node = back.nodes[GROUP.id]
    assert (node["neighbours"], node["cut_vertex"], node["component"]) == (3, True, 1)
    assert b"lastmodified" not in path.read_bytes()


def ring(*names: str) -> list[Statement]:
    """Hospitals in a ring, each a partner of the next."""
    bodies = [Entity("Institution", f"{name}医院", "hospital", within=("某省",)) for name in names]
    return [
        said(one, "partnersWith", other) for one, other in zip(bodies, [*bodies[1:], bodies[0]], strict=True)
    ]


@pytest.fixture
def barbell(tmp_path: Path) -> Path:
    """Two rings of four, one tie between them, a pair apart, and four regions that help one."""
    left, right = ring(*"子丑寅卯"), ring(*"辰巳午未")
    regions = [Entity("Region", f"{n}市", within=("某省",)) for n in "东南西北中"]
    facts = [
        *left, *right, said(left[0].subject, "supports", right[0].subject), said(A, "partnersWith", B),
        *(said(other, "supports", regions[0]) for other in regions[1:]),
        said(regions[1], "supports", left[0].subject),
    ]  # fmt: skip
    with open_ledger(tmp_path / "graph", write=True) as ledger:
        ledger.replace(small.document("2022"), "test", facts)
    return tmp_path / "graph"


def test_bridges_cuts_communities_and_hubs_of_two_rings(barbell: Path) -> None:
    found = tables(net(barbell))
    assert [row[1] for row in found["components"].rows] == [13, 2]
    assert ("辰医院", "子医院", 4) in found["bridges"].rows or ("子医院", "辰医院", 4) in found[
        "bridges"
    ].rows
    assert len(found["bridges"].rows) == 7
    assert {row[0] for row in found["cut-vertices"].rows} == {"子医院", "辰医院", "南市", "东市"}
    groups = [set(row[2]) for row in found["communities"].rows]
    assert {f"{n}医院" for n in "辰巳午未"} in groups
    assert {"甲医院", "乙医院"} in groups
    hubs = {row[0]: row[1:] for row in found["hubs"].rows}
    assert [row[0] for row in found["hubs"].rows[:2]] == ["子医院", "辰医院"]
    assert hubs["子医院"] == ("Institution", 3, round(12.5 / 36, 6))  # 3 × 4 ways across, half of one within
    assert not any("市" in name for name in hubs)
    assert found["regions"].rows[0] == ("东市", ["某省"], 4, 0)
    assert ("南市", ["某省"], 1, 1) in found["regions"].rows


def test_each_table_is_a_file(graph: Path, tmp_path: Path) -> None:
    done = CliRunner().invoke(main, ["analyze", "--graph", str(graph), "--csv-dir", str(tmp_path / "t")])
    assert done.exit_code == 0, done.output
    made = {path.stem for path in (tmp_path / "t").iterdir()}
    assert made == set(tables(net(graph))) == set(TABLES)
    text = (tmp_path / "t" / "hubs.csv").read_text(encoding="utf-8")
    assert text.splitlines()[:2] == ["name,type,neighbours,betweenness", "甲县医共体,Alliance,3,1"]


def test_headings_fit_their_tables(graph: Path) -> None:
    for name, result in tables(net(graph)).items():
        assert {len(heads) for heads in TABLES[name]} == {len(result.columns)}, name
