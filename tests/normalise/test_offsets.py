"""Whatever noise a page carries, each clean character is the conversion of the raw range it points to."""

import unicodedata
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.model.text import Document, RawReport
from kg.normalise import clean_text, normalise
from kg.normalise.mapped import Mapped
from kg.normalise.script import convert

ROOT = Path(__file__).parents[2]
TEXTS = [*sorted((ROOT / "seeds").glob("*.txt")), *sorted((ROOT / "tests" / "gold" / "dev").glob("*.txt"))]

PIECES = st.sampled_from(
    [
        "衛(wèi)", "醫(yī)", "發(fā)", "機構(gòu)", "方麵(mian) ", "體(ti) ", "係(xi) ", "開平市", "衛生健康局", "全縣",
        "卫生", "医疗", "市人民医院", "诊疗 体系", "46 宗", "2 0 1 9 年", "2019年", "１２３", "（助理）", "(ICU)", "％",
        "%%", "‰", "permil", "1,092", "33.62%", "，", ",", "。。", "，，", "。", "、", ";", "；", ":", "“", "”", '"', "?",
        " ", "  ", "\u3000", "\u00a0", "\u200b", "\u00ad", "\r\n", "\n", "\r", "\t", "一、", "(一)", "1.", "一是", "第一章 ",
        "上一篇：", "浏览次数:12", "来源:本站", "【打印】", "瞭", "显著", "乾县", "著力", "《", "》", "|", "下一步，", "2024年，将",
        "ａＢ", "𠮷", "👩‍⚕️", "(w", "（",
    ]
)  # fmt: skip
PAGES = st.lists(PIECES, max_size=60).map("".join)


def document(text: str) -> Document:
    return normalise(RawReport("x", "x.txt", text, "utf-8", "0"))


def check_offsets(mapped: Mapped, raw: str) -> None:
    """In bounds, monotone, never empty, and each character is what its raw range says."""
    offsets = mapped.offsets()
    last = (0, 0)
    for i, char in enumerate(mapped.text):
        start, end = offsets.raw_range(i, i + 1)
        assert 0 <= start < end <= len(raw)
        assert start >= last[0]
        assert end >= last[1]
        last = start, end
        assert is_form_of(char, raw[start:end])


def is_form_of(char: str, source: str) -> bool:
    if char in source or char == convert(source):
        return True
    if char == "‰":
        return "per" in source
    if unicodedata.normalize("NFKC", source).strip() in (char, char.strip()):
        return True
    forms = {
        "，": ",;，、。；", "。": ",;，、。；", "；": ",;，、。；", "、": ",;，、。；", "：": ":", "“": '"「『', "”": '"」』',
        "？": "?", "！": "!", "\n": "\r", "(": "（", ")": "）", "%": "%％﹪", " ": "\t\u3000\u00a0",
    }  # fmt: skip
    if len(source) == 1 and char in "了著着干乾" and source in "瞭著乾":
        return True
    marks = "".join(
        source.replace("\u200b", "").replace("\u00ad", "").split()
    )  # dropped between doubled marks
    return bool(marks) and all(c in forms.get(char, "") for c in marks)


@settings(max_examples=300, deadline=None)
@given(PAGES)
def test_any_noise_leads_back(raw: str) -> None:
    check_offsets(clean_text(raw), raw)


@pytest.mark.parametrize("path", TEXTS, ids=lambda p: p.stem[:3])
def test_real_reports_lead_back(path: Path) -> None:
    raw = path.read_bytes().decode("utf-8")
    check_offsets(clean_text(raw), raw)


@settings(max_examples=150, deadline=None)
@given(PAGES)
def test_layout_holds_together(raw: str) -> None:
    check_layout(document(raw))


@pytest.mark.parametrize("path", TEXTS, ids=lambda p: p.stem[:3])
def test_layout_of_real_reports(path: Path) -> None:
    check_layout(document(path.read_bytes().decode("utf-8")))


def check_layout(doc: Document) -> None:
    """Sections tile the text; sentences lie in their section, apart from each other and from furniture."""
    assert doc.sections[0].start == 0
    assert doc.sections[-1].end == len(doc.text)
    for n, section in enumerate(doc.sections):
        assert section.index == n
        assert n == 0 or section.start == doc.sections[n - 1].end
        assert section.role in ("results", "problems", "plan", "preamble", "other")
    last = 0
    for n, sentence in enumerate(doc.sentences):
        home = doc.sections[sentence.section]
        assert sentence.index == n
        assert last <= sentence.start < sentence.end
        assert home.start <= sentence.start
        assert sentence.end <= home.end
        assert all(sentence.start <= a < b <= sentence.end for a, b in sentence.clauses)
        last = sentence.end
    for left, right in doc.furniture:
        assert all(s.end <= left or s.start >= right for s in doc.sentences)
    covered = sum(s.end - s.start for s in doc.sentences) + sum(b - a for a, b in doc.furniture)
    assert covered <= len(doc.text)
    inside = {i for s in doc.sentences for i in range(s.start, s.end)}
    inside |= {i for a, b in doc.furniture for i in range(a, b)}
    assert all(c.isspace() for i, c in enumerate(doc.text) if i not in inside)


PLAIN = st.lists(
    st.sampled_from(
        ["全县", "卫生健康", "乾县", "瞭望", "显著", "著名", "了解", "里程", "后勤", "范围", "，", "。", "《规划》", "2023年", "12.5%"]
    ),
    max_size=40,
).map("".join)  # fmt: skip


@given(PLAIN)
def test_simplified_text_without_noise_is_left_alone(text: str) -> None:
    once = "".join(c for i, c in enumerate(text) if not (c in "，。" and text[i - 1 : i] in ("，", "。")))
    assert clean_text(once).text == once


@settings(deadline=None)
@given(PAGES)
def test_cleaning_a_clean_text_changes_no_letter(raw: str) -> None:
    """A second pass may still tidy what the first brought together, but it never rewrites a character."""
    clean = clean_text(raw).text
    again = clean_text(clean)
    check_offsets(again, clean)


@settings(max_examples=50, deadline=None)
@given(PAGES)
def test_same_in_same_out(raw: str) -> None:
    assert document(raw) is not document(raw)
    first, second = document(raw), document(raw)
    assert (first.text, first.sections, first.sentences, first.meta) == (
        second.text,
        second.sections,
        second.sentences,
        second.meta,
    )
