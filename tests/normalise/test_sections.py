"""Chapters: where they begin, what they are about, and for which period."""

import pytest

from kg.model.text import Document, RawReport
from kg.normalise import normalise
from kg.normalise.periods import iso_date, next_period, period_before, period_of


def document(text: str) -> Document:
    return normalise(RawReport("x", "x.txt", text, "utf-8", "0"))


def chapters(doc: Document) -> list[tuple[int, str, str, str]]:
    return [(s.level, s.heading, s.role, s.period) for s in doc.sections]


LINES = """开平市卫生健康局2019年工作总结及2020年工作计划
2019年以来，全市卫生健康工作取得了明显成效。
一、2019年工作开展情况
(一)基本公共卫生服务持续加强。居民健康档案率81.29%。一是推进均等化。高血压患者规范管理率53%。二是做好签约。签约率31.2%。
(二)计划生育服务全面提升。新增2家机构。
二、存在的问题
基层人才不足。
三、下一步工作计划
(一)深化改革。力争签约率达到40%以上。
开平市卫生健康局
2020年1月17日
"""
EXPECTED = [
    (0, "", "preamble", "2019"),
    (1, "一、2019年工作开展情况", "results", "2019"),
    (2, "(一)基本公共卫生服务持续加强。", "results", "2019"),
    (3, "一是推进均等化。", "results", "2019"),
    (3, "二是做好签约。", "results", "2019"),
    (2, "(二)计划生育服务全面提升。", "results", "2019"),
    (1, "二、存在的问题", "problems", "2019"),
    (1, "三、下一步工作计划", "plan", "2020"),
    (2, "(一)深化改革。", "plan", "2020"),
]


def test_headings_on_their_own_lines() -> None:
    assert chapters(document(LINES)) == EXPECTED


def test_the_same_page_flattened_to_one_line() -> None:
    assert chapters(document(LINES.strip().replace("\n", " "))) == EXPECTED


def test_the_path_of_a_chapter() -> None:
    doc = document(LINES)
    assert doc.sections[3].path == (
        "一、2019年工作开展情况",
        "(一)基本公共卫生服务持续加强。",
        "一是推进均等化。",
    )
    assert doc.sections[8].path == ("三、下一步工作计划", "(一)深化改革。")


def test_a_heading_that_ends_at_a_gap_is_a_sentence_of_its_own() -> None:
    doc = document(LINES.strip().replace("\n", " "))
    sentences = [doc.text[s.start : s.end] for s in doc.sentences]
    assert "一、2019年工作开展情况" in sentences
    assert "(一)基本公共卫生服务持续加强。" in sentences
    assert sentences[0] == "开平市卫生健康局2019年工作总结及2020年工作计划"


def test_parts_stand_above_chapters() -> None:
    doc = document(
        "某县卫生健康局2021年工作总结和2022年工作计划\n第一部分 2021年工作总结\n一、抓好疫情防控\n设置隔离点11个。\n"
        "(一)县级医院提质。新增2个科室。\n第二部分 2022年工作计划\n一、深化改革。签约率达到40%。\n"
    )
    assert chapters(doc)[1:] == [
        (1, "第一部分 2021年工作总结", "results", "2021"),
        (2, "一、抓好疫情防控", "results", "2021"),
        (3, "(一)县级医院提质。", "results", "2021"),
        (1, "第二部分 2022年工作计划", "plan", "2022"),
        (2, "一、深化改革。", "plan", "2022"),
    ]


def test_a_plan_that_begins_without_a_heading() -> None:
    doc = document(
        "泉州市卫生健康委员会2022年卫生健康工作总结\n一、防控有力\n1.快速应对。治愈4362例。\n\n"
        "2023年，我市卫健工作要坚持以人民为中心，力争新增床位120张。\n"
    )
    assert chapters(doc)[-1][2:] == ("plan", "2023")
    assert doc.sections[-2].role == "results"


def test_a_fresh_count_of_chapters_belongs_to_the_plan_before_it() -> None:
    doc = document(
        "容县卫生健康局2023年工作总结\n一、医改稳步推进\n门诊量增长5%。\n二、服务提升\n新增2家。\n"
        "2024年，县卫健局将围绕健康容县建设，抓好以下工作：\n一、深化改革\n签约率达到40%。\n二、补齐短板\n新建3家。\n"
    )
    assert [(s.heading, s.role, s.period) for s in doc.sections][-3:] == [
        ("", "plan", "2024"),
        ("一、深化改革", "plan", "2024"),
        ("二、补齐短板", "plan", "2024"),
    ]


def test_a_plan_inside_a_paragraph_ends_with_it() -> None:
    doc = document(
        "某市卫生健康工作纪实\n一、协作深入\n全年接诊3万人次。下一步，市卫健委将新增联盟2个。\n各县也同步推进，全年培训320人。\n"
    )
    assert [s.role for s in doc.sections] == ["preamble", "results", "plan", "results"]


def test_a_half_year_report_plans_for_the_second_half() -> None:
    doc = document(
        "海珠区卫生健康局2025年上半年工作总结和下半年工作计划\n一、上半年工作情况\n诊疗968万人次。\n二、下半年工作计划\n新增托位500个。\n"
    )
    assert doc.meta.period == "2025-H1"
    assert [s.period for s in doc.sections] == ["2025-H1", "2025-H1", "2025-H2"]


def test_a_plan_plans_unless_it_looks_back() -> None:
    doc = document(
        "克州卫生服务能力提升行动方案(2024—2026年)\n一、工作基础\n床位达到6.1张。\n二、行动目标\n到2026年，床位达到7张。\n三、重点任务\n(一)做强龙头。新建1家。\n"
    )
    assert doc.meta.kind == "plan"
    assert [(s.role, s.period) for s in doc.sections[1:]] == [
        ("results", "2023"),
        ("plan", "2026"),
        ("plan", "2026"),
        ("plan", "2026"),
    ]


def test_no_sentence_is_taken_from_the_page_around() -> None:
    doc = document(
        "您所在的位置：首页 -> 新闻中心 -> 正文\n某县卫生健康局2022年工作总结\n发布时间：2023-01-05 浏览次数：37 【打印】\n"
        "全年浏览量5.7万人次，打印报告2.3万份。\n扫一扫在手机上查看当前页面\n上一篇：关于放假的通知\n主办单位：某县人民政府 ICP备05062318号\n"
    )
    assert [doc.text[s.start : s.end] for s in doc.sentences] == [
        "某县卫生健康局2022年工作总结",
        "全年浏览量5.7万人次，打印报告2.3万份。",
    ]
    assert len(doc.furniture) == 5


@pytest.mark.parametrize(
    ("words", "period"),
    [
        ("2019年工作总结及2020年工作计划", "2019"),
        ("二〇一九年工作总结", "2019"),
        ("2025年上半年工作总结和下半年工作计划", "2025-H1"),
        ("2024年1—9月民生实事", "2024-01/2024-09"),
        ("2021年前三季度医改进展", "2021-01/2021-09"),
        ("2023年第一季度工作小结", "2023-Q1"),
        ("三年行动方案(2024—2026年)", "2024/2026"),
        ("“十四五”卫生健康事业发展规划", "2021/2025"),
        ("十三五规划", "2016/2020"),
        ("2021-2023年度工作总结", "2021/2023"),
        ("工作情况", ""),
    ],
)
def test_periods_of_titles(words: str, period: str) -> None:
    assert period_of(words) == period


def test_periods_before_and_after() -> None:
    assert [next_period(p) for p in ("2019", "2024-H1", "2024-01/2024-09", "2021/2025", "")] == [
        "2020", "2024-H2", "2024-10/2024-12", "", "",
    ]  # fmt: skip
    assert [period_before(p) for p in ("2017", "2021/2025", "2024/2026", "")] == [
        "2016",
        "2016/2020",
        "2023",
        "",
    ]


@pytest.mark.parametrize(
    ("words", "date"),
    [
        ("2020年1月17日", "2020-01-17"),
        ("二〇二二年一月十五日", "2022-01-15"),
        ("2017/03/18", "2017-03-18"),
        ("2023年8月", "2023-08"),
        ("2020-01-0?", "2020-01"),
        ("2020年13月1日", ""),
        ("昨日", ""),
    ],
)
def test_dates(words: str, date: str) -> None:
    assert iso_date(words) == date
