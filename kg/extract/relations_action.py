"""Component `kg_relations_action`: who issued, implements, builds and was awarded what."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc

from kg.extract import extensions
from kg.extract.action_awards import awards
from kg.extract.action_buildings import buildings
from kg.extract.action_issued import issued
from kg.extract.action_programmes import carried_out


@Language.component("kg_relations_action")
def relations_action(doc: Doc) -> Doc:
    """Adds the relations `issued`, `implements`, `builds` and `designatedAs`."""
    for find in (issued, carried_out, buildings, awards):
        for relation in find(doc):
            extensions.add_relation(doc, relation)
    return doc
