"""No query, rule or source may use a type, relation or subtype that the ontology does not declare."""

from collections.abc import Iterable
from pathlib import Path

import pytest

from kg.resources import PACKAGE, queries_dir
from kg.schema import load_schema
from tests.ontology_names import Use, in_cypher, in_python, in_rules, known, read, unknown


def _files() -> list[Path]:
    sources = (path for path in PACKAGE.rglob("*.py") if "_shipped" not in path.parts)
    return sorted(
        [*queries_dir().glob("*.cypher"), *(PACKAGE / "extract" / "rules").glob("*.toml"), *sources]
    )


@pytest.mark.parametrize("path", _files(), ids=lambda path: "/".join(path.parts[-3:]))
def test_a_file_uses_names_of_the_ontology_only(path: Path) -> None:
    assert unknown(read(path)) == []


def test_the_sources_do_use_names() -> None:
    uses = {(use.role, use.name) for path in _files() for use in read(path)}
    assert ("type", "Institution") in uses
    assert ("label", "Statement") in uses
    assert ("edge", "supportedBy") in uses
    assert ("subtype", "health_authority") in uses


def names(uses: Iterable[Use]) -> set[tuple[str, str]]:
    return {(use.role, use.name) for use in uses}


def test_labels_and_relations_of_a_query_are_found() -> None:
    query = """
        // (n:NotALabel)-[:notARelation]->()
        MATCH (i:Institution&Hospital {name: $name, kind: 'x:Wrong'})-[r:partnersWith|supports*1..2]-(b:Entity:Alliance)
        WHERE b:County|MedicalGroup AND NOT b:Unit AND type(r) = 'leads' AND i.subtype IN ['hospital', 'clinic']
        CALL (i) { MATCH (i)-[:memberOf {status: 'actual'}]->(:Alliance) RETURN count(*) AS n }
        MATCH (s:Statement {id: r.id})-[:supportedBy]->(e:`Evidence` WHERE e.start > 3)-[f:fromReport WHERE f.x = 1]->(:Report)
        RETURN i {.name, label: b.name} AS row, [x IN range(1, 3) | x] AS xs, n.a[1..2] AS part ORDER BY row
    """
    found = names(in_cypher(query, "here"))
    assert found == {
        *(
            ("label", name)
            for name in ("Institution", "Hospital", "Entity", "Alliance", "County", "MedicalGroup")
        ),
        *(("label", name) for name in ("Unit", "Statement", "Evidence", "Report")),
        *(
            ("edge", name)
            for name in ("partnersWith", "supports", "leads", "memberOf", "supportedBy", "fromReport")
        ),
        ("subtype", "hospital"),
        ("subtype", "clinic"),
    }
    assert unknown(in_cypher(query, "q")) == ["q: subtype 'clinic'", "q: label 'County'"]


@pytest.mark.parametrize(
    ("query", "bad"),
    [
        ("MATCH (a:Institution)-[:partnerWith]->(b) RETURN a", "edge 'partnerWith'"),
        ("MATCH (a:Institution)-[:PARTNERS_WITH]-(b) RETURN a", "edge 'PARTNERS_WITH'"),
        ("MATCH (a)-[:memberOf|isLedBy]->(b) RETURN a", "edge 'isLedBy'"),
        ("MATCH (a:Hosptial) RETURN a", "label 'Hosptial'"),
        ("MATCH (a:Entity:hospital {id: 1}) RETURN a", "label 'hospital'"),
        ("MATCH (a:Institution) WHERE a:Clinic RETURN a", "label 'Clinic'"),
        ("MATCH (a:Institution) SET a:Checked RETURN a", "label 'Checked'"),
        ("MATCH (s:Statement) WHERE s.predicate IN ['achieved', 'aims'] RETURN s", "predicate 'aims'"),
        ("MATCH (n:Entity {type: 'x'})<-[:evidence]-() RETURN n", "edge 'evidence'"),
    ],
)
def test_a_bad_query_is_caught(query: str, bad: str) -> None:
    assert unknown(in_cypher(query, "bad.cypher")) == [f"bad.cypher: {bad}"]


def test_a_bad_rule_file_is_caught() -> None:
    rules = """
        [heads.hospitals]
        words = ["医院"]
        [frame]
        relation = "cooperatesWith"
        examples = [{text = "甲与乙合作", gives = ["Institute:甲", "partnersWith|甲|乙", "20000|人|gt"]}]
    """
    assert unknown(in_rules(rules, "r.toml")) == [
        "r.toml: predicate 'cooperatesWith'",
        "r.toml: any 'Institute'",
        "r.toml: subtype 'hospitals'",
    ]


@pytest.mark.parametrize(
    ("source", "bad"),
    [
        ("Mention(0, 2, text, 'Institute')", "type 'Institute'"),
        ("Entity('Organisation', name)", "type 'Organisation'"),
        ("Mention(0, 2, text, 'Institution', subtype='clinic')", "subtype 'clinic'"),
        ("RelationMention(a, 'leads' if head else 'joins', b, 0, 2)", "predicate 'joins'"),
        ("x = [m for m in found if m.type in ('Region', 'County')]", "type 'County'"),
        ("extensions.mentions(doc, 'Regions', start=0)", "type 'Regions'"),
        ("KEY = 'partners_with'", "edge 'partners_with'"),
        ("session.run(f'MATCH (a:{label})-[:isPartOf]->(b:Region {{id: $id}}) RETURN a')", "edge 'isPartOf'"),
    ],
)
def test_a_bad_source_is_caught(source: str, bad: str) -> None:
    assert unknown(in_python(source, "bad.py")) == [f"bad.py:1: {bad}"]


def test_a_good_source_passes() -> None:
    source = """
entity = Entity("Institution", name, subtype="hospital" if ward else "")
option = click.option("--kind", type=click.Choice(["a"]))
if kind.type == "Region" and mention.subtype != "":
    session.run("MERGE (n:Entity {id: row.id}) SET n += row.properties")
"""
    assert unknown(in_python(source, "good.py")) == []


def test_structural_names_are_declared() -> None:
    schema = load_schema()
    assert {"Entity", "Report", "Statement", "Evidence"} <= known("label")
    assert {"mentions", "subject", "object", "supportedBy", "fromReport"} <= schema.edge_types
