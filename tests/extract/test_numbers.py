"""Numbers, periods, status and subjects beyond what the rules' own examples show."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.extract import extensions, numbers
from kg.extract.indicator_concepts import concept_of
from kg.extract.periods import period_of
from kg.extract.pipeline import extract, load
from kg.extract.status import status_of
from kg.model.mention import Deixis, Extraction, RelationMention
from kg.model.text import Document, OffsetMap, RawReport, ReportMeta, Section
from kg.sentences import split_sentences


def report(text: str, role: str = "results", period: str = "", **meta: str) -> Document:
    return Document(
        RawReport("r", "r.txt", text, "utf-8", ""),
        text,
        OffsetMap.identity(len(text)),
        ReportMeta(**{"region": "开平市", "period": "2024", "date": "2025-01-10", "kind": "summary", **meta}),  # type: ignore[arg-type]
        (Section(0, 0, "", 0, len(text), role, period),),
        split_sentences(text),
    )


def numeric(extraction: Extraction) -> list[RelationMention]:
    return [r for r in extraction.relations if r.rule.startswith("numeric.")]


@given(st.integers(min_value=0, max_value=10**9), st.sampled_from(["", "万", "亿"]))
def test_a_number_is_scaled_exactly(number: int, scale: str) -> None:
    value = numbers.arabic(f"{number:,}", scale)
    assert value == Decimal(number) * {"": 1, "万": 10**4, "亿": 10**8}[scale]
    assert Decimal(numbers.plain(value)) == value and "E" not in numbers.plain(value)


@given(st.integers(min_value=1, max_value=9999))
@settings(max_examples=50)
def test_han_numerals_are_read(number: int) -> None:
    import cn2an

    assert numbers.han(cn2an.an2cn(str(number))) == number


@given(
    st.text(
        alphabet="全市新增胸痛中心卒中率达约余个家人次万亿%‰0123456789.、，。；（()和分别由到提高下降比上年其中两三",
        max_size=60,
    )
)
@settings(max_examples=150, deadline=None)
def test_any_text_gives_values_that_lie_in_it(text: str) -> None:
    doc = load()(text)
    for quantity in extensions.quantities(doc):
        assert text[quantity.start : quantity.end] == quantity.text
        Decimal(quantity.value)
    for relation in extensions.relations(doc):
        assert 0 <= relation.start < relation.end <= len(text)


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("截至6月底，全市建成胸痛中心3个，卒中中心2个。", "asof:2024-06"),
        ("1月至8月，完成诊疗30万人次，药占比27.5%。", "2024-01/2024-08"),
        ("4月挂牌成立医疗集团，接诊207人次。", "2024"),
        ("药占比27.5%，比2023年下降1.2个百分点。", "2024"),
    ],
)
def test_a_period_governs_what_it_covers(text: str, period: str) -> None:
    document = report(text)
    doc = load().make_doc(text)
    doc._.report = document
    for _, component in load().pipeline:
        doc = component(doc)
    last = extensions.quantities(doc)[-1]
    assert period_of(doc, last.start, last.end) == period


def test_a_chapter_of_plans_aims_and_one_of_results_has_reached() -> None:
    text = "建成胸痛中心3个。"
    for role, predicate in (("plan", "targets"), ("results", "achieved")):
        (relation,) = numeric(extract(load(), report(text, role)))
        assert relation.predicate == predicate


def test_a_value_of_a_past_year_is_no_aim_of_a_plan() -> None:
    found = numeric(extract(load(), report("2023年药占比27.5%。", "plan", "2025")))
    assert [(r.predicate, r.qualifiers["period"]) for r in found] == [("achieved", "2023")]


def test_the_old_value_belongs_to_the_year_before() -> None:
    found = numeric(extract(load(), report("住院次均费用由2310元降到2185元。")))
    assert [(r.qualifiers["value"], r.qualifiers["period"]) for r in found] == [
        ("2310", "2023"),
        ("2185", "2024"),
    ]


def test_a_hospital_reports_on_itself_and_an_authority_on_its_region() -> None:
    text = "药占比27.5%。"
    for kind, subject in (("hospital", Deixis.ISSUER), ("health_authority", Deixis.REGION)):
        (relation,) = numeric(extract(load(), report(text, issuer_type=kind)))
        assert relation.subject is subject


def test_nobody_behind_a_preposition_is_a_subject() -> None:
    found = numeric(extract(load(), report("与广东省人民医院合作建立心脏中心，完成手术817台。")))
    assert [r.subject for r in found] == [Deixis.REGION]


def test_lists_that_do_not_match_stay_silent() -> None:
    text = "影像、心电、检验覆盖率分别达到86.7%、96.5%。"
    assert numeric(extract(load(), report(text))) == []


def test_status_without_a_report_is_read_from_the_words() -> None:
    doc = load()("正在建设胸痛中心。")
    assert status_of(doc, 2, 8) == "ongoing"


def test_names_are_linked_to_concepts() -> None:
    assert concept_of("人均预期寿命") == "life-expectancy"
    assert concept_of("下发监督意见书数") == ""


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("高血压、糖尿病患者规范管理率分别为78.2%、76.9%。", ["患者规范管理率", "糖尿病患者规范管理率"]),
        ("药品让利群众4939万元。", ["药品让利群众"]),
        ("新增3个省级临床重点专科。", ["省级临床重点专科"]),
    ],
)
def test_an_indicator_stands_where_its_name_stands(text: str, named: list[str]) -> None:
    found = numeric(extract(load(), report(text)))
    assert sorted(text[r.object.start : r.object.end] for r in found) == sorted(named)
    assert all(r.start <= r.object.start and r.object.end <= r.end for r in found)


@pytest.mark.parametrize(
    "text",
    [
        "总投资4.8亿元的开平市中心医院整体搬迁工程主体封顶。",
        "开平市中心医院整体搬迁工程总投资4.8亿元，主体封顶。",
    ],
)
def test_money_of_a_building_belongs_to_its_owner(text: str) -> None:
    (relation,) = numeric(extract(load(), report(text)))
    assert relation.subject.name == "开平市中心医院"  # type: ignore[union-attr]
    assert relation.object.name in {"整体搬迁总投资", "整体搬迁工程总投资"}
    assert relation.predicate == "targets"


@pytest.mark.parametrize(
    "text",
    [
        "床位使用率依次为88.7%(开平市中心医院)、79.3%(开平市中医院)。",
        "开平市中心医院、开平市中医院推进精细管理，床位使用率分别达88.7%和79.3%。",
        "开平市中心医院、开平市中医院床位使用率分别为88.7%和79.3%。",
    ],
)
def test_each_body_of_a_list_has_its_value(text: str) -> None:
    found = numeric(extract(load(), report(text)))
    assert [(r.subject.name, r.object.name, r.qualifiers["value"]) for r in found] == [  # type: ignore[union-attr]
        ("开平市中心医院", "床位使用率", "88.7"),
        ("开平市中医院", "床位使用率", "79.3"),
    ]


def test_one_value_of_several_bodies_together_is_told_of_none() -> None:
    assert numeric(extract(load(), report("开平市中心医院、开平市中医院两家合计90%。"))) == []
