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
        "总投资4.8亿元的开平市中心医院整体搬迁工程主体封顶，规划床位600张。",
        "开平市中心医院整体搬迁工程总投资4.8亿元，规划床位600张，主体封顶。",
    ],
)
def test_what_a_building_will_have_is_its_owners_aim_and_its_cost_is_told_once(text: str) -> None:
    extraction = extract(load(), report(text))
    (relation,) = numeric(extraction)
    assert relation.subject.name == "开平市中心医院"  # type: ignore[union-attr]
    assert relation.object.name.startswith("整体搬迁") and relation.qualifiers["value"] == "600"
    assert relation.predicate == "targets"
    (work,) = [r for r in extraction.relations if r.predicate == "builds"]
    assert work.qualifiers["amount"] == "480000000"


def told(text: str, **meta: str) -> set[tuple[str, str, str, str]]:
    """Who, what, value and unit of all values of a text."""
    return {
        (
            r.subject.value if isinstance(r.subject, Deixis) else r.subject.name,
            r.object.name,
            r.qualifiers["value"],
            r.qualifiers["unit"],
        )
        for r in numeric(extract(load(), report(text, **meta)))
    }


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("目前，全国已建成县域医共体2388个；全市门诊量86万人次。", {("region", "门诊量", "860000", "人次")}),
        ("全国平均住院日为9.2天，开平市中心医院为7.8天。", {("开平市中心医院", "平均住院日", "7.8", "天")}),
        ("全市获评全国示范性老年友好型社区3个。", {("region", "获评全国示范性老年友好型社区数", "3", "个")}),
    ],
)
def test_values_of_the_whole_country_are_no_values_of_the_region(
    text: str, facts: set[tuple[str, str, str, str]]
) -> None:
    assert told(text) == facts


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("艾滋病：全市共报告36例，死亡11人。", {"艾滋病报告例数", "艾滋病死亡人数"}),
        ("高血压患者管理：建档3.2万人，规范管理率76.3%。", {"高血压患者建档人数", "高血压患者规范管理率"}),
        ("妇幼健康：婴儿死亡率2.1‰。", {"婴儿死亡率"}),
        (
            "乙类传染病中白喉无发病报告，其余22种共报告发病1260例，死亡11人。",
            {"乙类传染病报告发病例数", "乙类传染病死亡人数"},
        ),
        ("医疗机构总床位数3620张，每千人口6.2张。", {"医疗机构总床位数", "每千人口床位数"}),
        (
            "床位4260张，其中：医院3120张(占73.2%)，诊所860张。",
            {"床位数", "医院床位数", "医院床位占比", "诊所床位数"},
        ),
        (
            "重点专科建设项目12个，总投资8600万元，已完工5个。",
            {"重点专科建设项目数", "总投资", "完工重点专科建设项目数"},
        ),
    ],
)
def test_what_stands_above_a_value_is_in_its_name(text: str, names: set[str]) -> None:
    assert {name for _, name, _, _ in told(text)} == names


@pytest.mark.parametrize(
    ("text", "value", "unit", "measure"),
    [
        ("手术量比上年翻了一番。", "100", "%", "change_relative"),
        ("手术量翻两番。", "300", "%", "change_relative"),
        ("手术量8600台，是去年的1.3倍。", "30", "%", "change_relative"),
        ("门诊收入同比增长1.4倍。", "140", "%", "change_relative"),
        ("肺结核报告发病率为每十万人35.2例。", "35.2", "/10万", "level"),
        ("孕产妇死亡率为零。", "0", "/10万", "level"),
        ("日均门诊量3000人次/天。", "3000", "人次/天", "level"),
        ("住院次均费用9860元，较上年同期(9920元)下降0.6%。", "9920", "元", "level"),
    ],
)
def test_a_value_is_told_in_its_unit(text: str, value: str, unit: str, measure: str) -> None:
    found = numeric(extract(load(), report(text)))
    assert (value, unit, measure) in {
        (r.qualifiers["value"], r.qualifiers["unit"], r.qualifiers["measure"]) for r in found
    }


def test_the_word_behind_a_list_holds_for_all_of_it() -> None:
    found = numeric(extract(load(), report("婴儿死亡率、5岁以下儿童死亡率分别控制在4‰、5‰以内。")))
    assert [r.qualifiers["cmp"] for r in found] == ["le", "le"]


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("6月末，全市拥有医疗机构512家。", "asof:2024-06"),
        ("截至1月4日，接种疫苗86.2万剂次。", "asof:2025-01"),
        ("去年同期门诊量266万人次。", "2023"),
        ("自2022年7月起，选派专家12名。", "2022-07"),
        ("手术量8600台，是2019年的1.3倍。", "2024"),
    ],
)
def test_a_period_is_told_by_its_words(text: str, period: str) -> None:
    found = numeric(extract(load(), report(text)))
    assert found[-1].qualifiers["period"] == period


@pytest.mark.parametrize(
    "text",
    [
        "省卫健委干部一行3人来我市调研。",
        "19家医院的领导专程到会祝贺。",
        "来自各地的200余名代表参加会议。",
        "三级公立医院绩效考核较上年前进35名。",
        "次均费用应达到我省限定费用的80%以上。",
    ],
)
def test_guests_ranks_and_requirements_are_no_values(text: str) -> None:
    assert told(text) == set()


@pytest.mark.parametrize(
    ("text", "who", "name"),
    [
        ("由开平市中心医院托管的开平市中医院，门诊量同比增长42%。", "开平市中医院", "门诊量"),
        ("开平市中心医院接管开平市中医院以来，该院门诊量增加到4.6万人次。", "开平市中医院", "门诊量"),
        ("开平市中心医院的门诊量达120万人次。", "开平市中心医院", "门诊量"),
        ("开平市中心医院通过三甲评审，家庭医生签约23万人。", "开平市", "家庭医生签约人数"),
        ("报告发病数居前两位的地区为恩平市(15例)、台山市(9例)。", "恩平市", "报告发病数"),
    ],
)
def test_a_value_belongs_to_whom_the_words_mean(text: str, who: str, name: str) -> None:
    assert (who, name) in {(subject, told_name) for subject, told_name, _, _ in told(text)}


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
