"""Confidence is measured precision, drawn towards a prior where little was measured."""

from collections.abc import Iterator

import pytest

from kg import confidence
from kg.resources import data_file


@pytest.fixture
def table(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    confidence.confidence_of.cache_clear()
    monkeypatch.setattr(confidence, "_judged", lambda: {"sure": (195, 195), "once": (1, 1), "poor": (45, 9)})
    yield
    confidence.confidence_of.cache_clear()


@pytest.mark.usefixtures("table")
@pytest.mark.parametrize(
    ("rule", "value"), [("sure", 0.99), ("once", 0.83), ("unknown", 0.8), ("poor", 0.26)]
)
def test_confidence(rule: str, value: float) -> None:
    assert confidence.confidence_of(rule) == pytest.approx(value, abs=0.006)


def test_the_shipped_table_can_be_true() -> None:
    lines = data_file("confidence.tsv").read_text(encoding="utf-8").splitlines()
    assert lines[0] == "rule\tjudged\tright"
    rows = [line.split("\t") for line in lines[1:]]
    assert [rule for rule, _, _ in rows] == sorted({rule for rule, _, _ in rows})
    assert all(0 <= int(right) <= int(judged) for _, judged, right in rows)
    assert sum(int(judged) for _, judged, _ in rows) > 3000
