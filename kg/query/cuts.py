"""Where a network would fall apart: bridges and cut vertices with the sizes of what they hold together, in one walk over its block-cut tree.

A block is a largest part that no single node can cut; blocks and the nodes that they share form a tree. In it the size of each side is known from the
sizes of subtrees, so a network of n nodes and m ties takes O(n + m), where taking out each in turn would take that once for each.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, TypeAlias

Tie: TypeAlias = tuple[str, str]
_TreeNode: TypeAlias = str | int
"""A cut vertex by its id, or a block by its number."""


@dataclass(frozen=True, slots=True)
class Cuts:
    """`vertices`: cut vertex → sizes of the parts that its loss would leave, smallest first. `bridges`: tie → sizes of the sides of its two ends."""

    vertices: dict[str, list[int]]
    bridges: dict[Tie, tuple[int, int]]


def cuts(graph: Any) -> Cuts:
    """The cut vertices and bridges of an undirected networkx graph whose nodes are ids; ties of equal ends are not looked at."""
    import networkx as nx

    found = Cuts({}, {})
    blocks = [sorted(block) for block in nx.biconnected_components(graph)]
    shared = set(nx.articulation_points(graph))
    tree = nx.Graph()
    tree.add_nodes_from(range(len(blocks)))
    tree.add_edges_from((n, key) for n, block in enumerate(blocks) for key in block if key in shared)
    for part in nx.connected_components(tree):
        beyond = _beyond(tree, next(node for node in part if isinstance(node, int)), blocks, shared)
        total = sum(_weight(node, blocks, shared) for node in part)
        for node in part:
            if not isinstance(node, int):
                found.vertices[node] = sorted(beyond[node, block] for block in tree[node])
            elif len(blocks[node]) == 2:
                one, other = blocks[node]
                there = beyond[one, node] if one in shared else total - 1
                found.bridges[one, other] = (total - there, there)
    return found


def _weight(node: _TreeNode, blocks: list[list[str]], shared: set[str]) -> int:
    """How many nodes of the network stand for themselves there: a shared one counts once, not in each of its blocks."""
    return sum(key not in shared for key in blocks[node]) if isinstance(node, int) else 1


def _beyond(
    tree: Any, root: int, blocks: list[list[str]], shared: set[str]
) -> dict[tuple[_TreeNode, _TreeNode], int]:
    """(node, neighbour) in the tree → how many nodes of the network lie on the neighbour's side."""
    import networkx as nx

    above: dict[_TreeNode, _TreeNode] = {child: parent for parent, child in nx.bfs_edges(tree, root)}
    order = [root, *above]
    size = {node: _weight(node, blocks, shared) for node in order}
    for child in reversed(order[1:]):
        size[above[child]] += size[child]
    sides: dict[tuple[_TreeNode, _TreeNode], int] = {}
    for child, parent in above.items():
        sides[parent, child] = size[child]
        sides[child, parent] = size[root] - size[child]
    return sides
