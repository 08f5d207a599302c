"""Attempts to write, to read files, to call out, to look at the server, to leave the graph: each is refused, and nothing changes."""

from pathlib import Path

import httpx
import pytest

from kg.ledger import FILE
from kg.store import derived
from kg.web.errors import ApiError
from kg.web.guard import refuse_beyond_reading

ATTEMPTS = [
    "CREATE (n:Entity {id: 'x'})",
    "create (n)",
    "MATCH (n) SET n.name = 'x' RETURN n",
    "MATCH (n) SET n += {a: 1}",
    "MATCH (n) DETACH DELETE n",
    "MATCH (n)\nDELETE\nn",
    "MERGE (n:Region {name: '火星'}) RETURN n",
    "MATCH (n) REMOVE n.name",
    "MATCH (n) FOREACH (x IN [1] | SET n.a = x)",
    "MATCH (n)/**/SET/**/n.a=1",
    "MATCH (n) // RETURN n\nSET n.a = 1",
    "MATCH (n) CALL { WITH n SET n.a = 1 } RETURN n",
    "INSERT (:Entity {id: 'x'})",
    "LOAD CSV FROM 'file:///etc/passwd' AS line RETURN line",
    "load  csv with headers from 'http://192.0.2.1/x' as l return l",
    "CALL apoc.load.json('file:///etc/passwd') YIELD value RETURN value",
    "CALL apoc.export.csv.all('/tmp/x', {})",
    "CALL dbms.listConfig() YIELD name RETURN name",
    "CALL db.labels()",
    "CALL `dbms`.`listConfig`()",
    "CALL\tdbms.security.createUser('a', 'b')",
    "RETURN apoc.cypher.runFirstColumnSingle('CREATE (n) RETURN n', {})",
    "RETURN apoc . util . sha1(['a'])",
    "RETURN `apoc`.`util`.`sha1`(['a'])",
    "CREATE USER bob SET PASSWORD 'x'",
    "ALTER CURRENT USER SET PASSWORD FROM 'a' TO 'b'",
    "SHOW USERS",
    "SHOW DATABASES",
    "USE system MATCH (n) RETURN n",
    "DROP INDEX entity_name",
    "CREATE INDEX x FOR (n:Entity) ON (n.name)",
    "CREATE CONSTRAINT x FOR (n:Entity) REQUIRE n.name IS UNIQUE",
    "TERMINATE TRANSACTIONS 'x'",
    "START DATABASE x",
    "GRANT ROLE admin TO reader",
    "MATCH (n) CALL (n) { DELETE n } IN TRANSACTIONS",
    "USING PERIODIC COMMIT LOAD CSV FROM 'x' AS l RETURN l",
    "RETURN 1; MATCH (n) DELETE n",
    "RETURN 'a' /* '*/ ; CREATE (n) //'",
    "\\u0043REATE (n)",
    "MATCH (n) RETURN n.name AS `a` CREATE (m)",
    "RETURN \"it's\" AS a CREATE (n) RETURN 'it\\'s' AS b",
]

HARMLESS = [
    "MATCH (a:Alliance) RETURN a.name AS name ORDER BY name LIMIT 5",
    "MATCH (n:Entity) WHERE n.name = 'CREATE (n) DELETE n' RETURN n.name AS x",
    "MATCH (n:Entity) RETURN n.name AS `set` LIMIT 1 // DELETE everything",
    "MATCH (r:Region) CALL (r) { MATCH (r)<-[:locatedIn]-(n) RETURN count(n) AS c } RETURN r.name AS name, c ORDER BY name LIMIT 3",
    "MATCH (n:Entity)-[r]->() WHERE r.period_end >= date('2019-01-01') RETURN count(r) AS n",
    "RETURN date.truncate('year', date('2019-05-01')) AS d",
    "MATCH (n:Entity) RETURN n.offset AS reset, n.created AS uses LIMIT 1;",
    "EXPLAIN MATCH (n) RETURN n LIMIT 1",
    "MATCH (n:Entity {name: $name}) RETURN n.type AS type",
]


def files(graph: Path) -> dict[str, bytes]:
    """All files of a graph but what SQLite keeps for readers beside the ledger."""
    return {
        str(path.relative_to(graph)): path.read_bytes()
        for path in sorted(graph.rglob("*"))
        if path.is_file() and not path.name.startswith(f"{FILE}-")
    }


def test_every_attempt_is_refused_and_changes_nothing(client: httpx.Client, graph: Path) -> None:
    before, named = files(graph), derived.current(graph)
    count = {"text": "MATCH (n) RETURN count(n) AS n"}
    size = client.post("/api/cypher", json=count).json()["rows"]
    for text in ATTEMPTS:
        answer = client.post("/api/cypher", json={"text": text})
        assert answer.status_code in (400, 403), f"{text}: {answer.text}"
        assert "rows" not in answer.json()
    assert client.post("/api/cypher", json=count).json()["rows"] == size
    assert files(graph) == before and derived.current(graph) == named


@pytest.mark.parametrize("text", ATTEMPTS)
def test_the_text_alone_is_refused(text: str) -> None:
    """A Neo4j would do some of these for any user: they must not even reach it."""
    with pytest.raises(ApiError):
        refuse_beyond_reading(text)


@pytest.mark.parametrize("text", HARMLESS)
def test_questions_are_answered(client: httpx.Client, text: str) -> None:
    answer = client.post("/api/cypher", json={"text": text, "parameters": {"name": "开平市"}})
    assert answer.status_code == 200, answer.text


def test_values_cannot_break_out_of_parameters(client: httpx.Client) -> None:
    evil = "' OR 1=1 // \" ` }) DETACH DELETE n"
    for path in ("/api/questions/neighbours", "/api/questions/search"):
        answer = client.get(path, params={"name": evil})
        assert answer.status_code == 200 and answer.json()["rows"] == [], answer.text
    assert client.get("/api/search", params={"q": evil}).json()["items"] == []
    assert client.get("/api/expand", params={"id": evil}).status_code == 404
    assert (
        client.get("/api/expand", params={"id": "x", "relation": "leads]->() DELETE n //"}).status_code == 400
    )


def test_rows_time_and_size_are_bounded(client: httpx.Client) -> None:
    many = client.post("/api/cypher", json={"text": "UNWIND range(1, 5000) AS x RETURN x"}).json()
    assert len(many["rows"]) == 1000 and many["left_out"] is True
    wide = "UNWIND range(1, 900) AS x RETURN range(1, 2000) AS s"
    answer = client.post("/api/cypher", json={"text": wide})
    assert answer.status_code == 200 and answer.json()["left_out"] is True
    assert len(answer.content) < 2_500_000
    endless = "MATCH p = (a:Entity)-[*1..14]-(b) RETURN count(p) AS c"
    late = client.post("/api/cypher", json={"text": endless})
    assert late.status_code == 408 and late.json()["error"]["code"] == "too_slow"
    after = client.post("/api/cypher", json={"text": "RETURN 1 AS one"})
    assert after.json()["rows"] == [[1]]  # the endless one holds nobody up
    assert client.post("/api/cypher", json={"text": "x" * 10_001}).status_code in (400, 413)
    assert client.post("/api/cypher", json={"text": "MATCH (n RETURN n"}).status_code == 400
    assert client.post("/api/cypher", json={"text": ""}).status_code == 400
