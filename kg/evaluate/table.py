"""Scores as people and programs read them."""

from __future__ import annotations

import json
from collections.abc import Iterator

from kg.evaluate.score import Scores, Tally


def lines(scores: Scores) -> Iterator[str]:
    """The table: one line a relation, the groups, one line an entity type, calibration."""
    yield f"{'':16}{'P':>7}{'R':>7}{'F1':>7}{'tp':>7}{'fp':>6}{'fn':>6}   every qualifier right"
    for name, tally in sorted(scores.relations.items()):
        yield _line(name, tally) + _full(tally)
    yield ""
    for name, tally in scores.groups().items():
        yield _line(name, tally) + _full(tally)
    yield ""
    for name, tally in sorted(scores.entities.items()):
        yield _line(name, tally)
    yield ""
    yield f"macro F1 over relations {scores.macro_f1():.3f}; unalignable lists guessed: {scores.guessed}"
    for band, (judged, right) in sorted(scores.calibration.items()):
        yield f"confidence {band / 10:.1f}-{band / 10 + 0.1:.1f}: {right}/{judged} right ({right / judged:.3f})"


def _line(name: str, tally: Tally) -> str:
    figures = f"{tally.precision:7.3f}{tally.recall:7.3f}{tally.f1:7.3f}{tally.tp:7}{tally.fp:6}{tally.fn:6}"
    return f"{name:16}{figures}"


def _full(tally: Tally) -> str:
    return f"   {tally.full}/{tally.tp}" if tally.tp else ""


def as_json(scores: Scores) -> str:
    """All figures as one JSON object."""
    groups = scores.groups()
    figures = {
        "facts": {name: _figures(tally) for name, tally in sorted(scores.relations.items())},
        "entities": {name: _figures(tally) for name, tally in sorted(scores.entities.items())},
        **{name: _figures(tally) for name, tally in groups.items()},
        "macro_F1": scores.macro_f1(),
        "guessed_unalignable": scores.guessed,
        "calibration": {f"{band / 10:.1f}": list(pair) for band, pair in sorted(scores.calibration.items())},
    }
    return json.dumps(figures, ensure_ascii=False, indent=1)


def _figures(tally: Tally) -> dict[str, float]:
    return {
        "P": tally.precision,
        "R": tally.recall,
        "F1": tally.f1,
        "tp": tally.tp,
        "fp": tally.fp,
        "fn": tally.fn,
        "full": tally.full,
    }


def misses(scores: Scores, limit: int, only: frozenset[str]) -> Iterator[str]:
    """Up to `limit` missed facts with their quote, then up to `limit` facts too much with their sentence."""
    missed = [(doc, fact) for doc, fact in scores.missed if not only or fact.predicate in only]
    for doc, fact in missed[:limit]:
        unit = next(iter(sorted(fact.accepted["unit"])))
        what = f"{fact.subjects[0]} {fact.predicate} {fact.objects[0]} {fact.value} {unit}"
        yield f"MISS  {doc} {what.strip()} | {fact.quote}"
    extra = [(doc, said) for doc, said in scores.extra if not only or said.predicate in only]
    for doc, said in extra[:limit]:
        qualifiers = " ".join(f"{key}={value}" for key, value in said.qualifiers.items())
        yield f"EXTRA {doc} {said.subject} {said.predicate} {said.object} {qualifiers} | {said.sentence}"
