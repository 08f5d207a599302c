"""Statements on disk: idempotent, replaced a report at a time, retracted with all that only one report said."""

import hashlib
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from kg.errors import LedgerError
from kg.ledger import open_ledger
from kg.model.statement import Entity, Evidence, Statement
from kg.model.text import Document, OffsetMap, RawReport, ReportMeta, Section

ROOT = Path(__file__).resolve().parent.parent
COUNTY = Entity("Region", "甲县", scope="990001", code="990001", within=("某省", "某市"))
HOSPITAL = Entity(
    "Institution", "甲县人民医院", "hospital", "990001", "990001", ("某省", "某市", "甲县"), ("县医院",)
)
PARTNER = Entity("Institution", "乙大学附属医院", "hospital")


def document(stem: str, text: str = "县医院与乙大学附属医院签约。") -> Document:
    raw = RawReport(stem, f"{stem}.txt", text, "utf-8", hashlib.sha256(text.encode()).hexdigest())
    return Document(
        raw,
        text,
        OffsetMap.identity(len(text)),
        ReportMeta(title=stem),
        (Section(0, 0, "", 0, len(text)),),
        (),
    )


def partners(stem: str, **changes: object) -> Statement:
    evidence = Evidence(0, 11, "县医院与乙大学附属医院", "", "test", "县医院与乙大学附属医院签约。", 0, 11)
    plain = Statement(stem, HOSPITAL, "partnersWith", PARTNER, {"period": "2022"}, (evidence,), 0.9)
    return replace(plain, **changes)


def located(stem: str) -> Statement:
    return Statement(stem, HOSPITAL, "locatedIn", COUNTY)


def test_what_goes_in_comes_out(tmp_path: Path) -> None:
    with open_ledger(tmp_path, write=True) as ledger:
        ledger.replace(document("r1"), "f", [partners("r1"), located("r1")])
    with open_ledger(tmp_path) as ledger:
        (back, where) = sorted(ledger.statements(), key=lambda s: s.predicate, reverse=True)
        assert back == partners("r1")
        assert back.id == partners("r1").id
        assert where.object.within == ("某省", "某市")
        (report,) = ledger.reports()
        assert (report.stem, report.raw, report.meta.title) == ("r1", document("r1").raw.text, "r1")


def test_replacing_a_report_with_the_same_changes_nothing(tmp_path: Path) -> None:
    with open_ledger(tmp_path, write=True) as ledger:
        ledger.replace(document("r1"), "f", [partners("r1")])
        before = ledger.counts(), ledger.digest(), list(ledger.statements())
        ledger.replace(document("r1"), "f", [partners("r1")])
        assert (ledger.counts(), ledger.digest(), list(ledger.statements())) == before


def test_an_edited_report_replaces_its_own_statements_only(tmp_path: Path) -> None:
    with open_ledger(tmp_path, write=True) as ledger:
        ledger.replace(document("r1"), "f", [partners("r1")])
        ledger.replace(document("r2"), "f", [partners("r2")])
        before = ledger.digest()
        ledger.replace(document("r1", "改写。"), "f", [located("r1")])
        assert [(s.report, s.predicate) for s in ledger.statements()] == [
            ("r1", "locatedIn"),
            ("r2", "partnersWith"),
        ]
        assert ledger.digest() != before


def test_a_retracted_report_takes_along_what_only_it_said(tmp_path: Path) -> None:
    with open_ledger(tmp_path, write=True) as ledger:
        ledger.replace(document("r1"), "f", [partners("r1"), located("r1")])
        ledger.replace(document("r2"), "f", [partners("r2")])
        ledger.remove("r1")
        assert {entity.name for entity in ledger.entities()} == {"甲县人民医院", "乙大学附属医院"}
        assert ledger.counts().statements == 1
        ledger.remove("r2")
        assert ledger.counts().entities == 0


def test_an_entity_gathers_what_all_reports_call_it_whatever_their_order(tmp_path: Path) -> None:
    other = replace(HOSPITAL, aliases=("县人民医院", "该院"), subtype="")
    for folder, order in (("a", ("r1", "r2")), ("b", ("r2", "r1"))):
        with open_ledger(tmp_path / folder, write=True) as ledger:
            for stem in order:
                ledger.replace(
                    document(stem), "f", [partners(stem, subject=HOSPITAL if stem == "r1" else other)]
                )
            hospital = next(e for e in ledger.entities() if e.name == "甲县人民医院")
            assert hospital.aliases == ("县人民医院", "县医院", "该院")
            assert hospital.subtype == "hospital"


def test_flagged_statements_are_kept_apart(tmp_path: Path) -> None:
    with open_ledger(tmp_path, write=True) as ledger:
        ledger.replace(document("r1"), "f", [partners("r1", flag="two candidates"), located("r1")])
        assert [s.predicate for s in ledger.statements()] == ["locatedIn"]
        assert [s.flag for s in ledger.statements(flagged=True)] == ["two candidates"]
        assert (ledger.counts().statements, ledger.counts().flagged) == (1, 1)


def test_a_failed_write_leaves_the_report_as_it_was(tmp_path: Path) -> None:
    with open_ledger(tmp_path, write=True) as ledger:
        ledger.replace(document("r1"), "f", [partners("r1")])
        with pytest.raises(LedgerError, match="cannot write the ledger"):
            ledger.replace(document("r1"), "f", [located("r1"), located("r1")])  # one id twice
        assert [s.predicate for s in ledger.statements()] == ["partnersWith"]


def test_readers_go_on_while_a_build_writes(tmp_path: Path) -> None:
    with open_ledger(tmp_path, write=True) as writer:
        writer.replace(document("r1"), "f", [partners("r1")])
        with open_ledger(tmp_path) as reader:
            rows = reader.statements()
            first = next(rows)
            writer.replace(document("r2"), "f", [partners("r2")])
            assert first.report == "r1"
            assert reader.counts().reports == 2


def test_a_folder_without_a_graph_is_named(tmp_path: Path) -> None:
    with pytest.raises(LedgerError, match="run `kg build"), open_ledger(tmp_path / "none"):
        pass
    assert not (tmp_path / "none").exists()


def test_a_file_that_is_no_ledger_is_named(tmp_path: Path) -> None:
    (tmp_path / "ledger.sqlite").write_bytes(b"not a database" * 100)
    with pytest.raises(LedgerError, match=str(tmp_path)), open_ledger(tmp_path):
        pass


def test_many_builds_that_start_in_a_new_folder_at_once_all_find_a_ledger(tmp_path: Path) -> None:
    script = "import sys; from pathlib import Path; from kg.ledger import open_ledger; sys.stdin.read(); open_ledger(Path(sys.argv[1]), write=True).__enter__()"
    for attempt in range(5):
        command = [sys.executable, "-c", script, str(tmp_path / str(attempt))]
        started = [
            subprocess.Popen(command, stdin=subprocess.PIPE, stderr=subprocess.PIPE, cwd=ROOT)
            for _ in range(4)
        ]
        for process in started:
            assert process.stdin is not None
            process.stdin.close()  # all have imported what they need and go on together
        for process in started:
            process.wait(60)
            assert process.stderr is not None
            assert (process.returncode, process.stderr.read()) == (0, b"")
            process.stderr.close()


def test_a_ledger_whose_build_was_killed_before_its_first_table_is_no_graph_yet(tmp_path: Path) -> None:
    (tmp_path / "ledger.sqlite").touch()
    with pytest.raises(LedgerError, match="no graph here: run `kg build"), open_ledger(tmp_path):
        pass
    with open_ledger(tmp_path, write=True) as ledger:
        assert ledger.counts().reports == 0
