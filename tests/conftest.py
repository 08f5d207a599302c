"""Fixtures that several folders of tests share."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from kg.store.bolt import Address
from tests import neo4j_server
from tests.gold_graph import gold_ledger


@pytest.fixture(scope="session")
def gold_graph(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A graph folder made of the annotated reports, with its property graph. Not to be changed."""
    from kg.store.graph_build import refresh

    graph = gold_ledger(tmp_path_factory.mktemp("gold") / "graph")
    assert refresh(graph)
    return graph


@pytest.fixture(scope="session")
def neo4j_jars() -> Path:
    """The jars of a real Neo4j. Without Java or Maven the test is skipped; in CI (`CI=true`) that is a failure."""
    try:
        return neo4j_server.jars()
    except neo4j_server.MissingError as missing:
        if os.environ.get("CI", "").lower() == "true":
            pytest.fail(str(missing))
        pytest.skip(str(missing))


@pytest.fixture(scope="session")
def neo4j(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Address]:
    """A real Neo4j that this test process has to itself. Whoever needs it empty asks for `empty_neo4j`.

    KG_TEST_NEO4J_URI (user and password in NEO4J_USERNAME, NEO4J_PASSWORD) names one to use in place of an own. It must be empty, is
    emptied again and again, and serves one test process at a time.
    """
    if uri := os.environ.get("KG_TEST_NEO4J_URI"):
        given = Address(uri, os.environ.get("NEO4J_USERNAME", "neo4j"), os.environ["NEO4J_PASSWORD"])
        with neo4j_server.alone(tmp_path_factory.getbasetemp().parent):
            if neo4j_server.count(given):
                pytest.fail(
                    f"{uri} holds nodes: the tests would delete them; name a server with an empty database"
                )
            yield given
            neo4j_server.clear(given)
        return
    request.getfixturevalue("neo4j_jars")
    with neo4j_server.running(tmp_path_factory.mktemp("neo4j") / "home") as server:
        yield server.address


@pytest.fixture
def empty_neo4j(neo4j: Address) -> Address:
    """The server without nodes, constraints and indexes."""
    neo4j_server.clear(neo4j)
    return neo4j
