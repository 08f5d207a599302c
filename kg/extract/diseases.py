"""Component `kg_diseases`: diseases and classes of disease by a lexicon with standard names."""

from __future__ import annotations

from functools import lru_cache

from daachorse import MATCH_KIND_LEFTMOST_LONGEST, CharwiseDoubleArrayAhoCorasick
from spacy.language import Language
from spacy.tokens import Doc

from kg.extract.extensions import add_mention, mentions, sentence_at, text_of
from kg.extract.rules import load_rules, words
from kg.model.mention import Mention


@lru_cache(maxsize=1)
def _lexicon() -> tuple[CharwiseDoubleArrayAhoCorasick, tuple[str, ...], dict[str, str]]:
    rules = load_rules("diseases")
    standard = {name: name for name in rules["names"]}
    for name, others in rules["names"].items():
        standard.update((other, name) for other in others)
    surfaces = tuple(sorted(standard))
    return CharwiseDoubleArrayAhoCorasick(list(surfaces), MATCH_KIND_LEFTMOST_LONGEST), surfaces, standard


@Language.component("kg_diseases")
def diseases(doc: Doc) -> Doc:
    """Adds Disease mentions; `name` is the standard name."""
    text = text_of(doc)
    automaton, surfaces, standard = _lexicon()
    bodies = [(m.start, m.end) for m in mentions(doc, "Institution")]
    skip = frozenset(load_rules("diseases")["not"]["skip"])
    after = words("diseases", "not", "after")
    before: dict[str, list[str]] = load_rules("diseases")["not"]["before"]
    for start, end, index in automaton.find(text):
        surface = surfaces[index]
        if surface in skip or text.startswith(after, end) or sentence_at(doc, start) is None:
            continue
        if text.endswith(tuple(before.get(surface, ())), 0, start) and before.get(surface):
            continue
        if any(a <= start and end <= b for a, b in bodies):
            continue
        add_mention(
            doc,
            Mention(start, end, surface, "Disease", name=standard[surface], rule="diseases.lexicon"),
        )
    return doc
