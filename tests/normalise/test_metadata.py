"""What reports say of themselves: on the annotated reports, and on pages made to differ from them."""

import json
import unicodedata
from collections import Counter
from pathlib import Path

import pytest

from kg.model.text import RawReport, ReportMeta
from kg.normalise import normalise
from kg.read import read_report

ROOT = Path(__file__).parents[2]
GOLD = [*sorted((ROOT / "tests/gold").glob("*.json")), *sorted((ROOT / "tests/gold/dev").glob("*.json"))]
LEAST = {"title": 33, "issuer": 34, "region": 34, "within": 34, "period": 33, "kind": 32, "date": 34}


def plain(value: object) -> object:
    return unicodedata.normalize("NFKC", value).replace(" ", "") if isinstance(value, str) else value


def report_of(gold: Path) -> Path:
    beside = gold.with_suffix(".txt")
    return beside if beside.exists() else next((ROOT / "seeds").glob(f"{gold.stem}_*.txt"))


def test_annotated_reports() -> None:
    right: Counter[str] = Counter()
    for path in GOLD:
        wanted = json.loads(path.read_text(encoding="utf-8"))["report"]
        meta = normalise(read_report(report_of(path))).meta
        for field in LEAST:
            got = getattr(meta, field)
            right[field] += plain(list(got) if isinstance(got, tuple) else got) == plain(wanted[field])
    assert len(GOLD) == 36
    assert {field: n for field, n in right.items() if n < LEAST[field]} == {}


def meta(text: str) -> ReportMeta:
    return normalise(RawReport("x", "x.txt", text, "utf-8", "0")).meta


BODY = "全年门诊量12.3万人次，同比增长5%。居民健康档案建档率92%。"


@pytest.mark.parametrize(
    ("text", "issuer", "kind_of_issuer", "region", "within"),
    [
        (f"常熟市卫健委2021年工作总结\n{BODY}", "常熟市卫生健康委员会", "health_authority", "常熟市", ("江苏省", "苏州市")),
        (f"工作总结\n{BODY}\n宝鸡市眉县卫生健康局\n2022年1月5日", "眉县卫生健康局", "health_authority", "眉县", ("陕西省", "宝鸡市")),
        (f"2020年工作总结\n来源：衢江区卫生健康局 日期：2021-01-04\n{BODY}", "衢江区卫生健康局", "health_authority", "衢江区", ("浙江省", "衢州市")),
        (f"郫县卫生局2012年工作总结\n{BODY}", "郫县卫生局", "health_authority", "郫县", ("四川省", "成都市")),
        (f"中牟县人民医院2023年工作总结\n{BODY}", "中牟县人民医院", "hospital", "中牟县", ("河南省", "郑州市")),
        (f"如皋市疾控中心2023年工作总结\n{BODY}", "如皋市疾病预防控制中心", "public_health", "如皋市", ("江苏省", "南通市")),
        (f"青海省卫生健康委员会2023年工作要点\n{BODY}", "青海省卫生健康委员会", "health_authority", "青海省", ()),
        (f"上半年，我县卫生健康工作取得成效。加快健康绥阳建设，绥阳县人民医院晋级。{BODY}2023年6月，我县创卫。", "绥阳县卫生健康局", "health_authority", "绥阳县", ("贵州省", "遵义市")),
    ],
)  # fmt: skip
def test_issuer_and_region(
    text: str, issuer: str, kind_of_issuer: str, region: str, within: tuple[str, ...]
) -> None:
    found = meta(text)
    assert (found.issuer, found.issuer_type, found.region, found.within) == (
        issuer,
        kind_of_issuer,
        region,
        within,
    )


def test_a_name_of_several_districts_is_settled_by_its_surroundings() -> None:
    text = f"朝阳区卫生健康委员会2023年工作总结\n{BODY}"
    assert meta(text).region == ""
    assert meta(f"{text}长春市第一批医联体试点在我区启动，吉林省中医院加入。").within == ("吉林省", "长春市")
    assert meta(f"{text}北京市医改任务全面完成，望京街道、三里屯街道建成示范机构。").within == ("北京市",)


def test_nothing_known_stays_empty() -> None:
    found = meta("各单位要高度重视，认真落实。")
    assert (found.title, found.issuer, found.issuer_type, found.region, found.region_code) == ("",) * 5
    assert (found.within, found.period, found.date) == ((), "", "")


@pytest.mark.parametrize(
    ("head", "title"),
    [
        ("某县卫生健康局2021年工作总结\n", "某县卫生健康局2021年工作总结"),
        ("某县卫生健康局2021年工作总结 2021年以来，", "某县卫生健康局2021年工作总结"),
        ("某县卫生健康局\n2021年工作总结\n", "某县卫生健康局2021年工作总结"),
        ("首页 > 政务 > 总结\n某县卫生健康局2021年工作总结\n某县卫生健康局2021年工作总结\n", "某县卫生健康局2021年工作总结"),
        ("携手向前\n——某县医共体建设侧记\n", "携手向前——某县医共体建设侧记"),
        ("某县卫生健康局文件\n某卫健发〔2021〕5号\n关于印发工作要点的通知\n", "关于印发工作要点的通知"),
        ("一、2021年工作开展情况\n", ""),
        ("各股室、各单位：\n", ""),
    ],
)  # fmt: skip
def test_titles(head: str, title: str) -> None:
    assert meta(head + "一年来，" + BODY).title == title


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("2022年工作总结\n" + BODY, "summary"),
        ("2022年工作总结\n" + BODY + "\n2023年，我局将再接再厉，谱写新篇章。", "summary"),
        ("2022年工作总结\n" + BODY + "\n2023年，我局将新建卫生院3家。", "summary+plan"),
        ("2022年工作总结\n一、工作情况\n" + BODY + "\n二、下一步打算\n抓好落实。", "summary+plan"),
        ("2022年工作要点\n一、深化改革\n" + BODY, "plan"),
        ("2022年重点任务完成情况\n" + BODY, "summary"),
    ],
)
def test_kinds(text: str, kind: str) -> None:
    assert meta(text).kind == kind
