"""One entity with all that is said of it."""

from pathlib import Path

import pytest

from kg.ledger import open_ledger
from kg.query.show import candidates, card, lines
from tests.store import small


@pytest.fixture
def graph(tmp_path: Path) -> Path:
    return small.fill(tmp_path, "r1", "r2")


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("甲县人民医院", ["甲县人民医院"]),  # the very name, though others hold it
        ("县医院", ["甲县人民医院"]),  # an alias
        ("规范管理", ["高血压患者规范管理率"]),  # part of one name
        ("医院", ["甲县人民医院", "乙大学附属医院", "甲县人民医院迁建工程"]),
        (small.RATE.id, ["高血压患者规范管理率"]),
        ("r1", ["甲县r1年工作总结"]),
        ("没有", []),
        (" ", []),
    ],
)
def test_whom_a_name_means(graph: Path, name: str, found: list[str]) -> None:
    with open_ledger(graph) as ledger:
        assert sorted(e.name for e in candidates(ledger, name)) == sorted(found)


def test_a_card_tells_facts_with_their_sources(graph: Path) -> None:
    with open_ledger(graph) as ledger:
        text = "\n".join(lines(card(ledger, small.HOSPITAL), 0))
    assert text.startswith("甲县人民医院  Institution 机构 · Hospital 医院  某省 > 某市 > 甲县")
    assert "also 又称: 县医院" in text
    assert "mentioned 提及: r1 ×2, r2 ×2" in text
    assert "partnersWith 合作 (2)" in text
    assert "↔ 乙大学附属医院 period=2022 status=actual mode=签约  [0.90]" in text
    assert "r1[0:11] 一、成绩: 【县医院与乙大学附属医院】签约" in text
    assert "locatedIn 位于 (2)" in text
    assert "supports" not in text, "a flagged statement is no fact"


def test_values_are_shown_with_unit_and_comparison(graph: Path) -> None:
    with open_ledger(graph) as ledger:
        text = "\n".join(lines(card(ledger, small.COUNTY), 0))
    assert "→ 高血压患者规范管理率 = 72.3% period=2022-H1 status=actual  [0.95]" in text
    assert "← 甲县人民医院" in text


def test_long_lists_are_cut_and_say_so(graph: Path) -> None:
    with open_ledger(graph) as ledger:
        text = "\n".join(lines(card(ledger, small.HOSPITAL), 1))
    assert text.count("↔ 乙大学附属医院") == 1
    assert "… 1 more 另有: --all" in text


def test_a_report_shows_what_it_says(graph: Path) -> None:
    with open_ledger(graph) as ledger:
        (report,) = candidates(ledger, "r2")
        text = "\n".join(lines(card(ledger, report), 0))
    assert "甲县人民医院 ↔ 乙大学附属医院" in text
    assert "r1[" not in text
