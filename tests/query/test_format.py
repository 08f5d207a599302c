"""Answers as table, JSON and CSV."""

import csv
import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from neo4j.time import Date

from kg.query.format import as_csv, as_json, as_table, display_width, pad, wrap
from kg.query.run import Result

RESULT = Result(
    ("name", "value", "members"),
    (("开平市中心医院", 33.62, ["甲", "乙"]), ("A院", 49390000.0, []), ("“引号”,\n逗号", None, None)),
)


@pytest.mark.parametrize(
    ("text", "width"),
    [
        ("", 0),
        ("abc", 3),
        ("开平市", 6),
        ("A院", 3),
        ("(市)", 4),
        ("（市）", 6),
        ("e\u0301", 1),
        ("𠮷", 2),
        ("ﾊﾟ", 2),
        ("\u200bx", 1),
    ],
)
def test_a_chinese_character_is_two_columns_wide(text: str, width: int) -> None:
    assert display_width(text) == width


def test_columns_of_a_table_line_up() -> None:
    lines = as_table(RESULT, ("名称", "数值", "成员")).splitlines()
    at = [display_width(line[: line.index(mark)]) for line, mark in zip(lines[2:3], ["33.62"], strict=True)]
    head = lines[0]
    end = display_width(head[: head.index("数值")]) + 4
    assert at[0] + len("33.62") == end, "numbers stand to the right, under the end of their heading"
    assert "49390000" in lines[3]
    assert "甲、乙" in lines[2]
    assert len(lines) == 5, "a line break inside a value does not break the table"


def test_a_narrow_screen_wraps_cells() -> None:
    table = as_table(Result(("a", "sentence"), (("x", "汉" * 60),)), width=60)
    assert max(map(display_width, table.splitlines())) <= 60
    assert table.count("汉") == 60


def test_a_sentence_gets_the_room_that_names_do_not_need() -> None:
    result = Result(("name", "other", "sentence"), (("汉" * 12, "汉" * 12, "汉" * 80),))
    rule = as_table(result, width=100).splitlines()[1]
    assert [len(part) for part in rule.split()][2] > 55


@pytest.mark.parametrize(("width", "lines"), [(60, 4), (None, 1)])
def test_a_long_sentence_is_cut_in_the_table_and_whole_for_programs(width: int | None, lines: int) -> None:
    result = Result(("a", "sentence"), (("x", "汉" * 300), ("y", "短")))
    table = as_table(result, width=width).splitlines()
    assert len(table) == 2 + lines + 1
    assert table[-2].endswith("汉…")
    assert table[-1].split() == ["y", "短"]
    assert max(map(display_width, table)) <= (width or 90)
    assert as_csv(result).count("汉") == as_json(result).count("汉") == 300


@pytest.mark.parametrize(
    ("text", "width", "pieces"),
    [
        ("药占比下降33.62%", 14, ["药占比下降", "33.62%"]),
        ("完成建设任务，启用", 12, ["完成建设任", "务，启用"]),
        ("0123456789012345", 8, ["01234567", "89012345"]),
    ],
    ids=["a number", "a closing mark", "a word longer than the line"],
)
def test_lines_break_where_a_reader_breaks_them(text: str, width: int, pieces: list[str]) -> None:
    assert list(wrap(text, width)) == pieces


def test_an_empty_answer_keeps_its_headings() -> None:
    assert as_table(Result(("a", "b"), ()), ("甲", "乙")).splitlines()[0] == "甲  乙"
    assert as_csv(Result(("a", "b"), ())) == "a,b"
    assert as_json(Result(("a", "b"), ())) == "[]"


def test_json_keeps_types_and_chinese() -> None:
    text = as_json(Result(("n", "d", "x"), ((1.5, Date(2019, 8, 1), {"b": [1], "a": None}),)))
    assert json.loads(text) == [{"n": 1.5, "d": "2019-08-01", "x": {"a": None, "b": [1]}}]
    assert "开平市" in as_json(RESULT)


def test_csv_is_read_back() -> None:
    rows = list(csv.reader(io.StringIO(as_csv(RESULT), newline="")))
    assert rows == [
        ["name", "value", "members"],
        ["开平市中心医院", "33.62", "甲;乙"],
        ["A院", "49390000", ""],
        ["“引号”,\n逗号", "", ""],
    ]


@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"])), st.integers(2, 40))
def test_wrapping_loses_nothing_and_fits(text: str, width: int) -> None:
    pieces = list(wrap(text, width))
    assert "".join(pieces) == text
    assert all(display_width(piece) <= width for piece in pieces)


@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=10), st.booleans())
def test_padding_fills_exactly(text: str, right: bool) -> None:
    width = display_width(text) + 3
    assert display_width(pad(text, width, right=right)) == width
