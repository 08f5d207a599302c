"""What counts as right, wrong, missed, and as neither."""

import json
from pathlib import Path

import pytest

from kg.errors import GoldError
from kg.evaluate import Prediction, load_gold, score
from kg.evaluate.matching import similarity
from kg.evaluate.score import Scores

RELATIONS = frozenset({"achieved", "targets", "partnersWith", "implements", "locatedIn", "supports"})

ENTITIES = [
    {"type": "Region", "name": "甲县", "mentions": ["我县"]},
    {"type": "Institution", "name": "甲县人民医院", "mentions": ["县医院"], "alt": ["甲县医院"]},
    {"type": "Institution", "name": "乙大学附属医院", "mentions": ["乙大附院"]},
    {"type": "Indicator", "name": "高血压患者规范管理率", "mentions": ["高血压患者规范管理率"]},
    {"type": "Indicator", "name": "糖尿病患者规范管理率", "mentions": ["糖尿病患者规范管理率"]},
    {"type": "Programme", "name": "家庭医生签约服务", "mentions": ["家庭医生签约服务"], "optional": True},
]


def gold(tmp_path: Path, facts: list[dict[str, object]], unalignable: list[str] | None = None) -> Path:
    data = {
        "doc": "900",
        "report": {},
        "entities": ENTITIES,
        "facts": facts,
        "unalignable": unalignable or [],
    }
    (tmp_path / "900.json").write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
    return tmp_path


def said(subject: str, predicate: str, target: str, kind: str = "Indicator", **qualifiers: str) -> Prediction:
    first = "Region" if subject.endswith("县") else "Institution"
    return Prediction(
        first, subject, predicate, kind, target, qualifiers, 0.9, f"{subject}{predicate}{target}", ""
    )


def judge(folder: Path, *predictions: Prediction) -> Scores:
    return score(load_gold(folder), {"900_report": list(predictions)}, RELATIONS)


VALUE = {
    "s": "甲县",
    "p": "achieved",
    "o": "高血压患者规范管理率",
    "value": "53",
    "unit": "%",
    "period": "2019",
}


def test_an_exact_fact_is_right_with_every_qualifier(tmp_path: Path) -> None:
    scores = judge(
        gold(tmp_path, [VALUE]),
        said("甲县", "achieved", "高血压患者规范管理率", value="53.0", unit="%", period="2019"),
    )
    tally = scores.relations["achieved"]
    assert (tally.tp, tally.fp, tally.fn, tally.full) == (1, 0, 0, 1)


@pytest.mark.parametrize(
    "wrong",
    [
        {"value": "54", "unit": "%"},
        {"value": "53", "unit": "‰"},
        {"value": "53", "unit": "%", "measure": "change_relative"},
        {"value": "", "unit": "%"},
    ],
)
def test_another_value_unit_or_measure_is_wrong_and_the_fact_missed(
    tmp_path: Path, wrong: dict[str, str]
) -> None:
    tally = judge(
        gold(tmp_path, [VALUE]), said("甲县", "achieved", "高血压患者规范管理率", **wrong)
    ).relations["achieved"]
    assert (tally.tp, tally.fp, tally.fn) == (0, 1, 1)


def test_another_period_is_right_but_not_with_every_qualifier(tmp_path: Path) -> None:
    scores = judge(
        gold(tmp_path, [VALUE]),
        said("甲县", "achieved", "高血压患者规范管理率", value="53", unit="%", period="2020"),
    )
    assert (scores.relations["achieved"].tp, scores.relations["achieved"].full) == (1, 0)


def test_a_name_that_fits_another_indicator_better_is_a_mispaired_list(tmp_path: Path) -> None:
    other = {"s": "甲县", "p": "achieved", "o": "糖尿病患者规范管理率", "value": "48", "unit": "%"}
    mispaired = said("甲县", "achieved", "糖尿病患者规范管理率", value="53", unit="%")
    tally = judge(gold(tmp_path, [VALUE, other]), mispaired).relations["achieved"]
    assert (tally.tp, tally.fp, tally.fn) == (0, 1, 2)


def test_partners_may_change_places_but_helpers_may_not(tmp_path: Path) -> None:
    facts = [
        {"s": "甲县人民医院", "p": "partnersWith", "o": "乙大学附属医院"},
        {"s": "乙大学附属医院", "p": "supports", "o": "甲县人民医院"},
    ]
    scores = judge(
        gold(tmp_path, facts),
        said("乙大学附属医院", "partnersWith", "甲县医院", "Institution"),
        said("甲县医院", "supports", "乙大学附属医院", "Institution"),
    )
    assert scores.relations["partnersWith"].tp == 1
    assert (scores.relations["supports"].tp, scores.relations["supports"].fp) == (0, 1)


def test_an_optional_fact_neither_helps_nor_hurts(tmp_path: Path) -> None:
    fact = {"s": "甲县", "p": "implements", "o": "家庭医生签约服务", "optional": True}
    found = judge(gold(tmp_path, [fact]), said("甲县", "implements", "家庭医生签约服务", "Programme"))
    assert "implements" not in found.relations
    assert "implements" not in judge(gold(tmp_path, [fact])).relations


def test_an_optional_intention_told_as_done_is_wrong(tmp_path: Path) -> None:
    fact = {"s": "甲县", "p": "implements", "o": "家庭医生签约服务", "optional": True, "status": "target"}
    scores = judge(
        gold(tmp_path, [fact]), said("甲县", "implements", "家庭医生签约服务", "Programme", status="actual")
    )
    assert scores.relations["implements"].fp == 1


def test_a_repetition_is_no_second_error(tmp_path: Path) -> None:
    once = said("甲县", "achieved", "高血压患者规范管理率", value="53", unit="%")
    tally = judge(gold(tmp_path, [VALUE]), once, once).relations["achieved"]
    assert (tally.tp, tally.fp) == (1, 0)


def test_structure_is_wrong_only_where_the_annotation_says_otherwise(tmp_path: Path) -> None:
    fact = {"s": "甲县人民医院", "p": "locatedIn", "o": "甲县"}
    scores = judge(
        gold(tmp_path, [fact]),
        said("乙大学附属医院", "locatedIn", "甲县", "Region"),
        said("甲县人民医院", "locatedIn", "丙县", "Region"),
    )
    assert (scores.relations["locatedIn"].tp, scores.relations["locatedIn"].fp) == (0, 1)


def test_a_value_out_of_a_list_that_cannot_be_aligned_is_counted_as_guessed(tmp_path: Path) -> None:
    folder = gold(tmp_path, [VALUE], ["甲、乙、丙中心分别为31、28万人次"])
    guess = said("甲县", "achieved", "门诊量", value="31", unit="人次")
    assert judge(folder, guess).guessed == 1
    assert judge(folder).guessed == 0


def test_entities_are_counted_by_any_of_their_names(tmp_path: Path) -> None:
    fact = {"s": "甲县人民医院", "p": "partnersWith", "o": "乙大学附属医院"}
    scores = judge(gold(tmp_path, [fact]), said("县医院", "partnersWith", "丙医院", "Institution"))
    tally = scores.entities["Institution"]
    assert (tally.tp, tally.fp, tally.fn) == (1, 1, 1)


@pytest.mark.parametrize("order", [1, -1])
def test_of_similar_names_the_equal_ones_belong_together_whatever_their_order(
    tmp_path: Path, order: int
) -> None:
    """The rate of high blood pressure is like that of diabetes, and must not be taken for it."""
    names = ["糖尿病患者规范管理率", "高血压患者规范管理率"][::order]
    scores = judge(gold(tmp_path, []), *(said("甲县", "achieved", name) for name in names))
    tally = scores.entities["Indicator"]
    assert (tally.tp, tally.fp, tally.fn) == (2, 0, 0)


def test_similarity_is_one_for_names_that_differ_in_marks_only() -> None:
    assert similarity("“优质服务基层行”活动", "优质服务基层行活动") == 1.0
    assert 0.6 < similarity("高血压患者规范管理率", "高血压规范管理率") < 1.0
    assert similarity("", "甲") == 0.0


def test_a_file_that_is_no_annotation_is_named(tmp_path: Path) -> None:
    with pytest.raises(GoldError, match="no annotated report"):
        load_gold(tmp_path)
    (tmp_path / "bad.json").write_text('{"doc": "1"}', encoding="utf-8")
    with pytest.raises(GoldError, match=r"bad\.json"):
        load_gold(tmp_path)
