"""The ledger as four flat tables in CSV (RFC 4180, UTF-8): reports, entities, statements, evidence.

Lists (`within`, `aliases`) are joined by `;`. Keys: `statements.subject` and `.object` are ids of entities (a report's own entity where a
report mentions something), `statements.report` and `evidence.report` are ids of reports, `evidence.statement` of statements.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path, PurePath

from kg.errors import StoreError
from kg.ledger import Ledger
from kg.store.files import written
from kg.store.periods import bounds

Row = Sequence[object]

REPORTS = ("id", "title", "issuer", "region", "region_code", "within", "period", "period_start", "period_end", "kind", "date",
           "file", "encoding", "sha256", "characters")  # fmt: skip
ENTITIES = ("id", "type", "subtype", "name", "scope", "code", "within", "aliases", "attrs")
QUALIFIERS = ("value", "unit", "cmp", "measure", "period", "status", "mode", "specialty", "by", "amount")
STATEMENTS = ("id", "report", "subject", "subject_type", "subject_name", "predicate", "object", "object_type", "object_name",
              *QUALIFIERS, "period_start", "period_end", "confidence", "evidence")  # fmt: skip
EVIDENCE = (
    "statement",
    "report",
    "n",
    "start",
    "end",
    "text",
    "section",
    "rule",
    "sentence",
    "sentence_start",
    "sentence_end",
)


def write_tables(ledger: Ledger, folder: Path, *, bom: bool = False) -> dict[str, int]:
    """Writes reports.csv, entities.csv, statements.csv and evidence.csv into `folder`, made where it is missing; returns rows by file.

    With `bom` each begins with a byte order mark, by which Excel knows UTF-8. Raises StoreError where the folder cannot be written.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError(f"{folder}: cannot be made ({error.strerror}): choose another place") from error
    tables: tuple[tuple[str, Sequence[str], Iterable[Row]], ...] = (
        ("reports.csv", REPORTS, _reports(ledger)),
        ("entities.csv", ENTITIES, _entities(ledger)),
        ("statements.csv", STATEMENTS, _statements(ledger)),
        ("evidence.csv", EVIDENCE, _evidence(ledger)),
    )
    return {name: _write(folder / name, columns, rows, bom) for name, columns, rows in tables}


def _write(path: Path, columns: Sequence[str], rows: Iterable[Row], bom: bool) -> int:
    count = 0
    with written(path) as raw:
        file = io.TextIOWrapper(raw, encoding="utf-8-sig" if bom else "utf-8", newline="")
        writer = csv.writer(file, lineterminator="\r\n")
        writer.writerow(columns)
        for row in rows:
            writer.writerow(row)
            count += 1
        file.flush()
        file.detach()
    return count


def _days(period: str) -> tuple[str, str]:
    days = bounds(period)
    return (days[0].isoformat(), days[1].isoformat()) if days else ("", "")


def _reports(ledger: Ledger) -> Iterator[Row]:
    for r in ledger.reports():
        m = r.meta
        yield (r.stem, m.title, m.issuer, m.region, m.region_code, ";".join(m.within), m.period, *_days(m.period), m.kind,
               m.date, PurePath(r.source).name, r.encoding, r.sha256, len(r.raw))  # fmt: skip


def _entities(ledger: Ledger) -> Iterator[Row]:
    for e in ledger.entities():
        attrs = json.dumps(dict(sorted(e.attrs.items())), ensure_ascii=False) if e.attrs else ""
        yield e.id, e.type, e.subtype, e.name, e.scope, e.code, ";".join(e.within), ";".join(e.aliases), attrs


def _statements(ledger: Ledger) -> Iterator[Row]:
    for s in ledger.statements():
        yield (
            s.id, s.report, s.subject.id, s.subject.type, s.subject.name, s.predicate, s.object.id, s.object.type, s.object.name,
            *(s.qualifiers.get(key, "") for key in QUALIFIERS), *_days(s.qualifiers.get("period", "")), s.confidence,
            len(s.evidence),
        )  # fmt: skip


def _evidence(ledger: Ledger) -> Iterator[Row]:
    for s in ledger.statements():
        key = s.id
        for n, e in enumerate(s.evidence):
            yield (
                key,
                s.report,
                n,
                e.start,
                e.end,
                e.text,
                e.section,
                e.rule,
                e.clean,
                e.clean_start,
                e.clean_end,
            )
