"""The ontology as nodes of the property graph, so that whoever asks the graph can show names and definitions in Chinese and English.

    (:Schema {id, kind, name, zh, en, definition_zh, definition_en, parent, domain, range})

`kind` is ontology (the one root), class, subtype, relation, qualifier, value or report kind. `name` is what stands in the graph: the label of a node, the type of an edge, the key of a
property or its value. `parent` is the class of a subtype and the qualifier of a value; `domain` and `range` are the classes at the ends of a relation.
"""

from __future__ import annotations

from collections.abc import Iterator

from kg.schema import RelationType, Schema, load_schema
from kg.store.graph_rows import FROM, SCHEMA, Node, Properties

ROOT = Node(
    (SCHEMA,),
    "schema",
    {
        "kind": "ontology",
        "name": "health-policy",
        "zh": "卫生健康政策知识图谱本体",
        "en": "Health policy knowledge graph ontology",
    },
)
"""The node of the ontology as a whole."""


def schema_nodes() -> Iterator[Node]:
    """The root, then one node for each name of the ontology, in its order."""
    schema = load_schema()
    yield ROOT
    yield from _classes(schema)
    for relation in [*schema.relations.values(), *schema.links.values()]:
        yield _relation(relation)
    yield from _qualifiers(schema)
    for kind in schema.report_kind_terms:
        yield _node("report kind", kind.value, kind.label_zh, kind.label_en)


def _classes(schema: Schema) -> Iterator[Node]:
    for term in schema.frame_terms:
        yield _node("class", term.value, term.label_zh, term.label_en)
    for type_ in schema.entity_types.values():
        told = {"definition_zh": type_.definition_zh, "definition_en": type_.definition_en}
        yield _node("class", type_.name, type_.label_zh, type_.label_en, **told)
        for sub in type_.subtypes:
            yield _node(
                "subtype", sub.class_name, sub.label_zh, sub.label_en,
                definition_zh=sub.definition_zh, definition_en=sub.definition_en, parent=type_.name, code=sub.code,
            )  # fmt: skip


def _relation(relation: RelationType) -> Node:
    name = FROM if relation.name == "fromReport" else relation.name
    return _node(
        "relation", name, relation.label_zh, relation.label_en,
        definition_zh=relation.definition_zh, definition_en=relation.definition_en,
        domain=sorted(relation.domain), range=sorted(relation.range),
    )  # fmt: skip


def _qualifiers(schema: Schema) -> Iterator[Node]:
    for q in schema.qualifiers.values():
        told = {"definition_zh": q.definition_zh, "definition_en": q.definition_en}
        yield _node("qualifier", q.name, q.label_zh, q.label_en, **told)
        for term in q.terms:
            yield _node("value", term.value, term.label_zh, term.label_en, parent=q.name)


def _node(kind: str, name: str, zh: str, en: str, **more: str | list[str]) -> Node:
    parent = str(more.get("parent", ""))
    own: Properties = {"kind": kind, "name": name, "zh": zh, "en": en, **more}
    return Node((SCHEMA,), ":".join(part for part in ("schema", kind, parent, name) if part), own)
