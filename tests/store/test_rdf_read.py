"""Exported RDF read back is the same statements, whichever library reads the file."""

import gzip
from collections.abc import Iterator
from pathlib import Path

import pytest
import rdflib

from kg.errors import StoreError
from kg.ledger import open_ledger
from kg.model.statement import Statement
from kg.store.rdf import write_rdf
from kg.store.rdf_read import Row, read_rdf, statements_in


def by_rdflib(path: Path) -> Iterator[Row]:
    kinds = {".nq": "nquads", ".trig": "trig", ".ttl": "turtle"}
    data = rdflib.Dataset()
    with path.open("rb") as file:
        data.parse(file, format=kinds[path.suffix])
    for s, p, o, _ in data.quads((None, None, None, None)):
        yield str(s), str(p), str(o)


def told(graph: Path) -> list[Statement]:
    with open_ledger(graph) as ledger:
        return [s for s in ledger.statements() if s.predicate != "mentions"]


def exported(graph: Path, path: Path) -> Path:
    with open_ledger(graph) as ledger:
        write_rdf(ledger, path)
    return path


@pytest.mark.parametrize("suffix", [".ttl", ".nt", ".nq", ".trig", ".jsonld"])
def test_every_format_gives_the_same_statements(gold_graph: Path, tmp_path: Path, suffix: str) -> None:
    want = told(gold_graph)
    got = read_rdf(exported(gold_graph, tmp_path / f"all{suffix}"))
    assert len(want) > 500
    assert [s.id for s in got] == [s.id for s in want]
    assert got == want


@pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib.*")
@pytest.mark.parametrize("suffix", [".ttl", ".nq"])
def test_rdflib_reads_the_same(gold_graph: Path, tmp_path: Path, suffix: str) -> None:
    path = exported(gold_graph, tmp_path / f"all{suffix}")
    assert statements_in(by_rdflib(path)) == told(gold_graph)


def test_a_statement_that_was_changed_is_noticed(gold_graph: Path, tmp_path: Path) -> None:
    path = exported(gold_graph, tmp_path / "all.nt")
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    at = next(n for n, line in enumerate(lines) if "ontology#value>" in line)
    lines[at] = lines[at].rsplit('"', 2)[0] + '"987654321" .\n'
    path.write_text("".join(lines), encoding="utf-8")
    with pytest.raises(StoreError, match="changed after its export"):
        read_rdf(path)


def test_a_packed_file_is_read(gold_graph: Path, tmp_path: Path) -> None:
    path = exported(gold_graph, tmp_path / "all.nq")
    packed = tmp_path / "all.nq.gz"
    packed.write_bytes(gzip.compress(path.read_bytes()))
    assert read_rdf(packed) == read_rdf(path)
