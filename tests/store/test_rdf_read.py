"""Exported RDF read back is the same statements, whichever library reads the file."""

import gzip
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
import rdflib

from kg.errors import StoreError
from kg.ledger import open_ledger
from kg.model.statement import Entity, Statement
from kg.store.rdf import write_rdf
from kg.store.rdf_read import Mention, Row, mentions_in, read_rdf, rows, statements_in
from tests.gold_graph import gold_ledger
from tests.store import small


def by_rdflib(path: Path) -> Iterator[Row]:
    kinds = {".nq": "nquads", ".rdf": "xml", ".ttl": "turtle"}
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


@pytest.fixture(scope="module")
def wide_graph(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The annotated seeds, and some of the reports that extraction was developed on."""
    return gold_ledger(tmp_path_factory.mktemp("wide") / "graph", development=4)


def mentioned(graph: Path) -> list[Mention]:
    with open_ledger(graph) as ledger:
        said = (s for s in ledger.statements() if s.predicate == "mentions")
        return sorted(Mention(s.report, s.id, s.object.id) for s in said)


@pytest.mark.parametrize("suffix", [".ttl", ".nt", ".nq", ".trig", ".jsonld", ".rdf"])
def test_every_format_gives_the_same_statements(wide_graph: Path, tmp_path: Path, suffix: str) -> None:
    want = told(wide_graph)
    path = exported(wide_graph, tmp_path / f"all{suffix}")
    triples = list(rows(path))
    got = statements_in(triples)
    assert len(want) > 500
    assert [s.id for s in got] == [s.id for s in want]
    assert got == want
    assert mentioned(wide_graph)
    assert mentions_in(triples) == mentioned(wide_graph)


@pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib.*")
@pytest.mark.parametrize("suffix", [".ttl", ".nq", ".rdf"])
def test_rdflib_reads_the_same(small_graph: Path, tmp_path: Path, suffix: str) -> None:
    path = exported(small_graph, tmp_path / f"all{suffix}")
    triples = list(by_rdflib(path))
    assert statements_in(triples) == told(small_graph)
    assert mentions_in(triples) == mentioned(small_graph)


@pytest.fixture(scope="module")
def small_graph(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The two annotated reports that say the least: rdflib takes its time."""
    graph = gold_ledger(tmp_path_factory.mktemp("one") / "graph")
    with open_ledger(graph, write=True) as ledger:
        said = Counter(s.report for s in ledger.statements())
        for stem in sorted(said, key=lambda stem: (said[stem], stem))[2:]:
            ledger.remove(stem)
    return graph


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


def test_a_former_township_has_no_division_code_and_comes_back(tmp_path: Path) -> None:
    town = Entity(
        "Region", "柳街镇", scope="510181", code="510181-柳街镇", within=("四川省", "成都市", "都江堰市")
    )
    fact = Statement("2022", small.HOSPITAL, "locatedIn", town, {}, (small.piece("县医院"),), 0.9)
    with open_ledger(tmp_path / "graph", write=True) as ledger:
        ledger.replace(small.document("2022"), "test", [fact])
    path = exported(tmp_path / "graph", tmp_path / "all.nt")
    assert [s.object for s in read_rdf(path)] == [town]
    assert "divisionCode" not in path.read_text(encoding="utf-8")
