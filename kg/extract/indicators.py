"""Component `kg_indicators`: for each value in a sentence the name of what it measures."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc

from kg.extract import extensions
from kg.extract.indicator_frames import SentenceReader
from kg.extract.readings import Reading, set_readings


@Language.component("kg_indicators")
def indicators(doc: Doc) -> Doc:
    """Reads the values of every sentence and adds the indicators as mentions."""
    found: list[Reading] = []
    text = doc._.report.text if doc._.report is not None else doc.text
    for sentence in extensions.sentences(doc):
        values = extensions.quantities(doc, sentence.start, sentence.end)
        if values:
            found.extend(SentenceReader(doc, text, sentence, values).read())
    for reading in found:
        extensions.add_mention(doc, reading.indicator)
    set_readings(doc, found)
    return doc
