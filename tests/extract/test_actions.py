"""Documents, programmes, works and honours, and who issued, carries out, builds or holds them."""

from __future__ import annotations

import pytest

from kg.extract.noun_lists import split_list, unquoted
from kg.extract.rules import load_rules
from tests.extract.adapters import actors, designations, documents, issued, programmes, projects
from tests.extract.adapters._acts import mentions, relations

ADAPTERS = [actors, designations, documents, issued, programmes, projects]


def _cases(which: str) -> list[tuple[object, str, list[str]]]:
    cases = []
    for adapter in ADAPTERS:
        for rule in load_rules(adapter.RULE_FILE).values():
            for case in rule.get(which, []) if isinstance(rule, dict) else []:
                text, gives = (case["text"], case["gives"]) if which == "examples" else (case, [])
                cases.append(pytest.param(adapter, rule, text, gives, id=f"{adapter.RULE_FILE}: {text[:24]}"))
    return cases


@pytest.mark.parametrize(("adapter", "rule", "text", "gives"), _cases("examples"))
def test_example(adapter, rule, text, gives):
    assert set(gives) <= set(adapter.run(rule, text))


@pytest.mark.parametrize(("adapter", "rule", "text", "gives"), _cases("counter"))
def test_counter(adapter, rule, text, gives):
    assert adapter.run(rule, text) == []


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (
            "我委会同市医疗保障局、市财政局联合印发《紧密型县域医共体建设实施方案》。",
            {"市医疗保障局", "市财政局", "ISSUER"},
        ),
        ("县政府办出台《县级公立医院综合改革实施方案》。", {"县政府办"}),
        ("《托育机构备案管理办法》正在征求意见，拟于一季度出台。", {"ISSUER"}),
    ],
)
def test_every_issuer_is_told(text, wanted):
    assert {line.split("|")[1] for line in relations(text, "issued") if line.count("|") == 3} == wanted


def test_a_document_that_is_a_basis_is_not_issued_here():
    assert relations("根据《医疗质量管理办法》要求，开展检查。", "issued") == []
    assert "implements|医疗质量管理办法" in relations("贯彻落实《医疗质量管理办法》。", "implements")


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("龙泉驿区洛带镇，新都区大丰街道、三河街道要建成国家卫生乡镇。", {"洛带镇", "大丰街道", "三河街道"}),
        ("县人民医院、县中医院通过二级甲等医院复审。", {"县人民医院", "县中医院"}),
        (
            "石嘴山市、盐池县先后被国家确定为公立医院综合改革示范市、紧密型县域医共体试点县。",
            {"石嘴山市", "盐池县"},
        ),
    ],
)
def test_each_member_of_a_list_holds_the_designation(text, wanted):
    assert {line.split("|")[1] for line in relations(text, "designatedAs") if line.count("|") == 3} == wanted


def test_two_lists_in_order_are_paired():
    text = "石嘴山市、盐池县先后被国家确定为公立医院综合改革示范市、紧密型县域医共体试点县。"
    pairs = {tuple(line.split("|")[1:3]) for line in relations(text, "designatedAs") if line.count("|") == 3}
    assert pairs == {("石嘴山市", "公立医院综合改革示范市"), ("盐池县", "紧密型县域医共体试点县")}


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("县人民医院综合楼竣工并投入使用。", "actual"),
        ("县人民医院综合楼总投资1.2亿元，主体结构封顶。", "ongoing"),
        ("县人民医院综合楼计划明年动工。", "target"),
    ],
)
def test_how_far_a_work_is(text, status):
    assert f"builds|县人民医院|综合楼|{status}" in relations(text, "builds")


def test_an_abandoned_work_is_no_fact():
    assert relations("县人民医院综合楼因规划调整暂缓实施。", "builds") == []


def test_sought_is_a_target_and_failure_is_nothing():
    assert "designatedAs|县人民医院|三级综合医院|target" in relations(
        "县人民医院争创三级综合医院。", "designatedAs"
    )
    assert relations("县人民医院未能通过三级综合医院评审。", "designatedAs") == []


def test_members_share_a_head_and_a_list_breaks_at_and_only_after_a_name():
    found = mentions("实施妇幼健康和计划生育服务保障工程。", "Programme")
    assert found == ["Programme:妇幼健康和计划生育服务保障工程"]
    text = "甲工程和乙、“丙、丁”行动"
    assert [text[a:b] for a, b in split_list(text, 0, len(text), lambda part: part.endswith("工程"))] == [
        "甲工程",
        "乙",
        "“丙、丁”行动",
    ]


def test_quotes_around_the_whole_name_go():
    assert unquoted("“优质服务基层行”") == "优质服务基层行"
    assert unquoted("“优质服务基层行”活动") == "“优质服务基层行”活动"
    assert unquoted("“一对一”、“多对多”") == "“一对一”、“多对多”"
