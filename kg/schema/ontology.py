"""`ontology/health-policy.ttl` → Schema."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType

from kg.resources import ontology_dir
from kg.schema.turtle import HP, OWL, RDF, RDFS, SKOS, XSD, Node, TurtleFile, key
from kg.schema.types import EntityType, Qualifier, RelationType, Schema, Subtype, Term

ENTITY = HP + "Entity"


@lru_cache(maxsize=1)
def load_schema() -> Schema:
    """The product's schema, read once. Raises ResourceError (file and line) where the ontology is damaged."""
    return read_schema(ontology_dir() / "health-policy.ttl")


def read_schema(path: Path) -> Schema:
    """The schema that an ontology file declares. Raises ResourceError where it is missing or damaged."""
    file = TurtleFile(path)
    types = {_local(iri): _entity_type(file, iri) for iri in file.subjects(RDFS + "subClassOf", ENTITY)}
    if not types:
        raise file.damage(ENTITY, "has no entity types below it")
    taken = {*types, *(subtype.class_name for entity in types.values() for subtype in entity.subtypes)}
    classes = [iri for iri in file.subjects(RDF + "type", OWL + "Class") if iri.startswith(HP)]
    frame = tuple(
        Term(_local(iri), iri, *file.both(iri, RDFS + "label")) for iri in classes if _local(iri) not in taken
    )
    kinds = _terms(file, HP + "reportKind")
    return Schema(
        entity_types=MappingProxyType(types),
        relations=MappingProxyType(_relations(file, "relation", types)),
        qualifiers=MappingProxyType(_qualifiers(file)),
        report_kinds=tuple(term.value for term in kinds),
        report_kind_terms=kinds,
        links=MappingProxyType(_relations(file, "link", types)),
        frame=tuple(term.value for term in frame),
        frame_terms=frame,
    )


def _local(iri: str) -> str:
    return iri.removeprefix(HP)


def _parents(file: TurtleFile, iri: str, predicate: str) -> tuple[str, ...]:
    return tuple(v for v in file.values(iri, predicate) if not v.startswith((HP, "_:")))


def _entity_type(file: TurtleFile, iri: str) -> EntityType:
    return EntityType(
        _local(iri),
        iri,
        *file.both(iri, RDFS + "label"),
        *file.both(iri, SKOS + "definition"),
        parents=_parents(file, iri, RDFS + "subClassOf"),
        subtypes=tuple(_subtype(file, below) for below in file.subjects(RDFS + "subClassOf", iri)),
    )


def _subtype(file: TurtleFile, iri: str) -> Subtype:
    codes = file.values(iri, HP + "code")
    if len(codes) != 1:
        raise file.damage(iri, f"needs one hp:code, has {len(codes)}")
    return Subtype(
        codes[0],
        _local(iri),
        iri,
        *file.both(iri, RDFS + "label"),
        *file.both(iri, SKOS + "definition"),
        parents=_parents(file, iri, RDFS + "subClassOf"),
    )


def _relations(file: TurtleFile, top: str, types: dict[str, EntityType]) -> dict[str, RelationType]:
    below = file.subjects(RDFS + "subPropertyOf", HP + top)
    relations = {_local(iri): _relation(file, iri, types) for iri in below}
    if not relations:
        raise file.damage(HP + top, "has no properties below it")
    return relations


def _relation(file: TurtleFile, iri: str, types: dict[str, EntityType]) -> RelationType:
    domain, subtypes = _classes(file, iri, RDFS + "domain", types)
    range_, _ = _classes(file, iri, RDFS + "range", types)
    return RelationType(
        _local(iri),
        iri,
        *file.both(iri, RDFS + "label"),
        *file.both(iri, SKOS + "definition"),
        domain=domain,
        range=range_,
        pairs=_pairs(file, iri, domain, range_, types),
        symmetric=OWL + "SymmetricProperty" in file.values(iri, RDF + "type"),
        parents=_parents(file, iri, RDFS + "subPropertyOf"),
        domain_subtypes=subtypes,
    )


def _classes(
    file: TurtleFile, iri: str, predicate: str, types: dict[str, EntityType]
) -> tuple[frozenset[str], frozenset[str]]:
    """Names of the classes at one end, subtypes given as their entity types; and the codes of those subtypes."""
    owners = {s.iri: (t.name, s.code) for t in types.values() for s in t.subtypes}
    names: set[str] = set()
    codes: set[str] = set()
    for cls in _union(file, iri, predicate):
        if cls in owners:
            names.add(owners[cls][0])
            codes.add(owners[cls][1])
        elif cls == ENTITY:
            names.update(types)
        elif RDF + "type" in file.about(cls):
            names.add(_local(cls))
        else:
            raise file.damage(iri, f"has the class {_local(cls)} at one end, which is not declared")
    return frozenset(names), frozenset(codes)


def _union(file: TurtleFile, iri: str, predicate: str) -> Iterator[str]:
    """The classes that a domain or range names: one class, or the members of one owl:unionOf."""
    ends = file.values(iri, predicate)
    if len(ends) != 1:
        raise file.damage(iri, f"needs one {predicate.rpartition('#')[2]}, has {len(ends)}")
    unions = file.values(ends[0], OWL + "unionOf")
    if unions:
        yield from (key(member) for member in file.members(unions[0]))
    else:
        yield ends[0]


def _pairs(
    file: TurtleFile, iri: str, domain: frozenset[str], range_: frozenset[str], types: dict[str, EntityType]
) -> frozenset[tuple[str, str]] | None:
    """The allowed pairs where classes of the domain restrict the relation (owl:allValuesFrom), else None."""
    only: dict[str, str] = {}
    for name, entity in types.items():
        for restriction in file.values(entity.iri, RDFS + "subClassOf"):
            if iri in file.values(restriction, OWL + "onProperty"):
                only[name] = _local(file.values(restriction, OWL + "allValuesFrom")[0])
    if not only:
        return None
    return frozenset((s, o) for s in domain for o in range_ if only.get(s, o) == o)


def _qualifiers(file: TurtleFile) -> dict[str, Qualifier]:
    below = file.subjects(RDFS + "subPropertyOf", HP + "qualifier")
    return {_local(iri): _qualifier(file, iri) for iri in below}


def _qualifier(file: TurtleFile, iri: str) -> Qualifier:
    label_zh, label_en = file.both(iri, RDFS + "label")
    definition_zh, definition_en = file.both(iri, SKOS + "definition")
    terms = _terms(file, iri)
    return Qualifier(
        name=_local(iri),
        iri=iri,
        label_zh=label_zh,
        label_en=label_en,
        values=tuple(term.value for term in terms),
        definition_zh=definition_zh,
        definition_en=definition_en,
        terms=terms,
        pattern=_pattern(file, iri),
        examples=file.values(iri, SKOS + "example"),
        relations=frozenset(_local(value) for value in file.values(iri, HP + "appliesTo")),
    )


def _range_list(file: TurtleFile, iri: str, facet: str) -> list[Node]:
    """The members of a list that describes the data range of a property (owl:oneOf, owl:withRestrictions)."""
    return [
        member
        for range_ in file.values(iri, RDFS + "range")
        for head in file.values(range_, OWL + facet)
        for member in file.members(head)
    ]


def _pattern(file: TurtleFile, iri: str) -> str:
    restrictions = _range_list(file, iri, "withRestrictions")
    patterns = [p for facet in restrictions for p in file.values(key(facet), XSD + "pattern")]
    return patterns[0] if patterns else ""


def _terms(file: TurtleFile, iri: str) -> tuple[Term, ...]:
    """The controlled values of a property, in the order of its owl:oneOf, with names from the scheme that points to it."""
    named = {
        notation: concept
        for scheme in file.subjects(RDFS + "seeAlso", iri)
        for concept in file.subjects(SKOS + "inScheme", scheme)
        for notation in file.values(concept, SKOS + "notation")
    }
    terms = []
    for member in _range_list(file, iri, "oneOf"):
        value = key(member)
        if value not in named:
            raise file.damage(iri, f"allows the value {value!r}, which no concept names")
        terms.append(Term(value, named[value], *file.both(named[value], SKOS + "prefLabel")))
    return tuple(terms)
