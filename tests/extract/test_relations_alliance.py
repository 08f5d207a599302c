"""Who works with whom, helps whom, belongs to and heads which alliance, as told by sentences that no rule's example holds."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.extract import extensions
from kg.extract.frames import compile_pattern, load_frames, members
from kg.extract.masks import letter_of, mask
from kg.extract.pipeline import load
from kg.extract.rules import load_rules
from kg.extract.standing import helper_first, rung
from kg.model.mention import Deixis, Mention, RelationMention

OURS = {"partnersWith", "supports", "memberOf", "leads"}


def relations(text: str) -> list[RelationMention]:
    return [r for r in extensions.relations(load()(text)) if r.predicate in OURS]


def name(party: Mention | Deixis) -> str:
    if isinstance(party, Deixis):
        return party.name
    if party.deixis is not None:
        return party.deixis.name
    if isinstance(party.owner, Mention):
        return name(party.owner) if party.text[0] in "该前后" else f"{name(party.owner)}+{party.name}"
    return party.name


def told(text: str, predicate: str) -> set[tuple[str, str]]:
    return {(name(r.subject), name(r.object)) for r in relations(text) if r.predicate == predicate}


def body(text: str, kind: str = "Institution", code: str = "") -> Mention:
    return Mention(0, len(text), text, kind, attrs={"code": code} if code else {})


@pytest.mark.parametrize(
    ("text", "pairs"),
    [
        (
            "县人民医院与温州医科大学附属第二医院签订协作协议，与上海市第六人民医院、江苏省人民医院签订协议。",
            {
                ("县人民医院", "温州医科大学附属第二医院"),
                ("县人民医院", "上海市第六人民医院"),
                ("县人民医院", "江苏省人民医院"),
            },
        ),
        (
            "省人民医院、省中医院分别与县人民医院、县中医院签订合作协议。",
            {("省人民医院", "县人民医院"), ("省中医院", "县中医院")},
        ),
        ("省人民医院、省中医院、省肿瘤医院分别与县人民医院、县中医院签订合作协议。", set()),
        ("县人民医院与某三甲医院签订合作协议。", set()),
        ("县人民医院与国内高水平医院开展合作。", set()),
        ("县人民医院和县中医院通过二级甲等医院复审。", set()),
        ("县人民医院未与省人民医院签订协议。", set()),
        ("县人民医院与省人民医院的合作协议到期后未再续签。", set()),
        ("县人民医院与省人民医院签订合作协议，因故终止。", set()),
        ("与居民签订家庭医生签约服务协议23万份。", set()),
    ],
)
def test_cooperation(text: str, pairs: set[tuple[str, str]]) -> None:
    assert told(text, "partnersWith") == pairs


def test_a_negotiation_is_a_target_and_a_signature_is_not() -> None:
    assert [r.qualifiers.get("status") for r in relations("县医院正与省肿瘤医院洽谈共建肿瘤中心。")] == [
        "target"
    ]
    assert [r.qualifiers.get("status") for r in relations("县医院拟与省肿瘤医院合作共建肿瘤中心。")] == [
        "target"
    ]
    assert [r.qualifiers.get("status") for r in relations("县医院与省肿瘤医院合作共建肿瘤中心。")] == [None]


def test_manner_and_speciality_are_kept() -> None:
    (relation,) = relations("县人民医院与武汉亚洲心脏病医院共建心血管内科联合病房。")
    assert relation.qualifiers == {"mode": "共建心血管内科联合病房", "specialty": "心血管内科"}
    assert relation.rule == "relations_alliance.cooperates"


@pytest.mark.parametrize(
    ("text", "pairs"),
    [
        ("县医院接受省二院帮扶，专科能力明显提升。", {("省二院", "县医院")}),
        ("县中医院由省中医院托管。", {("省中医院", "县中医院")}),
        ("县人民医院与省人民医院建立对口支援关系。", {("省人民医院", "县人民医院")}),
        ("派出医疗队32人支援武汉、孝感抗击疫情。", {("REGION", "武汉市"), ("REGION", "孝感市")}),
        ("县人民医院选派20名医师到省人民医院、省肿瘤医院进修学习。", set()),
        ("县人民医院对10家乡镇卫生院进行对口帮扶。", set()),
        ("县人民医院与省人民医院签订的托管协议到期终止。", set()),
        ("县医院与邻县医院结成帮扶对子。", set()),
    ],
)
def test_help(text: str, pairs: set[tuple[str, str]]) -> None:
    assert told(text, "supports") == pairs


def test_who_helps_is_told_by_house_and_province() -> None:
    doc = load()("县医院。")
    assert helper_first(doc, body("县人民医院"), body("省人民医院")) is False
    assert helper_first(doc, body("泉州市中医院"), body("鲤城区", "Region")) is True
    shanghai, county = body("闵行区中心医院", code="310112"), body("施甸县人民医院", code="530521")
    assert helper_first(doc, county, shanghai) is False
    assert helper_first(doc, body("甲县人民医院", code="530521"), body("乙县人民医院", code="530522")) is None
    assert [rung(body(n)) for n in ("省立医院", "市中心医院", "区中医院", "河洑镇卫生院")] == [4, 3, 2, 1]


def test_two_leads_found_two_alliances_with_their_own_members() -> None:
    text = "依托县人民医院、县中医院组建两大医共体，前者覆盖渣津镇中心卫生院，后者覆盖白岭镇中心卫生院、黄沙镇卫生院。"
    assert told(text, "leads") == {("县人民医院", "县人民医院+医共体"), ("县中医院", "县中医院+医共体")}
    assert told(text, "memberOf") == {
        ("渣津镇中心卫生院", "县人民医院+医共体"),
        ("白岭镇中心卫生院", "县中医院+医共体"),
        ("黄沙镇卫生院", "县中医院+医共体"),
    }


def test_partners_of_an_unnamed_alliance_belong_to_it_and_nobody_is_said_to_lead_it() -> None:
    text = "县中医医院与湖北省中医院结成紧密型医联体。"
    assert told(text, "memberOf") == {
        ("县中医医院", "县中医医院+紧密型医联体"),
        ("湖北省中医院", "县中医医院+紧密型医联体"),
    }
    assert told(text, "partnersWith") == {("县中医医院", "湖北省中医院")}
    assert told(text, "leads") == set()


@pytest.mark.parametrize(
    "text",
    [
        "推进医联体建设。",
        "县疾控中心没有划入任何一个医共体。",
        "医共体成员单位共117家。",
        "发挥牵头单位作用。",
    ],
)
def test_alliances_in_general_give_no_members(text: str) -> None:
    assert relations(text) == []


def test_evidence_holds_the_words_and_lies_in_one_sentence() -> None:
    text = "全年门诊12万人次。8月，县人民医院与河南省人民医院续签合作协议，为期3年。接诊312例。"
    doc = load()(text)
    (relation,) = [r for r in extensions.relations(doc) if r.predicate in OURS]
    sentence = extensions.sentence_at(doc, relation.start)
    assert sentence is not None
    assert sentence.start <= relation.start < relation.end <= sentence.end
    assert text[relation.start : relation.end] == "县人民医院与河南省人民医院续签合作协议"


def test_a_mask_stands_for_each_body_and_leads_back_to_the_text() -> None:
    text = "贵州六盘水的“水城区人民医院”(二级甲等)与中山市小榄人民医院、古镇人民医院签订协议。"
    doc = load()(text)
    (sentence,) = extensions.sentences(doc)
    masked = mask(doc, sentence)
    letters = "".join(letter_of(char) or char for char in masked.text)
    assert letters == "I与I、I签订协议。"
    for position, char in enumerate(masked.text):
        start, end = masked.clean_range(position, position + 1)
        assert text[start:end] == (masked.mentions[char].text if char in masked.mentions else char)


@given(
    st.text(
        alphabet="县市省医院人民与、和签订协议组建共体牵头托管《》“”()，。；0123456789前者后该", max_size=60
    )
)
def test_no_text_breaks_the_component(text: str) -> None:
    for relation in extensions.relations(load()(text)):
        assert 0 <= relation.start < relation.end <= len(text)


def test_frames_name_known_slots_and_every_frame_has_examples() -> None:
    rules = load_rules("alliance_relations")
    ids = [frame["id"] for frame in rules["frame"]]
    assert len(ids) == len(set(ids))
    for table, frame in zip(rules["frame"], load_frames(), strict=True):
        assert table["examples"], table["id"]
        assert table["counter"], table["id"]
        if frame.options.get("pair"):
            continue
        slots = set(frame.pattern.groupindex) | set(frame.options.get("carry", ())) | {"a"}
        assert {end for left, _, right in frame.gives for end in (left, right)} <= slots
        assert {predicate for _, predicate, _ in frame.gives} <= OURS


def test_a_list_slot_takes_all_members_or_none() -> None:
    pattern = compile_pattern("<o:I+>帮扶", load_rules("alliance_relations")["macros"])
    one, two, three = (chr(0xE000 + n) for n in range(3))
    match = pattern.search(f"{one}、{two}和{three}帮扶")
    assert match is not None
    assert members(match["o"]) == [one, two, three]
    with pytest.raises(KeyError):
        compile_pattern("{nothing}", {"kind": "x"})
