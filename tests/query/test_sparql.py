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
from kg.resources import queries_dir
from kg.store.graph_build import reading
from kg.store.rdf_store import rdf_folder

GIVEN: dict[str, list[dict[str, str]]] = {
    "honours": [{}, {"name": "医院"}],
    "policies": [{}, {"issuer": "泉州"}],
    "units": [{}, {"name": "中心"}],
    "indicator": [{"name": "率"}, {"name": "床位"}, {"name": "率", "year": "2022"}],
    "partners": [{"name": "医院"}],
    "support": [{}, {"region": "泉州市"}],
    "compare": [{"one": "福建医科大学附属第二医院", "other": "上海市第六人民医院福建医院"}],
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
    assert some


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("DELETE WHERE { ?s ?p ?o }", "update is refused"),
        ("INSERT DATA { <x:a> <x:b> 1 }", "update is refused"),
        ("SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }", "SERVICE is refused"),
        ("SELECT *\nWHERE { ?s foo }", "line 2"),
    ],
)
def test_what_is_no_question_to_this_graph_is_refused(gold_graph: Path, text: str, says: str) -> None:
    with rdf_folder(gold_graph) as folder, pytest.raises(QueryError, match=says):
        ask(folder, text)


def test_an_endless_question_ends_in_time(gold_graph: Path) -> None:
    with rdf_folder(gold_graph) as folder, pytest.raises(QueryError, match="no answer within"):
        ask(folder, "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }", seconds=2)


def test_a_value_given_cannot_become_syntax(gold_graph: Path) -> None:
    twin = sparql_questions()["units"]
    with rdf_folder(gold_graph) as folder:
        assert not ask(folder, filled(twin, twin.bind({"name": '") } # \\'}))).rows.rows


def test_the_command_writes_standard_results(gold_graph: Path) -> None:
    asked = CliRunner().invoke(
        main,
        [
            "sparql",
            "SELECT ?n { ?x a hp:Alliance ; rdfs:label ?n }",
            "--graph",
            str(gold_graph),
            "--format",
            "json",
        ],
    )
    assert asked.exit_code == 0, asked.output
    assert json.loads(asked.stdout)["results"]["bindings"][0]["n"]["xml:lang"] == "zh"


def test_turtle_is_refused_for_what_is_no_graph(gold_graph: Path) -> None:
    with rdf_folder(gold_graph) as folder:
        for text in ("SELECT ?x { ?x a hp:Alliance }", "ASK { ?x a hp:Alliance }"):
            with pytest.raises(QueryError, match="only CONSTRUCT and DESCRIBE"):
                ask(folder, text, form="turtle")
        made = ask(
            folder, "CONSTRUCT { ?x rdfs:label ?n } { ?x a hp:Alliance ; rdfs:label ?n }", form="turtle"
        )
    assert made.document.count("rdf-schema#label") or made.document.count("rdfs:label")


@pytest.mark.parametrize(
    ("given", "says"),
    [
        (["unitz"], "did you mean units?"),
        (["units", "nam=x"], "did you mean name?"),
        (["compare", "one=x"], "needs other="),
        (["no-such.rq"], "no-such.rq: cannot be read"),
        (["ASK { ?s ?p ?o }", "x=1"], "KEY=VALUE goes with the name"),
    ],
)
def test_a_slip_is_told_in_one_line(gold_graph: Path, given: list[str], says: str) -> None:
    asked = CliRunner().invoke(main, ["sparql", *given, "--graph", str(gold_graph)])
    assert asked.exit_code == 1
    assert says in asked.stderr
    assert asked.stderr.count("\n") == 1


def test_a_file_with_the_head_of_a_canned_question_takes_its_parameters(gold_graph: Path) -> None:
    file = queries_dir() / "reports.rq"
    for given in (["limit=2"], ["limit=2", "region=泉州"]):
        by_file, by_name = (
            CliRunner().invoke(main, ["sparql", name, *given, "--format", "csv", "--graph", str(gold_graph)])
            for name in (str(file), "reports")
        )
        assert by_file.exit_code == 0, by_file.output
        assert by_file.stdout == by_name.stdout != ""
