"""Statements a second into a real Neo4j over Bolt: `kg load`, and beside it the naive way, one MERGE query a statement.

Both write the same: edge, statement node, evidence and its edges, with the same constraints and indexes, in a server of this run (Neo4j's own defaults for the
JVM, memory as in docker-compose.yml). The naive way is timed on a sample, in a database that holds the entities and reports already.

    .venv/bin/python benchmarks/load.py [STATEMENTS]
"""

from __future__ import annotations

import resource
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.made import made_ledger
from kg.ledger import Ledger, open_ledger
from kg.store.bolt import Address, connect
from kg.store.graph_definitions import OWN
from kg.store.neo4j_load import load
from kg.store.neo4j_rows import Told, report, things, told
from kg.store.neo4j_state import define
from kg.store.neo4j_write import Work, batches, do, write_things
from tests import neo4j_server
from tests.neo4j_server import Server, running

SAMPLE = 1_000
ROUNDS = 3


@contextmanager
def server(home: Path) -> Iterator[Server]:
    neo4j_server._JVM = (*(x for x in neo4j_server._JVM if x.startswith("--")), "-Xms1g", "-Xmx1g")
    neo4j_server._SETTINGS["server.memory.pagecache.size"] = "512m"
    with running(home) as started:
        yield started


def ours(address: Address, folder: Path) -> float:
    """Statements a second."""
    neo4j_server.clear(address)
    with open_ledger(folder) as ledger, connect(address) as driver:
        start = time.perf_counter()
        done = load(driver, ledger)
        return done.statements_new / (time.perf_counter() - start)


def naive(address: Address, folder: Path) -> float:
    """Statements a second, a query and a transaction each."""
    neo4j_server.clear(address)
    with open_ledger(folder) as ledger, connect(address) as driver, driver.session() as session:
        define(session)
        for part in batches(things(ledger)):
            write_things(session, part, [])
        sample = [told(statement) for statement in islice(ledger.statements(), SAMPLE)]
        _reports(ledger, sample, session)
        start = time.perf_counter()
        for said in sample:
            session.run(_merge(said), **_parameters(said)).consume()
        return SAMPLE / (time.perf_counter() - start)


def _reports(ledger: Ledger, sample: list[Told], session: object) -> None:
    stems = {str(said.node.properties["report"]) for said in sample}
    nodes = [report(record, ()) for record in ledger.reports() if record.stem in stems]
    do(session, Work(nodes, created=frozenset(stems)))  # type: ignore[arg-type]


def _merge(said: Told) -> str:
    return (
        f"MATCH (a:{OWN} {{id: $start}}) MATCH (b:{OWN} {{id: $end}}) MATCH (p:{OWN} {{id: $report}}) "
        f"MERGE (a)-[r:{said.edge.type} {{id: $id}}]->(b) SET r += $edge "
        f"MERGE (s:Statement:{OWN} {{id: $id}}) SET s += $statement WITH s, p UNWIND $evidence AS piece "
        f"MERGE (e:Evidence:{OWN} {{id: piece.id}}) SET e += piece MERGE (s)-[:supportedBy]->(e) MERGE (e)-[:FROM]->(p)"
    )


def _parameters(said: Told) -> dict[str, object]:
    return {
        "start": said.edge.start[1], "end": said.edge.end[1], "id": said.node.id,
        "report": said.node.properties["report"], "edge": said.edge.properties, "statement": said.node.properties,
        "evidence": [{**piece.properties, "id": piece.id} for piece in said.evidence],
    }  # fmt: skip


def main(statements: int) -> None:
    with tempfile.TemporaryDirectory() as scratch, server(Path(scratch) / "home") as started:
        folder = made_ledger(Path(scratch) / "graph", statements)
        for turn in range(ROUNDS):  # the first warms the server up
            peer, own = naive(started.address, folder), ours(started.address, folder)
            print(
                f"{turn + 1}: naive {peer:,.0f} statements/s, kg load {own:,.0f} statements/s, ratio {own / peer:.1f}",
                flush=True,
            )
        with open_ledger(folder) as ledger, connect(started.address) as driver:
            start = time.perf_counter()
            assert load(driver, ledger).empty
            print(f"again with nothing to do: {time.perf_counter() - start:.1f} s")
    print(
        f"memory of the loading process {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:,.0f} MB"
    )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
