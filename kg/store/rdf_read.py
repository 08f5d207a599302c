"""RDF that `kg export rdf` wrote → the statements that it tells, with qualifiers, confidence and evidence.

Statements come back equal to those of the ledger. `hp:mentions` is exported as a plain triple alone, so a mention comes back with its id and ends, without
confidence and evidence (`mentions_in`): described in full, mentions would be about half as many quads again.
"""

from __future__ import annotations

import gzip
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import IO, TypeAlias, cast

from pyoxigraph import Literal, NamedNode, Triple, parse

from kg.errors import StoreError
from kg.model.statement import Entity, Evidence, Statement, content_id
from kg.schema import load_schema
from kg.schema.turtle import DCTERMS, HP, RDF, RDFS, SKOS
from kg.store.rdf import FORMATS
from kg.store.rdf_terms import OA, SCHEMA

Row: TypeAlias = tuple[str, str, str]
"""Subject, predicate, object: IRIs, labels of blank nodes, or the text of a literal."""

Index: TypeAlias = Mapping[str, Mapping[str, Sequence[str]]]


def read_rdf(path: Path) -> list[Statement]:
    """The statements in a file (its suffix names the format; `.gz` may follow), sorted by report and id.

    Raises StoreError where the file cannot be read, is no RDF, or tells a statement in part only.
    """
    return statements_in(rows(path), str(path))


def rows(path: Path) -> Iterator[Row]:
    """The triples of a file, whichever graph they are in."""
    suffixes = [suffix.lower() for suffix in path.suffixes]
    packed = bool(suffixes) and suffixes[-1] == ".gz"
    suffix = "".join(suffixes[-2:-1] if packed else suffixes[-1:])
    if suffix not in FORMATS:
        raise StoreError(f"{path}: name the file with one of the suffixes {', '.join(FORMATS)}")
    try:
        with _opened(path, packed) as file:
            for quad in parse(file, format=FORMATS[suffix]):
                if isinstance(told := quad.object, Triple):  # RDF 1.2: a statement reifies its triple
                    ends = {"subject": told.subject, "predicate": told.predicate, "object": told.object}
                    yield from ((_text(quad.subject), RDF + key, _text(end)) for key, end in ends.items())
                else:
                    yield _text(quad.subject), quad.predicate.value, _text(quad.object)
    except OSError as error:
        raise StoreError(
            f"{path}: cannot be read ({error.strerror or error}): check name and permissions"
        ) from error
    except (SyntaxError, EOFError, ValueError) as error:
        raise StoreError(f"{path}: is damaged or no {suffix} file ({error}): export it again") from error


def _opened(path: Path, packed: bool) -> IO[bytes]:
    return cast(IO[bytes], gzip.open(path)) if packed else path.open("rb")


def _text(term: object) -> str:
    return term.value if isinstance(term, NamedNode | Literal) else str(term)


def statements_in(triples: Iterable[Row], name: str = "RDF") -> list[Statement]:
    """The statements that triples tell, sorted by report and id; `name` says in an error where they are from.

    Any library may have read the triples. Raises StoreError where a statement lacks what makes it one.
    """
    index: dict[str, dict[str, list[str]]] = {}
    for subject, predicate, target in triples:
        about = index.setdefault(subject, {}).setdefault(predicate, [])
        if target not in about:
            about.append(target)
    found = _Reader(index, name)
    nodes = (node for node, about in index.items() if HP + "Statement" in about.get(RDF + "type", ()))
    return sorted(map(found.statement, nodes), key=lambda s: (s.report, s.id))


@dataclass(frozen=True, slots=True, order=True)
class Mention:
    """That a report mentions an entity: id of the statement, stem of the report, id of the entity."""

    report: str
    id: str
    entity: str


def mentions_in(triples: Iterable[Row], name: str = "RDF") -> list[Mention]:
    """The mentions that triples tell, sorted by report and id; ids are those of the ledger's statements.

    Raises StoreError where a report or entity has no identifier.
    """
    index: dict[str, dict[str, list[str]]] = {}
    for subject, predicate, target in triples:
        if predicate in _OF_MENTIONS:
            about = index.setdefault(subject, {}).setdefault(predicate, [])
            if target not in about:
                about.append(target)
    found = _Reader(index, name)
    return sorted(
        found.mention(node, target)
        for node, about in index.items()
        for target in about.get(HP + "mentions", ())
    )


_OF_MENTIONS = frozenset((HP + "mentions", DCTERMS + "identifier", DCTERMS + "title"))


class _Reader:
    """Makes values of the product from what an index says."""

    def __init__(self, index: Index, name: str) -> None:
        self._index = index
        self._name = name
        self._entities: dict[str, Entity] = {}

    def statement(self, node: str) -> Statement:
        """One statement. Raises StoreError where its id is not that of its content."""
        names = load_schema().qualifiers
        qualifiers = {key: self._maybe(node, HP + key) for key in names if self._maybe(node, HP + key)}
        pieces = sorted(
            self._all(node, HP + "supportedBy"), key=lambda piece: self._number(piece, SCHEMA + "position")
        )
        made = Statement(
            report=self._one(self._one(node, HP + "statedIn"), DCTERMS + "identifier"),
            subject=self._entity(self._one(node, RDF + "subject")),
            predicate=self._one(node, RDF + "predicate").removeprefix(HP),
            object=self._entity(self._one(node, RDF + "object")),
            qualifiers=qualifiers,
            evidence=tuple(map(self._evidence, pieces)),
            confidence=self._number(node, HP + "confidence"),
        )
        if not node.endswith(f"/{made.id}"):
            raise StoreError(
                f"{self._name}: <{node}> was changed after its export (its content has the id {made.id}): export it again"
            )
        return made

    def mention(self, node: str, entity: str) -> Mention:
        """A mention, with the id that the ledger knows it by."""
        stem = self._one(node, DCTERMS + "identifier")
        report = Entity("Report", self._maybe(node, DCTERMS + "title") or stem, scope=stem)
        key = self._one(entity, DCTERMS + "identifier")
        return Mention(stem, content_id("statement", stem, report.id, "mentions", key), key)

    def _evidence(self, node: str) -> Evidence:
        selectors = self._all(node, OA + "hasSelector")
        position = self._that_has(node, selectors, OA + "start")
        quotation = self._that_has(node, selectors, OA + "exact")
        clean = self._maybe(node, SCHEMA + "text")
        return Evidence(
            start=int(self._number(position, OA + "start")),
            end=int(self._number(position, OA + "end")),
            text=self._one(quotation, OA + "exact"),
            section=self._maybe(node, SCHEMA + "articleSection"),
            rule=self._one(node, HP + "foundBy"),
            clean=clean,
            clean_start=int(self._number(node, HP + "sentenceStart")) if clean else 0,
            clean_end=int(self._number(node, HP + "sentenceEnd")) if clean else 0,
        )

    def _entity(self, node: str) -> Entity:
        if node not in self._entities:
            kind, subtype = self._kind(node)
            attrs = {"number": HP + "documentNumber", "concept": HP + "concept"}
            told = {key: self._maybe(node, iri) for key, iri in attrs.items()}
            self._entities[node] = Entity(
                type=kind,
                name=self._one(node, RDFS + "label"),
                subtype=subtype,
                scope=self._maybe(node, HP + "scope"),
                code=self._maybe(node, HP + "divisionCode") or self._maybe(node, HP + "placeCode"),
                within=tuple(part for part in self._maybe(node, SKOS + "scopeNote").split(" > ") if part),
                aliases=tuple(sorted(self._all(node, SKOS + "altLabel"))),
                attrs={key: value for key, value in told.items() if value},
            )
        return self._entities[node]

    def _kind(self, node: str) -> tuple[str, str]:
        kinds = [_classes()[iri] for iri in self._all(node, RDF + "type") if iri in _classes()]
        if not kinds:
            raise StoreError(f"{self._name}: <{node}> has no class of the ontology: export it again")
        return max(kinds, key=lambda kind: kind[1])

    def _that_has(self, node: str, parts: Sequence[str], predicate: str) -> str:
        for part in parts:
            if self._all(part, predicate):
                return part
        raise StoreError(f"{self._name}: <{node}> has no selector with <{predicate}>: export it again")

    def _all(self, node: str, predicate: str) -> Sequence[str]:
        return self._index.get(node, {}).get(predicate, ())

    def _maybe(self, node: str, predicate: str) -> str:
        return next(iter(self._all(node, predicate)), "")

    def _one(self, node: str, predicate: str) -> str:
        found = self._all(node, predicate)
        if len(found) != 1:
            raise StoreError(
                f"{self._name}: <{node}> needs one <{predicate}>, has {len(found)}: export it again"
            )
        return found[0]

    def _number(self, node: str, predicate: str) -> float:
        text = self._one(node, predicate)
        with suppress(ValueError):
            return float(text)
        raise StoreError(f"{self._name}: <{node}> has {text!r} for <{predicate}>, no number: export it again")


@cache
def _classes() -> Mapping[str, tuple[str, str]]:
    """IRI of a class → type and subtype that data call it by."""
    types = load_schema().entity_types.values()
    return {
        **{entity.iri: (entity.name, "") for entity in types},
        **{below.iri: (entity.name, below.code) for entity in types for below in entity.subtypes},
    }
