"""Assembles the spaCy pipeline: one registered component a subject, in the order in which they build on each other."""

from __future__ import annotations

import importlib
from functools import lru_cache

from spacy.language import Language
from spacy.tokens import Doc

from kg.extract import extensions
from kg.extract.segmenter import blank_pipeline
from kg.extract.vocabulary import known_words
from kg.model.mention import Extraction, RelationMention
from kg.model.text import Document
from kg.sentences import split_sentences

COMPONENTS = (
    "layout",
    "regions",
    "periods",
    "quantities",
    "documents",
    "institutions",
    "alliances",
    "units",
    "persons",
    "diseases",
    "populations",
    "programmes",
    "projects",
    "designations",
    "indicators",
    "relations_structure",
    "relations_alliance",
    "relations_action",
    "relations_numeric",
    "spans",
)
"""Component `X` is registered as `kg_X` by the module `kg.extract.X`."""


@Language.component("kg_layout")
def layout(doc: Doc) -> Doc:
    """Takes the sentences from the report, or splits a bare string."""
    state = extensions.state_of(doc)
    state.sentences = state.report.sentences if state.report is not None else split_sentences(state.text)
    return doc


@Language.component("kg_spans")
def spans(doc: Doc) -> Doc:
    """Mirrors the mentions into `doc.spans`."""
    extensions.mirror_spans(doc)
    return doc


@lru_cache(maxsize=2)
def load(segmenter: str = "char") -> Language:
    """The pipeline, ready to run on a string: `load()("…").spans["Institution"]`.

    `segmenter` is `char` or `pkuseg`, which keeps the words of the gazetteer and the lexicons whole.
    Raises ModelError where pkuseg has no model.
    """
    nlp = blank_pipeline(segmenter, user_dict=known_words() if segmenter == "pkuseg" else None)
    for name in COMPONENTS:
        if name not in {"layout", "spans"}:
            importlib.import_module(f"kg.extract.{name}")
        nlp.add_pipe(f"kg_{name}", name=name)
    return nlp


def extract(nlp: Language, document: Document) -> Extraction:
    """Mentions and relations of one report, in text order."""
    doc = nlp.make_doc(document.text)
    extensions.begin(doc, document)
    for _, component in nlp.pipeline:
        doc = component(doc)
    return Extraction(
        mentions=tuple(extensions.mentions(doc)),
        relations=tuple(sorted(extensions.relations(doc), key=_text_order)),
    )


def _text_order(relation: RelationMention) -> tuple[int, int, str]:
    return relation.start, relation.end, relation.predicate
