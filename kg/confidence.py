"""How far a statement is to be trusted: the measured precision of the rule that found it.

`data/confidence.tsv` holds, for each rule, how many of its statements were judged against annotated reports and how many of them
were right; `scripts/calibrate.py` writes it. A rule that was never judged stands at the prior.
"""

from __future__ import annotations

from functools import cache

from kg.resources import data_file

PRIOR, WEIGHT = 0.8, 5
"""What a rule is taken to be worth before it is judged, and how many judgements that is worth: one right find proves little."""

LEAST = 0.6
"""A statement below this is a guess: it is flagged and kept apart from the graph."""


@cache
def _judged() -> dict[str, tuple[int, int]]:
    lines = data_file("confidence.tsv").read_text(encoding="utf-8").splitlines()[1:]
    return {rule: (int(judged), int(right)) for rule, judged, right in (line.split("\t") for line in lines)}


@cache
def confidence_of(rule: str) -> float:
    """Between 0 and .99, two decimals: no rule is beyond doubt. Raises ResourceError where the table is missing."""
    judged, right = _judged().get(rule, (0, 0))
    return min(0.99, round((right + PRIOR * WEIGHT) / (judged + WEIGHT), 2))
