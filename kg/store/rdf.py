"""The ledger as RDF files: Turtle, N-Triples, JSON-LD, N-Quads, TriG."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TypeVar

from pyoxigraph import Quad, RdfFormat, Triple, serialize

from kg.errors import StoreError
from kg.ledger import Ledger
from kg.store.files import written
from kg.store.rdf_quads import quads
from kg.store.rdf_terms import PREFIXES

Item = TypeVar("Item")

FORMATS = {
    ".ttl": RdfFormat.TURTLE,
    ".nt": RdfFormat.N_TRIPLES,
    ".jsonld": RdfFormat.JSON_LD,
    ".nq": RdfFormat.N_QUADS,
    ".trig": RdfFormat.TRIG,
}
"""File suffix → format."""


def write_rdf(ledger: Ledger, path: Path) -> int:
    """Writes the ledger in the format that the suffix of `path` names; returns the number of triples or quads.

    N-Quads, TriG and JSON-LD keep what each report says in a named graph of its own; Turtle and N-Triples hold all in one. Raises StoreError for an unknown
    suffix or a place that cannot be written.
    """
    form = FORMATS.get(path.suffix.lower())
    if form is None:
        raise StoreError(f"{path}: name the file with one of the suffixes {', '.join(FORMATS)}")
    tally = [0]
    stream: Iterable[Quad] | Iterable[Triple] = _counted(quads(ledger), tally)
    if not form.supports_datasets:
        stream = _counted(_triples(quads(ledger)), tally)
    prefixes = None if form in (RdfFormat.N_QUADS, RdfFormat.N_TRIPLES) else PREFIXES
    with written(path) as file:
        serialize(stream, file, format=form, prefixes=prefixes)
    return tally[0]


def _counted(items: Iterable[Item], tally: list[int]) -> Iterator[Item]:
    """Passes on, and counts in `tally[0]`."""
    for item in items:
        tally[0] += 1
        yield item


def _triples(items: Iterable[Quad]) -> Iterator[Triple]:
    """Quads without their graph; a triple that several reports state comes once."""
    plain: set[tuple[str, str, str]] = set()
    for quad in items:
        key = (str(quad.subject), str(quad.predicate), str(quad.object))
        if (
            "/id/entity/" in key[0] or "/id/report/" in key[0]
        ):  # only their relations recur from report to report
            if key in plain:
                continue
            plain.add(key)
        yield quad.triple
