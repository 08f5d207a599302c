"""Parts in an alliance and ties of help and cooperation, in the many orders of words that reports use."""

from __future__ import annotations

import pytest

from tests.extract.test_relations_alliance import told

E1 = "县人民医院"


@pytest.mark.parametrize(
    ("text", "leads"),
    [
        ("第二医共体交给县中医院统领。", {("县中医院", "第二医共体")}),
        ("东部医疗集团的盟主是县人民医院。", {(E1, "东部医疗集团")}),
        ("县人民医院作为盟主单位发起成立泗水县呼吸专科联盟。", {(E1, "泗水县呼吸专科联盟")}),
        ("县人民医院、县中医院分别组建第一、第二健康共同体，各领一军。", set()),
        ("县人民医院与县中医院各领一军，分别组建第一、第二健康共同体。", {(E1, "第一健康共同体"), ("县中医院", "第二健康共同体")}),
        ("作为县医疗集团牵头单位，县人民医院下派医师32名。", {(E1, "县医疗集团")}),
        ("县人民医院牵头制定操作规范。", set()),
        ("县卫健局牵头，县医疗集团完成考核。", set()),
    ],
)  # fmt: skip
def test_who_leads(text: str, leads: set[tuple[str, str]]) -> None:
    assert told(text, "leads") == leads


@pytest.mark.parametrize(
    ("text", "members"),
    [
        ("计划将三门镇卫生院、部官镇卫生院纳入县医疗集团管理。", {("三门镇卫生院", "县医疗集团"), ("部官镇卫生院", "县医疗集团")}),
        ("县医疗集团由县中医院、县妇幼保健院整合组建。", {("县中医院", "县医疗集团"), ("县妇幼保健院", "县医疗集团")}),
        ("泉林镇卫生院、圣水峪镇卫生院先后加入东部医疗集团。", {("泉林镇卫生院", "东部医疗集团"), ("圣水峪镇卫生院", "东部医疗集团")}),
        ("东部医疗集团把泉林镇卫生院揽入怀中。", {("泉林镇卫生院", "东部医疗集团")}),
        ("泉林镇卫生院经表决获得通过，成为东部医疗集团新成员。", {("泉林镇卫生院", "东部医疗集团")}),
        ("县中医院申请加入东部医疗集团，未获通过。", set()),
        ("东部医疗集团运行平稳。县人民医院整体托管泉林镇卫生院。", set()),
        ("县医疗集团开展急救演练，县中医院参加了县人民医院组织的培训。", set()),
    ],
)  # fmt: skip
def test_who_belongs(text: str, members: set[tuple[str, str]]) -> None:
    assert told(text, "memberOf") == members


@pytest.mark.parametrize(
    ("text", "helped"),
    [
        ("省立医院派出专家团队常年蹲点县人民医院。", {("省立医院", E1)}),
        ("县人民医院骨干医师轮流驻守泉林镇卫生院。", {(E1, "泉林镇卫生院")}),
        ("县妇幼保健院获得省妇幼保健院的技术支援。", {("省妇幼保健院", "县妇幼保健院")}),
        ("由县人民医院对常乐镇卫生院实行托管。", {(E1, "常乐镇卫生院")}),
        ("县人民医院5名护士赴省人民医院进修。", set()),
        ("泉林镇卫生院的帮扶方是县人民医院。", {(E1, "泉林镇卫生院")}),
    ],
)  # fmt: skip
def test_who_helps(text: str, helped: set[tuple[str, str]]) -> None:
    assert told(text, "supports") == helped


@pytest.mark.parametrize(
    ("text", "partners"),
    [
        ("县人民医院同青岛大学附属医院结为友好医院。", {(E1, "青岛大学附属医院")}),
        ("下一步，县人民医院将牵手山西医科大学第一医院共建胸痛中心。", {(E1, "山西医科大学第一医院")}),
        ("县人民医院与县公安局联合开展应急演练。", set()),
    ],
)  # fmt: skip
def test_who_cooperates(text: str, partners: set[tuple[str, str]]) -> None:
    assert told(text, "partnersWith") == partners
