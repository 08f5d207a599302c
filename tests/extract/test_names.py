"""Names of regions, institutions, alliances, units, persons, diseases and groups of people."""

from collections.abc import Iterator
from importlib import import_module
from typing import Any

import pytest

from kg.extract.extensions import mentions, relations, text_of
from kg.extract.pipeline import layout
from kg.extract.relations_structure import relations_structure
from kg.extract.rules import load_rules
from kg.model.mention import Deixis, Mention
from kg.model.text import Document, OffsetMap, RawReport, ReportMeta, Section
from kg.sentences import split_sentences
from tests.extract.adapters.names import COMPONENTS, _blank, read, told

FILES = ("regions", "institutions", "alliances", "units", "persons", "diseases", "populations")


def _tables(node: Any) -> Iterator[dict[str, Any]]:
    if isinstance(node, dict):
        if "examples" in node or "counter" in node:
            yield node
        for value in node.values():
            yield from _tables(value)
    elif isinstance(node, list):
        for value in node:
            yield from _tables(value)


EXAMPLES = [
    pytest.param(name, table, example, id=f"{name}:{example['text'][:24]}")
    for name in FILES
    for table in _tables(load_rules(name))
    for example in table.get("examples", ())
]
COUNTERS = [
    pytest.param(name, table, text, id=f"{name}:not:{text[:24]}")
    for name in FILES
    for table in _tables(load_rules(name))
    for text in table.get("counter", ())
]


@pytest.mark.parametrize(("name", "table", "example"), EXAMPLES)
def test_examples_are_found(name: str, table: dict[str, Any], example: dict[str, Any]) -> None:
    found = import_module(f"tests.extract.adapters.{name}").run(table, example["text"])
    assert set(example["gives"]) <= set(found)


@pytest.mark.parametrize(("name", "table", "text"), COUNTERS)
def test_counter_examples_give_nothing(name: str, table: dict[str, Any], text: str) -> None:
    assert import_module(f"tests.extract.adapters.{name}").run(table, text) == []


def _report(text: str, code: str, issuer_type: str = "health_authority"):
    raw = RawReport("x", "x.txt", text, "utf-8", "")
    meta = ReportMeta(region_code=code, period="2022", issuer_type=issuer_type)
    document = Document(
        raw,
        text,
        OffsetMap.identity(len(text)),
        meta,
        (Section(0, 0, "", 0, len(text)),),
        split_sentences(text),
    )
    doc = _blank().make_doc(text)
    doc._.report = document
    doc = layout(doc)
    for name in COMPONENTS:
        doc = getattr(import_module(f"kg.extract.{name}"), name)(doc)
    return doc


def test_every_mention_fills_its_range() -> None:
    doc = read(
        "开平市中心医院胸痛中心于2月通过验收，邹区、城中两大医疗集团与市一院签约，高血压患者、65岁以上老年人受益。"
    )
    for mention in mentions(doc):
        assert text_of(doc)[mention.start : mention.end] == mention.text


@pytest.mark.parametrize(
    ("code", "word", "meant"),
    [
        ("450921", "全县", Deixis.REGION),  # 容县 speaks of itself
        ("450921", "全市", "玉林市"),
        ("450921", "全区", "广西壮族自治区"),
        ("320404", "全区", Deixis.REGION),  # 钟楼区
        ("320404", "全市", "常州市"),
        ("320404", "全省", "江苏省"),
        ("440783", "全市", Deixis.REGION),  # 开平市, a city at county level
    ],
)
def test_pointing_words_mean_the_level_that_they_name(code: str, word: str, meant: Deixis | str) -> None:
    (mention,) = mentions(_report(f"{word}门诊量增长。", code), "Region")
    assert (mention.deixis or mention.name) == meant


def test_a_level_that_the_report_has_not_above_it_points_nowhere() -> None:
    assert mentions(_report("全县门诊量增长。", "440783"), "Region") == []  # 开平市 lies in no county


def test_this_hospital_means_the_one_hospital_before() -> None:
    doc = read("县人民医院通过评审，该院胸痛中心投入使用。")
    pointing = [m for m in mentions(doc, "Institution") if m.text == "该院"]
    assert [m.owner.name for m in pointing if isinstance(m.owner, Mention)] == ["县人民医院"]
    assert told(text_of(doc), "Unit") == ["Unit:县人民医院+胸痛中心"]


def test_this_hospital_is_left_alone_between_two() -> None:
    doc = read("今年，县人民医院、县中医院均通过评审，该院新开病区。")
    assert [m for m in mentions(doc, "Institution") if m.text == "该院"] == []


def test_former_and_latter_pair_in_order() -> None:
    doc = read("县人民医院、县中医院牵头，前者覆盖9家，后者覆盖7家。")
    found = {m.text: m.owner.name for m in mentions(doc, "Institution") if isinstance(m.owner, Mention)}
    assert found == {"前者": "县人民医院", "后者": "县中医院"}


def test_a_short_centre_needs_its_full_name_in_the_report() -> None:
    full = "北港、新闸两家社区卫生服务中心达标。北港中心成立工作室。"
    assert "Institution:北港社区卫生服务中心" in told(full, "Institution")
    assert [m.text for m in mentions(read(full), "Institution")].count("北港中心") == 1
    assert mentions(read("北港中心成立工作室。"), "Institution") == []


def test_we_point_to_the_issuer() -> None:
    (mention,) = mentions(read("我局开展专项行动。"), "Institution")
    assert mention.deixis is Deixis.ISSUER


def test_a_second_name_in_brackets_is_an_alias() -> None:
    found = mentions(read("与中国科学院大学附属肿瘤医院(浙江省肿瘤医院)合作。"), "Institution")
    assert {m.name: m.attrs.get("alias") for m in found} == {
        "中国科学院大学附属肿瘤医院": "浙江省肿瘤医院",
        "浙江省肿瘤医院": "中国科学院大学附属肿瘤医院",
    }


def test_units_of_a_list_share_their_owner_and_become_relations() -> None:
    doc = relations_structure(_report("县中医院脑病科、肛肠科被列为重点专科。", "411323"))
    assert [(r.subject.name, r.predicate, r.object.name) for r in relations(doc)] == [
        ("县中医院", "hasUnit", "脑病科"),
        ("县中医院", "hasUnit", "肛肠科"),
    ]
    assert {r.qualifiers["period"] for r in relations(doc)} == {"2022"}


def test_a_campus_is_part_of_its_hospital() -> None:
    doc = relations_structure(_report("市第一医院城东院区收治患者。", "350500"))
    assert [(r.subject.name, r.predicate, r.object.name) for r in relations(doc)] == [
        ("市第一医院城东院区", "partOf", "市第一医院")
    ]


def test_two_alliances_with_two_leads() -> None:
    text = "以县人民医院、县中医院为牵头单位的两个紧密型县域医共体正式挂牌。"
    assert told(text, "Alliance") == [
        "Alliance:县人民医院+紧密型县域医共体",
        "Alliance:县中医院+紧密型县域医共体",
    ]


def test_an_alliance_that_a_hospital_did_not_join_is_not_its_own() -> None:
    assert told("县妇幼保健院未纳入医共体。", "Alliance") == []


def test_the_same_text_gives_the_same_mentions_again() -> None:
    text = "开平市中心医院与市第一、第二医院组建医联体，儿科专家王永清在我院坐诊。"
    assert mentions(read(text)) == mentions(read(text))
