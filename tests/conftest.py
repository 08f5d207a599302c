"""Fixtures that several folders of tests share."""

from pathlib import Path

import pytest

from tests.gold_graph import gold_ledger


@pytest.fixture(scope="session")
def gold_graph(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A graph folder made of the annotated reports, with its property graph. Not to be changed."""
    from kg.store.graph_build import refresh

    graph = gold_ledger(tmp_path_factory.mktemp("gold") / "graph")
    assert refresh(graph)
    return graph
