"""The facts of one page as a file: CSV for a spreadsheet, JSON-LD and Turtle for the web of data."""

from __future__ import annotations

import csv
import io
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from kg.ledger import Counts, Ledger, ReportRecord
from kg.model.statement import Entity, Evidence, Statement, content_id
from kg.model.text import ReportMeta
from kg.web.catalogue import Report
from kg.web.errors import ApiError
from kg.web.facts import facts_of
from kg.web.snapshot import Snapshot
from kg.web.things import OWN, Json

KINDS = {
    "csv": "text/csv; charset=utf-8",
    "jsonld": "application/ld+json",
    "ttl": "text/turtle; charset=utf-8",
}
FACTS = 20_000
"""Facts in one file."""

QUALIFIERS = ("value", "unit", "cmp", "measure", "period", "status", "mode", "specialty", "by", "amount")
COLUMNS = ("statement", "subject", "subject_type", "relation", "object", "object_type", *QUALIFIERS, "confidence", "report", "report_title",
           "sentence", "start", "end", "section", "rule")  # fmt: skip

_EVIDENCE = (
    "UNWIND $ids AS id MATCH (s:Statement {id: id})-[:supportedBy]->(e:Evidence) RETURN DISTINCT id, e.start AS start, e.end AS end, "
    "e.text AS text, e.section AS section, e.rule AS rule, e.sentence AS sentence ORDER BY id, start, end, rule"
)
_ENTITIES = "UNWIND $ids AS id MATCH (n:Entity {id: id}) RETURN id, properties(n) AS said"


def download(snapshot: Snapshot, key: str, suffix: str) -> tuple[bytes, str, str]:
    """The file, its media type and its name. Raises ApiError `not_found`, `too_large`."""
    if suffix not in KINDS:
        raise ApiError("not_found", f".{suffix}: pages come as {', '.join(KINDS)}")
    thing = snapshot.catalogue.get(key)
    facts, counts = facts_of(snapshot, key, FACTS)
    if (total := sum(row["count"] for row in counts)) > FACTS:
        raise ApiError(
            "too_large",
            f"{thing.name}: {total} facts are more than a page's file may hold: use `kg export`",
        )
    pieces = _pieces(snapshot, facts)
    data = _table(snapshot, facts, pieces) if suffix == "csv" else _rdf(snapshot, facts, pieces, suffix)
    return data, KINDS[suffix], f"{thing.name}.{suffix}"


def _pieces(snapshot: Snapshot, facts: Sequence[Json]) -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in snapshot.ask(_EVIDENCE, ids=[f["id"] for f in facts]):
        found[row["id"]].append(row)
    return found


def _table(snapshot: Snapshot, facts: Sequence[Json], pieces: dict[str, list[dict[str, Any]]]) -> bytes:
    """One line a piece of evidence; a byte order mark tells spreadsheets that it is UTF-8."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    get = snapshot.catalogue.get
    for one in facts:
        subject, object_ = get(one["source"]), get(one["target"])
        told = [_plain(_qualifier(one, name)) for name in QUALIFIERS]
        title = get(one["report"]).name
        for piece in pieces[one["id"]]:
            row = (one["id"], subject.name, subject.type, one["relation"], object_.name, object_.type, *told, one["confidence"],
                   one["report"], title, piece["sentence"], piece["start"], piece["end"], piece["section"], piece["rule"])  # fmt: skip
            writer.writerow(map(_plain, row))
    return out.getvalue().encode("utf-8-sig")


def _qualifier(one: Json, name: str) -> object:
    return one["value_text"] if name == "value" else one[name]


def _plain(value: object) -> object:
    """A cell that no spreadsheet takes for a formula: what a report says may begin with = or @."""
    if value is None:
        return ""
    if (isinstance(value, str) and value[:1] in ("=", "+", "@", "\t", "\r")) or (
        isinstance(value, str) and value[:1] == "-" and not _is_number(value)
    ):
        return "'" + value
    return value


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


def _rdf(
    snapshot: Snapshot, facts: Sequence[Json], pieces: dict[str, list[dict[str, Any]]], suffix: str
) -> bytes:
    """The same RDF that `kg export rdf` writes, of these facts alone."""
    from kg.store.rdf import write_rdf

    excerpt = Excerpt(snapshot, facts, pieces)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"page.{suffix}"
        write_rdf(excerpt, path)
        return path.read_bytes()


class Excerpt(Ledger):
    """Some facts of a graph, read like a ledger, so that exports of a page and of everything are one and the same code."""

    def __init__(
        self, snapshot: Snapshot, facts: Sequence[Json], pieces: dict[str, list[dict[str, Any]]]
    ) -> None:
        ids = sorted({f[end] for f in facts for end in ("source", "target")})
        self._entities = {row["id"]: _entity(row["said"]) for row in snapshot.ask(_ENTITIES, ids=ids)}
        self._reports = [
            _record(snapshot, snapshot.catalogue.report(stem))
            for stem in sorted({f["report"] for f in facts})
        ]
        made = [self._statement(one, pieces[one["id"]]) for one in facts]
        self._statements = sorted(made, key=lambda s: (s.report, s.id))

    def _statement(self, one: Json, pieces: Sequence[dict[str, Any]]) -> Statement:
        """The statement as the ledger has it; its id, a hash of its content, says whether a status was told."""
        told = {name: _qualifier(one, name) for name in QUALIFIERS}
        with_status = self._made(one, told, pieces)
        return (
            with_status if with_status.id == one["id"] else self._made(one, told | {"status": None}, pieces)
        )

    def _made(self, one: Json, told: Mapping[str, object], pieces: Sequence[dict[str, Any]]) -> Statement:
        return Statement(
            report=one["report"],
            subject=self._entities[one["source"]],
            predicate=one["relation"],
            object=self._entities[one["target"]],
            qualifiers={name: _written(value) for name, value in told.items() if value not in (None, "")},
            evidence=tuple(_evidence(piece) for piece in pieces),
            confidence=one["confidence"],
        )

    def known(self) -> dict[str, tuple[str, str]]:
        return {record.stem: (record.sha256, record.fingerprint) for record in self._reports}

    def digest(self) -> str:
        return content_id("excerpt", *(statement.id for statement in self._statements))

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        yield

    def counts(self) -> Counts:
        return Counts(len(self._reports), len(self._entities), len(self._statements), 0)

    def reports(self, stem: str | None = None) -> Iterator[ReportRecord]:
        yield from (record for record in self._reports if stem in (None, record.stem))

    def entities(self) -> Iterator[Entity]:
        yield from (self._entities[key] for key in sorted(self._entities))

    def statements(
        self, *, flagged: bool = False, report: str | None = None, about: str | None = None
    ) -> Iterator[Statement]:
        for statement in () if flagged else self._statements:
            if report in (None, statement.report) and about in (
                None,
                statement.subject.id,
                statement.object.id,
            ):
                yield statement


def _written(value: object) -> str:
    """A qualifier as a ledger has it: amounts are kept as decimals without a fraction where they have none."""
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else repr(value)
    return str(value)


def _entity(said: dict[str, Any]) -> Entity:
    return Entity(
        type=said["type"],
        name=said["name"],
        subtype=said.get("subtype") or "",
        scope=said.get("scope") or "",
        code=said.get("code") or "",
        within=tuple(said.get("within") or ()),
        aliases=tuple(said.get("aliases") or ()),
        attrs={
            name: value for name, value in sorted(said.items()) if name not in OWN and isinstance(value, str)
        },
    )


def _evidence(piece: dict[str, Any]) -> Evidence:
    return Evidence(
        piece["start"], piece["end"], piece["text"], piece["section"], piece["rule"], piece["sentence"]
    )


def _record(snapshot: Snapshot, report: Report) -> ReportRecord:
    said = report.said
    text = snapshot.texts.get(report.thing.id, str(said.get("sha256") or ""))
    names: Iterable[str] = ("title", "issuer", "region", "period", "kind", "date")
    meta = ReportMeta(
        within=tuple(said.get("within") or ()), **{name: str(said.get(name) or "") for name in names}
    )
    if text is not None:
        return text.record
    return ReportRecord(
        report.thing.id, str(said.get("sha256") or ""), "", str(said.get("source") or ""), "", meta, "", ""
    )
