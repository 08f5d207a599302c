"""The shapes say the same as the ontology of relations, their ends and controlled values."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias, cast

import pyoxigraph as ox
import pytest
import rdflib
from rdflib.collection import Collection

from kg.ledger import open_ledger
from kg.model.statement import Entity, Statement
from kg.resources import ontology_dir
from kg.schema import load_schema
from kg.schema.turtle import HP
from kg.store.rdf_quads import quads
from kg.store.rdf_terms import OA
from kg.store.validate import validate
from tests.store import small

SH = rdflib.Namespace("http://www.w3.org/ns/shacl#")
HPS = rdflib.Namespace("https://w3id.org/health-policy-kg/shapes#")
SHAPES = rdflib.Graph().parse((ontology_dir() / "shapes.ttl").as_posix(), format="turtle")


def classes(relation: str, end: str) -> set[str]:
    found = set()
    for prop in SHAPES.objects(HPS[relation], SH.property):
        if SHAPES.value(prop, SH.path) == rdflib.RDF[end]:
            found |= {str(c) for c in SHAPES.objects(prop, SH["class"])}
            for head in SHAPES.objects(prop, SH["or"]):
                found |= {str(SHAPES.value(m, SH["class"])) for m in Collection(SHAPES, head)}
    return {iri.removeprefix(HP) for iri in found}


def test_the_ends_of_every_relation() -> None:
    schema = load_schema()
    for name, relation in schema.relations.items():
        below = {
            s.class_name
            for t in relation.domain
            for s in schema.entity_types[t].subtypes
            if s.code in relation.domain_subtypes
        }
        assert classes(name, "subject") == (below or set(relation.domain)), name
        assert classes(name, "object") == set(relation.range), name


def test_controlled_values() -> None:
    for name in ("status", "cmp", "measure"):
        (prop,) = (
            p
            for p in SHAPES.objects(HPS.Statement, SH.property)
            if SHAPES.value(p, SH.path) == rdflib.URIRef(HP + name)
        )
        values = [str(v) for v in Collection(SHAPES, next(SHAPES.objects(prop, SH["in"])))]
        assert values == list(load_schema().qualifiers[name].values)


NODE_SHAPES = sorted(str(s) for s in SHAPES.subjects(rdflib.RDF.type, SH.NodeShape))
NOT_TESTED_ALONE = {SH.path, SH.message, SH.qualifiedValueShape}
Term: TypeAlias = ox.NamedNode | ox.BlankNode | ox.Literal
OTHER = ox.NamedNode("urn:example:of-no-class")
QUALIFIED = [ox.NamedNode("urn:example:position"), ox.NamedNode("urn:example:quotation")]
"""A second selector of either kind."""
INSERTED = ox.Literal("nothing of the kind")


@dataclass(frozen=True)
class Breach:
    """One way to break a shape: the thing that was broken, the shape, the constraint, and what the finding has to say."""

    focus: str
    shape: str
    constraint: str
    message: str


def focus_of(store: ox.Store, shape: str) -> ox.NamedNode:
    """A sound thing that a shape looks at; for the ends of a relation any statement, which is made one of that relation."""
    name = shape.rpartition("#")[2]
    if name == "Percent":
        asked = "SELECT ?s { ?s hp:unit '%' }"
    elif name in load_schema().relations:
        asked = "SELECT ?s { ?s a hp:Statement }"
    elif name == "Indicator":
        asked = "SELECT ?s { ?s a hp:Indicator }"
    else:
        kind = SHAPES.value(rdflib.URIRef(shape), SH.targetClass)
        kind = kind if name != "Entity" else rdflib.URIRef(HP + "Institution")
        asked = f"SELECT ?s {{ ?s a <{kind}> }}"
    found = sorted(
        row["s"].value
        for row in cast(
            "ox.QuerySolutions", store.query(f"PREFIX hp: <{HP}> {asked}", use_default_graph_as_union=True)
        )
    )
    assert found, f"nothing for the shape {name} to look at"
    return ox.NamedNode(found[0])


def values(constraint: str, given: Sequence[Term]) -> list[Term]:
    """Values in place of the given ones that break one constraint. Fails for a constraint that no test breaks yet."""
    first = given[0] if given else INSERTED
    text = first.value if isinstance(first, ox.Literal) else ""
    kind = first.datatype if isinstance(first, ox.Literal) and not first.language else None
    more: Term = (
        ox.Literal("2001-01-01" if str(kind).endswith("#date>") else "99", datatype=kind)
        if isinstance(first, ox.Literal)
        else ox.NamedNode(OTHER.value + "-2")
    )
    numbers = {
        "minInclusive": "-1",
        "maxInclusive": "100.1",
        "lessThan": "999999",
        "lessThanOrEquals": "2999-12-31",
    }
    if constraint in numbers:
        return [ox.Literal(numbers[constraint], datatype=kind)]
    by_constraint: dict[str, list[Term]] = {
        "minCount": [],
        "maxCount": [first, more],
        "minLength": [
            ox.Literal("", language=first.language)
            if isinstance(first, ox.Literal) and first.language
            else ox.Literal("")
        ],
        "languageIn": [ox.Literal(text, language="en")],
        "datatype": [ox.Literal(text, datatype=ox.NamedNode("urn:example:of-no-kind"))],
        "class": [OTHER],
        "qualifiedMinCount": [],
        "qualifiedMaxCount": [*given, *QUALIFIED],
        **{key: [INSERTED] for key in ("pattern", "in", "nodeKind", "or", "equals")},
    }
    return by_constraint[constraint]


def broken(store: ox.Store) -> Iterator[Breach]:
    """Adds to a store, for each constraint of each property shape, a copy of a sound thing that breaks it."""
    for node, kind in zip(QUALIFIED, ("TextPositionSelector", "TextQuoteSelector"), strict=True):
        store.add(ox.Quad(node, ox.NamedNode(str(rdflib.RDF.type)), ox.NamedNode(OA + kind)))
    for shape in NODE_SHAPES:
        name, focus = shape.rpartition("#")[2], focus_of(store, shape)
        for n, prop in enumerate(sorted(SHAPES.objects(rdflib.URIRef(shape), SH.property), key=message)):
            for term in sorted(set(SHAPES.predicates(prop)) - NOT_TESTED_ALONE, key=str):
                constraint = str(term).removeprefix(str(SH))
                copy = ox.NamedNode(f"urn:example:{name}-{n}-{constraint}")
                about = {(q.predicate, q.object) for q in store.quads_for_pattern(focus, None, None, None)}
                if name in load_schema().relations:
                    relation = ox.NamedNode(str(rdflib.RDF.predicate))
                    about = {(p, o) for p, o in about if p != relation} | {
                        (relation, ox.NamedNode(HP + name))
                    }
                path = SHAPES.value(prop, SH.path)
                if not isinstance(
                    path, rdflib.URIRef
                ):  # a way of two steps: what it is compared with is changed
                    path = SHAPES.value(prop, SH.equals)
                step = ox.NamedNode(str(path))
                given = sorted((o for p, o in about if p == step and not isinstance(o, ox.Triple)), key=str)
                put = values(constraint, given)
                about = {(p, o) for p, o in about if p != step} | {(step, o) for o in put}
                for predicate, target in about:
                    store.add(ox.Quad(copy, predicate, target))
                yield Breach(copy.value, name, constraint, message(prop))


def message(prop: rdflib.term.Node) -> str:
    return next(
        str(m)
        for m in SHAPES.objects(prop, SH.message)
        if isinstance(m, rdflib.Literal) and m.language == "en"
    )


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> ox.Store:
    group = Entity("Alliance", "甲县医共体", "county_community", scope="990001")
    joins = Statement(
        "2022", small.HOSPITAL, "memberOf", group, {"status": "actual"}, (small.piece("签约"),), 0.9
    )
    store = ox.Store()
    with open_ledger(tmp_path_factory.mktemp("shapes") / "graph", write=True) as ledger:
        ledger.replace(small.document("2022"), "test", [*small.statements("2022"), joins])
        store.extend(quads(ledger))
    return store


@pytest.mark.filterwarnings(
    "ignore:NotImplemented should not be used:DeprecationWarning"
)  # rdflib, wrong dates
def test_every_constraint_of_every_shape_can_fail(sound: ox.Store) -> None:
    assert validate(sound) == []
    breaches = list(broken(sound))
    assert {b.shape for b in breaches} == {s.rpartition("#")[2] for s in NODE_SHAPES}
    found = {(f.focus, f.message_en) for f in validate(sound)}
    assert [b for b in breaches if (b.focus, b.message) not in found] == []


@pytest.mark.parametrize(
    ("label", "measure", "value", "sound_value"),
    [
        ("窝沟封闭完成率", "level", "102.3", True),
        ("投资计划完成比例", "level", "107.6", True),
        ("目标达成率", "level", "120", True),
        ("登革热病例数", "change_relative", "200", True),
        ("目标人群覆盖率", "level", "104.5", False),
        ("病床使用率", "level", "101", False),
        ("业务收入增长率", "level", "130", False),
    ],
)
def test_what_may_lie_above_a_hundred(
    tmp_path: Path, label: str, measure: str, value: str, sound_value: bool
) -> None:
    said = {
        "value": value,
        "unit": "%",
        "cmp": "eq",
        "measure": measure,
        "period": "2022",
        "status": "actual",
    }
    fact = Statement(
        "2022", small.COUNTY, "achieved", Entity("Indicator", label), said, (small.piece("72.3%"),), 0.9
    )
    store = ox.Store()
    with open_ledger(tmp_path / "graph", write=True) as ledger:
        ledger.replace(small.document("2022"), "test", [fact])
        store.extend(quads(ledger))
    assert (validate(store) == []) == sound_value
