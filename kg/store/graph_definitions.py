"""Constraints and indexes of the property graph.

The embedded engine holds nothing but our graph, so ids are unique in the labels of the ontology. A Neo4j may be shared: there each node of ours also has the label
`OWN`, and only that has a constraint; what another application calls `Report` or `Entity` keeps its own rules. Names begin with `hpkg_` for the same reason.
"""

from __future__ import annotations

from kg.store.graph_rows import SCHEMA

OWN = "HealthPolicyKG"
"""Label that each node of ours has in a Neo4j beside those of the ontology, and nobody else's has."""

UNIQUE = ("Entity", "Report", "Statement", "Evidence", SCHEMA)
"""Labels whose `id` is unique in the embedded engine."""

FOUND_BY_ID = ("Entity", "Report", "Statement")
"""Labels that questions look up by `id`."""

INDEXED = (("Entity", "name"), ("Report", "title"), ("Statement", "report"))

SEARCHED = (
    ("Entity", "names"),
    ("Entity", "places"),
    ("Indicator", "topics"),
    ("Report", "names"),
    ("Report", "places"),
)
"""Texts that a part is looked for in. Only Neo4j has an index for that; the embedded engine looks through all, which is fast enough for it."""

FULL_TEXT = "hpkg_names"
"""Full-text index over the names of entities and reports, with the analyser for Chinese (cjk: pairs of characters)."""


def definitions(*, on_neo4j: bool) -> list[str]:
    """The statements that define constraints and indexes; each may be run again and then changes nothing."""
    if not on_neo4j:
        return [
            *(f"CREATE CONSTRAINT {x.lower()}_id IF NOT EXISTS FOR (n:{x}) REQUIRE n.id IS UNIQUE" for x in UNIQUE),
            *(_index("INDEX", label, key, label.lower()) for label, key in INDEXED),
        ]  # fmt: skip
    return [
        f"CREATE CONSTRAINT hpkg_id IF NOT EXISTS FOR (n:{OWN}) REQUIRE n.id IS UNIQUE",
        *(_index("INDEX", label, "id", f"hpkg_{label.lower()}") for label in FOUND_BY_ID),
        *(_index("INDEX", label, key, f"hpkg_{label.lower()}") for label, key in INDEXED),
        *(_index("TEXT INDEX", label, key, f"hpkg_text_{label.lower()}") for label, key in SEARCHED),
        f"CREATE FULLTEXT INDEX {FULL_TEXT} IF NOT EXISTS FOR (n:{OWN}) ON EACH [n.names] "
        "OPTIONS {indexConfig: {`fulltext.analyzer`: 'cjk'}}",
    ]


def _index(kind: str, label: str, key: str, prefix: str) -> str:
    return f"CREATE {kind} {prefix}_{key} IF NOT EXISTS FOR (n:{label}) ON (n.{key})"
