"""Statements against annotated reports."""

from kg.evaluate.gold import GoldReport, load_gold
from kg.evaluate.matching import Prediction
from kg.evaluate.score import Scores, score

__all__ = ["GoldReport", "Prediction", "Scores", "load_gold", "score"]
