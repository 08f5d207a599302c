"""IRIs and namespaces of the RDF that is exported, and what makes quads about one subject."""

from __future__ import annotations

import re
import sqlite3
from collections import Counter
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TypeAlias
from urllib.parse import quote

from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, Triple

from kg.errors import StoreError
from kg.model.statement import Entity
from kg.schema.turtle import DCTERMS, HP, OWL, RDF, RDFS, SKOS, XSD

BASE = "https://w3id.org/health-policy-kg/id/"
"""Every thing of the data has its IRI below this, unless another base is asked for; ids are hashes of content, so IRIs stay the same from build to build."""

ADMS = "http://www.w3.org/ns/adms#"
SDMX_ATTRIBUTE = "http://purl.org/linked-data/sdmx/2009/attribute#"
DCAT = "http://www.w3.org/ns/dcat#"
DC = "http://purl.org/dc/elements/1.1/"
SDMX_DIMENSION = "http://purl.org/linked-data/sdmx/2009/dimension#"
INDICATOR = "https://w3id.org/health-policy-kg/indicator/"
OA = "http://www.w3.org/ns/oa#"
ORG = "http://www.w3.org/ns/org#"
PROV = "http://www.w3.org/ns/prov#"
QB = "http://purl.org/linked-data/cube#"
SCHEMA = "https://schema.org/"
SDMX = "http://purl.org/linked-data/sdmx/2009/measure#"
SPDX = "http://spdx.org/rdf/terms#"
TIME = "http://www.w3.org/2006/time#"
VOID = "http://rdfs.org/ns/void#"

PREFIXES = {
    "adms": ADMS, "dc": DC, "dcat": DCAT, "dcterms": DCTERMS, "hp": HP, "ind": INDICATOR, "oa": OA, "org": ORG, "owl": OWL,
    "prov": PROV, "qb": QB, "rdf": RDF, "rdfs": RDFS, "schema": SCHEMA, "sdmx-attribute": SDMX_ATTRIBUTE, "sdmx-dimension": SDMX_DIMENSION,
    "sdmx-measure": SDMX, "skos": SKOS, "spdx": SPDX, "time": TIME, "void": VOID, "xsd": XSD,
}  # fmt: skip

KINDS = ("entity", "evidence", "membership", "period", "report", "statement")
"""Kinds of things that are many: each has a prefix of its own in Turtle and TriG."""

Term: TypeAlias = NamedNode | Literal | Triple
Graph: TypeAlias = NamedNode | None
"""The graph that a quad belongs to; None for the default graph."""

_BASE = re.compile(r"""[A-Za-z][A-Za-z0-9+.-]*:[^\s<>"{}|\\^`]*[/#:]""")


@lru_cache(maxsize=1024)
def iri(text: str) -> NamedNode:
    """A node for an IRI that recurs, such as a property."""
    return NamedNode(text)


def part(whole: NamedNode, name: str) -> NamedNode:
    """The IRI of a part of a thing, such as a selector of a piece of evidence."""
    return NamedNode(f"{whole.value}#{name}")


def zh(text: str) -> Literal:
    """A Chinese text."""
    return Literal(text, language="zh")


def both(chinese: str, english: str) -> tuple[Literal, Literal]:
    """A text in Chinese and in English."""
    return Literal(chinese, language="zh"), Literal(english, language="en")


def typed(text: str, kind: str) -> Literal:
    """A literal of an XML Schema type, such as `date`."""
    return Literal(text, datatype=iri(XSD + kind))


class Names:
    """The IRIs of things below one base. docs/rdf.md lists their patterns."""

    def __init__(self, base: str = BASE) -> None:
        """Raises StoreError where `base` is no absolute IRI that ends in `/`, `#` or `:`."""
        if not _BASE.fullmatch(base):
            raise StoreError(
                f"{base}: not usable as base: give an absolute IRI that ends in /, such as https://example.org/data/"
            )
        self.base = base
        self.dataset = NamedNode(base + "dataset")
        self.observations = NamedNode(base + "observations")
        self.structure = NamedNode(base + "structure")
        self.software = NamedNode(base + "software")
        self.no_area = NamedNode(base + "area/unknown")

    def thing(self, kind: str, key: str) -> NamedNode:
        """One thing: `entity`, `report`, `statement`, `evidence` … and its key."""
        return NamedNode(f"{self.base}{kind}/{quote(key, safe='')}")

    def hashed(self, kind: str, key: str) -> NamedNode:
        """The same for a key of hex digits, which needs no quoting."""
        return NamedNode(f"{self.base}{kind}/{key}")

    def end(self, entity: Entity) -> NamedNode:
        """What a statement is about: an entity or a report."""
        if entity.type == "Report":
            return self.thing("report", entity.scope)
        return self.hashed("entity", entity.id)

    def prefixes(self) -> dict[str, str]:
        """Prefix → namespace, for Turtle and TriG."""
        return PREFIXES | {kind: f"{self.base}{kind}/" for kind in KINDS}


@dataclass(slots=True)
class Tally:
    """What has been made so far: distinct triples by property, and instances by class (keys are IRIs)."""

    properties: Counter[str] = field(default_factory=Counter)
    classes: Counter[str] = field(default_factory=Counter)

    @property
    def triples(self) -> int:
        return self.properties.total()


class Describer:
    """Makes the quads about one subject: `describe(predicate, object)`, skipping what is not told."""

    def __init__(self, tally: Tally, subject: NamedNode, graph: Graph = None) -> None:
        self.tally = tally
        self.subject = subject
        self.graph = graph or DefaultGraph()
        self.quads: list[Quad] = []

    def __call__(self, predicate: str, *objects: Term | None) -> Describer:
        for target in objects:
            if target is not None:
                self.quads.append(Quad(self.subject, iri(predicate), target, self.graph))
                self.tally.properties[predicate] += 1
        return self

    def a(self, *classes: str) -> Describer:
        """States the classes of the subject."""
        for name in classes:
            self.tally.classes[name] += 1
        return self(RDF + "type", *map(iri, classes))


class Seen:
    """Tells what comes for the first time, in constant memory: SQLite keeps the keys in a temporary file."""

    def __init__(self) -> None:
        self._db = sqlite3.connect("", isolation_level=None)
        self._db.executescript(
            "PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; BEGIN; CREATE TABLE seen (key TEXT PRIMARY KEY) WITHOUT ROWID"
        )

    def first(self, key: str) -> bool:
        """Whether this key was not asked for before."""
        return self._db.execute("INSERT OR IGNORE INTO seen VALUES (?)", (key,)).rowcount == 1

    def close(self) -> None:
        """Lets the temporary file go."""
        self._db.close()
