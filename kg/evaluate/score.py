"""Precision, recall and F1 of statements against annotated reports."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from kg.evaluate.gold import GoldEntity, GoldFact, GoldReport
from kg.evaluate.matching import (
    NUMERIC,
    Prediction,
    agreement,
    belongs_elsewhere,
    qualifiers_right,
    same_name,
)

K = TypeVar("K")

STRUCTURE = frozenset({"locatedIn", "partOf", "administers"})
"""Follow from names and the gazetteer: one that an annotation does not list is wrong only where it says otherwise."""


@dataclass(slots=True)
class Tally:
    """True positives, false positives, false negatives; `full` counts true positives with every qualifier right."""

    tp: int = 0
    fp: int = 0
    fn: int = 0
    full: int = 0

    @property
    def precision(self) -> float:
        """Share of what was said that is right; 0 where nothing was said."""
        return self.tp / (self.tp + self.fp) if self.tp + self.fp else 0.0

    @property
    def recall(self) -> float:
        """Share of what should be said that was; 0 where nothing should."""
        return self.tp / (self.tp + self.fn) if self.tp + self.fn else 0.0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0

    def add(self, other: Tally) -> None:
        """Adds another tally to this one."""
        self.tp, self.fp, self.fn, self.full = (
            self.tp + other.tp,
            self.fp + other.fp,
            self.fn + other.fn,
            self.full + other.full,
        )


@dataclass(slots=True)
class Scores:
    """Tallies by relation and by entity type, what was missed and what was too much, and calibration.

    `calibration` maps a confidence band's lower edge (in tenths), `rules` a rule, to (statements judged, of them right).
    """

    relations: dict[str, Tally] = field(default_factory=dict)
    entities: dict[str, Tally] = field(default_factory=dict)
    guessed: int = 0
    missed: list[tuple[str, GoldFact]] = field(default_factory=list)
    extra: list[tuple[str, Prediction]] = field(default_factory=list)
    calibration: dict[int, tuple[int, int]] = field(default_factory=dict)
    rules: dict[str, tuple[int, int]] = field(default_factory=dict)

    def group(self, keep: Callable[[str], bool]) -> Tally:
        """The tally of all relations that `keep` accepts."""
        total = Tally()
        for name, tally in self.relations.items():
            if keep(name):
                total.add(tally)
        return total

    def groups(self) -> dict[str, Tally]:
        """ALL, NUMERIC (achieved, targets) and RELATIONS (all but those and implements)."""
        return {
            "ALL": self.group(lambda _: True),
            "NUMERIC": self.group(lambda name: name in NUMERIC),
            "RELATIONS": self.group(lambda name: name not in NUMERIC and name != "implements"),
        }

    def macro_f1(self) -> float:
        """Mean F1 over the relations seen."""
        values = [tally.f1 for tally in self.relations.values()]
        return sum(values) / len(values) if values else 0.0


def score(
    gold: Iterable[GoldReport], said: Mapping[str, Sequence[Prediction]], relations: frozenset[str]
) -> Scores:
    """Scores predictions (by report stem) against annotated reports; `relations` are the names that are judged."""
    scores = Scores()
    for report in gold:
        stem = next((stem for stem in said if stem.startswith(report.doc)), None)
        _score_report(report, said[stem] if stem is not None else (), relations, scores)
    return scores


def _score_report(
    report: GoldReport, said: Sequence[Prediction], relations: frozenset[str], scores: Scores
) -> None:
    used = _match_facts(report, said, scores)
    for i, prediction in enumerate(said):
        if i not in used and prediction.predicate in relations and not _excused(report, prediction):
            _tally(scores.relations, prediction.predicate).fp += 1
            scores.extra.append((report.doc, prediction))
            _calibrate(scores, prediction, right=False)
    scores.guessed += _guessed(report, said, used)
    _score_entities(report, said, scores)


def _match_facts(report: GoldReport, said: Sequence[Prediction], scores: Scores) -> set[int]:
    """Gives each fact, required ones first, the best statement that is still free."""
    used: set[int] = set()
    by_predicate: dict[str, list[int]] = {}
    for i, prediction in enumerate(said):
        by_predicate.setdefault(prediction.predicate, []).append(i)
    for fact in sorted(report.facts, key=lambda f: f.optional):
        best = _best(
            fact, said, [i for i in by_predicate.get(fact.predicate, ()) if i not in used], report.facts
        )
        if best is not None:
            used.add(best)
            _calibrate(scores, said[best], right=True)
        if fact.optional:
            continue
        tally = _tally(scores.relations, fact.predicate)
        if best is None:
            tally.fn += 1
            scores.missed.append((report.doc, fact))
        else:
            tally.tp += 1
            tally.full += qualifiers_right(fact, said[best])
    return used


def _best(
    fact: GoldFact, said: Sequence[Prediction], free: Sequence[int], facts: Sequence[GoldFact]
) -> int | None:
    ranked = [(agreement(fact, said[i]), qualifiers_right(fact, said[i]), -i) for i in free]
    ranked = [r for r in ranked if r[0] and not belongs_elsewhere(fact, said[-r[2]], facts)]
    return -max(ranked)[2] if ranked else None


def _excused(report: GoldReport, said: Prediction) -> bool:
    """A repetition of something annotated is no second error; nor is structure of which the annotation says nothing."""
    if any(
        agreement(fact, said) and not belongs_elsewhere(fact, said, report.facts) for fact in report.facts
    ):
        return True
    return said.predicate in STRUCTURE and not any(
        fact.predicate == said.predicate and same_name(said.subject, fact.subjects, fact.subject_type)
        for fact in report.facts
    )


def _guessed(report: GoldReport, said: Sequence[Prediction], used: set[int]) -> int:
    total = 0
    for quote in report.unalignable:
        numbers = set(re.findall(r"\d+(?:\.\d+)?", quote))
        total += sum(
            prediction.predicate in NUMERIC and prediction.qualifiers.get("value") in numbers
            for i, prediction in enumerate(said)
            if i not in used
        )
    return total


def _score_entities(report: GoldReport, said: Sequence[Prediction], scores: Scores) -> None:
    found: dict[str, dict[str, None]] = {}
    for prediction in said:
        found.setdefault(prediction.subject_type, {})[prediction.subject] = None
        found.setdefault(prediction.object_type, {})[prediction.object] = None
    for kind in sorted({entity.type for entity in report.entities}):
        gold = [entity for entity in report.entities if entity.type == kind]
        named = list(found.get(kind, {}))
        alike = [
            (_alike(entity, name), n, m) for n, entity in enumerate(gold) for m, name in enumerate(named)
        ]
        met = _met(alike)
        tally = _tally(scores.entities, kind)
        for n, entity in enumerate(gold):
            tally.tp += n in met and not entity.optional
            tally.fn += n not in met and not entity.optional
        near = {m for likeness, _, m in alike if likeness}
        tally.fp += sum(m not in near for m in range(len(named)))


def _alike(entity: GoldEntity, name: str) -> float:
    return same_name(name, (*entity.names, *entity.mentions), entity.type)


def _met(alike: Iterable[tuple[float, int, int]]) -> set[int]:
    """Which of the annotated names were found, given how alike each is to each found one.

    The most alike are paired first, so that a name that is equal is not taken by one that is only similar.
    """
    met: set[int] = set()
    used: set[int] = set()
    for likeness, n, m in sorted(alike, key=lambda pair: (-pair[0], pair[1], pair[2])):
        if likeness and n not in met and m not in used:
            met.add(n)
            used.add(m)
    return met


def _tally(tallies: dict[str, Tally], name: str) -> Tally:
    return tallies.setdefault(name, Tally())


def _calibrate(scores: Scores, said: Prediction, *, right: bool) -> None:
    _judge(scores.calibration, min(9, int(said.confidence * 10 + 1e-9)), right)
    for rule in said.rules:
        _judge(scores.rules, rule, right)


def _judge(tallies: dict[K, tuple[int, int]], key: K, right: bool) -> None:
    judged, correct = tallies.get(key, (0, 0))
    tallies[key] = (judged + 1, correct + right)
