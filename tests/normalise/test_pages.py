"""Titles, issuers, periods, kinds and dates of pages of many kinds, and the chapters of their sentences."""

import tomllib
from pathlib import Path

import pytest

from kg.model.text import Document, RawReport
from kg.normalise import normalise

HERE = Path(__file__).parent
PAGES = tomllib.loads((HERE / "pages.toml").read_text(encoding="utf-8"))["page"]
REPORTS = tomllib.loads((HERE / "chapters.toml").read_text(encoding="utf-8"))["report"]


def document(text: str) -> Document:
    return normalise(RawReport("x", "x.txt", text, "utf-8", "0"))


@pytest.mark.parametrize("page", PAGES, ids=range(len(PAGES)))
def test_what_a_page_says_of_itself(page: dict[str, str]) -> None:
    meta = document(page["text"]).meta
    wanted = {field: value for field, value in page.items() if field != "text"}
    assert {field: getattr(meta, field) for field in wanted} == wanted


@pytest.mark.parametrize("report", REPORTS, ids=range(len(REPORTS)))
def test_the_chapter_of_a_sentence(report: dict[str, str | list[list[str]]]) -> None:
    doc = document(str(report["text"]))
    for words, role, period in report["sentences"]:
        section = next(doc.sections[s.section] for s in doc.sentences if words in doc.text[s.start : s.end])
        assert section.period == period, words
        assert role in ("", section.role), words
