"""JSON-LD that people can read: short keys of `ontology/context.jsonld`, one node a line, written as it comes."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import groupby
from typing import IO, Any

from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad

from kg.errors import ResourceError, StoreError
from kg.resources import ontology_dir
from kg.schema.turtle import HP, RDF, XSD
from kg.store.rdf_terms import Names

Key = tuple[str, dict[str, str]]
"""A short key, and how the context says that its values are to be read (`@type`, `@language`)."""


@cache
def context() -> dict[str, Any]:
    """The context that ships with the ontology. Raises ResourceError where the file is missing or damaged."""
    path = ontology_dir() / "context.jsonld"
    try:
        found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))["@context"]
    except (OSError, ValueError, KeyError) as error:
        raise ResourceError(f"{path}: cannot be read ({error}): restore the file") from error
    return found


def write_jsonld(quads: Iterable[Quad], file: IO[bytes], names: Names) -> None:
    """Writes quads as they come: consecutive quads of one subject are one node, those of one named graph one graph object."""
    writer = _Writer(names)
    head = json.dumps(writer.context, ensure_ascii=False, indent=1)
    file.write(f'{{"@context": {head},\n"@graph": ['.encode())
    before = "\n"
    for graph, said in groupby(quads, key=lambda quad: quad.graph_name):
        if isinstance(graph, DefaultGraph):
            for node in writer.nodes(said):
                file.write(f"{before}{node}".encode())
                before = ",\n"
            continue
        name = json.dumps(writer.short(_iri(graph)), ensure_ascii=False)
        file.write(f'{before}{{"@id": {name}, "@graph": ['.encode())
        before = "\n"
        for node in writer.nodes(said):
            file.write(f"{before}{node}".encode())
            before = ",\n"
        file.write(b"\n]}")
    file.write(b"\n]}\n")


class _Writer:
    """Knows the short forms of IRIs and keys."""

    def __init__(self, names: Names) -> None:
        self.context = {**context(), "kg": names.base}
        self._prefixes = sorted(
            (
                (iri, name)
                for name, iri in self.context.items()
                if isinstance(iri, str) and not name.startswith("@")
            ),
            key=lambda pair: (-len(pair[0]), pair),
        )
        self._keys: dict[str, Key] = {}
        self._known = {
            self._long(said["@id"]): (name, {k: self._long(v) for k, v in said.items() if k != "@id"})
            for name, said in self.context.items()
            if isinstance(said, dict)
        }

    def _long(self, name: str) -> str:
        prefix, colon, local = name.partition(":")
        space = self.context.get(prefix)
        return f"{space}{local}" if colon and isinstance(space, str) else name

    def short(self, iri: str) -> str:
        """An IRI with the prefix of the longest namespace that fits, or in full."""
        for space, prefix in self._prefixes:
            if iri.startswith(space) and not iri.startswith("//", len(space)):
                return f"{prefix}:{iri[len(space) :]}"
        return iri

    def nodes(self, quads: Iterable[Quad]) -> Iterator[str]:
        """One line of JSON for each run of quads with one subject."""
        for subject, said in groupby(quads, key=lambda quad: quad.subject):
            node: dict[str, Any] = {"@id": self.short(_iri(subject))}
            for quad in said:
                name, value = self._member(quad.predicate.value, quad.object)
                if name in node:
                    if not isinstance(node[name], list):
                        node[name] = [node[name]]
                    node[name].append(value)
                else:
                    node[name] = value
            yield json.dumps(node, ensure_ascii=False)

    def _member(self, predicate: str, target: object) -> tuple[str, Any]:
        if predicate == RDF + "type":
            iri = _iri(target)
            return "@type", iri.removeprefix(HP) if iri.startswith(HP) else self.short(iri)
        name, read = self._key(predicate)
        if isinstance(target, Literal):
            return name, _value(target, read, self.short)
        short = self.short(_iri(target))
        return name, short if read.get("@type") == "@id" else {"@id": short}

    def _key(self, predicate: str) -> Key:
        if predicate not in self._keys:
            self._keys[predicate] = self._known.get(predicate) or (self.short(predicate), {})
        return self._keys[predicate]


def _value(literal: Literal, read: dict[str, str], short: Any) -> Any:
    if literal.language:
        if read.get("@language") == literal.language:
            return literal.value
        return {"@value": literal.value, "@language": literal.language}
    datatype = literal.datatype.value
    if read.get("@type") == datatype or (datatype == XSD + "string" and not read):
        return literal.value
    if datatype == XSD + "string":
        return {"@value": literal.value}
    return {"@value": literal.value, "@type": short(datatype)}


def _iri(node: object) -> str:
    if isinstance(node, NamedNode):
        return node.value
    if isinstance(node, BlankNode):
        return str(node)
    raise StoreError("JSON-LD cannot hold RDF 1.2 annotations: choose .nq, .trig, .ttl, .nt or .rdf")
