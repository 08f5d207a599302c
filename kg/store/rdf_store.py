"""The RDF of a graph as a store that can be asked: made once for a state of the ledger, kept beside it, and never written again.

    GRAPH/rdf/<key>/    a finished store; the key is a hash of the ledger's digest and of what makes RDF of it

A new store is made in a folder beside and renamed when it is whole; stores of older states are removed then. Where the folder may only be
read, the store is made in the temporary folder for the one time.
"""

from __future__ import annotations

import gzip
import os
import shutil
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from functools import cache
from pathlib import Path
from typing import IO, cast

from pyoxigraph import Store

from kg.errors import StoreError
from kg.ledger import Ledger, open_ledger
from kg.model.statement import content_id
from kg.resources import PACKAGE, ontology_dir
from kg.store.locks import lock
from kg.store.rdf import FORMATS
from kg.store.rdf_quads import quads
from kg.store.scratch import scratch_dir

FOLDER = "rdf"

_PATIENCE = 3600.0
"""Seconds to wait for another process that makes the store."""


@contextmanager
def rdf_of(graph: Path) -> Iterator[Store]:
    """The RDF of the graph in a folder, only to read. Raises as `rdf_folder` does."""
    with rdf_folder(graph) as folder:
        yield Store.read_only(str(folder))


@contextmanager
def rdf_folder(graph: Path) -> Iterator[Path]:
    """The folder of a finished store with the RDF of a graph; any number of processes may read it at once.

    Raises LedgerError where there is no graph, StoreError where the disk refuses.
    """
    with ExitStack() as stack:
        try:
            ledger = stack.enter_context(open_ledger(graph))
            stack.enter_context(ledger.snapshot())
            key = content_id("rdf", ledger.digest(), _recipe())
            if os.access(graph, os.W_OK):
                folder = _kept(graph, key, ledger)
            else:
                folder = stack.enter_context(scratch_dir()) / "store"
                _fill(folder, ledger)
        except OSError as error:
            raise StoreError(
                f"{graph / FOLDER}: the RDF store cannot be made ({error}): free some space, or remove that folder, and ask again"
            ) from error
        yield folder


@contextmanager
def rdf_of_files(paths: Sequence[Path]) -> Iterator[Store]:
    """The RDF of files as one store (their suffixes name the format; `.gz` may follow). Raises StoreError where one is no RDF."""
    with scratch_dir() as folder:
        store = Store(str(folder / "store"))
        for path in paths:
            _load(store, path)
        yield store


def _opened(path: Path, packed: bool) -> IO[bytes]:
    return cast(IO[bytes], gzip.open(path)) if packed else path.open("rb")


def _load(store: Store, path: Path) -> None:
    packed = path.suffix.lower() == ".gz"
    suffix = Path(path.stem).suffix.lower() if packed else path.suffix.lower()
    if suffix not in FORMATS:
        raise StoreError(f"{path}: name the file with one of the suffixes {', '.join(FORMATS)}")
    try:
        with _opened(path, packed) as file:
            store.bulk_load(file, format=FORMATS[suffix])
    except OSError as error:
        raise StoreError(
            f"{path}: cannot be read ({error.strerror or error}): check name and permissions"
        ) from error
    except (SyntaxError, EOFError, ValueError) as error:
        raise StoreError(f"{path}: is damaged or no {suffix} file ({error}): correct it there") from error


def _kept(graph: Path, key: str, ledger: Ledger) -> Path:
    folder = graph / FOLDER
    if (folder / key).is_dir():
        return folder / key
    folder.mkdir(exist_ok=True)
    with lock(folder / "build.lock", wait=_PATIENCE) as held:
        if not held:
            raise StoreError(f"{folder}: another process has been making this store for an hour: end it")
        if not (folder / key).is_dir():
            draft = folder / ".new"
            shutil.rmtree(draft, ignore_errors=True)  # of a process that was killed
            _fill(draft, ledger)
            draft.rename(folder / key)
            for old in sorted(folder.iterdir()):
                if old.is_dir() and old.name != key:
                    shutil.rmtree(old, ignore_errors=True)
    return folder / key


def _fill(path: Path, ledger: Ledger) -> None:
    store = Store(str(path))
    store.bulk_extend(quads(ledger))
    store.flush()


@cache
def _recipe() -> str:
    """A hash of what makes RDF of a ledger: the code and the ontology of this installation."""
    files = [*sorted((PACKAGE / "store").glob("rdf*.py")), *sorted(ontology_dir().glob("*.ttl"))]
    return content_id(*(file.read_text(encoding="utf-8") for file in files))
