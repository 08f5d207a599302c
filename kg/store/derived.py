"""The derived property graph in a graph folder: which one is current, how a new one takes its place, how readers get at it.

    GRAPH/ledger.sqlite            the truth
    GRAPH/derived/CURRENT          the name of the folder that holds the current property graph
    GRAPH/derived/<digest>/        a finished property graph, never written again, with a MANIFEST of its files
    GRAPH/derived/build.lock       held by the one process that makes a new one

A new graph is made in a folder beside and only named in CURRENT when it is finished and closed: whoever dies at whatever moment,
CURRENT names a whole graph. The engine lets one process open a folder, even to read, and writes to it when it opens it; so
each reader opens a private copy in the temporary folder. That needs no understanding between processes and survives any of them being killed; a copy
costs milliseconds, and what a killed reader leaves is swept by the next one.
The copy is compared with the manifest, since the engine opens a damaged folder without a word and answers as if it were empty.
"""

from __future__ import annotations

import os
import re
import secrets
import shutil
import stat
import zlib
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from kg.errors import StoreError
from kg.store.locks import lock
from kg.store.scratch import scratch_dir

DERIVED = "derived"
CURRENT = "CURRENT"
MANIFEST = "MANIFEST"

_NAME = re.compile(r"[0-9a-f]{16}")

_PATIENCE = 3600.0
"""Seconds to wait for another build of the same folder."""

_ATTEMPTS = 10
"""How often a copy may be disturbed by a new graph taking the old one's place."""


class DamagedError(StoreError):
    """The files of the current property graph are not what they were when it was finished."""


def current(graph: Path) -> str:
    """The name of the current property graph, empty where there is none."""
    pointer = graph / DERIVED / CURRENT
    try:
        name = pointer.read_text(encoding="ascii").strip()
    except FileNotFoundError:
        return ""
    except (OSError, ValueError) as error:
        raise StoreError(f"{pointer}: cannot be read ({error}): remove it and run `kg build`") from error
    return name if _NAME.fullmatch(name) and (graph / DERIVED / name).is_dir() else ""


@contextmanager
def building(graph: Path) -> Iterator[None]:
    """Holds the right to change what is derived in `graph`; leftovers of builds that were killed are removed first.

    Raises StoreError where the folder cannot be written or another build does not end within an hour.
    """
    folder = graph / DERIVED
    with ExitStack() as stack:
        with _writing(folder):
            folder.mkdir(exist_ok=True)
            held = stack.enter_context(lock(folder / "build.lock", wait=_PATIENCE))
        if not held:
            raise StoreError(
                f"{graph}: another build has been at work here for an hour: end it, then build again"
            )
        with _writing(folder):
            _sweep(graph)
        yield


@contextmanager
def _writing(folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise StoreError(
            f"{folder}: the property graph cannot be written ({error}): check the folder's permissions and space"
        ) from error


def workplace(graph: Path) -> Path:
    """A new folder in which to make a graph; only inside `building`."""
    path = graph / DERIVED / f".new-{secrets.token_hex(8)}"
    with _writing(path):
        path.mkdir()
    return path


def publish(graph: Path, made: Path, name: str) -> None:
    """Makes the finished graph in `made` the current one under `name`; only inside `building`.

    Readers that have a copy of the old one go on with it.
    """
    target = graph / DERIVED / name
    with _writing(target):
        (made / MANIFEST).write_text(_manifest(made), encoding="utf-8")
        if target.exists():  # finished by a build that was killed before it could name it
            _discard(target)
        made.rename(target)
        _point(graph / DERIVED / CURRENT, name)
        _sweep(graph)


def _point(pointer: Path, name: str) -> None:
    draft = pointer.with_suffix(".new")
    with draft.open("w", encoding="ascii") as file:
        file.write(name + "\n")
        file.flush()
        os.fsync(file.fileno())
    draft.replace(pointer)


def _manifest(folder: Path) -> str:
    """Name, size and checksum of all files in a folder, a line each."""
    lines = []
    for path in sorted(path for path in folder.rglob("*") if path.is_file() and path.name != MANIFEST):
        data = path.read_bytes()
        lines.append(f"{zlib.crc32(data):08x} {len(data)} {path.relative_to(folder).as_posix()}\n")
    return "".join(lines)


def discard(graph: Path) -> None:
    """Removes the current property graph; only inside `building`."""
    with _writing(graph / DERIVED):
        (graph / DERIVED / CURRENT).unlink(missing_ok=True)
        _sweep(graph)


def _sweep(graph: Path) -> None:
    """Removes every graph that is not the current one, finished or not."""
    keep = current(graph)
    for path in sorted((graph / DERIVED).iterdir()):
        if path.is_dir() and path.name != keep:
            _discard(path)


def _discard(folder: Path) -> None:
    """Renames first, so that a reader finds the whole folder or none; then removes."""
    doomed = folder.with_name(f".old-{secrets.token_hex(8)}")
    try:
        folder.rename(doomed)
    except OSError:
        doomed = folder  # another program holds a file in it (Windows): remove what can be removed
    shutil.rmtree(doomed, ignore_errors=True)


@contextmanager
def private_copy(graph: Path) -> Iterator[Path]:
    """A copy of the current property graph for this process alone, removed at the end.

    Raises StoreError where there is none or there is no room for it, DamagedError where its files are not as they were made.
    """
    with ExitStack() as stack:
        try:
            copy = _copy(graph, stack.enter_context(scratch_dir()))
        except OSError as error:
            raise StoreError(
                f"no copy of the property graph can be made ({error}): free some space, or set TMPDIR to a folder with more"
            ) from error
        yield copy


def _make_writable(folder: Path) -> None:
    """The engine writes where it opens, and a copy from a folder that may only be read is one too."""
    for path in (folder, *folder.rglob("*")):
        path.chmod(path.stat().st_mode | (stat.S_IRWXU if path.is_dir() else stat.S_IRUSR | stat.S_IWUSR))


def _copy(graph: Path, scratch: Path) -> Path:
    for attempt in range(_ATTEMPTS):
        name = current(graph)
        if not name:
            raise StoreError(
                f"{graph}: there is no property graph here: run `kg build INPUT --graph {graph}` first"
            )
        copy = scratch / str(attempt)
        try:
            shutil.copytree(graph / DERIVED / name, copy)
            _make_writable(copy)
            whole = (copy / MANIFEST).read_text(encoding="utf-8") == _manifest(copy)
        except FileNotFoundError:
            whole = False
        except shutil.Error:  # single files: they went away meanwhile, or there is no room for them
            if current(graph) == name:
                raise
            whole = False
        if whole:
            return copy
        if current(graph) == name:
            raise DamagedError(
                f"{graph}: the files of the property graph are damaged: run `kg build` on it again"
            )
        # else a new graph took its place meanwhile: copy that one
    raise StoreError(
        f"{graph}: the graph changes faster than it can be read: ask again when the build is done"
    )
