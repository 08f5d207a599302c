"""The shapes say the same as the ontology of relations, their ends and controlled values."""

import rdflib
from rdflib.collection import Collection

from kg.resources import ontology_dir
from kg.schema import load_schema
from kg.schema.turtle import HP

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
        values = [str(v) for v in Collection(SHAPES, SHAPES.value(prop, SH["in"]))]
        assert values == list(load_schema().qualifiers[name].values)
