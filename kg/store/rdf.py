"""The ledger as RDF files: Turtle, TriG, N-Quads, N-Triples, JSON-LD and RDF/XML, packed with gzip where asked."""

from __future__ import annotations

import gzip
import io
import re
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TypeVar

from pyoxigraph import Literal, Quad, RdfFormat, Triple, serialize

from kg.errors import StoreError
from kg.ledger import Ledger
from kg.schema.turtle import HP
from kg.store.files import written
from kg.store.rdf_jsonld import write_jsonld
from kg.store.rdf_quads import Maker, Progress
from kg.store.rdf_terms import BASE, ORG, QB, Names, Tally

Item = TypeVar("Item")

FORMATS = {
    ".ttl": RdfFormat.TURTLE,
    ".nt": RdfFormat.N_TRIPLES,
    ".jsonld": RdfFormat.JSON_LD,
    ".nq": RdfFormat.N_QUADS,
    ".trig": RdfFormat.TRIG,
    ".rdf": RdfFormat.RDF_XML,
}
"""File suffix → format."""

NAMES = {
    "turtle": ".ttl",
    "trig": ".trig",
    "nquads": ".nq",
    "ntriples": ".nt",
    "jsonld": ".jsonld",
    "rdfxml": ".rdf",
}
"""Name of a format, as `--format` takes it → its suffix."""

PACKED = ".gz"
_TOLD = {
    "statements": HP + "Statement",
    "observations": QB + "Observation",
    "memberships": ORG + "Membership",
    "pieces of evidence": HP + "Evidence",
    "reports": HP + "Report",
}
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Export:
    """How to write: format by name (empty: by suffix), packed or not (None: by suffix), RDF 1.2 annotations, and base of the IRIs."""

    format: str = ""
    rdf12: bool = False
    base: str = BASE


@dataclass(frozen=True, slots=True)
class Written:
    """What was written: triples or quads in the file, and what they tell."""

    items: int
    tally: Tally


def write_rdf(ledger: Ledger, path: Path) -> int:
    """Writes the ledger in the format that the suffix of `path` names; returns the number of triples or quads.

    N-Quads, TriG and JSON-LD keep what each report says in a named graph of its own; Turtle, N-Triples and RDF/XML hold all in one.
    Raises StoreError for an unknown suffix or a place that cannot be written.
    """
    return export_rdf(ledger, path, Export()).items


def export_rdf(ledger: Ledger, path: Path, how: Export, progress: Progress | None = None) -> Written:
    """Writes the ledger as `how` says; `-` as `path` is stdout. Memory grows with the number of entities (their names), not with that of statements.

    Raises StoreError for an unknown suffix, format or base, for RDF 1.2 in JSON-LD, or a place that cannot be written.
    """
    suffix, packed = _form(path, how.format)
    form = FORMATS[suffix]
    if how.rdf12 and form is RdfFormat.JSON_LD:
        raise StoreError(
            f"{path}: JSON-LD cannot hold RDF 1.2 annotations: choose .nq, .trig, .ttl, .nt or .rdf"
        )
    maker = Maker(ledger, Names(how.base), not form.supports_datasets, how.rdf12, progress)
    tally = [0]
    with _opened(path, packed) as file:
        _write(_counted(maker.quads(), tally), file, form, maker.names)
    return Written(tally[0], maker.tally)


def summary(done: Written, path: Path) -> list[str]:
    """What was written and what to do next, in lines for a person."""
    held = {name: done.tally.classes[iri] for name, iri in _TOLD.items()}
    parts = ", ".join(f"{number} {name}" for name, number in held.items())
    lines = [f"{done.items} triples written to {path}: {parts}"]
    if str(path) != "-":
        lines.append(
            "next: kg validate   # check it 校验    docs/rdf.md   # the model, with example queries 模型与示例查询"
        )
    return lines


def _form(path: Path, name: str) -> tuple[str, bool]:
    """Suffix of the format, and whether to pack."""
    suffixes = [suffix.lower() for suffix in path.suffixes]
    packed = bool(suffixes) and suffixes[-1] == PACKED
    if name:
        if name not in NAMES:
            raise StoreError(f"unknown format {name!r}: use one of {', '.join(NAMES)}")
        return NAMES[name], packed
    suffix = "".join(suffixes[-2:-1] if packed else suffixes[-1:])
    if suffix not in FORMATS:
        raise StoreError(
            f"{path}: name the file with one of the suffixes {', '.join(FORMATS)} (.gz may follow), or say --format"
        )
    return suffix, packed


@contextmanager
def _opened(path: Path, packed: bool) -> Iterator[IO[bytes]]:
    if str(path) == "-":
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
        return
    with written(path) as file:
        if not packed:
            yield file
            return
        # no name and no time in the header: the same graph gives the same bytes
        with (
            gzip.GzipFile(filename="", mode="wb", fileobj=file, compresslevel=6, mtime=0) as squeezed,
            io.BufferedWriter(squeezed, 1 << 20) as buffer,
        ):
            yield buffer


def _write(quads: Iterable[Quad], file: IO[bytes], form: RdfFormat, names: Names) -> None:
    if form is RdfFormat.JSON_LD:
        write_jsonld(quads, file, names)
        return
    items: Iterable[Quad] | Iterable[Triple] = quads
    if not form.supports_datasets:
        items = (quad.triple for quad in quads)
    if form is RdfFormat.RDF_XML:
        items, file = map(_fit_for_xml, items), _CarriageReturns(file)  # type: ignore[arg-type,assignment]
    prefixes = None if form in (RdfFormat.N_QUADS, RdfFormat.N_TRIPLES) else names.prefixes()
    serialize(items, file, format=form, prefixes=prefixes)


def _fit_for_xml(triple: Triple) -> Triple:
    """XML 1.0 cannot hold some control characters, not even escaped: each becomes U+FFFD, so positions stay right."""
    target = triple.object
    if not isinstance(target, Literal) or not _NOT_IN_XML.search(target.value):
        return triple
    text = _NOT_IN_XML.sub("\ufffd", target.value)
    fit = (
        Literal(text, language=target.language)
        if target.language
        else Literal(text, datatype=target.datatype)
    )
    return Triple(triple.subject, triple.predicate, fit)


class _CarriageReturns(io.RawIOBase):
    """Writes a carriage return as a character reference; XML readers would make a line feed of it. Only texts have any."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file

    def writable(self) -> bool:
        return True

    def write(self, data: object) -> int:
        piece = bytes(data)  # type: ignore[call-overload]
        self._file.write(piece.replace(b"\r", b"&#13;"))
        return len(piece)


def _counted(items: Iterable[Item], tally: list[int]) -> Iterator[Item]:
    """Passes on, and counts in `tally[0]`."""
    for item in items:
        tally[0] += 1
        yield item
