"""The alliance network against one whose every figure is known."""

from pathlib import Path

import networkx as nx
import pytest

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
    assert len(found["bridges"].rows) == 3
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
