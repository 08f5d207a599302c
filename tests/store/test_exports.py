"""Exports, each read back by the libraries that its users have, and compared with the ledger."""

import csv
import json
import subprocess
import sys
from collections import Counter
from pathlib import Path

import networkx as nx
import pytest
import rdflib
from pyoxigraph import RdfFormat, Store, parse

from kg.errors import StoreError
from kg.ledger import open_ledger
from kg.model.statement import Statement
from kg.schema.turtle import HP
from kg.store.graphml import write_graphml
from kg.store.rdf import FORMATS, write_rdf
from kg.store.rdf_terms import BASE
from kg.store.tables import write_tables
from tests.store import small

ROOT = Path(__file__).resolve().parent.parent.parent


@pytest.fixture(scope="module")
def statements(gold_graph: Path) -> list[Statement]:
    with open_ledger(gold_graph) as ledger:
        return list(ledger.statements())


@pytest.fixture(scope="module")
def facts(statements: list[Statement]) -> list[Statement]:
    return [s for s in statements if s.predicate != "mentions"]


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_tables_hold_the_whole_ledger(gold_graph: Path, statements: list[Statement], tmp_path: Path) -> None:
    with open_ledger(gold_graph) as ledger:
        counts = write_tables(ledger, tmp_path / "new" / "tables")
        entities = {e.id: e for e in ledger.entities()}
        raw = {r.stem: r.raw for r in ledger.reports()}
    tables = {name: rows(tmp_path / "new" / "tables" / name) for name in counts}
    assert {name: len(table) for name, table in tables.items()} == counts
    assert {r["id"] for r in tables["entities.csv"]} == set(entities)
    assert [r["id"] for r in tables["statements.csv"]] == [s.id for s in statements]
    for row, s in zip(tables["statements.csv"], statements, strict=True):
        assert (row["subject_name"], row["predicate"], row["object"]) == (
            s.subject.name,
            s.predicate,
            s.object.id,
        )
        assert {k: row[k] for k in s.qualifiers} == dict(s.qualifiers)
    assert len(tables["evidence.csv"]) == sum(len(s.evidence) for s in statements)
    for row in tables["evidence.csv"]:
        assert raw[row["report"]][int(row["start"]) : int(row["end"])] == row["text"]


def test_a_mark_for_excel_only_when_asked(gold_graph: Path, tmp_path: Path) -> None:
    with open_ledger(gold_graph) as ledger:
        write_tables(ledger, tmp_path / "plain")
        write_tables(ledger, tmp_path / "excel", bom=True)
    plain, excel = ((tmp_path / name / "entities.csv").read_bytes() for name in ("plain", "excel"))
    assert excel == b"\xef\xbb\xbf" + plain


def test_graphml_is_read_back_whole(gold_graph: Path, facts: list[Statement], tmp_path: Path) -> None:
    out = tmp_path / "graph.graphml"
    with open_ledger(gold_graph) as ledger:
        nodes, edges = write_graphml(ledger, out)
        entities = {e.id: e for e in ledger.entities() if e.type != "Report"}
    graph = nx.read_graphml(out, force_multigraph=True)
    assert (graph.number_of_nodes(), graph.number_of_edges()) == (nodes, edges) == (len(entities), len(facts))
    assert {n: d["label"] for n, d in graph.nodes(data=True)} == {e.id: e.name for e in entities.values()}
    by_id = {s.id: s for s in facts}
    for start, end, key, data in graph.edges(keys=True, data=True):
        s = by_id[key]
        assert (start, end, data["label"]) == (s.subject.id, s.object.id, s.predicate)
        assert data.get("value") == (float(s.qualifiers["value"]) if "value" in s.qualifiers else None)


def test_graphml_with_mentions_has_the_reports(
    gold_graph: Path, statements: list[Statement], tmp_path: Path
) -> None:
    with open_ledger(gold_graph) as ledger:
        write_graphml(ledger, tmp_path / "g.graphml", mentions=True)
    graph = nx.read_graphml(tmp_path / "g.graphml", force_multigraph=True)
    assert Counter(d["type"] for _, d in graph.nodes(data=True))["Report"] == 5
    assert graph.number_of_edges() == len(statements)


@pytest.mark.filterwarnings(
    "ignore::DeprecationWarning:rdflib.*"
)  # its parsers call what it deprecates itself
@pytest.mark.parametrize("suffix", sorted(FORMATS))
def test_rdf_is_read_back_by_rdflib_and_pyoxigraph(
    gold_graph: Path, facts: list[Statement], tmp_path: Path, suffix: str
) -> None:
    out = tmp_path / f"graph{suffix}"
    with open_ledger(gold_graph) as ledger:
        count = write_rdf(ledger, out)
        entities = sum(e.type != "Report" for e in ledger.entities())
    with out.open("rb") as file:
        found = list(parse(file, FORMATS[suffix]))
    assert len(found) == len(set(map(str, found))) == count
    other = rdflib.Dataset(default_union=True)
    other.parse(
        data=out.read_bytes(),
        format={".jsonld": "json-ld", ".nt": "nt", ".ttl": "turtle", ".nq": "nquads", ".rdf": "xml"}.get(
            suffix, suffix[1:]
        ),
    )
    assert len(list(other.quads())) == count
    described = other.query(f"SELECT (COUNT(DISTINCT ?s) AS ?n) {{ ?s a <{HP}Statement> }}")
    assert [int(row[0]) for row in described] == [len(facts)]
    labelled = other.query(
        f"SELECT (COUNT(DISTINCT ?s) AS ?n) {{ ?s rdfs:label ?l FILTER(STRSTARTS(STR(?s), '{BASE}entity/')) }}"
    )
    assert [int(row[0]) for row in labelled] == [entities]


@pytest.fixture(scope="module")
def store(gold_graph: Path, tmp_path_factory: pytest.TempPathFactory) -> Store:
    out = tmp_path_factory.mktemp("rdf") / "graph.nq"
    with open_ledger(gold_graph) as ledger:
        write_rdf(ledger, out)
    store = Store()
    store.load(path=str(out), format=RdfFormat.N_QUADS)
    return store


def select(store: Store, text: str) -> list[tuple[str, ...]]:
    prefixes = f"""PREFIX hp: <{HP}> PREFIX oa: <http://www.w3.org/ns/oa#> PREFIX org: <http://www.w3.org/ns/org#>
        PREFIX prov: <http://www.w3.org/ns/prov#> PREFIX qb: <http://purl.org/linked-data/cube#>
        PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#> PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
        PREFIX sdmx: <http://purl.org/linked-data/sdmx/2009/measure#> """
    solutions = store.query(prefixes + text, use_default_graph_as_union=True)
    return [tuple(term.value if term else "" for term in solution) for solution in solutions]


def test_each_report_has_a_graph_of_its_own(store: Store, facts: list[Statement]) -> None:
    found = select(
        store,
        "SELECT ?g (COUNT(DISTINCT ?s) AS ?n) { GRAPH ?g { ?s a hp:Statement } } GROUP BY ?g ORDER BY ?g",
    )
    expected = Counter(s.report for s in facts)
    assert {g.rpartition("/")[2]: int(n) for g, n in found} == dict(expected)


def test_observations_are_numbers_in_a_data_cube(store: Store, facts: list[Statement]) -> None:
    found = select(
        store,
        "SELECT ?s ?v { ?s a qb:Observation ; qb:dataSet ?d ; sdmx:obsValue ?v . ?d a qb:DataSet FILTER(isNumeric(?v)) }",
    )
    expected = {s.id: float(s.qualifiers["value"]) for s in facts if "value" in s.qualifiers}
    assert {s.rpartition("/")[2]: float(v) for s, v in found} == expected


def test_plain_triples_claim_only_what_holds(store: Store, facts: list[Statement]) -> None:
    for predicate in ("designatedAs", "partnersWith", "targets", "builds"):
        found = select(store, f"SELECT DISTINCT ?s ?o {{ ?s hp:{predicate} ?o }}")
        held = {
            (s.subject.id, s.object.id)
            for s in facts
            if s.predicate == predicate and (predicate == "targets" or s.qualifiers.get("status") != "target")
        }
        assert {(s.rpartition("/")[2], o.rpartition("/")[2]) for s, o in found} == held
        assert held


def test_members_of_alliances_are_memberships(store: Store, facts: list[Statement]) -> None:
    found = select(
        store, "SELECT ?m ?a ?r { ?x a org:Membership ; org:member ?m ; org:organization ?a ; org:role ?r }"
    )
    expected = Counter(s.predicate for s in facts if s.predicate in ("memberOf", "leads"))
    assert len(found) == sum(expected.values())


def test_selectors_point_at_the_very_characters(store: Store, gold_graph: Path) -> None:
    with open_ledger(gold_graph) as ledger:
        raw = {r.stem: r.raw for r in ledger.reports()}
    found = select(
        store,
        """SELECT ?r ?start ?end ?exact ?before { ?e a hp:Evidence ; oa:hasSource ?r ; oa:hasSelector ?p , ?q .
           ?p a oa:TextPositionSelector ; oa:start ?start ; oa:end ?end . ?q a oa:TextQuoteSelector ; oa:exact ?exact
           OPTIONAL { ?q oa:prefix ?before } }""",
    )
    assert len(found) > 1000
    for report, start, end, exact, *_ in found:
        assert raw[report.rpartition("/")[2]][int(start) : int(end)] == exact


def test_every_class_and_property_of_ours_is_in_the_ontology(store: Store) -> None:
    known = {
        quad.subject.value
        for quad in parse(path=str(ROOT / "ontology" / "health-policy.ttl"), format=RdfFormat.TURTLE)
        if hasattr(quad.subject, "value")
    }
    used = select(store, "SELECT DISTINCT ?p { ?s ?p ?o }") + select(store, "SELECT DISTINCT ?c { ?s a ?c }")
    ours = {iri for (iri,) in used if iri.startswith(HP)}
    assert len(ours) > 20
    assert ours <= known


def test_an_unknown_suffix_lists_the_known_ones(gold_graph: Path, tmp_path: Path) -> None:
    with open_ledger(gold_graph) as ledger, pytest.raises(StoreError, match=r"\.ttl"):
        write_rdf(ledger, tmp_path / "graph.xml")


def test_a_place_that_cannot_be_written_keeps_what_is_there(gold_graph: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("kept")
    with open_ledger(gold_graph) as ledger:
        with pytest.raises(StoreError, match="cannot be"):
            write_tables(ledger, tmp_path / "file" / "below")
        with pytest.raises(StoreError, match="cannot be"):
            write_rdf(ledger, tmp_path / "file" / "graph.ttl")
    assert (tmp_path / "file").read_text() == "kept"
    assert len(list(tmp_path.iterdir())) == 1


def test_bytes_do_not_depend_on_the_process(tmp_path: Path) -> None:
    """Two ledgers made of the same reports in another order, exported by two processes with other hash seeds."""
    small.fill(tmp_path / "a", "r1", "r2")
    small.fill(tmp_path / "b", "r2", "r1")
    for name, seed in (("a", "1"), ("b", "2")):
        code = (
            "import sys; from kg.cli import main\n"
            "for words in (['statements', 's.jsonl'], ['csv', 'csv'], ['graphml', 'g.graphml'], ['rdf', 'g.ttl'], ['rdf', 'g.trig'], ['rdf', 'g.jsonld']):\n"
            "    main(['export', *words, '--graph', '.'], standalone_mode=False)"
        )
        subprocess.run(
            [sys.executable, "-c", code], cwd=tmp_path / name, check=True, capture_output=True,
            env={"PYTHONPATH": str(ROOT), "PYTHONHASHSEED": seed, "PATH": ""},
        )  # fmt: skip
    files = [
        "s.jsonl",
        "csv/reports.csv",
        "csv/entities.csv",
        "csv/statements.csv",
        "csv/evidence.csv",
        "g.graphml",
        "g.ttl",
        "g.trig",
        "g.jsonld",
    ]
    for file in files:
        assert (tmp_path / "a" / file).read_bytes() == (tmp_path / "b" / file).read_bytes(), file
    json.loads((tmp_path / "a" / "g.jsonld").read_text(encoding="utf-8"))
