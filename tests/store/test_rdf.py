"""The published data set: every format tells the same, the cube is well-formed, the description counts right."""

import gzip
import io
import json
import re
import subprocess
import sys
import tracemalloc
import xml.dom.minidom
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
import rdflib
from click.testing import CliRunner
from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, RdfFormat, Store, Triple, parse

from kg.cli import main
from kg.errors import StoreError
from kg.ledger import open_ledger
from kg.model.statement import Entity, Evidence, Statement
from kg.schema.turtle import DCTERMS, HP, RDF
from kg.store.rdf import FORMATS, Export, export_rdf
from kg.store.rdf_jsonld import context
from kg.store.rdf_quads import Maker
from kg.store.rdf_terms import BASE, PREFIXES, VOID, Names, Seen
from tests.store import small
from tests.store.cube_constraints import CONSTRAINTS, NORMALISE

ROOT = Path(__file__).resolve().parent.parent.parent
DATASETS = {".nq", ".trig", ".jsonld"}
NASTY = "甲\r\n乙\t\x0b\x0c\x01\ufffe]]>&<b>\"'\\ \u2028𠮷"


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two reports that tell the same, and one with what formats stumble over."""
    folder = small.fill(tmp_path_factory.mktemp("rdf") / "graph", "r1", "r2")
    region = Entity("Region", "甲县", scope="990001", code="990001", within=("某省", "某市"))
    indicator = Entity("Indicator", "高血压患者规范管理率")
    value = {"value": "5", "measure": "level", "unit": "%"}
    odd = [
        Statement("r 3/三%", region, "targets", indicator, value, (Evidence(0, 1, NASTY, NASTY, "x", NASTY, 0, 1),)),
        Statement("r 3/三%", region, "targets", indicator, value | {"value": "6"}, (small.piece("签约"),)),
        Statement("r 3/三%", small.HOSPITAL, "achieved", indicator, value, (small.piece("72.3%"),)),
        Statement("r 3/三%", small.PARTNER, "achieved", indicator, value, (small.piece("72.3%"),)),
        Statement("r 3/三%", small.HOSPITAL, "leads", Entity("Alliance", "甲医共体", "county_community"), {}, ()),
    ]  # fmt: skip
    with open_ledger(folder, write=True) as ledger:
        ledger.replace(small.document("r 3/三%"), "f", odd)
    return folder


def export(graph: Path, out: Path, how: Export | None = None) -> Path:
    with open_ledger(graph) as ledger:
        export_rdf(ledger, out, how or Export())
    return out


def read(path: Path) -> list[Quad]:
    data = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    return list(parse(data, FORMATS[path.with_suffix("").suffix if path.suffix == ".gz" else path.suffix]))


def by_rdflib(path: Path) -> set[str]:
    """N-Quads of what rdflib reads, as pyoxigraph writes them."""
    kinds = {".jsonld": "json-ld", ".nt": "nt", ".ttl": "turtle", ".nq": "nquads", ".rdf": "xml"}
    data = rdflib.Dataset(default_union=True)
    data.parse(data=path.read_bytes(), format=kinds.get(path.suffix, path.suffix[1:]))
    return {" ".join(term.n3() for term in triple) for triple in {(s, p, o) for s, p, o, _ in data.quads()}}


@pytest.fixture(scope="module")
def made(graph: Path) -> set[Quad]:
    with open_ledger(graph) as ledger:
        return set(Maker(ledger, Names()).quads())


@pytest.mark.parametrize("suffix", sorted(FORMATS))
@pytest.mark.parametrize("packed", ["", ".gz"])
def test_every_format_tells_the_same(
    graph: Path, made: set[Quad], tmp_path: Path, suffix: str, packed: str
) -> None:
    found = read(export(graph, tmp_path / f"g{suffix}{packed}"))
    assert len(set(found)) == len(found)
    if suffix in DATASETS:
        assert set(found) == made
    elif suffix != ".rdf":
        assert {quad.triple for quad in found} == {quad.triple for quad in made}
    else:
        assert {_xml(quad.triple) for quad in found} == {_xml(quad.triple) for quad in made}


def _xml(triple: Triple) -> str:
    return re.sub(r"\\u000B|\\u0001|\\uFFFE|\\f|[\x01\x0b\x0c\ufffe]", "\ufffd", str(triple))


@pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib.*")
def test_rdflib_reads_the_same_from_every_format(graph: Path, tmp_path: Path) -> None:
    found = {
        suffix: by_rdflib(export(graph, tmp_path / f"g{suffix}")) for suffix in FORMATS if suffix != ".rdf"
    }
    assert len({frozenset(terms) for terms in found.values()}) == 1
    assert len(by_rdflib(export(graph, tmp_path / "g.rdf"))) == len(found[".ttl"])


def test_rdf_xml_is_xml_that_keeps_line_ends(graph: Path, tmp_path: Path) -> None:
    document = xml.dom.minidom.parse(str(export(graph, tmp_path / "g.rdf")))
    texts = [node.firstChild.data for node in document.getElementsByTagNameNS(PREFIXES["oa"], "exact")]
    assert re.sub("[\x0b\x0c\x01\ufffe]", "\ufffd", NASTY) in texts


def test_same_bytes_in_every_process(graph: Path, tmp_path: Path) -> None:
    """Two processes with other hash seeds, at other times."""
    names = [f"g{suffix}{packed}" for suffix in FORMATS for packed in ("", ".gz")]
    code = (
        "import sys; from pathlib import Path; from kg.ledger import open_ledger; from kg.store.rdf import Export, export_rdf\n"
        "with open_ledger(Path(sys.argv[1])) as ledger:\n"
        "    for name in sys.argv[2:]: export_rdf(ledger, Path(name), Export())"
    )
    for seed in ("1", "2"):
        (tmp_path / seed).mkdir()
        subprocess.run(
            [sys.executable, "-c", code, str(graph), *names], cwd=tmp_path / seed, check=True,
            env={"PYTHONPATH": str(ROOT), "PYTHONHASHSEED": seed, "PATH": ""},
        )  # fmt: skip
    for name in names:
        assert (tmp_path / "1" / name).read_bytes() == (tmp_path / "2" / name).read_bytes(), name


def test_json_ld_has_short_keys(graph: Path, tmp_path: Path) -> None:
    data = json.loads(export(graph, tmp_path / "g.jsonld").read_text(encoding="utf-8"))
    assert data["@context"] == {**context(), "kg": BASE}
    nodes = [node for one in data["@graph"] for node in one.get("@graph", [one])]
    keys = Counter(key for node in nodes for key in node)
    assert not [key for key in keys if ":" in key]
    observation = next(node for node in nodes if "Observation" in node.get("@type", ()))
    assert observation["@id"].startswith("kg:statement/")
    assert isinstance(observation["obsValue"], str)
    assert observation["refArea"].startswith("kg:entity/")


def cube(graph: Path) -> Store:
    store = Store()
    with open_ledger(graph) as ledger:
        store.bulk_extend(Quad(*quad.triple) for quad in Maker(ledger, Names()).quads())
    for update in NORMALISE:
        store.update(f"{PREFIX}{update}")
    return store


PREFIX = "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in PREFIXES.items())


@pytest.fixture(scope="module")
def gold_cube(gold_graph: Path) -> Store:
    return cube(gold_graph)


@pytest.mark.parametrize("name", CONSTRAINTS)
def test_the_cube_is_well_formed(gold_cube: Store, graph: Path, name: str) -> None:
    for store in (gold_cube, cube(graph)):
        broken = store.query(f"{PREFIX}SELECT * {{ {CONSTRAINTS[name]} }} LIMIT 3")
        assert not list(broken)


def test_no_two_observations_are_alike(gold_cube: Store, graph: Path) -> None:
    """IC-12."""
    for store in (gold_cube, cube(graph)):
        dimensions = [
            row["d"].value for row in store.query(f"{PREFIX}SELECT ?d {{ ?c qb:dimension ?d }} ORDER BY ?d")
        ]
        assert len(dimensions) == 8
        asked = " ; ".join(f"<{iri}> ?d{n}" for n, iri in enumerate(dimensions))
        names = " ".join(f"?d{n}" for n in range(len(dimensions)))
        rows = list(
            store.query(
                f"{PREFIX}SELECT (COUNT(?o) AS ?n) {{ ?o qb:dataSet ?ds ; {asked} }} GROUP BY {names}"
            )
        )
        total = next(iter(store.query(f"{PREFIX}SELECT (COUNT(?o) AS ?n) {{ ?o a qb:Observation }}")))[
            "n"
        ].value
        assert [row["n"].value for row in rows] == ["1"] * int(total)
        assert int(total) > 2


@pytest.mark.parametrize(
    ("name", "break_it"),
    [
        ("IC-1 one data set", "DELETE { ?o qb:dataSet ?d } WHERE { ?o qb:dataSet ?d }"),
        ("IC-4 dimensions have a range", "DELETE WHERE { sdmx-dimension:refArea rdfs:range ?r }"),
        ("IC-5 concept dimensions have a code list", "DELETE WHERE { hp:refStatus qb:codeList ?r }"),
        ("IC-11 all dimensions are told", "DELETE WHERE { ?o sdmx-dimension:refPeriod ?p }"),
        ("IC-13 required attributes are told", "DELETE WHERE { ?o sdmx-attribute:unitMeasure ?p }"),
        ("IC-14 all measures are told", "DELETE WHERE { ?o sdmx-measure:obsValue ?p }"),
        ("IC-19 codes are in their list", "DELETE WHERE { hp:status-target skos:inScheme ?p }"),
    ],
)
def test_the_constraints_can_fail(graph: Path, name: str, break_it: str) -> None:
    store = cube(graph)
    store.update(PREFIX + break_it)
    assert list(store.query(f"{PREFIX}SELECT * {{ {CONSTRAINTS[name]} }} LIMIT 1"))


def test_the_area_of_an_institution_is_its_region(graph: Path) -> None:
    """A hospital with a place has the area of its region; one without has an area that is told to be unknown."""
    asked = "SELECT ?s ?a { ?o a qb:Observation ; hp:subject ?s ; sdmx-dimension:refArea ?a }"
    found = {(row["s"].value, row["a"].value) for row in cube(graph).query(PREFIX + asked)}
    region = f"{BASE}entity/{small.COUNTY.id}"
    assert found == {
        (region, region),
        (f"{BASE}entity/{small.HOSPITAL.id}", region),
        (f"{BASE}entity/{small.PARTNER.id}", f"{BASE}area/unknown"),
    }


def test_regions_link_to_their_national_code(graph: Path) -> None:
    asked = "SELECT ?r ?d ?n { ?r a hp:Region ; hp:divisionCode ?own ; adms:identifier ?d . ?d skos:notation ?n FILTER(STR(?n) = ?own) }"
    (row,) = cube(graph).query(PREFIX + asked)
    assert row["d"].value == f"{BASE}division/990001"
    assert row["n"] == Literal("990001", datatype=NamedNode(HP + "GBT2260"))


def counted(quads: set[Quad]) -> Iterator[tuple[str, str, str]]:
    """What there is, counted here anew: kind, IRI and number; without the description of the data set."""
    described = {BASE + "software", BASE + "dataset"}
    triples = {quad.triple for quad in quads if re.split("#", quad.subject.value)[0] not in described}
    yield "triples", "", str(len(triples))
    for kind, counts in (
        ("class", Counter(t.object.value for t in triples if t.predicate.value == RDF + "type")),
        ("property", Counter(t.predicate.value for t in triples)),
    ):
        for iri, number in counts.items():
            yield kind, iri, str(number)


def test_the_description_counts_right(made: set[Quad]) -> None:
    about = {
        (q.subject.value, q.predicate.value): q.object.value
        for q in made
        if q.subject.value.startswith(BASE + "dataset")
    }
    told = {("triples", "", about[BASE + "dataset", VOID + "triples"])}
    for kind, measure in (("class", "entities"), ("property", "triples")):
        told |= {
            (kind, iri, about[node, VOID + measure])
            for (node, predicate), iri in about.items()
            if predicate == VOID + kind
        }
    assert told == set(counted(made))
    assert about[BASE + "dataset", DCTERMS + "license"].startswith("https://")


def test_rdf_12_annotates_the_triple(graph: Path, tmp_path: Path) -> None:
    with open_ledger(graph) as ledger:
        facts = {s.id: s for s in ledger.statements() if s.predicate != "mentions"}
    for suffix in sorted(set(FORMATS) - {".jsonld"}):
        found = [
            quad for quad in read(export(graph, tmp_path / f"g{suffix}", Export(rdf12=True)))
            if quad.predicate.value == RDF + "reifies"
        ]  # fmt: skip
        assert {q.subject.value.rpartition("/")[2]: q.object.predicate.value for q in found} == {
            key: HP + s.predicate for key, s in facts.items()
        }
    with pytest.raises(StoreError, match=r"\.nq"):
        export(graph, tmp_path / "g.jsonld", Export(rdf12=True))
    assert not (tmp_path / "g.jsonld").exists()


def test_a_base_of_ones_own(graph: Path, made: set[Quad], tmp_path: Path) -> None:
    own = "https://example.org/健康/"
    found = set(read(export(graph, tmp_path / "g.nq", Export(base=own))))
    assert {str(quad).replace(own, BASE) for quad in found} == {str(quad) for quad in made}
    for bad in ("example.org/", "https://example.org", "https://exa mple.org/", "https://e.org/<x>/", ""):
        with pytest.raises(StoreError, match="absolute IRI"):
            export(graph, tmp_path / "g.nq", Export(base=bad))


def test_base_from_the_environment_and_format_by_name(graph: Path) -> None:
    done = CliRunner().invoke(
        main,
        ["export", "rdf", "-", "--format", "nquads", "--graph", str(graph)],
        env={"KG_RDF_BASE": "urn:x:"},
    )
    assert done.exit_code == 0, done.stderr
    quads = list(parse(io.BytesIO(done.stdout_bytes), RdfFormat.N_QUADS))
    assert NamedNode("urn:x:dataset") in {quad.subject for quad in quads}
    assert "3 reports" in done.stderr
    assert "next" not in done.stderr


def test_mistakes_are_one_line(graph: Path, tmp_path: Path) -> None:
    for words in (
        ["g.xyz"],
        ["-"],
        ["g.nq", "--format", "rdfa"],
        ["g.gz"],
        ["g.jsonld", "--rdf12"],
        ["g.nq", "--base", "x"],
    ):
        done = CliRunner().invoke(main, ["export", "rdf", *words, "--graph", str(graph)])
        assert done.exit_code == 1, words
        assert done.stderr.startswith("error: ")
        assert done.stderr.count("\n") == 1


def test_a_report_without_facts_is_described(tmp_path: Path) -> None:
    with open_ledger(tmp_path, write=True) as ledger:
        ledger.replace(small.document("a"), "f", [])
        ledger.replace(small.document("b"), "f", small.statements("b"))
        ledger.replace(small.document("c"), "f", [])
        quads = list(Maker(ledger, Names()).quads())
    is_report = (NamedNode(RDF + "type"), NamedNode(HP + "Report"))
    reports = {q.subject.value[-1] for q in quads if (q.predicate, q.object) == is_report}
    assert reports == {"a", "b", "c"}
    assert {q.graph_name.value[-1] for q in quads if not isinstance(q.graph_name, DefaultGraph)} == {"b"}


def test_what_was_seen_is_kept_on_disk() -> None:
    """Fifty thousand keys take no memory of Python."""
    seen = Seen()
    tracemalloc.start()
    assert all(seen.first(f"{n:016x} partnersWith {n:016x}") for n in range(50_000))
    assert not seen.first(f"{7:016x} partnersWith {7:016x}")
    assert tracemalloc.get_traced_memory()[1] < 1_000_000
    tracemalloc.stop()
    seen.close()


def test_the_questions_in_the_documentation_have_answers(graph: Path) -> None:
    """Those of docs/rdf.md, asked of a graph that has what they ask for."""
    text = (ROOT / "docs" / "rdf.md").read_text(encoding="utf-8").replace("签约率", small.RATE.name)
    (block,) = re.findall(r"```sparql\n(.*?)```", text, re.DOTALL)
    with open_ledger(graph) as ledger:
        store = Store()
        store.bulk_extend(Maker(ledger, Names()).quads())
    questions = block.strip().split("\n\n")
    assert len(questions) == 4
    for question in questions:
        assert list(store.query(PREFIX + question, use_default_graph_as_union=True)), question


def test_the_example_in_the_documentation_is_what_is_written(graph: Path) -> None:
    (block,) = re.findall(
        r"```turtle\n(.*?)```", (ROOT / "docs" / "rdf.md").read_text(encoding="utf-8"), re.DOTALL
    )
    prefixes = "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in Names().prefixes().items())
    with open_ledger(graph) as ledger:
        told = {quad.triple for quad in Maker(ledger, Names()).quads()}
    shown = {quad.triple for quad in parse(f"@base <{BASE}> .\n{prefixes}{block}", RdfFormat.TURTLE)}
    assert len(shown) > 30
    assert shown <= told
