"""Stage 6: statements on disk, the truth that every store is derived from.

One SQLite file in WAL mode, so that readers go on while a build writes. A report and all that it says is one transaction: it is
there whole or not at all.
"""

from __future__ import annotations

import json
import os
import sqlite3
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import reduce
from pathlib import Path
from typing import Any

from kg.errors import LedgerError
from kg.model.statement import Entity, Evidence, Statement, content_id
from kg.model.text import Document, ReportMeta

FILE = "ledger.sqlite"
VERSION = 1

_SCHEMA = """
CREATE TABLE report (
  stem TEXT PRIMARY KEY, sha256 TEXT NOT NULL, fingerprint TEXT NOT NULL, source TEXT NOT NULL, encoding TEXT NOT NULL,
  meta TEXT NOT NULL, raw TEXT NOT NULL, clean TEXT NOT NULL, digest TEXT NOT NULL);
CREATE TABLE entity (
  id TEXT PRIMARY KEY, type TEXT NOT NULL, name TEXT NOT NULL, scope TEXT NOT NULL);
CREATE INDEX entity_name ON entity(name);
CREATE TABLE description (
  report TEXT NOT NULL REFERENCES report(stem) ON DELETE CASCADE, entity TEXT NOT NULL REFERENCES entity(id),
  details TEXT NOT NULL, PRIMARY KEY (report, entity)) WITHOUT ROWID;
CREATE INDEX description_entity ON description(entity);
CREATE TABLE statement (
  id TEXT PRIMARY KEY, report TEXT NOT NULL REFERENCES report(stem) ON DELETE CASCADE,
  subject TEXT NOT NULL REFERENCES entity(id), predicate TEXT NOT NULL, object TEXT NOT NULL REFERENCES entity(id),
  qualifiers TEXT NOT NULL, confidence REAL NOT NULL, flag TEXT NOT NULL) WITHOUT ROWID;
CREATE INDEX statement_report ON statement(report);
CREATE INDEX statement_subject ON statement(subject);
CREATE INDEX statement_object ON statement(object);
CREATE TABLE evidence (
  statement TEXT NOT NULL REFERENCES statement(id) ON DELETE CASCADE, n INTEGER NOT NULL, start INTEGER NOT NULL, "end" INTEGER NOT NULL,
  text TEXT NOT NULL, section TEXT NOT NULL, rule TEXT NOT NULL, clean TEXT NOT NULL, clean_start INTEGER NOT NULL,
  clean_end INTEGER NOT NULL, PRIMARY KEY (statement, n)) WITHOUT ROWID;
"""


@dataclass(frozen=True, slots=True)
class ReportRecord:
    """One report as the ledger holds it: its meta data, hashes, and both texts."""

    stem: str
    sha256: str
    fingerprint: str
    source: str
    encoding: str
    meta: ReportMeta
    raw: str
    clean: str


@dataclass(frozen=True, slots=True)
class Counts:
    """How much a ledger holds; `flagged` statements are kept apart from the graph and not in `statements`."""

    reports: int
    entities: int
    statements: int
    flagged: int


class Ledger:
    """An open ledger. Use `open_ledger` (a context manager) to get one."""

    def __init__(self, connection: sqlite3.Connection, path: Path) -> None:
        self._db = connection
        self.path = path

    def known(self) -> dict[str, tuple[str, str]]:
        """Stem → (sha256 of the file, fingerprint of the pipeline that read it)."""
        rows = self._db.execute("SELECT stem, sha256, fingerprint FROM report ORDER BY stem")
        return {stem: (sha256, fingerprint) for stem, sha256, fingerprint in rows}

    def digest(self) -> str:
        """A hash of all reports and statements: equal ledgers have equal digests."""
        rows = self._db.execute("SELECT stem, digest FROM report ORDER BY stem")
        return content_id("ledger", *(part for row in rows for part in row))

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """All that is read inside is of one moment, whatever a build writes meanwhile."""
        self._db.execute("BEGIN")
        try:
            yield
        finally:
            self._rollback()

    def counts(self) -> Counts:
        """Numbers of reports, entities, statements and flagged statements."""

        def one(sql: str) -> int:
            return int(self._db.execute(sql).fetchone()[0])

        return Counts(
            one("SELECT count(*) FROM report"),
            one("SELECT count(*) FROM entity"),
            one("SELECT count(*) FROM statement WHERE flag = ''"),
            one("SELECT count(*) FROM statement WHERE flag <> ''"),
        )

    def replace(self, document: Document, fingerprint: str, statements: Iterable[Statement]) -> int:
        """Puts a report and its statements in place of what the ledger held of it, in one transaction.

        Returns the number of statements now held for it. Raises LedgerError where the disk refuses.
        """
        kept = sorted(statements, key=lambda s: s.id)
        with self._transaction():
            self._db.execute("DELETE FROM report WHERE stem = ?", (document.raw.stem,))
            self._add_report(document, fingerprint, kept)
            self._add_entities(document.raw.stem, kept)
            self._db.executemany("INSERT INTO statement VALUES (?,?,?,?,?,?,?,?)", map(_statement_row, kept))
            self._db.executemany(
                "INSERT INTO evidence VALUES (?,?,?,?,?,?,?,?,?,?)",
                (row for statement in kept for row in _evidence_rows(statement)),
            )
            self._drop_orphans()
        return len(kept)

    def remove(self, stem: str) -> None:
        """Retracts a report with all that only it said."""
        with self._transaction():
            self._db.execute("DELETE FROM report WHERE stem = ?", (stem,))
            self._drop_orphans()

    def reports(self, stem: str | None = None) -> Iterator[ReportRecord]:
        """All reports, by stem; with `stem` that one alone, if it is there."""
        rows = self._db.execute(
            "SELECT stem, sha256, fingerprint, source, encoding, meta, raw, clean FROM report "
            f"{'' if stem is None else 'WHERE stem = ?'} ORDER BY stem",
            () if stem is None else (stem,),
        )
        for key, sha256, fingerprint, source, encoding, meta, raw, clean in rows:
            fields = json.loads(meta)
            fields["within"] = tuple(fields["within"])
            yield ReportRecord(key, sha256, fingerprint, source, encoding, ReportMeta(**fields), raw, clean)

    def entities(self) -> Iterator[Entity]:
        """All entities, by id, with what all reports together say of them."""
        rows = self._db.execute(
            "SELECT e.type, e.name, e.scope, "
            "(SELECT json_group_array(json(d.details)) FROM "
            "(SELECT details FROM description WHERE entity = e.id ORDER BY report) d) FROM entity e ORDER BY e.id"
        )
        for kind, name, scope, details in rows:
            yield reduce(unite, (_entity(kind, name, scope, said) for said in json.loads(details)))

    def statements(
        self, *, flagged: bool = False, report: str | None = None, about: str | None = None
    ) -> Iterator[Statement]:
        """The statements that stand (or those that are flagged), sorted by report and id.

        With `report` only those of one report, with `about` only those with that entity (an id) at one end.
        """
        known = {entity.id: entity for entity in self.entities()}
        where, values = ("flag <> ''" if flagged else "flag = ''"), []
        if report is not None:
            where, values = f"{where} AND report = ?", [report]
        if about is not None:
            where, values = f"{where} AND (subject = ? OR object = ?)", [*values, about, about]
        rows = self._db.execute(
            "SELECT id, report, subject, predicate, object, qualifiers, confidence, flag FROM statement "
            f"WHERE {where} ORDER BY report, id",
            values,
        )
        for key, stem, subject, predicate, target, qualifiers, confidence, flag in rows:
            yield Statement(
                report=stem,
                subject=known[subject],
                predicate=predicate,
                object=known[target],
                qualifiers=json.loads(qualifiers),
                evidence=self._evidence(key),
                confidence=confidence,
                flag=flag,
            )

    def _evidence(self, statement: str) -> tuple[Evidence, ...]:
        rows = self._db.execute(
            'SELECT start, "end", text, section, rule, clean, clean_start, clean_end FROM evidence '
            "WHERE statement = ? ORDER BY n",
            (statement,),
        )
        return tuple(Evidence(*row) for row in rows)

    def _add_report(self, document: Document, fingerprint: str, statements: list[Statement]) -> None:
        raw, meta = document.raw, document.meta
        fields = {name: getattr(meta, name) for name in ReportMeta.__slots__}
        digest = content_id(raw.sha256, fingerprint, *(s.id for s in statements))
        self._db.execute(
            "INSERT INTO report VALUES (?,?,?,?,?,?,?,?,?)",
            (
                raw.stem,
                raw.sha256,
                fingerprint,
                raw.source,
                raw.encoding,
                _dump(fields),
                raw.text,
                document.text,
                digest,
            ),
        )

    def _add_entities(self, stem: str, statements: list[Statement]) -> None:
        found: dict[str, Entity] = {}
        for statement in statements:
            for entity in (statement.subject, statement.object):
                known = found.get(entity.id)
                found[entity.id] = entity if known is None else unite(known, entity)
        for key in sorted(found):
            e = found[key]
            self._db.execute(
                "INSERT INTO entity VALUES (?,?,?,?) ON CONFLICT(id) DO NOTHING",
                (key, e.type, e.name, e.scope),
            )
            self._db.execute("INSERT INTO description VALUES (?,?,?)", (stem, key, _dump(_details(e))))

    def _drop_orphans(self) -> None:
        self._db.execute(
            "DELETE FROM entity WHERE NOT EXISTS (SELECT 1 FROM description WHERE entity = entity.id)"
        )

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        try:
            self._db.execute("BEGIN IMMEDIATE")
            yield
            self._db.execute("COMMIT")
        except sqlite3.Error as error:
            self._rollback()
            raise LedgerError(
                f"{self.path}: cannot write the ledger ({error}): check the folder's permissions and space"
            ) from error
        except BaseException:
            self._rollback()
            raise

    def _rollback(self) -> None:
        if self._db.in_transaction:
            self._db.execute("ROLLBACK")


def unite(first: Entity, second: Entity) -> Entity:
    """Two descriptions of one entity as one: aliases together, the first subtype and code given, attributes merged."""
    return Entity(
        type=first.type,
        name=first.name,
        subtype=first.subtype or second.subtype,
        scope=first.scope,
        code=first.code or second.code,
        within=first.within or second.within,
        aliases=tuple(sorted({*first.aliases, *second.aliases})),
        attrs={**second.attrs, **first.attrs},
    )


def _details(entity: Entity) -> dict[str, object]:
    return {
        "subtype": entity.subtype,
        "code": entity.code,
        "within": list(entity.within),
        "aliases": sorted(entity.aliases),
        "attrs": dict(sorted(entity.attrs.items())),
    }


def _entity(kind: str, name: str, scope: str, details: dict[str, Any]) -> Entity:
    return Entity(
        type=kind,
        name=name,
        subtype=details["subtype"],
        scope=scope,
        code=details["code"],
        within=tuple(details["within"]),
        aliases=tuple(details["aliases"]),
        attrs=details["attrs"],
    )


def _dump(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _statement_row(s: Statement) -> tuple[object, ...]:
    return (
        s.id,
        s.report,
        s.subject.id,
        s.predicate,
        s.object.id,
        _dump(dict(s.qualifiers)),
        s.confidence,
        s.flag,
    )


def _evidence_rows(s: Statement) -> Iterator[tuple[object, ...]]:
    for n, e in enumerate(s.evidence):
        yield s.id, n, e.start, e.end, e.text, e.section, e.rule, e.clean, e.clean_start, e.clean_end


@contextmanager
def open_ledger(folder: Path, *, write: bool = False) -> Iterator[Ledger]:
    """Opens the ledger in a graph folder; with `write` it is made where there is none.

    Raises LedgerError where there is none to read, the folder cannot be written, or the file is no ledger of this version.
    """
    path = folder / FILE
    if not write and not path.is_file():
        raise LedgerError(_none_here(folder))
    connection = _connect(path, write)
    try:
        yield Ledger(connection, path)
    finally:
        connection.close()


def _none_here(folder: Path) -> str:
    return f"{folder}: there is no graph here: run `kg build INPUT --graph {folder}` first"


def _connect(path: Path, write: bool) -> sqlite3.Connection:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        if write:
            _check_writable(path.parent)
        connection = _open(path, write)
        connection.execute("PRAGMA journal_mode=WAL" if write else "PRAGMA query_only=1")
        connection.execute("PRAGMA synchronous=FULL")
        connection.execute("PRAGMA foreign_keys=ON")
        if write and _version(connection) == 0:
            _define(connection)
        if not connection.execute("SELECT 1 FROM sqlite_master").fetchone():  # a build was killed right here
            raise LedgerError(_none_here(path.parent))
        if _version(connection) != VERSION:
            raise LedgerError(f"{path}: this is no ledger of version {VERSION}: build into a new folder")
    except (OSError, sqlite3.Error) as error:
        raise LedgerError(
            f"{path.parent}: cannot open the graph folder ({error}): choose a writable one with --graph"
        ) from error
    return connection


def _open(path: Path, write: bool) -> sqlite3.Connection:
    """A connection that nothing was asked yet.

    Even a reader of a WAL file writes beside it. In a folder that it may not write (a shared one, a mounted image) the file is read as it is, which is
    all there is unless a build is at work or was killed; then SQLite decides.
    """
    log = path.with_name(f"{path.name}-wal")
    still = not write and not os.access(path.parent, os.W_OK) and not (log.exists() and log.stat().st_size)
    mode = "ro&immutable=1" if still else "rwc" if write else "rw"
    return sqlite3.connect(
        f"{path.absolute().as_uri()}?mode={mode}", uri=True, isolation_level=None, timeout=60
    )


def _version(connection: sqlite3.Connection) -> int:
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def _define(connection: sqlite3.Connection) -> None:
    """Makes the tables; of several builds that start in a new folder at once, the first does and the others see it done."""
    connection.execute("BEGIN IMMEDIATE")
    if _version(connection) == 0:
        for command in _SCHEMA.split(";"):
            connection.execute(command)
        connection.execute(f"PRAGMA user_version={VERSION}")
    connection.execute("COMMIT")


def _check_writable(folder: Path) -> None:
    with tempfile.TemporaryFile(dir=folder):
        pass
