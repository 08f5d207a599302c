"""Adapter of `status.toml`: the status of each clause, as `status|clause`."""

from typing import Any

from kg.extract import extensions
from kg.extract.pipeline import load
from kg.extract.status import status_of

RULE_FILE = "status"


def run(rule: dict[str, Any], text: str) -> list[str]:
    doc = load()(text)
    told = []
    for sentence in extensions.sentences(doc):
        for start, end in sentence.clauses:
            status = status_of(doc, start, end)
            if status == rule["id"]:
                told.append(f"{status}|{text[start:end].rstrip('。')}")
    return told
