"""The server that the tests run on is a real one: what was committed outlives a kill."""

from pathlib import Path

from kg.store.bolt import Address, connect
from tests import neo4j_server
from tests.neo4j_server import POM, VERSION, running


def test_the_version_is_that_of_the_pom() -> None:
    assert f"<version>{VERSION}</version>" in POM.read_text(encoding="utf-8")


def test_it_is_a_neo4j_and_can_be_emptied(empty_neo4j: Address) -> None:
    with connect(empty_neo4j) as driver:
        assert driver.get_server_info().agent.startswith("Neo4j/")
        driver.execute_query("CREATE CONSTRAINT c IF NOT EXISTS FOR (n:Thing) REQUIRE n.id IS UNIQUE")
        driver.execute_query("CREATE (:Thing {id: 1})")
    assert neo4j_server.count(empty_neo4j) == 1
    neo4j_server.clear(empty_neo4j)
    with connect(empty_neo4j) as driver:
        assert driver.execute_query("SHOW CONSTRAINTS").records == []


def test_what_was_committed_outlives_a_kill(neo4j_jars: Path, tmp_path: Path) -> None:
    with running(tmp_path / "home") as server:
        with connect(server.address) as driver:
            driver.execute_query("CREATE (:Thing {id: 1})")
        server.kill()
        server.start()
        assert neo4j_server.count(server.address) == 1
