"""A Turtle file in memory: what is said of each subject, in file order, with lines for error messages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TypeAlias

from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Triple, parse

from kg.errors import ResourceError

Node: TypeAlias = NamedNode | BlankNode | Literal | Triple

RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
OWL = "http://www.w3.org/2002/07/owl#"
XSD = "http://www.w3.org/2001/XMLSchema#"
SKOS = "http://www.w3.org/2004/02/skos/core#"
DCTERMS = "http://purl.org/dc/terms/"
HP = "https://w3id.org/health-policy-kg/ontology#"

LANGUAGES = ("zh", "en")


def key(node: Node) -> str:
    """The IRI of a named node, `_:id` of a blank node, the text of a literal."""
    return node.value if isinstance(node, NamedNode | Literal) else str(node)


class TurtleFile:
    """The triples of one file, looked up by subject and predicate. Subjects keep the order of the file."""

    def __init__(self, path: Path) -> None:
        """Read and parse. Raises ResourceError where the file is missing or is no Turtle."""
        self.path = path
        try:
            self._text = path.read_text(encoding="utf-8")
        except OSError as error:
            raise ResourceError(f"{path} cannot be read ({error.strerror}): restore the file") from error
        except UnicodeDecodeError as error:
            line = error.object[: error.start].count(b"\n") + 1
            raise ResourceError(f"{path}, line {line}: not UTF-8: restore the file") from error
        self._index: dict[str, dict[str, list[Node]]] = {}
        try:
            for quad in parse(self._text, format=RdfFormat.TURTLE):
                about = self._index.setdefault(key(quad.subject), {})
                about.setdefault(quad.predicate.value, []).append(quad.object)
        except SyntaxError as error:
            raise ResourceError(f"{path}, line {error.lineno or 1}: {error.msg}: restore the file") from error

    def subjects(self, predicate: str, value: str) -> Iterator[str]:
        """Subjects that have `value` (an IRI) under `predicate`, in file order."""
        for subject, about in self._index.items():
            if any(key(node) == value for node in about.get(predicate, ())):
                yield subject

    def nodes(self, subject: str, predicate: str) -> list[Node]:
        """All that is said of `subject` under `predicate`, in file order."""
        return self._index.get(subject, {}).get(predicate, [])

    def about(self, subject: str) -> frozenset[str]:
        """The predicates under which something is said of `subject`."""
        return frozenset(self._index.get(subject, ()))

    def values(self, subject: str, predicate: str) -> tuple[str, ...]:
        """The same as strings: IRIs, blank node ids, or texts of literals in any language."""
        return tuple(key(node) for node in self.nodes(subject, predicate))

    def texts(self, subject: str, predicate: str, language: str) -> tuple[str, ...]:
        """The literals in one language."""
        return tuple(
            node.value
            for node in self.nodes(subject, predicate)
            if isinstance(node, Literal) and node.language == language
        )

    def text(self, subject: str, predicate: str, language: str) -> str:
        """The one literal in that language. Raises ResourceError where there is none or more than one."""
        found = self.texts(subject, predicate, language)
        if len(found) != 1 or not found[0].strip():
            name = predicate.rpartition("#")[2]
            raise self.damage(subject, f"needs one {name} in language {language}, has {len(found)}")
        return found[0]

    def both(self, subject: str, predicate: str) -> tuple[str, str]:
        """Chinese and English literal."""
        return self.text(subject, predicate, LANGUAGES[0]), self.text(subject, predicate, LANGUAGES[1])

    def members(self, head: str) -> Iterator[Node]:
        """The members of an RDF list. Raises ResourceError on a broken list."""
        seen: set[str] = set()
        while head != RDF + "nil":
            first, rest = self.nodes(head, RDF + "first"), self.values(head, RDF + "rest")
            if len(first) != 1 or len(rest) != 1 or head in seen:
                raise ResourceError(f"{self.path}: a list in it is broken: restore the file")
            seen.add(head)
            yield first[0]
            head = rest[0]

    def line(self, subject: str) -> int:
        """The line (from 1) where the block about `subject` begins; 1 where it cannot be told."""
        local = re.escape(re.split(r"[#/]", subject)[-1])
        found = re.search(rf"^(?:\w*:|<\S*[#/]){local}>?\s", self._text, re.MULTILINE)
        return self._text.count("\n", 0, found.start()) + 1 if found else 1

    def damage(self, subject: str, what: str) -> ResourceError:
        """The error to raise where what the file says of `subject` does not fit."""
        name = re.split(r"[#/]", subject)[-1]
        return ResourceError(
            f"{self.path}, line {self.line(subject)}: {name} {what}: mend or restore the file"
        )
