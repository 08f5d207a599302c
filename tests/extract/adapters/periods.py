"""Adapter of `periods.toml`: the periods of a report of 2024."""

from typing import Any

from kg.extract import extensions, periods
from kg.extract.pipeline import layout, load
from kg.model.text import Document, OffsetMap, RawReport, ReportMeta, Section
from kg.sentences import split_sentences

RULE_FILE = "periods"


def run(rule: dict[str, Any], text: str) -> list[str]:
    meta = ReportMeta(period="2024", date="2025-01-10")
    doc = load().make_doc(text)
    doc._.report = Document(
        RawReport("r", "r.txt", text, "utf-8", ""),
        text,
        OffsetMap.identity(len(text)),
        meta,
        (Section(0, 0, "", 0, len(text)),),
        split_sentences(text),
    )
    return [f"{p.value}|{p.text}" for p in extensions.periods(periods.periods(layout(doc)))]
