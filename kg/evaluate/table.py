"""Scores as people and programs read them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping

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


def side_by_side(scores: Mapping[str, Scores]) -> Iterator[str]:
    """One column a folder: the groups, the entities that carry names, trust and guesses."""
    columns = {name: dict(_summary(each)) for name, each in scores.items()}
    widths = {name: max(len(name), 11) for name in columns}
    yield f"{'':34}" + "  ".join(f"{name:>{widths[name]}}" for name in columns)
    for row in next(iter(columns.values())):
        yield f"{row:34}" + "  ".join(f"{cells[row]:>{widths[name]}}" for name, cells in columns.items())


def _summary(scores: Scores) -> Iterator[tuple[str, str]]:
    groups = scores.groups()
    yield "facts annotated (required)", str(groups["ALL"].tp + groups["ALL"].fn)
    yield "all relations F1", f"{groups['ALL'].f1:.3f}"
    yield "NUMERIC (achieved, targets) F1", f"{groups['NUMERIC'].f1:.3f}"
    yield "  of these every qualifier right", _share(groups["NUMERIC"].full, groups["NUMERIC"].tp)
    yield "RELATIONS (others) F1", f"{groups['RELATIONS'].f1:.3f}"
    yield "implements F1", f"{scores.relations.get('implements', Tally()).f1:.3f}"
    for kind in ("Institution", "Alliance", "Region"):
        yield f"{kind} entities F1", f"{scores.entities.get(kind, Tally()).f1:.3f}"
    judged, right = scores.calibration.get(9, (0, 0))
    yield "precision at confidence >= .9", _share(right, judged)
    yield "unalignable lists guessed", str(scores.guessed)


def _share(part: int, whole: int) -> str:
    return f"{part / whole:.3f}" if whole else "-"


def as_json(scores: Mapping[str, Scores]) -> str:
    """All figures as one JSON object, by folder."""
    return json.dumps(
        {name: _all_figures(each) for name, each in scores.items()}, ensure_ascii=False, indent=1
    )


def _all_figures(scores: Scores) -> dict[str, object]:
    groups = scores.groups()
    return {
        "facts": {name: _figures(tally) for name, tally in sorted(scores.relations.items())},
        "entities": {name: _figures(tally) for name, tally in sorted(scores.entities.items())},
        **{name: _figures(tally) for name, tally in groups.items()},
        "macro_F1": scores.macro_f1(),
        "guessed_unalignable": scores.guessed,
        "calibration": {f"{band / 10:.1f}": list(pair) for band, pair in sorted(scores.calibration.items())},
    }


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
