"""`kg export rdf`: quads a second and peak memory, beside rdflib's serialiser on the same quads in the same run.

    .venv/bin/python benchmarks/rdf.py [STATEMENTS] [STATEMENTS FOR RDFLIB]

Each export runs in a process of its own, from the ledger on disk to the file. rdflib gets the quads ready in memory, and only its writing is
timed; it holds them all, so it is given fewer statements. Rates are by CPU time of the process, which other work on the machine disturbs less;
those by the clock stand beside them.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

OURS = ("g.nq", "g.trig", "g.ttl", "g.nt", "g.jsonld", "g.rdf", "g.nq.gz")
PEER = {"g.nq": "nquads", "g.trig": "trig"}


def export(graph: Path, out: Path) -> dict[str, float]:
    """One export of the whole ledger."""
    from kg.ledger import open_ledger
    from kg.store.rdf import Export, export_rdf

    began, cpu = time.perf_counter(), time.process_time()
    with open_ledger(graph) as ledger, ledger.snapshot():
        done = export_rdf(ledger, out, Export())
    return _told(done.items, began, cpu)


def peer(graph: Path, out: Path) -> dict[str, float]:
    """rdflib writes the same quads."""
    import rdflib
    from pyoxigraph import RdfFormat, serialize

    from kg.ledger import open_ledger
    from kg.store.rdf_quads import quads

    with open_ledger(graph) as ledger:
        text = serialize(quads(ledger), format=RdfFormat.N_QUADS)
    data = rdflib.Dataset()
    data.parse(data=text, format="nquads")
    began, cpu = time.perf_counter(), time.process_time()
    data.serialize(out, format=PEER[out.name], encoding="utf-8")
    return _told(sum(1 for _ in data.quads()), began, cpu)


def _told(items: int, began: float, cpu: float) -> dict[str, float]:
    return {
        "quads": items,
        "seconds": time.perf_counter() - began,
        "cpu": time.process_time() - cpu,
        "mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }


def alone(what: str, graph: Path, out: Path) -> dict[str, float]:
    """Runs `export` or `peer` in a new process, so that memory is its own."""
    words = [sys.executable, __file__, what, str(graph), str(out)]
    done = subprocess.run(words, check=True, capture_output=True, text=True)
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    found["rate"] = found["quads"] / found["cpu"]
    found["wall"] = found["quads"] / found["seconds"]
    return found


def main(statements: int, for_peer: int) -> None:
    """Prints a line an export, and the ratio to rdflib."""
    from benchmarks.made import made_ledger

    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        large = made_ledger(folder / "large", statements)
        small = made_ledger(folder / "small", for_peer)
        rates = {}
        for out in OURS:
            got = alone("export", large, folder / out)
            rates[out] = got["rate"]
            size = (folder / out).stat().st_size / 1e6
            (folder / out).unlink()
            print(
                f"kg      {out:9} {statements:8,} statements {got['quads']:11,.0f} quads {got['rate']:9,.0f} quads/s of CPU ({got['wall']:9,.0f} by the clock) "
                f"{got['mb']:6.0f} MB memory {size:7.0f} MB file",
                flush=True,
            )
        for out in PEER:
            got = alone("peer", small, folder / out)
            print(
                f"rdflib  {out:9} {for_peer:8,} statements {got['quads']:11,.0f} quads {got['rate']:9,.0f} quads/s of CPU ({got['wall']:9,.0f} by the clock) "
                f"{got['mb']:6.0f} MB memory   kg is {rates[out] / got['rate']:.1f} times as fast",
                flush=True,
            )


if __name__ == "__main__":
    if sys.argv[1:2] in (["export"], ["peer"]):
        work = export if sys.argv[1] == "export" else peer
        print(json.dumps(work(Path(sys.argv[2]), Path(sys.argv[3]))))
    else:
        given = [int(text) for text in sys.argv[1:]]
        main(*(given + [100_000, 5_000][len(given) :]))
