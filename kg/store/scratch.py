"""Folders for the time being that do not outlive their process for long, even where it is killed.

Beside each folder lies a lock file that its process holds. Whoever makes the next folder removes those whose lock is free: their
process is gone.
"""

from __future__ import annotations

import secrets
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from kg.store.locks import lock

PREFIX = "kg-scratch-"


@contextmanager
def scratch_dir(parent: Path | None = None) -> Iterator[Path]:
    """An empty folder that only this user can read, in `parent` or the system's temporary folder; removed at the end.

    Raises OSError where it cannot be made.
    """
    parent = parent or Path(tempfile.gettempdir())
    sweep(parent)
    with ExitStack() as stack:
        folder = _claim(parent, stack)
        folder.mkdir(mode=0o700)  # only now that the lock is held: no moment to take it for a leftover
        stack.callback(shutil.rmtree, folder, ignore_errors=True)
        yield folder


def _claim(parent: Path, stack: ExitStack) -> Path:
    """A name whose lock is ours until the stack unwinds."""
    while True:
        folder = parent / f"{PREFIX}{secrets.token_hex(8)}"
        beside = folder.with_suffix(".lock")
        stack.callback(beside.unlink, missing_ok=True)
        if stack.enter_context(lock(beside)):  # False: a sweep came between making the file and locking it
            return folder


def sweep(parent: Path) -> int:
    """Removes what processes that were killed left in `parent`; returns how many folders that were."""
    removed = 0
    for beside in sorted(parent.glob(f"{PREFIX}*.lock")):
        try:
            with lock(beside) as free:
                if not free:
                    continue
                shutil.rmtree(beside.with_suffix(""), ignore_errors=True)
                removed += 1
            beside.unlink(missing_ok=True)
        except OSError:  # another user's, or just removed by another sweep
            continue
    return removed
