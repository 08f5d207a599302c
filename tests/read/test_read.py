"""Reading: encodings, refusals, and offsets that count the file's own code points."""

import hashlib
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import EmptyInputError, EncodingError, InputError
from kg.read import read_report
from kg.read.decode import decode

SEEDS = sorted((Path(__file__).parents[2] / "seeds").glob("*.txt"))
SIMPLIFIED = (
    "2023年，全市医疗卫生机构总诊疗人次1386.42万，较上年增加121.37万人次，增长9.59%。\r\n"
    "县人民医院与省人民医院签订协议，组建紧密型医联体。居民健康档案建档率达到92.6%。\r\n"
)
TRADITIONAL = (
    "中山市衛生健康局公佈2024年全市衛生健康工作概況，總診療量達3,724.6萬人次，按年上升6.8%。\n"
    "市人民醫院獲批三項國家級課題，全市為三萬名學生接種疫苗，基層診療量佔比升至63.5%。\n"
)
GLOSSED = (
    "首頁 > 政務公開 【字體:大 中 小】★☆→①\n乾縣醫(yī)療(liáo)衛(wèi)生機構於１２月完成３，５００人次，"
    "簽約率為８５．６％，死亡率2.1‰。\n"
)


def write(folder: Path, data: bytes, name: str = "报告.txt") -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


@pytest.mark.parametrize(
    ("text", "codec", "named"),
    [
        (SIMPLIFIED, "utf-8", "utf-8"),
        (SIMPLIFIED, "utf-8-sig", "utf-8"),
        (SIMPLIFIED, "utf-16", "utf-16-le"),
        (SIMPLIFIED, "utf-16-le", "utf-16-le"),
        (SIMPLIFIED, "utf-16-be", "utf-16-be"),
        (SIMPLIFIED, "utf-32", "utf-32-le"),
        (SIMPLIFIED, "gb18030", "gb18030"),
        (TRADITIONAL, "gb18030", "gb18030"),
        (TRADITIONAL, "big5", "big5hkscs"),
        (GLOSSED, "utf-16-be", "utf-16-be"),
        (GLOSSED, "utf-16-le", "utf-16-le"),
        (TRADITIONAL, "utf-16-be", "utf-16-be"),
    ],
)
def test_each_encoding_is_recognised_and_nothing_changes(
    tmp_path: Path, text: str, codec: str, named: str
) -> None:
    data = text.encode(codec)
    report = read_report(write(tmp_path, data))
    assert report.text == text
    assert report.encoding == named
    assert report.stem == "报告"
    assert report.sha256 == hashlib.sha256(data).hexdigest()


@pytest.mark.parametrize("seed", SEEDS, ids=lambda p: p.stem[:3])
def test_seeds_survive_every_encoding_that_can_write_them(seed: Path) -> None:
    text = seed.read_bytes().decode("utf-8")
    for codec in ("utf-8", "gb18030", "utf-16-le", "utf-16-be"):
        assert decode(text.encode(codec), "seed")[0] == text


HAN = st.text(
    st.sampled_from("的一是在了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会卫健医院"),
    min_size=8,
)


@given(HAN, st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "gb18030"]))
def test_common_chinese_round_trips(text: str, codec: str) -> None:
    assert decode(text.encode(codec), "x")[0] == text


@given(st.text(st.characters(exclude_categories=("Cs", "Cc", "Cn")), min_size=1))
def test_any_text_in_utf8_round_trips(text: str) -> None:
    assert decode(text.encode("utf-8-sig"), "x") == (text, "utf-8")


def test_a_character_cut_off_at_the_end_of_the_file_is_left_out(tmp_path: Path) -> None:
    whole = "全市医疗卫生机构".encode()
    assert read_report(write(tmp_path, whole[:-1])).text == "全市医疗卫生机"


@pytest.mark.parametrize("data", [b"", b" \r\n\t ", "\ufeff".encode(), "　\u200b\n".encode()])
def test_nothing_to_read(tmp_path: Path, data: bytes) -> None:
    with pytest.raises(EmptyInputError, match="报告"):
        read_report(write(tmp_path, data))


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3", "PDF"),
        (b"PK\x03\x04\x14\x00\x06\x00word/document.xml", "docx"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 64, "doc"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 20, "PNG"),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF", "JPEG"),
        (bytes(range(1, 9)) * 40, "binary"),
        ("卫生健康".encode() + b"\0\0\0" + "工作总结".encode(), "binary"),
    ],
)
def test_what_is_no_text_is_refused_by_name(tmp_path: Path, data: bytes, says: str) -> None:
    with pytest.raises(InputError, match=says) as caught:
        read_report(write(tmp_path, data))
    assert not isinstance(caught.value, EncodingError)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    "data",
    [
        "こんにちは、世界。カタカナとひらがな".encode("euc-jp") + b"\xff\xfe\xfd",
        "Привет, мир. Отчёт о здоровье населения за год".encode("koi8-r"),
        b"\xef\xbb\xbf\xc3\x28\xa0\xa1",
        "卫生健康工作总结".encode() * 20 + b"\xff\xfe" + "卫生健康".encode(),
    ],
)
def test_unknown_encodings_are_refused(tmp_path: Path, data: bytes) -> None:
    with pytest.raises(EncodingError, match="save the file again as UTF-8"):
        read_report(write(tmp_path, data))


def test_too_large_is_refused_at_once(tmp_path: Path) -> None:
    path = tmp_path / "huge.txt"
    with path.open("wb") as file:
        file.write(b"a" * 50_000_000)
    start = time.monotonic()
    with pytest.raises(InputError, match="50 MB"):
        read_report(path)
    assert time.monotonic() - start < 1


def test_a_line_that_no_report_has_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="line"):
        read_report(write(tmp_path, "卫".encode() * 2_100_000))


def test_missing_and_folder(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="does not exist"):
        read_report(tmp_path / "none.txt")
    with pytest.raises(InputError, match="folder"):
        read_report(tmp_path)
