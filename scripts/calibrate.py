"""Writes kg/data/confidence.tsv: how often each rule was right on the annotated reports in tests/gold.

The reports that are kept aside (tests/gold/aside) take no part: what they show of the confidences is a check.

    python scripts/calibrate.py
"""

from __future__ import annotations

from pathlib import Path

from kg.build import understand
from kg.commands.evaluate import predictions
from kg.evaluate import Prediction, load_gold, score
from kg.resources import PACKAGE
from kg.schema import load_schema

ROOT = Path(__file__).resolve().parent.parent
ASIDE = "aside"


def folders() -> list[tuple[Path, Path]]:
    """Folders of annotations with the folders of their texts."""
    gold = ROOT / "tests/gold"
    below = sorted(path for path in gold.iterdir() if path.is_dir() and path.name != ASIDE)
    return [(gold, ROOT / "seeds"), *((path, path) for path in below)]


def main() -> None:
    """Judges all statements and writes the table."""
    totals: dict[str, tuple[int, int]] = {}
    for annotated, texts in folders():
        gold = load_gold(annotated)
        stems = tuple(report.doc for report in gold)
        said: dict[str, list[Prediction]] = {}
        for path in sorted(texts.glob("*.txt")):
            if path.stem.startswith(stems):
                said[path.stem] = predictions(understand(path)[1])
        for rule, (judged, right) in score(gold, said, frozenset(load_schema().relations)).rules.items():
            before = totals.get(rule, (0, 0))
            totals[rule] = (before[0] + judged, before[1] + right)
    lines = [
        "rule\tjudged\tright",
        *(f"{rule}\t{judged}\t{right}" for rule, (judged, right) in sorted(totals.items())),
    ]
    (PACKAGE / "data/confidence.tsv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(f"{len(totals)} rules judged on {sum(judged for judged, _ in totals.values())} statements")


if __name__ == "__main__":
    main()
