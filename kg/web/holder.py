"""Keeps the newest state of the graph open for all visitors, and the one before it for those who began with that."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field

from kg.errors import KgError
from kg.web.errors import ApiError
from kg.web.snapshot import Snapshot
from kg.web.sources import Source

STATES = 2
"""States held at a time."""


@dataclass(eq=False)
class _Held:
    snapshot: Snapshot
    closing: ExitStack
    users: int = 0
    retired: bool = field(default=False)


class Holder:
    """The states of one source. Opened and closed as a context manager; safe to be used by several threads.

    `prepare` is called with each new state before visitors get it.
    """

    def __init__(self, source: Source, prepare: Callable[[Snapshot], None] = lambda _: None) -> None:
        self._source = source
        self._prepare = prepare
        self._held: list[_Held] = []
        self._lock = threading.Lock()
        self._stop = threading.Event()
        self._opening = threading.Lock()
        self._failed = ""
        self.asker = source.asker()

    def __enter__(self) -> Holder:
        self._open()
        self._watcher = threading.Thread(target=self._watch, name="watch", daemon=True)
        self._watcher.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._watcher.join()  # a state that it may be opening must be closed too
        self.asker.close()
        with self._lock:
            held, self._held = self._held, []
        for one in held:
            one.closing.close()

    @property
    def newest(self) -> str:
        """The digest of the newest state held."""
        with self._lock:
            return self._held[-1].snapshot.digest

    @contextmanager
    def use(self, digest: str = "") -> Iterator[Snapshot]:
        """A state for one request: the newest, or the one of that digest. Raises ApiError `gone` where that is no longer held."""
        with self._lock:
            fit = [one for one in self._held if digest in ("", one.snapshot.digest)]
            if not fit:
                raise ApiError("gone", f"graph {digest[:16]}: replaced by a newer one")
            held = fit[-1]
            held.users += 1
        try:
            yield held.snapshot
        finally:
            self._release(held)

    def _release(self, held: _Held) -> None:
        with self._lock:
            held.users -= 1
            done = held.retired and not held.users
        if done:
            held.closing.close()

    def look(self) -> bool:
        """Opens the newer state where there is one; returns whether it did."""
        with self._opening:
            digest = self._source.digest()
            if not digest or digest in (self.newest, self._failed):
                return False
            try:
                self._open()
            except KgError:
                self._failed = digest  # the old state goes on; a further build is tried again
                return False
            return True

    def _watch(self) -> None:
        while not self._stop.wait(self._source.every):
            try:
                self.look()
            except KgError:  # the folder is away for a moment, or the server is: look again
                continue

    def _open(self) -> None:
        closing = ExitStack()
        try:
            snapshot = closing.enter_context(self._source.open())
            self._prepare(snapshot)
        except BaseException:
            closing.close()
            raise
        retired = None
        with self._lock:
            self._held.append(_Held(snapshot, closing))
            if len(self._held) > STATES:
                retired = self._held.pop(0)
                retired.retired = True
                if retired.users:
                    retired = None
        if retired is not None:
            retired.closing.close()
