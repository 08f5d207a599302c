"""What the ontology says, as values: entity types, relations, qualifiers, and checks of data against them."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from kg.errors import SchemaError


@dataclass(frozen=True, slots=True)
class Subtype:
    """A kind of institution or alliance. `code` is its name in data (`hospital`), `class_name` its graph label (`Hospital`)."""

    code: str
    class_name: str
    iri: str
    label_zh: str
    label_en: str
    definition_zh: str = ""
    definition_en: str = ""
    parents: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class EntityType:
    """A type of entity. `parents` are IRIs of the classes of other vocabularies that it specialises."""

    name: str
    iri: str
    label_zh: str
    label_en: str
    definition_zh: str
    definition_en: str
    parents: tuple[str, ...]
    subtypes: tuple[Subtype, ...] = ()

    def subtype(self, code: str) -> Subtype:
        """The subtype of that code. Raises SchemaError."""
        for subtype in self.subtypes:
            if subtype.code == code:
                return subtype
        if not self.subtypes:
            raise SchemaError(
                f"{self.name} has no subtypes, so {code!r} cannot be one: leave the subtype empty"
            )
        raise _unknown(
            f"subtype of {self.name}", code, {s.code: (s.class_name, s.label_zh) for s in self.subtypes}
        )


@dataclass(frozen=True, slots=True)
class RelationType:
    """A relation between entities, or a link of the graph's frame.

    `domain` and `range` are names of entity types (or of frame classes such as `Statement`); `pairs` lists the allowed
    pairs where domain × range is too wide, else it is None. `domain_subtypes` are the codes of subtypes that a subject must have,
    empty where any will do. `parents` are IRIs of properties of other vocabularies that it specialises.
    """

    name: str
    iri: str
    label_zh: str
    label_en: str
    definition_zh: str
    definition_en: str
    domain: frozenset[str]
    range: frozenset[str]
    pairs: frozenset[tuple[str, str]] | None = None
    symmetric: bool = False
    parents: tuple[str, ...] = ()
    domain_subtypes: frozenset[str] = frozenset()

    def allows(self, subject_type: str, object_type: str) -> bool:
        """Whether the relation may hold between these types; a symmetric one is taken in either order."""
        ends = [(subject_type, object_type)]
        if self.symmetric:
            ends.append((object_type, subject_type))
        if self.pairs is not None:
            return any(pair in self.pairs for pair in ends)
        return any(subject in self.domain and object_ in self.range for subject, object_ in ends)


@dataclass(frozen=True, slots=True)
class Term:
    """The name of one controlled value."""

    value: str
    iri: str
    label_zh: str
    label_en: str


@dataclass(frozen=True, slots=True)
class Qualifier:
    """A qualifier of a statement.

    `values` are all that it may be (empty: free), with their names in `terms`; `pattern` is a regular expression that the
    whole value must match (empty: free), with `examples`. `relations` are the relations that it may qualify (empty: any).
    """

    name: str
    iri: str
    label_zh: str
    label_en: str
    values: tuple[str, ...] = ()
    definition_zh: str = ""
    definition_en: str = ""
    terms: tuple[Term, ...] = ()
    pattern: str = ""
    examples: tuple[str, ...] = ()
    relations: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, eq=False)
class Schema:
    """All that `ontology/health-policy.ttl` declares, in its order.

    `relations` are the facts that reports state; `links` tie reports, statements, evidence and entities together
    (`mentions`, `supportedBy` …) and may be asked for by `relation` and `check_relation` alike. `frame` names the classes
    that are no entity types: Entity, Report, Statement, Observation, Evidence; `frame_terms` has their names in both languages.
    """

    entity_types: Mapping[str, EntityType]
    relations: Mapping[str, RelationType]
    qualifiers: Mapping[str, Qualifier]
    report_kinds: tuple[str, ...]
    report_kind_terms: tuple[Term, ...]
    links: Mapping[str, RelationType]
    frame: tuple[str, ...]
    frame_terms: tuple[Term, ...]
    node_labels: frozenset[str] = field(init=False)
    edge_types: frozenset[str] = field(init=False)

    def __post_init__(self) -> None:
        classes = {s.class_name for t in self.entity_types.values() for s in t.subtypes}
        object.__setattr__(self, "node_labels", frozenset({*self.entity_types, *self.frame, *classes}))
        object.__setattr__(self, "edge_types", frozenset({*self.relations, *self.links}))

    def entity_type(self, name: str) -> EntityType:
        """The entity type of that name. Raises SchemaError."""
        found = self.entity_types.get(name)
        if found is None:
            raise _unknown(
                "entity type", name, {n: (t.label_zh, t.label_en) for n, t in self.entity_types.items()}
            )
        return found

    def relation(self, name: str) -> RelationType:
        """The relation or link of that name. Raises SchemaError."""
        found = self.relations.get(name) or self.links.get(name)
        if found is None:
            known = {n: (r.label_zh, r.label_en) for n, r in {**self.relations, **self.links}.items()}
            raise _unknown("relation", name, known)
        return found

    def qualifier(self, name: str) -> Qualifier:
        """The qualifier of that name. Raises SchemaError."""
        found = self.qualifiers.get(name)
        if found is None:
            raise _unknown(
                "qualifier", name, {n: (q.label_zh, q.label_en) for n, q in self.qualifiers.items()}
            )
        return found

    def check_entity(self, type: str, subtype: str = "") -> EntityType:
        """Raises SchemaError where the type is unknown or the subtype is not one of it; an empty subtype passes."""
        found = self.entity_type(type)
        if subtype:
            found.subtype(subtype)
        return found

    def check_relation(
        self, predicate: str, subject_type: str, object_type: str, subject_subtype: str = ""
    ) -> RelationType:
        """Raises SchemaError where the relation is unknown or may not hold between these types.

        `subject_subtype` is checked where it is given and the relation asks for one (`administers`).
        """
        relation = self.relation(predicate)
        for name in (subject_type, object_type):
            if name not in self.frame:
                self.entity_type(name)
        if not relation.allows(subject_type, object_type):
            raise SchemaError(
                f"{predicate} ({relation.label_zh}) cannot lead from {subject_type} to {object_type}: "
                f"it leads from {_ends(relation)}"
            )
        if subject_subtype and relation.domain_subtypes and subject_subtype not in relation.domain_subtypes:
            wanted = " or ".join(sorted(relation.domain_subtypes))
            raise SchemaError(f"the subject of {predicate} must be {wanted}, not {subject_subtype}")
        return relation

    def check_qualifier(self, name: str, value: str) -> Qualifier:
        """Raises SchemaError where the qualifier is unknown or may not have that value."""
        qualifier = self.qualifier(name)
        if qualifier.values and value not in qualifier.values:
            raise _unknown(
                f"value of {name}", value, {t.value: (t.label_zh, t.label_en) for t in qualifier.terms}
            )
        if qualifier.pattern and not re.fullmatch(qualifier.pattern, value):
            raise SchemaError(
                f"{value!r} is no value of {name}; it is written like {', '.join(qualifier.examples)}"
            )
        return qualifier

    def check_report_kind(self, kind: str) -> None:
        """Raises SchemaError where no report may be of that kind."""
        if kind not in self.report_kinds:
            raise _unknown(
                "report kind", kind, {t.value: (t.label_zh, t.label_en) for t in self.report_kind_terms}
            )


def _ends(relation: RelationType) -> str:
    if relation.pairs is not None:
        return " or ".join(f"{subject} to {object_}" for subject, object_ in sorted(relation.pairs))
    return f"{', '.join(sorted(relation.domain))} to {', '.join(sorted(relation.range))}"


def _unknown(what: str, name: str, known: Mapping[str, Iterable[str]]) -> SchemaError:
    """The error for a name that is not among `known` (name → its other names), with the nearest ones."""
    spellings = {name: name for name in known}
    for canonical, others in known.items():
        for other in others:
            spellings.setdefault(other, canonical)
    folded = {spelling.casefold(): canonical for spelling, canonical in spellings.items()}
    near = difflib.get_close_matches(name.casefold(), list(folded), n=3, cutoff=0.6)
    names = list(dict.fromkeys(folded[spelling] for spelling in near))
    if names:
        return SchemaError(f"unknown {what} {name!r}; did you mean {' or '.join(names)}?")
    return SchemaError(f"unknown {what} {name!r}; known are {', '.join(known)}")
