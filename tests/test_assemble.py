"""From relations to statements: ends linked, qualifiers complete, evidence exact in the raw file."""

import time
from dataclasses import replace
from pathlib import Path

import pytest

from kg.assemble import merge
from kg.build import understand
from kg.model.statement import Statement
from kg.model.text import Document

REPORT = (
    "浦城县卫生健康局２０２２年工作總結\r\n"
    "2022年,全縣衛生院共有37個,居民健康檔案建檔率達91.5％。縣醫院與福建醫科大學附屬第一醫院簽訂合作協議。\r\n"
    "下一步工作計劃:2023年力爭建檔率達到93％以上。縣醫院擬與廈門大學附屬第一醫院合作。\r\n"
    "浦城縣衛生健康局\r\n2023年1月10日\r\n"
)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[Document, tuple[Statement, ...]]:
    path = tmp_path_factory.mktemp("reports") / "pucheng.txt"
    path.write_bytes(REPORT.encode("utf-16"))
    return understand(path)


def found(statements: tuple[Statement, ...], predicate: str) -> list[Statement]:
    return [s for s in statements if s.predicate == predicate]


def test_evidence_is_the_very_text_of_the_raw_file(built: tuple[Document, tuple[Statement, ...]]) -> None:
    document, statements = built
    assert statements
    for statement in statements:
        for evidence in statement.evidence:
            assert REPORT[evidence.start : evidence.end] == evidence.text
            assert evidence.clean in document.text
            assert 0 <= evidence.clean_start < evidence.clean_end <= len(evidence.clean)


def test_a_value_keeps_its_qualifiers_and_a_target_is_a_target(
    built: tuple[Document, tuple[Statement, ...]],
) -> None:
    _, statements = built
    (rate,) = [s for s in found(statements, "achieved") if s.qualifiers["unit"] == "%"]
    assert (rate.subject.name, rate.qualifiers["value"], rate.qualifiers["period"]) == (
        "浦城县",
        "91.5",
        "2022",
    )
    (goal,) = found(statements, "targets")
    assert (goal.qualifiers["value"], goal.qualifiers["cmp"], goal.qualifiers["period"]) == (
        "93",
        "ge",
        "2023",
    )
    assert goal.qualifiers["status"] == "target"


def test_partners_are_linked_under_their_full_names_with_the_status_told(
    built: tuple[Document, tuple[Statement, ...]],
) -> None:
    _, statements = built
    told = {
        (frozenset((s.subject.name, s.object.name)), s.qualifiers["status"])
        for s in found(statements, "partnersWith")
    }
    assert (frozenset(("浦城县医院", "福建医科大学附属第一医院")), "actual") in told
    assert (frozenset(("浦城县医院", "厦门大学附属第一医院")), "target") in told


def test_structure_follows_from_names(built: tuple[Document, tuple[Statement, ...]]) -> None:
    _, statements = built
    assert ("浦城县卫生健康局", "浦城县") in {
        (s.subject.name, s.object.name) for s in found(statements, "administers")
    }
    assert ("浦城县医院", "浦城县") in {
        (s.subject.name, s.object.name) for s in found(statements, "locatedIn")
    }


def test_a_statement_stands_once_and_in_order(built: tuple[Document, tuple[Statement, ...]]) -> None:
    _, statements = built
    ids = [s.id for s in statements]
    assert ids == sorted(set(ids))


def test_the_order_of_files_and_their_folder_do_not_matter(tmp_path: Path) -> None:
    for folder in ("a", "b/c"):
        (tmp_path / folder).mkdir(parents=True)
        (tmp_path / folder / "pucheng.txt").write_text(REPORT, encoding="utf-8")
    first = understand(tmp_path / "a/pucheng.txt")[1]
    assert first == understand(tmp_path / "b/c/pucheng.txt")[1]


def test_a_line_that_a_page_repeats_ten_thousand_times_is_one_statement_made_at_once(
    built: tuple[Document, tuple[Statement, ...]],
) -> None:
    rate = found(built[1], "achieved")[0]
    again = [replace(rate, evidence=(replace(rate.evidence[0], start=n),)) for n in range(10_000, 0, -1)]
    begin = time.monotonic()
    (merged,) = merge(again)
    assert time.monotonic() - begin < 10  # takes 0.1 s; sorted anew at each line it took a minute
    assert [piece.start for piece in merged.evidence] == list(range(1, 10_001))


def test_of_equal_statements_the_surest_stays_and_one_without_a_flag_clears_the_others(
    built: tuple[Document, tuple[Statement, ...]],
) -> None:
    rate = found(built[1], "achieved")[0]
    sure, doubted = replace(rate, confidence=0.9), replace(rate, confidence=0.4, flag="weak rule")
    for pair in ([sure, doubted], [doubted, sure]):
        (merged,) = merge(pair)
        assert (merged.confidence, merged.flag) == (0.9, "")
    (merged,) = merge([doubted, doubted])
    assert merged.flag == "weak rule"
