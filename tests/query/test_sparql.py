"""SPARQL over the embedded graph: twins of the Cypher questions, and what is refused."""

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from kg.cli import main
from kg.errors import QueryError
from kg.query.canned import find_question
from kg.query.run import ask_canned
from kg.query.sparql import ask, filled, sparql_questions
from kg.store.graph_build import reading
from kg.store.rdf_store import rdf_folder

GIVEN: dict[str, list[dict[str, str]]] = {
    "honours": [{}, {"name": "医院"}],
    "policies": [{}, {"issuer": "泉州"}],
    "units": [{}, {"name": "中心"}],
    "indicator": [{"name": "率"}, {"name": "床位"}, {"name": "率", "year": "2022"}],
    "partners": [{"name": "医院"}],
    "support": [{}, {"region": "泉州市"}],
    "compare": [{"one": "泉州市", "other": "开平市"}],
    "reports": [{}, {"region": "泉州市"}],
}


def test_each_twin_is_compared_with_its_cypher() -> None:
    assert set(GIVEN) == set(sparql_questions())
    assert len(GIVEN) >= 8


def rows(found: Any) -> Counter[str]:
    return Counter(
        repr([float(v) if isinstance(v, int) else v or None if isinstance(v, str) else v for v in row])
        for row in found
    )


@pytest.mark.parametrize("name", sorted(GIVEN))
def test_a_twin_answers_as_its_cypher_does(gold_graph: Path, name: str) -> None:
    some = 0
    with reading(gold_graph) as graph, rdf_folder(gold_graph) as folder:
        for given in GIVEN[name]:
            cypher, twin = find_question(name), sparql_questions()[name]
            assert (twin.columns, twin.parameters) == (cypher.columns, cypher.parameters)
            bound = cypher.bind({**given, "limit": "100000"})
            want = ask_canned(graph, cypher, bound)
            got = ask(folder, filled(twin, bound)).rows
            assert got.columns == want.columns
            assert rows(got.rows) == rows(want.rows)
            some += len(want.rows)
    assert some or name == "compare"
