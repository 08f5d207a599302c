"""Seconds and memory of `kg build seeds`: cold, again with nothing to do, and the peer that remembers nothing."""

from __future__ import annotations

import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ROUNDS = 3


def build(graph: Path) -> float:
    """Seconds for one `kg build seeds` in a process of its own."""
    env = {key: value for key, value in os.environ.items() if not key.startswith("KG_")}
    began = time.perf_counter()
    subprocess.run(
        [sys.executable, "-m", "kg", "build", str(ROOT / "seeds"), "--graph", str(graph)],
        check=True, capture_output=True, env=env,
    )  # fmt: skip
    return time.perf_counter() - began


def main() -> None:
    """Prints medians, their ratio, and the peak memory of any one build."""
    cold, again = [], []
    for _ in range(ROUNDS):
        with tempfile.TemporaryDirectory() as folder:
            cold.append(build(Path(folder) / "graph"))
            again.append(build(Path(folder) / "graph"))
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    first, second = statistics.median(cold), statistics.median(again)
    print(f"kg build seeds, new folder     {first:6.2f} s   (median of {ROUNDS})")
    print(f"kg build seeds, nothing to do  {second:6.2f} s")
    print(f"ratio                          {second / first:6.2f}")
    print(f"peak memory of one process     {peak:6.0f} MB")


if __name__ == "__main__":
    main()
