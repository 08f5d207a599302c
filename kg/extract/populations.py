"""Component `kg_populations`: groups of people by age, state or disease (65岁以上老年人, 计划生育特殊家庭, 高血压患者)."""

from __future__ import annotations

import re
from functools import lru_cache

from spacy.language import Language
from spacy.tokens import Doc

from kg.extract.extensions import add_mention, mentions, sentences, text_of
from kg.extract.rules import load_rules, words
from kg.model.mention import Mention


@lru_cache(maxsize=1)
def _pattern() -> re.Pattern[str]:
    """A group after an age, or one of those that stand alone; the longest of them first."""
    rules = load_rules("populations")
    group = "|".join(words("populations", "group", "words"))
    middle = "|".join(words("populations", "group", "middle"))
    alone = "|".join(words("populations", "group", "alone"))
    after = "|".join(words("populations", "group", "after"))
    return re.compile(f"{rules['age']['rule']}(?:{middle})*(?:{group})|(?:{alone})(?!{after})")


@Language.component("kg_populations")
def populations(doc: Doc) -> Doc:
    """Adds Population mentions."""
    text = text_of(doc)
    rules = load_rules("populations")
    standard: dict[str, str] = rules["group"]["standard"]
    bodies = [(m.start, m.end) for m in mentions(doc, "Institution", "Unit", "Alliance")]
    for sentence in sentences(doc):
        for match in _pattern().finditer(text, sentence.start, sentence.end):
            start, end = match.span()
            if not any(a < end and start < b for a, b in bodies):
                name = standard.get(match[0], match[0].replace("的", ""))
                add_mention(
                    doc,
                    Mention(start, end, match[0], "Population", name=name, rule="populations.group"),
                )
    _patients(doc, text)
    return doc


def _patients(doc: Doc, text: str) -> None:
    """高血压、糖尿病患者: the word for patients is shared by the diseases of the list."""
    endings = words("populations", "group", "patients")
    found = mentions(doc, "Disease")
    for number, disease in enumerate(found):
        last = number
        while last + 1 < len(found) and text[found[last].end : found[last + 1].start] in (
            "、",
            "和",
            "及",
            "或",
        ):
            last += 1
        ending = next((e for e in endings if text.startswith(e, found[last].end)), "")
        if not ending:
            continue
        end = disease.end + len(ending) if last == number else disease.end
        add_mention(
            doc,
            Mention(
                disease.start,
                end,
                text[disease.start : end],
                "Population",
                name=disease.name + ending.replace("病人", "患者"),
                rule="populations.patients",
            ),
        )
