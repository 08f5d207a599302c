"""The explorer over a real Neo4j shows what it shows over the embedded graph, and cannot write there either."""

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from kg.ledger import open_ledger
from kg.store.bolt import Address, connect
from kg.store.property_graph import write_graph
from kg.web.app import prepare
from kg.web.holder import Holder
from kg.web.snapshot import Snapshot
from kg.web.sources import ServerSource
from tests.neo4j_server import clear
from tests.web.conftest import Served
from tests.web.test_guard import ATTEMPTS


@pytest.fixture(scope="module")
def other(neo4j: Address, graph: Path) -> Iterator[httpx.Client]:
    """An explorer over the Neo4j, whose graph holds what the folder's does."""
    clear(neo4j)
    with connect(neo4j) as driver, open_ledger(graph) as ledger:
        write_graph(driver, ledger, neo4j.database)
    with (
        Holder(ServerSource(neo4j, graph), prepare) as holder,
        Served(holder) as address,
        httpx.Client(base_url=address, timeout=60) as client,
    ):
        yield client


def test_both_stores_show_the_same(client: httpx.Client, other: httpx.Client, snapshot: Snapshot) -> None:
    things = {thing.type: thing.id for thing in snapshot.catalogue}
    statement = snapshot.ask("MATCH (s:Statement) RETURN min(s.id) AS id")[0]["id"]
    paths = [
        "/api/panorama", "/api/search?q=kprm", "/api/search?q=%E5%B8%82%E4%B8%80%E9%99%A2", f"/api/statement/{statement}",
        "/api/compare/indicators", f"/api/compare?indicator={things['Indicator']}", f"/api/report/{things['Report']}",
        f"/api/path?from_id={things['Alliance']}&to_id={things['Region']}", f"/api/page/{things['Region']}.ttl",
    ]  # fmt: skip
    for key in things.values():
        paths += [
            f"/api/entity/{key}",
            f"/api/page/{key}?inside=1",
            f"/api/expand?id={key}&limit=40&from=2019&status=actual&confidence=0.8",
            f"/api/neighbourhood?id={key}&depth=2&limit=60",
            f"/api/page/{key}.csv",
        ]
    for path in paths:
        one, two = client.get(path), other.get(path)
        assert one.status_code == two.status_code and one.content == two.content, path
    home = [c.get("/api/overview").json() for c in (client, other)]
    for told in home:
        for key in ("graph", "source"):
            del told[key]
    assert home[0] == home[1]


def test_questions_have_the_same_answers(client: httpx.Client, other: httpx.Client) -> None:
    for path in ("/api/questions/alliances", "/api/questions/indicator?name=%E7%AD%BE%E7%BA%A6%E7%8E%87"):
        assert client.get(path).json()["rows"] == other.get(path).json()["rows"] != []


def test_nothing_can_be_written_read_from_files_or_called_there(other: httpx.Client) -> None:
    count = {"text": "MATCH (n) RETURN count(n) AS n"}
    before = other.post("/api/cypher", json=count).json()["rows"]
    for text in ATTEMPTS:
        answer = other.post("/api/cypher", json={"text": text})
        assert answer.status_code in (400, 403), f"{text}: {answer.text}"
    assert other.post("/api/cypher", json=count).json()["rows"] == before


def test_time_is_bounded_there_too(other: httpx.Client) -> None:
    endless = "UNWIND range(1, 100000) AS x UNWIND range(1, 100000) AS y WITH x + y AS z RETURN sum(z) AS s"
    answer = other.post("/api/cypher", json={"text": endless})
    assert answer.status_code == 408, answer.text


def test_without_a_ledger_the_exact_words_are_still_told(
    client: httpx.Client, neo4j: Address, other: httpx.Client, snapshot: Snapshot
) -> None:
    statement = snapshot.ask("MATCH (s:Statement) WHERE s.predicate = 'achieved' RETURN min(s.id) AS id")[0][
        "id"
    ]
    full = other.get(f"/api/statement/{statement}").json()["evidence"][0]
    with Holder(ServerSource(neo4j)) as holder, Served(holder) as address:
        bare = httpx.get(f"{address}/api/statement/{statement}", timeout=60).json()["evidence"][0]
        report = httpx.get(f"{address}/api/report/001_370c1193e269d6f6", timeout=60).json()
    assert bare["raw"] is None and bare["text"] == full["text"] and bare["clean"]["text"]
    assert report["text"] is None and report["facts"]
