"""Locks between processes that a dying process lets go of, on every platform."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

if sys.platform == "win32":
    import msvcrt

    def _try(handle: int) -> bool:
        try:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

else:
    import fcntl

    def _try(handle: int) -> bool:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True


POLL = 0.05
"""Seconds between two attempts."""


@contextmanager
def lock(path: Path, wait: float = 0.0) -> Iterator[bool]:
    """Holds the lock file at `path` while inside; yields False where another holds it for longer than `wait` seconds.

    Closing the file, as the end of a process does in any case, lets go of the lock. Raises OSError where the file cannot be made.
    """
    handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        until = time.monotonic() + wait
        while not (held := _try(handle)) and time.monotonic() < until:
            time.sleep(POLL)
        yield held
    finally:
        os.close(handle)
