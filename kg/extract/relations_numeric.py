"""Component `kg_relations_numeric`: who achieved or aims at which value, when."""

from __future__ import annotations

import re

from spacy.language import Language
from spacy.tokens import Doc

from kg.extract import extensions
from kg.extract import indicator_patterns as shapes
from kg.extract.numeric_subjects import in_an_earlier_clause, subject_of
from kg.extract.periods import period_of
from kg.extract.readings import Reading, readings
from kg.extract.status import status_of
from kg.model.mention import RelationMention
from kg.model.text import Range, Sentence

_TOTAL_COST = re.compile("总投资|概算|估算")
_COMPLETED = re.compile(
    r"完成了?[^，。；率投]{2,24}(?:建设|改造|工程|项目|搬迁|装修|扩建|新建)(?:任务|工作)?[，；]"
)


@Language.component("kg_relations_numeric")
def relations_numeric(doc: Doc) -> Doc:
    """Turns the readings into `achieved` and `targets`."""
    amounts = {r.qualifiers.get("amount") for r in extensions.relations(doc) if r.predicate == "builds"}
    for reading in readings(doc):
        if reading.value in amounts and reading.unit == "元" and _TOTAL_COST.search(reading.indicator.name):
            continue  # `builds` has it as its amount
        extensions.add_relation(doc, _relation(doc, reading))
    return doc


def _relation(doc: Doc, reading: Reading) -> RelationMention:
    status = reading.status or _status(doc, reading)
    qualifiers = {
        "value": reading.value,
        "unit": reading.unit,
        "cmp": reading.cmp,
        "measure": reading.measure,
    }
    period = reading.period or period_of(doc, reading.start, reading.end)
    if period:
        qualifiers["period"] = period
    return RelationMention(
        subject_of(doc, reading),
        "targets" if status == "target" else "achieved",
        reading.indicator,
        *_range(doc, reading),
        qualifiers,
        f"numeric.{reading.rule}{_carried(doc, reading)}",
    )


def _carried(doc: Doc, reading: Reading) -> str:
    """A mark for the rule's name where an earlier clause names the subject: those values are right less often."""
    return ".carried" if in_an_earlier_clause(doc, reading.subject, reading) else ""


def _range(doc: Doc, reading: Reading) -> Range:
    """The value with the words that name it, where both stand in one sentence; of a table's cell the value and its row's label."""
    named = reading.indicator
    if extensions.sentence_at(doc, named.start) is not extensions.sentence_at(doc, reading.start):
        return reading.start, reading.end
    return min(named.start, reading.start), max(named.end, reading.end)


def _status(doc: Doc, reading: Reading) -> str:
    """Beds, area and money of a building that is not finished are targets, whatever the verb."""
    sentence = extensions.sentence_at(doc, reading.start)
    if (
        sentence is not None
        and _of_a_building(reading.indicator.name)
        and "完成" not in reading.indicator.name
        and reading.measure == "level"
    ):
        text = extensions.text_of(doc)[sentence.start : sentence.end].replace("；", "\n")
        at = reading.start - sentence.start
        left = text.rfind("\n", 0, at) + 1
        right = text.find("\n", at)
        around = text[left : right if right >= 0 else len(text)]
        building = shapes.BUILDING.search(around) or "总投资" in reading.indicator.name
        several = shapes.SEVERAL_PROJECTS.search(around)
        built = _state_of_the_work(doc, sentence, reading)
        if built and not several:
            return "target" if built != "actual" else status_of(doc, reading.start, reading.end)
        if (
            building
            and not several
            and shapes.UNFINISHED.search(around)
            and not shapes.FINISHED.search(around)
        ):
            return "target"
    return status_of(doc, reading.start, reading.end)


def _state_of_the_work(doc: Doc, sentence: Sentence, reading: Reading) -> str:
    """What `builds` says of the nearest work before the value in the part of the sentence that a semicolon bounds; empty without one."""
    text = extensions.text_of(doc)
    found = [
        relation
        for relation in extensions.relations(doc)
        if relation.predicate == "builds"
        and sentence.start <= relation.object.start < reading.start
        and "；" not in text[relation.object.start : reading.start]
    ]
    if _COMPLETED.search(text, sentence.start, reading.start):
        return "actual"
    nearest = max(found, key=lambda r: r.object.start, default=None)
    return nearest.qualifiers.get("status", "actual") if nearest is not None else ""


def _of_a_building(name: str) -> bool:
    return bool(shapes.OF_A_BUILDING.search(name)) or (
        bool(shapes.BUILDING.search(name)) and re.search(r"(?:床位|病床|托位|面积)数?$", name) is not None
    )
