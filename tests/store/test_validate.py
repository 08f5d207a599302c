"""Every shape finds what it is there for, and sound data conform."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner
from pyoxigraph import RdfFormat, Store

from kg.cli import main
from kg.ledger import open_ledger
from kg.store.rdf_quads import quads
from kg.store.rdf_terms import PREFIXES
from kg.store.validate import validate
from tests.store import small

HEAD = "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in PREFIXES.items())
OBS = "?s a hp:Observation"

BROKEN = {
    "an evidence-less statement": ("DELETE {{ GRAPH ?g {{ ?s hp:supportedBy ?e }} }} WHERE {{ GRAPH ?g {{ ?s hp:supportedBy ?e }} }}", "Statement", "A statement has evidence"),
    "a confidence of 2": ("DELETE {{ GRAPH ?g {{ ?s hp:confidence ?c }} }} INSERT {{ GRAPH ?g {{ ?s hp:confidence 2.0 }} }} WHERE {{ GRAPH ?g {{ ?s hp:confidence ?c }} }}", "Statement", "between 0 and 1"),
    "an unknown status": ("INSERT {{ GRAPH ?g {{ ?s hp:status 'done' }} }} WHERE {{ GRAPH ?g {{ {obs} }} }}", "Statement", "At most one status"),
    "a period of no form": ("DELETE {{ GRAPH ?g {{ ?s hp:period ?p }} }} INSERT {{ GRAPH ?g {{ ?s hp:period 'last year' }} }} WHERE {{ GRAPH ?g {{ ?s hp:period ?p }} }}", "Statement", "At most one period"),
    "two values": ("INSERT {{ GRAPH ?g {{ ?s hp:value '7' }} }} WHERE {{ GRAPH ?g {{ {obs} }} }}", "Observation", "exactly one value"),
    "no unit": ("DELETE {{ GRAPH ?g {{ ?s sdmx-attribute:unitMeasure ?u }} }} WHERE {{ GRAPH ?g {{ ?s sdmx-attribute:unitMeasure ?u }} }}", "Observation", "exactly one unit"),
    "no area": ("DELETE {{ GRAPH ?g {{ ?s sdmx-dimension:refArea ?u }} }} WHERE {{ GRAPH ?g {{ ?s sdmx-dimension:refArea ?u }} }}", "Observation", "exactly one area"),
    "no period": ("DELETE {{ GRAPH ?g {{ ?s hp:period ?u }} }} WHERE {{ GRAPH ?g {{ {obs} ; hp:period ?u }} }}", "Observation", "exactly one period"),
    "no indicator": ("DELETE {{ GRAPH ?g {{ ?s hp:object ?u }} }} WHERE {{ GRAPH ?g {{ {obs} ; hp:object ?u }} }}", "Observation", "exactly one indicator"),
    "120 per cent": ("DELETE {{ GRAPH ?g {{ ?s sdmx-measure:obsValue ?u }} }} INSERT {{ GRAPH ?g {{ ?s sdmx-measure:obsValue 120.0 }} }} WHERE {{ GRAPH ?g {{ ?s hp:unit '%' ; sdmx-measure:obsValue ?u }} }}", "Percent", "between 0 and 100"),
    "a partner that is a region": ("DELETE {{ GRAPH ?g {{ ?s rdf:object ?o }} }} INSERT {{ GRAPH ?g {{ ?s rdf:object ?r }} }} WHERE {{ ?r a hp:Region . GRAPH ?g {{ ?s rdf:predicate hp:partnersWith ; rdf:object ?o }} }}", "partnersWith", "object of partnersWith"),
    "a range backwards": ("DELETE {{ GRAPH ?g {{ ?s oa:start ?o }} }} INSERT {{ GRAPH ?g {{ ?s oa:start 9999 }} }} WHERE {{ GRAPH ?g {{ ?s oa:start ?o }} }}", "Position", "before its end"),
    "no quotation": ("DELETE {{ GRAPH ?g {{ ?s oa:exact ?o }} }} WHERE {{ GRAPH ?g {{ ?s oa:exact ?o }} }}", "Quotation", "exactly one text"),
    "no name": ("DELETE {{ ?s rdfs:label ?o }} WHERE {{ ?s a hp:Institution ; rdfs:label ?o }}", "", "exactly one Chinese name"),
    "an odd code": ("DELETE {{ ?s hp:divisionCode ?o }} INSERT {{ ?s hp:divisionCode '12' }} WHERE {{ ?s hp:divisionCode ?o }}", "Region", "division code"),
    "no checksum": ("DELETE {{ ?s spdx:checksum ?o }} WHERE {{ ?s spdx:checksum ?o }}", "Report", "checksum"),
}  # fmt: skip


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_ledger(tmp_path / "graph", write=True) as ledger:
        ledger.replace(small.document("2022"), "test", list(small.statements("2022")))
        made = Store()
        made.extend(quads(ledger))
        yield made


def test_sound_data_conform(store: Store) -> None:
    assert validate(store) == []


@pytest.mark.parametrize("what", sorted(BROKEN))
def test_broken_data_are_found(store: Store, what: str) -> None:
    update, shape, message = BROKEN[what]
    before = len(store), {str(q) for q in store}
    store.update(HEAD + update.format(obs=OBS))
    assert (len(store), {str(q) for q in store}) != before
    found = [f for f in validate(store) if message in f.message_en]
    assert found
    assert all(f.shape == shape or not shape for f in found)
    assert all(f.message_zh for f in found)


def test_a_malformed_number_in_a_file_is_a_finding_and_no_trace(
    store: Store, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    text = store.dump(format=RdfFormat.N_QUADS).decode()
    broken, changed = re.subn(r'(obsValue> ")[0-9.]+"', r'\1seven"', text)
    assert changed
    file = tmp_path / "broken.nq"
    file.write_text(broken, encoding="utf-8")
    done = CliRunner().invoke(main, ["validate", str(file)])
    assert done.exit_code == 1
    assert "exactly one decimal value" in done.output or "小数" in done.output
    assert not caplog.records
