"""Names are found however a person writes them."""

import pytest

from kg.web.catalogue import Catalogue
from kg.web.pinyin import syllables
from kg.web.search import Index

NAMES = [
    ("Institution", "开平市人民医院", "hospital", ["开平市一院"]),
    ("Institution", "开平市人民政府", "government", []),
    ("Institution", "开平市第二人民医院", "hospital", []),
    ("Institution", "泉州市第一医院", "hospital", ["市一院"]),
    ("Institution", "常州市第一人民医院", "hospital", []),
    ("Institution", "重庆市长寿区人民医院", "hospital", []),
    ("Institution", "上海市第六人民医院", "hospital", []),
    ("Region", "开平市", "", []),
    ("Indicator", "人民医院床位数", "", []),
    ("Programme", "“5+2”工程\\建设 (a|b)*", "", []),
]


@pytest.fixture(scope="module")
def index() -> Index:
    rows = [
        {
            "id": f"{n:016x}", "name": name, "type": kind, "subtype": subtype, "code": "", "aliases": aliases,
            "within": ["广东省", "江门市", "开平市"] if name.startswith("开平") else [],
        }
        for n, (kind, name, subtype, aliases) in enumerate(NAMES)
    ]  # fmt: skip
    found = Index(Catalogue(rows, []))
    found.sound()
    return found


@pytest.mark.parametrize(
    ("query", "first", "kind"),
    [
        ("开平市人民医院", "开平市人民医院", "name"),
        ("  开平市人民医院 ", "开平市人民医院", "name"),
        ("开平市一院", "开平市人民医院", "alias"),
        ("市一院", "泉州市第一医院", "alias"),
        ("常一院", "常州市第一人民医院", "abbreviation"),
        ("常州一院", "常州市第一人民医院", "abbreviation"),
        ("上海六院", "上海市第六人民医院", "abbreviation"),
        ("開平市人民醫院", "开平市人民医院", "name"),
        ("重慶", "重庆市长寿区人民医院", "prefix"),
        ("长寿区", "重庆市长寿区人民医院", "part"),
        ("kprm", "开平市人民医院", "pinyin"),
        ("KPRM", "开平市人民医院", "pinyin"),
        ("kpsrmyy", "开平市人民医院", "pinyin"),
        ("kaipingshirenmin", "开平市人民医院", "pinyin"),
        ("kaiping shi renmin", "开平市人民医院", "pinyin"),
        ("chongqing", "重庆市长寿区人民医院", "pinyin"),
        ("changshou", "重庆市长寿区人民医院", "pinyin"),
        ("开平市人民医阮", "开平市人民医院", "near"),
        ("开坪市人民医院", "开平市人民医院", "near"),
        ("泉州市第一医員", "泉州市第一医院", "near"),
        ("(a|b)*", "“5+2”工程\\建设 (a|b)*", "part"),
        ("0000000000000003", "泉州市第一医院", "id"),
    ],
)
def test_the_first_suggestion(index: Index, query: str, first: str, kind: str) -> None:
    hits, _ = index.search(query)
    assert (hits[0].thing.name, hits[0].json()["kind"]) == (first, kind)


@pytest.mark.parametrize("query", ["", "   ", "zzzzzz", "火星", "[", ".*", "a" * 100, "\n", "医" * 100])
def test_nothing_is_found_for_nothing(index: Index, query: str) -> None:
    assert index.search(query) == ([], 0)


def test_the_characters_that_matched_are_told(index: Index) -> None:
    (hit, *_), _ = index.search("常州一院")
    assert "".join(hit.matched[a:b] for a, b in hit.ranges) == "常州一院"
    (hit, *_), _ = index.search("kprm")
    assert "".join(hit.matched[a:b] for a, b in hit.ranges) == "开平人民"
    (hit, *_), _ = index.search("kaiping")
    assert hit.matched[slice(*hit.ranges[0])] == "开平"


def test_only_what_is_wanted_and_the_rest_is_counted(index: Index) -> None:
    hits, left = index.search("人民医院", lambda t: t.type == "Institution", limit=2)
    assert len(hits) == 2 and left == 3  # 常州, 重庆, 上海
    assert all(hit.thing.type == "Institution" for hit in hits)


def test_places_with_readings_of_their_own() -> None:
    assert "".join(syllables("重庆市长沙县六安市")) == "chongqingshichangshaxianluanshi"
    assert syllables("第3ICU") == ["di", "3", "i", "c", "u"]
