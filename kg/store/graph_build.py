"""Keeps the derived property graph of a graph folder in step with its ledger, and opens it for questions."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from functools import cache
from pathlib import Path

from kg.ledger import Ledger, open_ledger
from kg.model.statement import content_id
from kg.resources import PACKAGE
from kg.store import derived
from kg.store.bolt import PropertyGraph, connect
from kg.store.embedded import serve
from kg.store.engine_traps import refuse_misread
from kg.store.property_graph import write_graph


def refresh(graph: Path) -> bool:
    """Makes the property graph anew where the ledger says something else than it; returns whether it did.

    Killed at any moment, the graph that was there stays whole and the next call completes the work. Raises LedgerError, StoreError.
    """
    with open_ledger(graph) as ledger:
        if derived.current(graph) == name_for(ledger):
            return False
        with derived.building(graph), ledger.snapshot():
            name = name_for(ledger)
            if derived.current(graph) == name:  # made by the build that we waited for
                return False
            made = derived.workplace(graph)
            try:
                with serve(made, role="writer") as address, connect(address) as driver:
                    write_graph(driver, ledger, address.database, empty=True)
                derived.publish(graph, made, name)
            except BaseException:
                shutil.rmtree(made, ignore_errors=True)
                raise
    return True


def is_current(graph: Path) -> bool:
    """Whether the property graph says what the ledger says."""
    with open_ledger(graph) as ledger:
        return derived.current(graph) == name_for(ledger)


def name_for(ledger: Ledger) -> str:
    """The name of the property graph that this version of the product makes from this ledger."""
    return content_id("property graph", ledger.digest(), _shape())


@cache
def _shape() -> str:
    """A hash of the code that gives the graph its shape: an update of the product makes the graph anew."""
    digest = hashlib.sha256()
    for name in (
        "graph_rows.py",
        "graph_schema.py",
        "graph_definitions.py",
        "periods.py",
        "property_graph.py",
        "embedded.py",
        "derived.py",
    ):
        digest.update((PACKAGE / "store" / name).read_bytes())
    return digest.hexdigest()


@contextmanager
def reading(graph: Path) -> Iterator[PropertyGraph]:
    """The current property graph of a folder, for questions: nobody can write through it.

    Where the ledger is there but no property graph yet (its build was killed), or a damaged one, that is made first. Raises LedgerError, StoreError.
    """
    with ExitStack() as stack:
        folder = _own_copy(graph, stack)
        address = stack.enter_context(serve(folder, role="reader"))
        driver = stack.enter_context(connect(address))
        yield PropertyGraph(driver, address.database, refuse_misread)


def _own_copy(graph: Path, stack: ExitStack) -> Path:
    if not derived.current(graph):
        refresh(graph)
    try:
        return stack.enter_context(derived.private_copy(graph))
    except derived.DamagedError:
        with derived.building(graph):
            derived.discard(graph)
        refresh(graph)
        return stack.enter_context(derived.private_copy(graph))
