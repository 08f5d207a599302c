"""Component `kg_indicators`: for each value in a sentence or a table the name of what it measures."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc

from kg.extract import extensions
from kg.extract.indicator_frames import SentenceReader
from kg.extract.indicator_memory import Carried
from kg.extract.numeric_tables import table_readings
from kg.extract.readings import set_readings


@Language.component("kg_indicators")
def indicators(doc: Doc) -> Doc:
    """Reads the values of every sentence and table and adds the indicators as mentions."""
    found, covered = table_readings(doc, extensions.text_of(doc))
    carried = Carried()
    for sentence in extensions.sentences(doc):
        if any(start < sentence.end and end > sentence.start for start, end in covered):
            continue
        values = extensions.quantities(doc, sentence.start, sentence.end)
        if values:
            reader = SentenceReader(doc, sentence, values, carried)
            found.extend(reader.read())
            carried = reader.carried_on
    for reading in found:
        extensions.add_mention(doc, reading.indicator)
    set_readings(doc, found)
    return doc
