"""Glosses, script, spaces, width and punctuation, each on the noise that pages carry."""

import pytest
from opencc import OpenCC

from kg.normalise import clean_text
from kg.normalise.script import convert, share_traditional

GLOSSED = "衛(wèi)生健康局發(fā)布醫(yī)療機構(gòu)總數(shù)，縣(xiàn)級醫(yī)院"


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        (GLOSSED, "卫生健康局发布医疗机构总数，县级医院"),
        (GLOSSED + "(助理)醫(yī)師、ICU(CCU)、社區(qū)(站)", "卫生健康局发布医疗机构总数，县级医院(助理)医师、ICU(CCU)、社区(站)"),
        (GLOSSED + "建設(sh", "卫生健康局发布医疗机构总数，县级医院建设"),
        (
            "方麵(mian) 體(ti) 係(xi) 機(ji) 製(zhi) 麵(mian) 臨",
            "方面体系机制面临",
        ),
        ("移动端(app)上线，升级版(pro)", "移动端(app)上线，升级版(pro)"),
        ("新增尕(gǎ)海镇卫生院", "新增尕海镇卫生院"),
        ("(一)HPV(试行)疫苗(二价)", "(一)HPV(试行)疫苗(二价)"),
    ],
)  # fmt: skip
def test_glosses(raw: str, clean: str) -> None:
    assert clean_text(raw).text == clean


@pytest.mark.parametrize(
    "text",
    ["乾县人民医院成效显著", "登高瞭望，著名专家著书", "周祇锺同志", "与臺北市立聯合醫院合作。" + "全市卫生健康事业取得新的发展和进步，成效显著。" * 20],
)  # fmt: skip
def test_simplified_pages_are_never_converted(text: str) -> None:
    assert clean_text(text).text == text


def test_a_page_of_both_scripts_is_decided_by_paragraph() -> None:
    simple = "乾县人民医院成效显著，全年门诊量达到12万人次，瞭望未来。" * 8
    traditional = "衛生健康委員會積極開展醫療質量檢查，機製體係進一步完善，著力提升服務水準。"
    assert clean_text(f"{simple}\n{traditional}\n{simple}").text.split("\n") == [
        simple,
        "卫生健康委员会积极开展医疗质量检查，机制体系进一步完善，着力提升服务水准。",
        simple,
    ]


def test_conversion_equals_opencc_where_nothing_is_repaired() -> None:
    text = "鄉鎮衛生院與縣醫院簽訂協議，範圍擴大，徵求意見，後勤發展，裡程碑，乾坤，藉助，慰藉，嚮前，沈陽市"
    assert convert(text) == OpenCC("tw2s").convert(text)


def test_share_of_traditional_characters() -> None:
    assert share_traditional("全县卫生健康工作，乾县") == 0
    assert share_traditional("衛生") == 0.5
    assert share_traditional("2023 abc") == 0


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        ("建立高质量的分级诊疗 体系。建立", "建立高质量的分级诊疗体系。建立"),
        ("形成临床 重点专科群，推进", "形成临床重点专科群，推进"),
        ("处理医疗投诉 46 宗。二是", "处理医疗投诉46宗。二是"),
        ("卫技人员2744 人，其中", "卫技人员2744人，其中"),
        ("机构126家, 8家县级", "机构126家，8家县级"),
        ("完成整改 36 个，完成率 98.5 %", "完成整改36个，完成率98.5%"),
        ("截至 2 0 1 9 年底", "截至2019年底"),
        ("全市共有 1 2 家医院", "全市共有12家医院"),
        ("在线支付 等惠民举措，", "在线支付等惠民举措，"),
        ("高 血 压 患 者 管 理 率 为 85.6%。", "高血压患者管理率为85.6%。"),
        ("甲县卫生健康局 工 作 总 结\n", "甲县卫生健康局 工作总结\n"),
    ],
)
def test_stray_spaces_are_closed(raw: str, clean: str) -> None:
    assert clean_text(raw).text == clean


@pytest.mark.parametrize(
    "text",
    [
        "县乡一家亲 看病少跑腿",
        "开平市卫生健康局 2020年1月17日",
        "开平市卫生健康局2019年工作总结 2019年以来，在市委领导下，各项工作取得成效。",
        "| 宣州区 | 5412 | 6887 |",
        "15 24 33",
        "1 2 3",
        "发布时间：2024-01-23 16:08 来源：市卫生健康委",
        "本报记者 李雪梅 通讯员 王开荣",
        "首页 > 工作动态 > 协同发展",
        "第一部分 2023年工作回顾",
        "取得成效。 一、主要工作 (一)健全机制",
        "二、存在问题 一是人才不足，",
        "拥有128排CT 2台、DR 3台",
        "市民可致电0760-8888 3120查询。",
        "字体：大 中 小",
    ],
)
def test_spaces_that_separate_stay(text: str) -> None:
    assert clean_text(text).text == text


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        ("２０２３年执业（助理)医师", "2023年执业(助理)医师"),
        ("占比３３.６２％,比上年下降", "占比33.62%，比上年下降"),
        ("总人数1,092人,其中男500人", "总人数1,092人，其中男500人"),
        ("床位21,560张;诊疗3,724.6万人次", "床位21,560张；诊疗3,724.6万人次"),
        ("时间9:30至11:00:全体参加", "时间9:30至11:00：全体参加"),
        ('实施"乙类乙管",推进"五个一"', "实施“乙类乙管”，推进“五个一”"),
        ("只有一个\"引号，没有另一个", "只有一个\"引号，没有另一个"),
        ("「同等待遇」", "“同等待遇”"),
        ("占56.3%%,,较上年。。下降，。", "占56.3%，较上年。下降。"),
        ("死亡率2.31permil，发病率1.5‰", "死亡率2.31‰，发病率1.5‰"),
        ("县乡\u200b一体\u00ad化\ufeff\u00a0管理\r\n新\u3000段", "县乡一体化 管理\n新 段"),
        ("涿?县签约3241?人", "涿?县签约3241?人"),
        ("See http://www.nhc.gov.cn, OK", "See http://www.nhc.gov.cn, OK"),
        ("持续推进……成效显著——好", "持续推进……成效显著——好"),
    ],
)  # fmt: skip
def test_width_and_punctuation(raw: str, clean: str) -> None:
    assert clean_text(raw).text == clean
