"""Bridges and cut vertices against what taking each out in turn leaves."""

import networkx as nx
from hypothesis import given
from hypothesis import strategies as st

from kg.query.cuts import cuts

TIES = st.lists(st.tuples(st.integers(0, 11), st.integers(0, 11)), max_size=20)


@given(TIES)
def test_sides_are_those_that_taking_out_leaves(ties: list[tuple[int, int]]) -> None:
    graph = nx.Graph()
    graph.add_nodes_from(f"n{n:02}" for n in range(12))
    graph.add_edges_from((f"n{a:02}", f"n{b:02}") for a, b in ties if a != b)
    found = cuts(graph)
    assert set(found.vertices) == set(nx.articulation_points(graph))
    assert set(found.bridges) == {tuple(sorted(bridge)) for bridge in nx.bridges(graph)}
    for key, parts in found.vertices.items():
        rest = graph.copy()
        rest.remove_node(key)
        left = {frozenset(nx.node_connected_component(rest, other)) for other in graph[key]}
        assert parts == sorted(map(len, left))
    for ends, sides in found.bridges.items():
        rest = graph.copy()
        rest.remove_edge(*ends)
        assert sides == tuple(len(nx.node_connected_component(rest, end)) for end in ends)
