"""IRIs and namespaces of the RDF that is exported."""

from __future__ import annotations

from typing import TypeAlias
from urllib.parse import quote

from pyoxigraph import Literal, NamedNode, Quad

from kg.schema.turtle import DCTERMS, HP, OWL, RDF, RDFS, SKOS, XSD

BASE = "https://w3id.org/health-policy-kg/id/"
"""Every thing of the data has its IRI below this; ids are hashes of content, so IRIs stay the same from build to build."""

DCAT = "http://www.w3.org/ns/dcat#"
DC = "http://purl.org/dc/elements/1.1/"
OA = "http://www.w3.org/ns/oa#"
ORG = "http://www.w3.org/ns/org#"
PROV = "http://www.w3.org/ns/prov#"
QB = "http://purl.org/linked-data/cube#"
SCHEMA = "https://schema.org/"
SDMX = "http://purl.org/linked-data/sdmx/2009/measure#"
SDMX_ATTRIBUTE = "http://purl.org/linked-data/sdmx/2009/attribute#"
SPDX = "http://spdx.org/rdf/terms#"
VOID = "http://rdfs.org/ns/void#"

PREFIXES = {
    "hp": HP, "rdf": RDF, "rdfs": RDFS, "owl": OWL, "xsd": XSD, "skos": SKOS, "dcterms": DCTERMS, "dc": DC, "dcat": DCAT,
    "oa": OA, "org": ORG, "prov": PROV, "qb": QB, "schema": SCHEMA, "sdmx-measure": SDMX, "sdmx-attribute": SDMX_ATTRIBUTE, "spdx": SPDX, "void": VOID,
}  # fmt: skip

Term: TypeAlias = NamedNode | Literal
Graph: TypeAlias = NamedNode | None
"""The graph that a quad belongs to; None for the default graph."""


def thing(kind: str, key: str) -> NamedNode:
    """The IRI of one thing: `entity`, `report`, `statement`, `evidence` … and its key."""
    return NamedNode(f"{BASE}{kind}/{quote(key, safe='')}")


def part(whole: NamedNode, name: str) -> NamedNode:
    """The IRI of a part of a thing, such as its period."""
    return NamedNode(f"{whole.value}#{name}")


def zh(text: str) -> Literal:
    """A Chinese text."""
    return Literal(text, language="zh")


def typed(text: str, kind: str) -> Literal:
    """A literal of an XML Schema type, such as `date`."""
    return Literal(text, datatype=NamedNode(XSD + kind))


class Describer:
    """Makes the quads about one subject: `describe(predicate, object)`, skipping what is not told."""

    def __init__(self, subject: NamedNode, graph: Graph) -> None:
        self.subject = subject
        self.graph = graph
        self.quads: list[Quad] = []

    def __call__(self, predicate: str, *objects: Term | None) -> Describer:
        for target in objects:
            if target is not None:
                node = NamedNode(predicate)
                made = (
                    Quad(self.subject, node, target, self.graph)
                    if self.graph
                    else Quad(self.subject, node, target)
                )
                self.quads.append(made)
        return self

    def a(self, *classes: str) -> Describer:
        """States the classes of the subject."""
        return self(RDF + "type", *map(NamedNode, classes))
