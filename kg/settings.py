"""What a user can set: options of the command line and environment variables, as one frozen value passed in.

| field | environment | when to change it |
| --- | --- | --- |
| graph | KG_GRAPH | to keep several graphs side by side |
| segmenter | KG_SEGMENTER | `pkuseg` to let a word segmenter vote on boundaries (needs `kg models install pkuseg`) |
| workers | KG_WORKERS | fewer on a shared machine, more on a large one |
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from kg.errors import KgError

SEGMENTERS = ("char", "pkuseg")


@dataclass(frozen=True, slots=True)
class Settings:
    """Paths and choices for one run. `workers` counts processes."""

    graph: Path = Path("graph")
    segmenter: str = "char"
    workers: int = 1

    def __post_init__(self) -> None:
        if self.segmenter not in SEGMENTERS:
            raise KgError(f"unknown segmenter {self.segmenter!r}: use one of {', '.join(SEGMENTERS)}")
        if self.workers < 1:
            raise KgError(f"--workers {self.workers}: at least one worker is needed")

    @classmethod
    def from_environment(cls, environ: Mapping[str, str] = os.environ) -> Settings:
        """Settings from KG_GRAPH, KG_SEGMENTER and KG_WORKERS. Raises KgError on a value that does not fit."""
        workers = environ.get("KG_WORKERS", "1")
        if not workers.isdigit():
            raise KgError(f"KG_WORKERS={workers!r} is not a number of processes")
        return cls(
            graph=Path(environ.get("KG_GRAPH", "graph")),
            segmenter=environ.get("KG_SEGMENTER", "char"),
            workers=int(workers),
        )
