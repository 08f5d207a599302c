"""The stages in order, on one screen: reports in, statements in the ledger, the derived graph beside it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from kg.assemble import assemble
from kg.errors import InputError, KgError, ModelError
from kg.extract import extract, load
from kg.ledger import Ledger, open_ledger
from kg.model.statement import Statement
from kg.model.text import Document
from kg.normalise import normalise
from kg.read import find_reports, read_report
from kg.resolve import resolve
from kg.resources import PACKAGE, ontology_dir
from kg.settings import Settings
from kg.store.graph_build import refresh

Progress = Callable[[int, int, str], None]
"""Called with (done, total, what is being worked on)."""


@dataclass(slots=True)
class Summary:
    """What a build did: stems by outcome, and the errors of inputs that failed."""

    added: list[str] = field(default_factory=list)
    replaced: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    pruned: list[str] = field(default_factory=list)
    absent: list[str] = field(default_factory=list)
    errors: list[KgError] = field(default_factory=list)
    rebuilt: bool = False
    """Whether the property graph was made anew."""

    @property
    def changed(self) -> bool:
        """True where the ledger is not what it was."""
        return bool(self.added or self.replaced or self.pruned)


def understand(path: Path, segmenter: str = "char") -> tuple[Document, tuple[Statement, ...]]:
    """One report from file to statements. Raises InputError where the file cannot be used."""
    document = normalise(read_report(path))
    extraction = extract(load(segmenter), document)
    return document, assemble(document, extraction.relations, resolve(document, extraction))


def build(
    inputs: Sequence[str], settings: Settings, *, prune: bool = False, progress: Progress | None = None
) -> Summary:
    """Brings the ledger up to date with the inputs, and the property graph with the ledger.

    A report whose file and pipeline are as the ledger knows them is left alone; a changed one replaces its own statements. With `prune` reports that are
    not among the inputs are retracted, but only where every input was found. Inputs that cannot be used are listed in `Summary.errors`; the rest is built.

    Raises LedgerError and StoreError where the graph folder cannot be used, ModelError where the segmenter's model is missing.
    """
    summary = Summary()
    paths, errors = find_reports(inputs)
    summary.errors.extend(errors)
    with open_ledger(settings.graph, write=True) as ledger:
        stamp = fingerprint(settings.segmenter)
        todo, present = _compare(paths, ledger, stamp, summary)
        known = ledger.known()
        for done, (path, outcome) in enumerate(_results(todo, settings), start=1):
            if isinstance(outcome, KgError):
                summary.errors.append(outcome)
            else:
                ledger.replace(outcome[0], stamp, outcome[1])
                (summary.replaced if path.stem in known else summary.added).append(path.stem)
            if progress is not None:
                progress(done, len(todo), path.name)
        if prune and errors:  # a mistyped folder must not cost the reports that were read from the right one
            summary.errors.append(
                InputError("--prune: nothing retracted, since an input could not be used: correct it first")
            )
        _retract(ledger, present, prune and not errors, summary)
    summary.rebuilt = refresh(settings.graph)
    return summary


def _compare(
    paths: Sequence[Path], ledger: Ledger, stamp: str, summary: Summary
) -> tuple[list[Path], set[str]]:
    """Which files are new or changed, and the stems of all files given."""
    known, todo = ledger.known(), []
    for path in paths:
        try:
            digest = hashlib.sha256(path.read_bytes()).hexdigest()
        except OSError as error:
            summary.errors.append(
                InputError(f"{path}: cannot be read ({error.strerror}): check its permissions")
            )
            continue
        if known.get(path.stem) == (digest, stamp):
            summary.unchanged.append(path.stem)
        else:
            todo.append(path)
    return todo, {path.stem for path in paths}


Outcome = tuple[Document, tuple[Statement, ...]] | KgError


def _results(todo: Sequence[Path], settings: Settings) -> Iterator[tuple[Path, Outcome]]:
    """Outcomes in the order of `todo`, whatever the number of processes."""
    jobs = [(path, settings.segmenter) for path in todo]
    if settings.workers == 1 or len(jobs) < 2:
        yield from zip(todo, map(_attempt, jobs), strict=True)
        return
    with ProcessPoolExecutor(min(settings.workers, len(jobs))) as pool:
        yield from zip(todo, pool.map(_attempt, jobs, chunksize=1), strict=True)


def _attempt(job: tuple[Path, str]) -> Outcome:
    try:
        return understand(*job)
    except ModelError:  # no report can be read without it
        raise
    except KgError as error:
        return error
    except Exception as error:  # noqa: BLE001 - one report that trips our code must not cost the batch
        return InputError(
            f"{job[0]}: could not be understood ({type(error).__name__}: {error}): please report this file"
        )


def _retract(ledger: Ledger, present: set[str], prune: bool, summary: Summary) -> None:
    gone = sorted(set(ledger.known()) - present)
    if not prune:
        summary.absent.extend(gone)
        return
    for stem in gone:
        ledger.remove(stem)
        summary.pruned.append(stem)


@cache
def fingerprint(segmenter: str) -> str:
    """A hash of everything that turns text into statements: rules, code and ontology of this installation, and the segmenter."""
    digest = hashlib.sha256(segmenter.encode())
    roots = [
        PACKAGE / name
        for name in ("data", "model", "read", "normalise", "extract", "resolve", "gazetteer", "schema")
    ]
    files = sorted(
        f for root in roots for f in root.rglob("*") if f.is_file() and "__pycache__" not in f.parts
    )
    files += [
        PACKAGE / "assemble.py",
        PACKAGE / "confidence.py",
        PACKAGE / "sentences.py",
        *sorted(
            f for f in ontology_dir().glob("*.ttl") if f.name != "shapes.ttl"
        ),  # it checks what was built
    ]
    for file in files:
        digest.update(file.name.encode())
        digest.update(file.read_bytes())
    return digest.hexdigest()[:16]
