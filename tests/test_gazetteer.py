"""Divisions of every level, their history, and the choice between namesakes."""

import gzip
import hashlib
import json
import re
from pathlib import Path

import pytest

from kg.errors import ResourceError
from kg.gazetteer import Division, Gazetteer, data, load_gazetteer
from kg.resources import PACKAGE

ANNOTATED = Path(__file__).parent / "gold"
GOLD = sorted(
    path for path in ANNOTATED.glob("**/*.json") if path.parent.name != "aside"
)  # kept aside for the score
REPORTS = [json.loads(path.read_text(encoding="utf-8")) for path in GOLD]


@pytest.fixture(scope="module")
def gaz() -> Gazetteer:
    return load_gazetteer()


def path(gaz: Gazetteer, division: Division | None, year: int | None = None) -> str:
    return "/".join(link.name for link in gaz.chain(division, year)) if division else ""


def resolved(gaz: Gazetteer, name: str, context: str = "", year: int | None = None) -> str:
    """The chain of what the name resolves to; the context is given as a name that is clear by itself."""
    where = gaz.resolve(context) if context else None
    assert bool(where) == bool(context), f"{context} is no clear context"
    return path(gaz, gaz.resolve(name, where, year))


# ---- levels and chains -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("code", "name", "short", "level", "chain"),
    [
        ("440000", "广东省", "广东", "province", "广东省"),
        ("110000", "北京市", "北京", "province", "北京市"),
        ("150000", "内蒙古自治区", "内蒙古", "province", "内蒙古自治区"),
        ("450000", "广西壮族自治区", "广西", "province", "广西壮族自治区"),
        ("650000", "新疆维吾尔自治区", "新疆", "province", "新疆维吾尔自治区"),
        ("810000", "香港特别行政区", "香港", "province", "香港特别行政区"),
        ("710000", "台湾省", "台湾", "province", "台湾省"),
        ("440700", "江门市", "江门", "prefecture", "广东省/江门市"),
        ("532600", "文山壮族苗族自治州", "文山", "prefecture", "云南省/文山壮族苗族自治州"),
        (
            "653000",
            "克孜勒苏柯尔克孜自治州",
            "克孜勒苏",
            "prefecture",
            "新疆维吾尔自治区/克孜勒苏柯尔克孜自治州",
        ),
        ("653100", "喀什地区", "喀什", "prefecture", "新疆维吾尔自治区/喀什地区"),
        ("152900", "阿拉善盟", "阿拉善", "prefecture", "内蒙古自治区/阿拉善盟"),
        ("440783", "开平市", "开平", "county", "广东省/江门市/开平市"),
        ("110105", "朝阳区", "朝阳", "county", "北京市/朝阳区"),
        ("500233", "忠县", "忠县", "county", "重庆市/忠县"),
        ("429021", "神农架林区", "神农架", "county", "湖北省/神农架林区"),
        ("419001", "济源市", "济源", "county", "河南省/济源市"),
        ("469027", "乐东黎族自治县", "乐东", "county", "海南省/乐东黎族自治县"),
        ("331127", "景宁畲族自治县", "景宁", "county", "浙江省/丽水市/景宁畲族自治县"),
        ("150724", "鄂温克族自治旗", "鄂温克", "county", "内蒙古自治区/呼伦贝尔市/鄂温克族自治旗"),
        ("130706", "下花园区", "下花园", "county", "河北省/张家口市/下花园区"),
        ("120116", "滨海新区", "滨海新区", "county", "天津市/滨海新区"),
        ("320576", "苏州工业园区", "苏州工业园区", "county", "江苏省/苏州市/苏州工业园区"),
        ("510181110", "青城山镇", "青城山", "township", "四川省/成都市/都江堰市/青城山镇"),
        ("440783002", "长沙街道", "长沙", "township", "广东省/江门市/开平市/长沙街道"),
        ("520624203", "胡家湾苗族土家族乡", "胡家湾", "township", "贵州省/铜仁市/思南县/胡家湾苗族土家族乡"),
        ("442000118", "小榄镇", "小榄", "township", "广东省/中山市/小榄镇"),
    ],
)
def test_a_division_of_each_kind(
    gaz: Gazetteer, code: str, name: str, short: str, level: str, chain: str
) -> None:
    division = gaz.by_code(code)
    assert division is not None
    assert (division.name, division.short, division.level) == (name, short, level)
    assert path(gaz, division) == chain
    assert division.until is None


def test_codes_of_twelve_digits_and_unknown_ones(gaz: Gazetteer) -> None:
    assert gaz.by_code("510181110000") == gaz.by_code("510181110")
    assert gaz.by_code("510181000000") == gaz.by_code("510181")
    assert gaz.by_code("999999") is None


def test_no_placeholder_levels(gaz: Gazetteer) -> None:
    names = {d.name for code in ("110000", "500000", "429000", "420000") for d in gaz.children(code)}
    assert not names & {"市辖区", "县", "省直辖县级行政区划"}
    assert {"朝阳区", "忠县", "仙桃市", "武汉市"} <= names


def test_children_and_within(gaz: Gazetteer) -> None:
    kaiping, jiangmen = gaz.by_code("440783"), gaz.by_code("440700")
    assert kaiping and jiangmen
    towns = {d.name for d in gaz.children("440783")}
    assert {"长沙街道", "赤坎镇", "大沙镇", "马冈镇"} <= towns
    assert gaz.within(kaiping, jiangmen) and gaz.within(kaiping, kaiping)
    assert not gaz.within(jiangmen, kaiping)
    town = gaz.resolve("赤坎镇", kaiping)
    assert town and gaz.within(town, jiangmen)


def test_provinces_by_one_character(gaz: Gazetteer) -> None:
    expected = {
        "粤": "广东省",
        "闽": "福建省",
        "湘": "湖南省",
        "沪": "上海市",
        "滇": "云南省",
        "渝": "重庆市",
        "宁": "宁夏回族自治区",
    }
    for char, name in expected.items():
        division = gaz.abbreviation(char)
        assert division and division.name == name
    assert gaz.abbreviation("粵东") is None and gaz.abbreviation("好") is None


# ---- other names -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "official"),
    [
        ("克州", "克孜勒苏柯尔克孜自治州"),
        ("文山州", "文山壮族苗族自治州"),
        ("恩施州", "恩施土家族苗族自治州"),
        ("阿坝州", "阿坝藏族羌族自治州"),
        ("黔东南州", "黔东南苗族侗族自治州"),
        ("景宁县", "景宁畲族自治县"),
        ("塔县", "塔什库尔干塔吉克自治县"),
        ("喀左县", "喀喇沁左翼蒙古族自治县"),
        ("科左后旗", "科尔沁左翼后旗"),
        ("内蒙", "内蒙古自治区"),
        ("宁夏", "宁夏回族自治区"),
        ("西藏", "西藏自治区"),
        ("工布江达", "工布江达县"),
        ("上海", "上海市"),
    ],
)
def test_names_in_use(gaz: Gazetteer, name: str, official: str) -> None:
    division = gaz.resolve(name)
    assert division is not None and division.name == official


def test_short_forms_of_townships_need_their_county(gaz: Gazetteer) -> None:
    assert resolved(gaz, "昌岗街", "海珠区").endswith("海珠区/昌岗街道")
    assert resolved(gaz, "昌岗街道办事处", "海珠区").endswith("海珠区/昌岗街道")
    assert resolved(gaz, "胡家湾乡", "思南县").endswith("思南县/胡家湾苗族土家族乡")
    assert resolved(gaz, "高新区", "济南市").endswith("济南市/济南高新技术产业开发区")
    assert resolved(gaz, "高新区") == "" and resolved(gaz, "开发区", "成都市") == ""


def test_paths_of_names(gaz: Gazetteer) -> None:
    assert resolved(gaz, "都江堰市青城山镇") == "四川省/成都市/都江堰市/青城山镇"
    assert resolved(gaz, "山东省宁津县") == "山东省/德州市/宁津县"
    assert resolved(gaz, "重庆市江北区") == "重庆市/江北区"
    assert resolved(gaz, "江苏省常州市钟楼区") == "江苏省/常州市/钟楼区"
    assert resolved(gaz, "广东省宁津县") == ""


# ---- history -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "year", "chain", "until", "today"),
    [
        ("郫县", 2015, "四川省/成都市/郫县", 2016, "郫都区"),
        ("郫县", None, "四川省/成都市/郫县", 2016, "郫都区"),
        ("新津县", 2017, "四川省/成都市/新津县", 2020, "新津区"),
        ("简阳市", 2014, "四川省/资阳市/简阳市", 2016, "简阳市"),
        ("达县", 2010, "四川省/达州市/达县", 2013, "达川区"),
        ("襄樊市", 2009, "湖北省/襄樊市", 2010, "襄阳市"),
        ("襄樊", None, "湖北省/襄樊市", 2010, "襄阳市"),
        ("旬阳县", 2019, "陕西省/安康市/旬阳县", 2021, "旬阳市"),
        ("水城县", 2018, "贵州省/六盘水市/水城县", 2020, "水城区"),
        ("莱芜市", 2017, "山东省/莱芜市", 2018, "莱芜区"),
        ("孟津县", 2016, "河南省/洛阳市/孟津县", 2021, "孟津区"),
        ("下城区", 2019, "浙江省/杭州市/下城区", 2021, "拱墅区"),
        ("柳街镇", 2017, "四川省/成都市/都江堰市/柳街镇", 2023, "石羊镇"),
        ("磁峰镇", 2017, "四川省/成都市/彭州市/磁峰镇", 2023, "桂花镇"),
        ("公兴街道", 2017, "四川省/成都市/双流区/公兴街道", 2023, "怡心街道"),
    ],
)
def test_old_names_give_the_division_as_it_was(
    gaz: Gazetteer, name: str, year: int | None, chain: str, until: int, today: str
) -> None:
    division = gaz.resolve(name, None, year)
    assert path(gaz, division) == chain
    assert division is not None and division.until == until
    assert gaz.current(division).name == today


def test_a_short_name_follows_the_year(gaz: Gazetteer) -> None:
    assert resolved(gaz, "新津", "成都市", 2017).endswith("新津县")
    assert resolved(gaz, "新津", "成都市", 2023).endswith("新津区")
    assert resolved(gaz, "简阳市") == "四川省/成都市/简阳市"


def test_chains_follow_the_year(gaz: Gazetteer) -> None:
    town = gaz.resolve("花源街道", gaz.resolve("新津区"))
    assert path(gaz, town) == "四川省/成都市/新津区/花源街道"
    assert path(gaz, town, 2017) == "四川省/成都市/新津县/花源街道"
    assert path(gaz, gaz.resolve("樊城区"), 2008) == "湖北省/襄樊市/樊城区"


def test_a_renamed_context_still_holds_its_townships(gaz: Gazetteer) -> None:
    old = gaz.resolve("新津县", None, 2017)
    town = gaz.resolve("花源街道", old, 2017)
    assert old and town and gaz.within(town, old)
    assert {d.name for d in gaz.children(old.code)} == {d.name for d in gaz.children("510118")}


def test_named_puts_current_and_higher_divisions_first(gaz: Gazetteer) -> None:
    found = gaz.named("吉林")
    assert [d.name for d in found[:2]] == ["吉林省", "吉林市"]
    former = [d.until is not None for d in gaz.named("新津")]
    assert former == sorted(former) and len(former) > 2
    assert gaz.named("无此地名") == ()


# ---- namesakes ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "context", "chain"),
    [
        ("鼓楼区", "", ""),
        ("鼓楼区", "福建省", "福建省/福州市/鼓楼区"),
        ("鼓楼区", "南京市", "江苏省/南京市/鼓楼区"),
        ("鼓楼区", "江苏省", ""),  # 南京 and 徐州
        ("朝阳区", "", ""),
        ("朝阳", "", "辽宁省/朝阳市"),
        ("朝阳", "北京市", "北京市/朝阳区"),
        ("朝阳", "海淀区", "北京市/朝阳区"),
        ("朝阳", "朝阳市", "辽宁省/朝阳市"),
        ("吉林", "", "吉林省"),
        ("吉林", "吉林市", ""),
        ("海南", "", "海南省"),
        ("海南", "开平市", "海南省"),
        ("海南", "乌海市", "内蒙古自治区/乌海市/海南区"),
        ("海南", "海南藏族自治州", "青海省/海南藏族自治州"),
        ("河南", "青海省", ""),
        ("长沙", "", "湖南省/长沙市"),
        ("长沙", "衡南县", "湖南省/长沙市"),
        ("长沙", "开平市", "广东省/江门市/开平市/长沙街道"),
        ("长沙市", "开平市", "湖南省/长沙市"),
        ("中山", "开平市", "广东省/中山市"),
        ("中山", "大连市", "辽宁省/大连市/中山区"),
        ("武陵区", "", "湖南省/常德市/武陵区"),
        ("城区", "", ""),
        ("城区", "汕尾市", "广东省/汕尾市/城区"),
        ("城关镇", "舒城县", "安徽省/六安市/舒城县/城关镇"),
        ("城关镇", "", ""),
        ("江北区", "", ""),  # 宁波, and 重庆 until 2025
        ("马冈", "开平市", "广东省/江门市/开平市/马冈镇"),
        ("文山", "文山壮族苗族自治州", "云南省/文山壮族苗族自治州"),
        ("文山市", "", "云南省/文山壮族苗族自治州/文山市"),
        ("市辖区", "", ""),
    ],
)
def test_the_context_chooses_or_nothing_is_chosen(
    gaz: Gazetteer, name: str, context: str, chain: str
) -> None:
    assert resolved(gaz, name, context) == chain


# ---- the annotated reports ---------------------------------------------------------------------------


def _year(report: dict[str, str]) -> int:
    found = re.search(r"\d{4}", report["period"])
    assert found
    return int(found.group())


def _context(gaz: Gazetteer, gold: dict) -> Division | None:  # type: ignore[type-arg]
    report = gold["report"]
    return gaz.resolve("".join([*report["within"], report["region"]]), None, _year(report))


# no division in any official list (zones without a code, an island, a city in 台湾), or a town under a name that the lists lack
UNLISTED = {"钟楼经济开发区", "成都高新技术产业开发区", "马鞍岛", "滨海新城", "屈家岭管理区", "漳州台商投资区", "台北市", "漳浦台湾农民创业园", "临邛镇", "拉林满族镇"}  # fmt: skip


@pytest.mark.parametrize("gold", REPORTS, ids=[p.stem for p in GOLD])
def test_the_region_of_each_annotated_report(gaz: Gazetteer, gold: dict) -> None:  # type: ignore[type-arg]
    division = _context(gaz, gold)
    assert division is not None and division.name == gold["report"]["region"]
    names = [link.name for link in gaz.chain(division, _year(gold["report"]))]
    assert names == [*gold["report"]["within"], gold["report"]["region"]]


@pytest.mark.parametrize("gold", REPORTS, ids=[p.stem for p in GOLD])
def test_every_annotated_region_resolves_with_its_chain(gaz: Gazetteer, gold: dict) -> None:  # type: ignore[type-arg]
    context, year = _context(gaz, gold), _year(gold["report"])
    for entity in gold["entities"]:
        name = entity["name"]
        if entity["type"] != "Region" or name.endswith(("村", "社区")) or name in UNLISTED:
            continue
        within = entity.get("within", [])
        division = gaz.resolve("".join(within[-1:]) + name, context, year)
        assert division is not None and division.name == name
        if within:
            assert [link.name for link in gaz.chain(division, year)] == [*within, name]


# ---- the data file -----------------------------------------------------------------------------------


def test_every_parent_and_successor_is_known_and_no_chain_is_a_circle(gaz: Gazetteer) -> None:
    divisions = data.read_divisions()
    codes = {d.code for d in divisions}
    assert len({(d.code, d.name, d.parent, d.since) for d in divisions}) == len(divisions)
    for division in divisions:
        assert division.parent is None or division.parent in codes
        assert division.successor is None or (division.successor in codes and division.until)
        assert gaz.chain(division)[0].level == "province"
        assert gaz.current(division).level
    current = [d for d in divisions if d.until is None]
    assert len({d.code for d in current}) == len(current)
    assert sum(d.level == "province" for d in current) == 34


def test_the_files_are_small_and_those_that_the_licence_note_names() -> None:
    note = (PACKAGE / "data" / "regions.LICENCE.md").read_text(encoding="utf-8")
    sizes = 0
    for name in ("regions.tsv.gz", "region_words.txt.gz", "region_pairs.txt.gz"):
        blob = (PACKAGE / "data" / name).read_bytes()
        sizes += len(blob)
        assert f"{name} | `{hashlib.sha256(blob).hexdigest()}`" in note
        assert blob[4:8] == b"\0\0\0\0", "the time inside would change with each build"
        lines = gzip.decompress(blob).decode("utf-8").splitlines()
        assert lines == sorted(lines, key=lambda line: line.split("\t")[0].rstrip("-"))
    assert sizes < 1_500_000


def test_loading_is_the_same_each_time_and_cached() -> None:
    assert data.read_divisions() == data.read_divisions()
    assert load_gazetteer() is load_gazetteer()


def test_a_damaged_file_is_said_to_be_damaged(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    broken = tmp_path / "regions.tsv.gz"
    broken.write_bytes((PACKAGE / "data" / "regions.tsv.gz").read_bytes()[:5000])
    monkeypatch.setattr(data, "data_file", lambda name: broken)
    with pytest.raises(ResourceError, match=r"regions\.tsv\.gz is damaged"):
        data.read_divisions()
