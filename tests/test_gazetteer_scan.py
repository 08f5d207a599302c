"""Names of divisions in running text: what is found, what is a trap, and what each name is linked to."""

import itertools
import json
import re
import time
from pathlib import Path

import pytest

from kg.errors import ResourceError
from kg.gazetteer import Gazetteer, load_gazetteer, traps

DEV = sorted((Path(__file__).parent / "gold" / "dev").glob("*.json"))


@pytest.fixture(scope="module")
def gaz() -> Gazetteer:
    return load_gazetteer()


def found(gaz: Gazetteer, text: str) -> list[str]:
    """The names found, each checked against its place in the text."""
    hits = gaz.scan(text)
    assert all(text[hit.start : hit.end] == hit.name and hit.divisions for hit in hits)
    assert all(left.end <= right.start for left, right in itertools.pairwise(hits))
    return [hit.name for hit in hits]


def linked(gaz: Gazetteer, text: str, context: str, year: int | None = None) -> dict[str, str]:
    """Name found → the two last links of the chain of what it means."""
    where = gaz.resolve(context) if context else None
    hits = gaz.scan(text)
    pairs = zip(hits, gaz.link_all(hits, where, year), strict=True)
    return {h.name: "/".join(x.name for x in gaz.chain(d)[-2:]) for h, d in pairs if d is not None}


# ---- what is found -----------------------------------------------------------------------------------


def test_the_longest_name_is_taken_and_places_are_exact(gaz: Gazetteer) -> None:
    text = "都江堰市青城山镇和内蒙古自治区通辽市科左后旗甘旗卡镇"
    assert found(gaz, text) == ["都江堰市", "青城山镇", "内蒙古自治区", "通辽市", "科左后旗", "甘旗卡镇"]
    assert found(gaz, "白沙县人民医院") == ["白沙县"]  # not 沙县
    assert found(gaz, "恩施州、湘西州、黔东南州") == ["恩施州", "湘西州", "黔东南州"]
    assert found(gaz, "") == [] and found(gaz, "全市卫生健康工作稳步推进。") == []


def test_what_is_weak_and_what_is_common(gaz: Gazetteer) -> None:
    strong = {"开平市": False, "广东": False, "文山州": False, "青城山镇": False}
    weak = {"城关镇": True, "泉州": True, "郫县": True, "柳街镇": True}
    for name, expected in (strong | weak).items():
        (hit,) = gaz.scan(f"在{name}。")
        assert (hit.name, hit.weak) == (name, expected)
    (hit,) = [h for h in gaz.scan("穿紫河、芙蓉、南坪") if h.name == "芙蓉"]
    assert hit.common
    (hit,) = gaz.scan("芙蓉街道")
    assert not hit.common


# ---- traps -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("trap", "name", "fair"),
    [
        ("国家卫生县城和示范县创建", "范县", "濮阳市范县人民医院"),
        ("振兴城市经济", "兴城市", "葫芦岛市兴城市医院"),
        ("沿海城市", "海城市", "鞍山市海城市"),
        ("顺利通过评审", "利通", "吴忠市利通区"),
        ("在职人员中卫生技术人员", "中卫", "宁夏中卫市"),
        ("平台已接通县人民医院", "通县", "通县人民医院"),
        ("建成县级医院，完成县域任务", "成县", "陇南市成县"),
        ("加强管理县级医院", "理县", "阿坝州理县"),
        ("创建国家卫生城市", "建国", "建国街道办事处"),
        ("促进乡村医疗", "促进乡", "赴促进乡义诊"),
        ("实施村级能力提升", "施村", "施村镇卫生院"),
        ("苏木乡镇卫生院", "苏木乡", "苏木乡卫生院"),
        ("上山下乡筛查", "山下乡", "山下乡卫生院"),
        ("推进农村改厕和社区建设", "农村", "农村镇"),
        ("北京天坛医院", "天坛", "东城区天坛街道"),
        ("首都医科大学宣武医院", "宣武", "原宣武区"),
        ("涧河北岸", "河北", "河北石家庄"),
        ("四川大学华西医院", "四川", "四川卫生健康委"),
        ("长沙社区", "长沙", "长沙卫生健康委"),
        ("晋江经验", "晋江", "晋江卫生健康局"),
        ("部门合作的团结精神", "合作", "合作市人民医院"),
        ("新建医院一所", "新建", "新建区人民医院"),
        ("提高资源配置", "资源", "资源县人民医院"),
        ("和平时期", "和平", "和平区人民医院"),
        ("贯彻解放思想", "解放", "解放区人民医院"),
    ],
)
def test_an_ordinary_word_is_no_division(gaz: Gazetteer, trap: str, name: str, fair: str) -> None:
    assert name not in found(gaz, trap)
    known = [hit for hit in gaz.scan(fair) if hit.name.startswith(name)]
    assert known or not gaz.named(name), f"{name} is lost in {fair} too"


def test_words_that_are_names_too_need_their_own_region(gaz: Gazetteer) -> None:
    assert linked(gaz, "省、市和县级医院", "马鞍山市") == {}
    assert linked(gaz, "城区改造", "汕尾市") == {"城区": "汕尾市/城区"}
    assert linked(gaz, "城区改造", "广东省") == {}
    assert linked(gaz, "高新区管委会", "济南市") == {"高新区": "济南市/济南高新技术产业开发区"}
    assert linked(gaz, "高新区管委会", "成都市") == {}
    assert linked(gaz, "健康安康建设", "安康市") == {"安康": "陕西省/安康市"}
    assert linked(gaz, "幸福安康", "泉州市") == {}


def test_a_rule_of_no_known_kind_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    bad = tmp_path / "region_traps.txt"
    bad.write_text("# remark\nbefor\t范县\t示\n", encoding="utf-8")
    real = traps.data_file
    monkeypatch.setattr(traps, "data_file", lambda name: bad if name == bad.name else real(name))
    with pytest.raises(ResourceError, match="no known kind"):
        traps.read_traps()


def test_each_rule_of_the_trap_file_speaks_of_a_name_that_exists(gaz: Gazetteer) -> None:
    rules = traps.read_traps()
    assert [name for name in rules.before if not gaz.named(name)] == []
    assert [phrase for phrase in rules.decoys if gaz.official(phrase)] == []


# ---- linking -----------------------------------------------------------------------------------------


def test_names_in_one_list_are_linked_by_their_neighbours(gaz: Gazetteer) -> None:
    streets = "穿紫河、启明、府坪、永安、东江、丹阳、白马湖、芙蓉、南坪、长庚"
    answer = linked(gaz, f"下辖{streets}等街道", "武陵区")
    assert answer == {name: f"武陵区/{name}街道" for name in streets.split("、")}
    lent = linked(gaz, "重庆市开州、梁平、城口、忠县四个县区", "达州市", 2021)
    assert {lent[name] for name in ("开州", "梁平", "城口", "忠县")} == {
        "重庆市/开州区", "重庆市/梁平区", "重庆市/城口县", "重庆市/忠县",
    }  # fmt: skip


def test_the_name_right_before_is_the_first_context(gaz: Gazetteer) -> None:
    assert linked(gaz, "到重庆市江北区学习", "宁波市")["江北区"] == "重庆市/江北区"
    assert linked(gaz, "江北区人民医院", "宁波市")["江北区"] == "宁波市/江北区"
    assert linked(gaz, "南京市鼓楼区", "福州市")["鼓楼区"] == "南京市/鼓楼区"


def test_weak_names_need_the_context_to_speak_for_them(gaz: Gazetteer) -> None:
    text = "加快蕲州、张塝、青石、向桥、刘河等一批乡镇卫生院改扩建"
    assert linked(gaz, text, "蕲春县") == {
        "蕲州": "蕲春县/蕲州镇", "张塝": "蕲春县/张塝镇", "青石": "蕲春县/青石镇",
        "向桥": "蕲春县/向桥乡", "刘河": "蕲春县/刘河镇",
    }  # fmt: skip
    assert "青石" not in linked(gaz, text, "泉州市")
    assert linked(gaz, "长沙街道、长沙社区、长沙市", "开平市") == {
        "长沙街道": "开平市/长沙街道",
        "长沙市": "湖南省/长沙市",
    }
    assert linked(gaz, "马冈卫生院", "开平市") == {"马冈": "开平市/马冈镇"}
    assert linked(gaz, "城关镇卫生院", "") == {}


def test_the_year_of_the_report_decides_between_old_and_new(gaz: Gazetteer) -> None:
    text = "郫县人民医院、新津中医医院和简阳市"
    assert linked(gaz, text, "成都市", 2015) == {
        "郫县": "成都市/郫县",
        "新津": "成都市/新津县",
        "简阳市": "资阳市/简阳市",
    }
    assert linked(gaz, text, "成都市", 2018)["简阳市"] == "成都市/简阳市"


@pytest.mark.parametrize("path", DEV, ids=[p.stem for p in DEV])
def test_what_is_linked_in_an_annotated_report_was_annotated(gaz: Gazetteer, path: Path) -> None:
    """Silence beats a guess: of all names linked in a report, at most one is not a region of its gold file."""
    gold = json.loads(path.read_text(encoding="utf-8"))
    text = path.with_suffix(".txt").read_text(encoding="utf-8")
    year = int(re.findall(r"\d{4}", gold["report"]["period"])[0])
    context = gaz.resolve("".join([*gold["report"]["within"], gold["report"]["region"]]), None, year)
    hits = gaz.scan(text)
    assert hits == gaz.scan(text)
    names = {entity["name"] for entity in gold["entities"] if entity["type"] == "Region"}
    strange = {d.name for d in gaz.link_all(hits, context, year) if d is not None} - names
    assert len(strange) <= 1


def test_a_long_text_takes_little_time(gaz: Gazetteer) -> None:
    text = "".join(path.with_suffix(".txt").read_text(encoding="utf-8") for path in DEV) * 4
    gaz.scan("开平市")
    start = time.perf_counter()
    gaz.scan(text)
    assert time.perf_counter() - start < len(text) / 100_000  # measured: 3,000,000 characters a second
