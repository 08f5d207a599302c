"""The description of the data set: DCAT, VoID with counts, licence, version, and the software that made it."""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256

from pyoxigraph import Literal, NamedNode, Quad

from kg import __version__
from kg.ledger import Counts
from kg.schema.turtle import DCTERMS, HP, RDFS, SKOS
from kg.store.rdf_terms import (
    DCAT,
    INDICATOR,
    OA,
    ORG,
    PROV,
    QB,
    VOID,
    Describer,
    Names,
    Tally,
    both,
    iri,
    part,
    typed,
)

LICENCE = "https://www.apache.org/licenses/LICENSE-2.0"
MEDIA = {
    "turtle": ("Turtle", "text/turtle"),
    "trig": ("TriG", "application/trig"),
    "nquads": ("N-Quads", "application/n-quads"),
    "ntriples": ("N-Triples", "application/n-triples"),
    "jsonld": ("JSON-LD", "application/ld+json"),
    "rdfxml": ("RDF/XML", "application/rdf+xml"),
}
"""Name of a distribution → name and media type of its format (IANA)."""


def description(names: Names, tally: Tally, counts: Counts, digest: str, stems: list[str]) -> Iterator[Quad]:
    """The data set in DCAT and VoID. Its counts are of all other triples, without this description; a triple that several reports state counts once."""
    own = Tally()
    about = Describer(own, names.dataset).a(DCAT + "Dataset", VOID + "Dataset", PROV + "Entity")
    about(DCTERMS + "title", *both("卫生健康政策知识图谱", "Health policy knowledge graph"))
    about(
        DCTERMS + "description",
        *both(
            "从中国卫生健康工作报告中抽取的事实，每个事实都指向原文的确切字符。",
            "Facts from reports of Chinese health authorities, each with the exact characters of its source.",
        ),
    )
    about(DCTERMS + "license", iri(LICENCE))(
        DCTERMS + "rights",
        *both(
            "许可针对本数据；所引原文的权利属于报告的发布者。",
            "The licence is for the data; rights in the quoted words stay with the publishers of the reports.",
        ),
    )
    about(DCTERMS + "identifier", Literal(digest))(DCAT + "version", Literal(f"{__version__}+{digest}"))
    about(DCTERMS + "language", Literal("zh"))(DCTERMS + "conformsTo", iri(HP.rstrip("#")))
    about(PROV + "wasAttributedTo", names.software)(DCTERMS + "creator", names.software)
    about(DCTERMS + "source", *(names.thing("report", stem) for stem in stems))
    about(DCAT + "distribution", *(part(names.dataset, key) for key in MEDIA))
    _counted(about, tally, counts, names)
    yield from about.quads
    yield from _partitions(own, names, tally)
    yield from _distributions(own, names)
    software = Describer(own, names.software).a(PROV + "SoftwareAgent")
    yield from software(RDFS + "label", Literal(f"health-policy-kg {__version__}")).quads


def _counted(about: Describer, tally: Tally, counts: Counts, names: Names) -> None:
    about(VOID + "uriSpace", Literal(names.base))
    about(VOID + "vocabulary", *map(iri, (HP, PROV, OA, QB, ORG, SKOS, DCTERMS, INDICATOR)))
    about(VOID + "triples", _count(tally.triples))(VOID + "entities", _count(counts.entities))
    about(VOID + "documents", _count(counts.reports))(VOID + "classes", _count(len(tally.classes)))
    about(VOID + "properties", _count(len(tally.properties)))
    about(VOID + "classPartition", *(_partition(names, "class", name) for name in sorted(tally.classes)))
    about(
        VOID + "propertyPartition",
        *(_partition(names, "property", name) for name in sorted(tally.properties)),
    )


def _partitions(own: Tally, names: Names, tally: Tally) -> Iterator[Quad]:
    for name in sorted(tally.classes):
        about = Describer(own, _partition(names, "class", name))(VOID + "class", iri(name))
        yield from about(VOID + "entities", _count(tally.classes[name])).quads
    for name in sorted(tally.properties):
        about = Describer(own, _partition(names, "property", name))(VOID + "property", iri(name))
        yield from about(VOID + "triples", _count(tally.properties[name])).quads


def _distributions(own: Tally, names: Names) -> Iterator[Quad]:
    for key, (label, media) in MEDIA.items():
        about = Describer(own, part(names.dataset, key)).a(DCAT + "Distribution")
        about(DCTERMS + "title", Literal(label))(DCTERMS + "license", iri(LICENCE))
        yield from about(
            DCAT + "mediaType", iri(f"https://www.iana.org/assignments/media-types/{media}")
        ).quads


def _partition(names: Names, kind: str, name: str) -> NamedNode:
    local = name.rpartition("/")[2].rpartition("#")[2]
    mark = sha256(name.encode()).hexdigest()[:6]  # local names of two vocabularies may be alike
    return part(names.dataset, f"{kind}-{local}-{mark}")


def _count(number: int) -> Literal:
    return typed(str(number), "integer")
