"""The SHACL shapes in `ontology/shapes.ttl` over a store of RDF, with findings that lead back to the source sentence.

The store is checked in pieces of a bounded number of things, so a graph of any size takes the same memory. A piece holds all that is said of
its things, and of the things that these point to what the shapes ask of them: their classes, names and reports.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, TypeAlias

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Store

from kg.errors import ResourceError
from kg.resources import ontology_dir
from kg.schema import load_schema
from kg.schema.turtle import HP, RDF, RDFS, XSD
from kg.store.rdf_terms import OA, PROV, SCHEMA

if TYPE_CHECKING:
    import rdflib

SHACL = "http://www.w3.org/ns/shacl#"
PIECE = 3000
"""Things checked at a time: some 20,000 triples."""

_CONTEXT = tuple(NamedNode(iri) for iri in (RDF + "type", RDFS + "label", HP + "fromReport"))

_STRING = NamedNode(XSD + "string")

Thing: TypeAlias = NamedNode | BlankNode


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """One breach of a shape. `report`, `start`, `end`, `quote` (raw characters) and `sentence` say where it stands, empty or -1 where unknown."""

    shape: str
    message_zh: str
    message_en: str
    report: str
    start: int
    end: int
    focus: str
    path: str
    value: str
    name: str
    quote: str
    sentence: str


def validate(store: Store, progress: Callable[[int], None] | None = None) -> list[Finding]:
    """All breaches, sorted by shape and place in the sources; `progress` is told how many things were checked so far.

    Raises ResourceError where the shapes are damaged.
    """
    logging.getLogger("rdflib.term").setLevel(
        logging.CRITICAL
    )  # a malformed literal is a finding, not a trace
    found: set[Finding] = set()
    shapes, done = _shapes(), 0
    for piece in _pieces(store):
        found.update(_check(store, piece, shapes))
        done += len(piece)
        if progress is not None:
            progress(done)
    return sorted(found)


def things(store: Store) -> int:
    """How many things the store describes."""
    return sum(1 for _ in _subjects(store))


def _subjects(store: Store) -> Iterator[Thing]:
    for row in store.query("SELECT DISTINCT ?s { ?s ?p ?o }", use_default_graph_as_union=True):  # type: ignore[union-attr]
        if isinstance(node := row["s"], NamedNode | BlankNode):
            yield node


def _pieces(store: Store) -> Iterator[list[Thing]]:
    piece: list[Thing] = []
    for node in _subjects(store):
        piece.append(node)
        if len(piece) == PIECE:
            yield piece
            piece = []
    if piece:
        yield piece


def _check(store: Store, piece: Sequence[Thing], shapes: rdflib.Graph) -> Iterator[Finding]:
    import rdflib
    from pyshacl import validate as run

    data = rdflib.Graph(bind_namespaces="none")
    for triple in _classes():
        data.add(triple)
    around = set()
    for thing in piece:
        for quad in store.quads_for_pattern(thing, None, None, None):
            _add(data, quad)
            if isinstance(quad.object, NamedNode | BlankNode):
                around.add(quad.object)
    for thing in around - set(piece):
        for predicate in _CONTEXT:
            for quad in store.quads_for_pattern(thing, predicate, None, None):
                _add(data, quad)
    conforms, results, _ = run(data, shacl_graph=shapes, advanced=True, inplace=True)
    if not conforms:
        yield from _findings(store, results, {_term(thing) for thing in piece})


def _add(data: rdflib.Graph, quad: Quad) -> None:
    data.add((_term(quad.subject), _term(quad.predicate), _term(quad.object)))


def _term(term: object) -> rdflib.term.Node:
    import rdflib

    match term:
        case NamedNode():
            return rdflib.URIRef(term.value)
        case BlankNode():
            return rdflib.BNode(term.value)
        case Literal():
            kind = None if term.language or term.datatype == _STRING else rdflib.URIRef(term.datatype.value)
            return rdflib.Literal(term.value, lang=term.language, datatype=kind, normalize=False)
    return rdflib.Literal(str(term))  # a triple term of RDF 1.2, which no shape asks for


@cache
def _shapes() -> rdflib.Graph:
    import rdflib

    path = ontology_dir() / "shapes.ttl"
    try:
        return rdflib.Graph().parse(path.as_posix(), format="turtle")
    except (OSError, SyntaxError) as error:
        raise ResourceError(
            f"{path}: is missing or damaged ({error}): install health-policy-kg again"
        ) from error


@cache
def _classes() -> tuple[tuple[rdflib.term.Node, rdflib.term.Node, rdflib.term.Node], ...]:
    """Which class of the ontology is below which: data need not repeat it."""
    import rdflib

    pairs = [(s.iri, t.iri) for t in load_schema().entity_types.values() for s in t.subtypes]
    pairs.append((HP + "Observation", HP + "Statement"))
    below = rdflib.RDFS.subClassOf
    return tuple((rdflib.URIRef(one), below, rdflib.URIRef(other)) for one, other in pairs)


def _findings(store: Store, results: rdflib.Graph, own: set[rdflib.term.Node]) -> Iterator[Finding]:
    """The results about things of this piece: of the others the data are not complete."""
    import rdflib

    def term(name: str) -> rdflib.URIRef:
        return rdflib.URIRef(SHACL + name)

    for result in results.subjects(rdflib.RDF.type, term("ValidationResult")):
        focus = results.value(result, term("focusNode"))
        if focus not in own:
            continue
        told = {getattr(m, "language", ""): str(m) for m in results.objects(result, term("resultMessage"))}
        path, value = results.value(result, term("resultPath")), results.value(result, term("value"))
        node = BlankNode(str(focus)) if isinstance(focus, rdflib.BNode) else NamedNode(str(focus))
        yield Finding(
            message_zh=told.get("zh", ""),
            message_en=told.get("en", "") or next(iter(told.values()), ""),
            shape=_shape_name(results.value(result, term("sourceShape"))),
            focus=str(focus),
            path=str(path) if isinstance(path, rdflib.URIRef) else "",
            value=str(value) if isinstance(value, rdflib.URIRef | rdflib.Literal) else "",
            **_source(store, node),
        )


@cache
def _owners() -> dict[rdflib.term.Node, str]:
    """The node shape that a property shape belongs to."""
    import rdflib

    found = _shapes().subject_objects(rdflib.URIRef(SHACL + "property"))
    return {prop: str(shape).rpartition("#")[2] for shape, prop in found}


def _shape_name(shape: rdflib.term.Node | None) -> str:
    return _owners().get(shape, str(shape).rpartition("#")[2]) if shape is not None else ""


def _source(store: Store, node: Thing) -> dict[str, Any]:
    """Where what a thing says stands: through its evidence, the statement it comes from, or the whole that it is a part of."""
    place: dict[str, Any] = {
        "report": "",
        "start": -1,
        "end": -1,
        "name": "",
        "quote": "",
        "sentence": "",
    }
    place["name"] = _value(store, node, RDFS + "label")
    whole = NamedNode(node.value.partition("#")[0]) if isinstance(node, NamedNode) else node
    statement = (
        _node(store, node, PROV + "wasDerivedFrom") if not _node(store, node, HP + "statedIn") else node
    )
    evidence = _node(store, node, HP + "supportedBy") or (
        statement and _node(store, statement, HP + "supportedBy")
    )
    evidence = evidence or (whole if _node(store, whole, OA + "hasSelector") else None)
    report = _node(store, node, HP + "statedIn") or (evidence and _node(store, evidence, HP + "fromReport"))
    if report:
        place["report"] = report.value.rpartition("/")[2]
    if evidence:
        place["sentence"] = _value(store, evidence, SCHEMA + "text")
        for quad in store.quads_for_pattern(evidence, NamedNode(OA + "hasSelector"), None, None):
            if isinstance(part := quad.object, NamedNode | BlankNode):
                place["quote"] = place["quote"] or _value(store, part, OA + "exact")
                for name in ("start", "end"):
                    text = _value(store, part, OA + name)
                    place[name] = int(text) if text.isdigit() else place[name]
    return place


def _value(store: Store, node: Thing, predicate: str) -> str:
    for quad in store.quads_for_pattern(node, NamedNode(predicate), None, None):
        if isinstance(quad.object, Literal):
            return quad.object.value
    return ""


def _node(store: Store, node: Thing, predicate: str) -> Thing | None:
    for quad in store.quads_for_pattern(node, NamedNode(predicate), None, None):
        if isinstance(quad.object, NamedNode | BlankNode):
            return quad.object
    return None
