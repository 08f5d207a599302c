"""The only reader of `ontology/`: types, relations, qualifiers and indicators, and checks against them.

    schema = load_schema()
    schema.check_relation("memberOf", "Institution", "Alliance")
    for indicator in load_indicators(): ...

Both are read once a process. Raise ResourceError (file and line) where a file is missing or damaged.
"""

from kg.schema.indicators import Indicator, IndicatorGroup, load_indicator_groups, load_indicators
from kg.schema.ontology import load_schema
from kg.schema.types import EntityType, Qualifier, RelationType, Schema, Subtype, Term

__all__ = [
    "EntityType",
    "Indicator",
    "IndicatorGroup",
    "Qualifier",
    "RelationType",
    "Schema",
    "Subtype",
    "Term",
    "load_indicator_groups",
    "load_indicators",
    "load_schema",
]
