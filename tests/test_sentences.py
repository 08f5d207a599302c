"""Boundaries of sentences and clauses in clean text."""

import pytest

from kg.sentences import LONGEST, clause_ranges, sentence_ranges, split_sentences


def sentences(text: str) -> list[str]:
    return [text[a:b] for a, b in sentence_ranges(text)]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("新增2家。签约率3.5%。", ["新增2家。", "签约率3.5%。"]),
        ("他说：“好。”随后离开。", ["他说：“好。”", "随后离开。"]),
        ("涿?县签约3241?人，完成100%", ["涿?县签约3241?人，完成100%"]),
        ("真的吗? 是的!", ["真的吗?", "是的!"]),
        ("一、主要工作\n\n 全年12家 \n", ["一、主要工作", "全年12家"]),
        (" \n ", []),
    ],
)
def test_sentences(text: str, parts: list[str]) -> None:
    assert sentences(text) == parts


@pytest.mark.parametrize(
    ("item", "last"),
    [("签约率达85.5%，", "，"), ("签约率85.5% ", "%"), ("床", "床")],
    ids=["at a comma", "at a gap", "anywhere"],
)
def test_a_text_that_lost_its_full_stops_is_cut_without_losing_a_character(item: str, last: str) -> None:
    text = item * 1000
    parts = sentences(text)
    assert all(len(part) <= LONGEST for part in parts)
    assert {part[-1] for part in parts} == {last}
    assert "".join(parts).replace(" ", "") == text.replace(" ", "")


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("床位1,092张,增长5%；其中：公立600张。", ["床位1,092张", "增长5%", "其中", "公立600张。"]),
        ("印发《规划，纲要》(试行，2年)，落实", ["印发《规划，纲要》(试行，2年)", "落实"]),
        ("时间9:30，开始", ["时间9:30", "开始"]),
    ],
)
def test_clauses(text: str, parts: list[str]) -> None:
    assert [text[a:b] for a, b in clause_ranges(text, 0, len(text))] == parts


def test_split_sentences_of_a_bare_text() -> None:
    found = split_sentences("新增2家，减少1家。完成。")
    assert [(s.index, s.start, s.end, s.section, len(s.clauses)) for s in found] == [
        (0, 0, 10, 0, 2),
        (1, 10, 13, 0, 1),
    ]
