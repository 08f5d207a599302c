"""Full names of bodies as one report means them."""

import pytest

from kg.gazetteer import load_gazetteer
from kg.model.text import ReportMeta
from kg.resolve.names import Namer


def report_of(region: str) -> ReportMeta:
    gazetteer = load_gazetteer()
    division = gazetteer.resolve(region)
    assert division is not None
    chain = gazetteer.chain(division)
    return ReportMeta(
        region=division.name,
        region_code=division.code,
        within=tuple(d.name for d in chain[:-1]),
        period="2022",
    )


@pytest.mark.parametrize(
    ("region", "surface", "full"),
    [
        # a bare level word is the region of that level in the report's chain
        ("祁阳市", "市中心医院", "祁阳市中心医院"),
        ("祁阳市", "省卫健委", "湖南省卫生健康委员会"),
        ("天宁区", "市中医院", "常州市中医院"),
        ("天宁区", "区卫健局", "天宁区卫生健康局"),
        ("浦城县", "市妇幼保健院", "南平市妇幼保健院"),
        ("浦城县", "县医院", "浦城县医院"),
        ("黔南布依族苗族自治州", "州人民医院", "黔南布依族苗族自治州人民医院"),
        ("浦城县", "县委", "中共浦城县委员会"),
        ("浦城县", "县政府", "浦城县人民政府"),
        ("浦城县", "县政府办公室", "浦城县人民政府办公室"),
        ("浦城县", "省政府办公厅", "福建省人民政府办公厅"),
        ("浦城县", "香港特区政府", "香港特区政府"),
        # nothing in front of a general name: the report's own
        ("祁阳市", "第二人民医院", "祁阳市第二人民医院"),
        ("祁阳市", "疾控中心", "祁阳市疾病预防控制中心"),
        # a short region in front of a general name is written out, in front of a proper one it is part of it
        ("宜兴市", "无锡中医院", "无锡市中医院"),
        ("浦城县", "福建昌财医院", "福建昌财医院"),
        ("浦城县", "南平职业技术学院", "南平职业技术学院"),
        ("开鲁县", "内蒙古民族大学附属医院", "内蒙古民族大学附属医院"),
        ("沧县", "天津医院", "天津医院"),
        ("浦城县", "健康报", "健康报"),
        ("浦城县", "人民邮电报", "人民邮电报"),
        # chains of regions shrink to the smallest
        ("天宁区", "江苏省常州市天宁区卫生健康局", "天宁区卫生健康局"),
        ("达州市", "甘孜州白玉县人民医院", "白玉县人民医院"),
        # abbreviations
        ("浦城县", "福医大附一院", "福建医科大学附属第一医院"),
        ("浦城县", "浙大二院", "浙江大学医学院附属第二医院"),
        ("进贤县", "南大二附院", "南昌大学第二附属医院"),
        ("高淳区", "南大一附院", "南京大学医学院第一附属医院"),
        ("浦城县", "上海六院", "上海市第六人民医院"),
        ("浦城县", "华西医院", "四川大学华西医院"),
        ("浦城县", "县计生协", "浦城县计划生育协会"),
    ],
)
def test_full_name(region: str, surface: str, full: str) -> None:
    assert Namer(report_of(region)).institution(surface) == full


def test_a_level_word_that_cannot_be_told_gives_no_name() -> None:
    assert Namer(report_of("衢州市")).institution("县人民医院") is None


def test_a_county_named_nearby_tells_the_level_word() -> None:
    nearby = load_gazetteer().resolve("开化县")
    assert Namer(report_of("衢州市")).institution("县人民医院", nearby) == "开化县人民医院"


def test_a_short_form_is_read_as_the_full_form_that_the_report_gives() -> None:
    namer = Namer(report_of("泉州市"))
    assert namer.institution("市一院") == "泉州市第一人民医院"
    namer.learn(["泉州市第一医院"])
    assert namer.institution("市一院") == "泉州市第一医院"
    assert namer.institution("泉州一院") == "泉州市第一医院"


def test_a_short_region_name_inside_another_word_is_no_region() -> None:
    namer = Namer(report_of("天宁区"))
    assert namer.leading_region("老城厢医疗集团") is None  # not 老城区 in another province
    front = namer.leading_region("义乌中心医院")
    assert front is not None
    assert front[0].name == "义乌市"


@pytest.mark.parametrize(
    ("name", "place"),
    [
        ("浦城县医院", "浦城县"),
        ("上海市第六人民医院福建医院", "福建省"),
        ("江苏省中医院洪泽分院", "洪泽区"),
        ("香港大学深圳医院", "深圳市"),
        ("复旦大学附属上海市第五人民医院", "上海市"),
        ("扬州大学附属医院", None),
        ("复旦大学附属华山医院", None),
    ],
)
def test_place(name: str, place: str | None) -> None:
    found = Namer(report_of("浦城县")).place(name)
    assert (found.name if found is not None else None) == place
