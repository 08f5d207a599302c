"""From bytes to text: UTF-8, UTF-16, GB18030 or Big5, decided the same way every time.

The order: byte order marks, strict UTF-8, UTF-16 without a mark, then GB18030 against Big5. A strict decoder
refuses most wrong guesses; where both of the last two accept, the one whose result is made of common
characters is right.
"""

from __future__ import annotations

import codecs
import re
from functools import cache

from kg.errors import EncodingError, InputError
from kg.read.sniff import has_controls

_MARKS: tuple[tuple[bytes, str], ...] = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16: its mark begins with that of UTF-16
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# The most frequent characters of modern Chinese and of these reports, Simplified and Traditional.
_COMMON = frozenset(
    "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后"
    "多定行学法所民得经十三之进着等部度家力里如水化高自二理起小物现实加量都两体制机当使点从业本去把性好应开它合还因由"
    "其些然前外天政四日社义事平形相全表间样与关各重新线内数正心反你明看原又利比或但质气第向道命此变条只没结解问意建月"
    "公无系军情者最立代想已通并提直题党程展五果料位入常文总次品式活设及管特件长求老头基资边流路级少图山统接知较将组见计"
    "别期根论运农指几九区强放决西被干做必先回则任取据处府卫健医院疗病县市镇乡村局委疾控防疫基层服务保障改革推进完善加强"
    "落实项目工程标准规范督查培训患者居民儿童妇幼药品诊所床万元率增长同比年度计划目标"
    "這為個國時來們對會發動過說產種後經進著裡現實體機當點從業應開還與關線數質氣條沒結問建無係軍情題黨資邊級圖統較將組見"
    "計別論農幾區強決則據處衛醫療縣鎮鄉層務項標準規範訓兒婦藥診萬長劃總書記導學習電話聯"
)
# What reports are written in: ASCII, Latin letters (glosses), punctuation, circled and Roman numerals, squares and
# arrows of web pages, CJK marks, Han, full-width forms.
_USUAL = re.compile(
    r"[\t\r\n -~\u00a0-\u024f\u2000-\u2bff\u3000-\u303f\u3400-\u4dbf\u4e00-\u9fff\uff00-\uffef]"
)
_MIN_COMMON = 0.2  # share of common characters among the Han characters; running text has over .5


def decode(data: bytes, source: str) -> tuple[str, str]:
    """The text of `data` without its byte order mark, and the name of its encoding.

    Raises EncodingError where no encoding fits and InputError where the bytes are no text at all.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _strictly(data[len(mark) :], encoding, source), encoding
    wide = _utf16_without_mark(data)
    if wide:
        return data.decode(wide), wide
    if has_controls(data):
        raise InputError(f"{source}: holds binary data, not text: give a .txt file")
    text = _as_utf8(data)
    if text is not None:
        return text, "utf-8"
    encoding = _chinese_code(data)
    if not encoding:
        raise EncodingError(_complaint(data, source))
    return data.decode(encoding), encoding


def _strictly(data: bytes, encoding: str, source: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise EncodingError(
            f"{source}: its byte order mark says {encoding.upper()}, but byte {error.start} is not: "
            "save the file again as UTF-8"
        ) from None


def _as_utf8(data: bytes) -> str | None:
    """The text where `data` is UTF-8; a character cut off at the very end of the file is left out."""
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        cut_off = error.reason == "unexpected end of data" and error.start > 0
        return data[: error.start].decode("utf-8") if cut_off else None


def _utf16_without_mark(data: bytes) -> str:
    """`utf-16-le` or `utf-16-be` where one of them gives running Chinese or ASCII text, else the empty string."""
    head = data[:20_000]
    if len(data) % 2 or len(data) < 4:
        return ""
    for encoding in ("utf-16-le", "utf-16-be"):
        try:
            sample = head.decode(encoding)
        except UnicodeDecodeError:
            continue
        usual = len(_USUAL.findall(sample)) > 0.95 * len(sample)
        if usual and (commonness(sample) > _MIN_COMMON or sample.isascii()):
            return encoding
    return ""


def _chinese_code(data: bytes) -> str:
    """`gb18030` or `big5hkscs`, whichever decodes and reads more like Chinese; empty where neither does."""
    scores = []
    for order, encoding in enumerate(("gb18030", "big5hkscs")):
        try:
            scores.append((commonness(data.decode(encoding)), -order, encoding))
        except UnicodeDecodeError:
            continue
    best = max(scores, default=(0.0, 0, ""))
    return best[2] if best[0] >= _MIN_COMMON else ""


def commonness(text: str) -> float:
    """Share of the everyday characters among all characters beyond ASCII; 0 where there is none beyond it."""
    sample = text[:50_000]
    wide = sample.translate(_without_ascii())
    common = sum(1 for c in wide if c in _COMMON)
    return common / len(wide) if wide else 0.0


@cache
def _without_ascii() -> dict[int, None]:
    drop = dict.fromkeys(range(128))
    drop.update((ord(c), None) for c in "，。、：；“”‘’（）《》　—…·！？【】〔〕")
    return drop


def _complaint(data: bytes, source: str) -> str:
    from charset_normalizer import from_bytes

    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        if error.start > 200:  # long UTF-8 before the first bad byte: a damaged file rather than another code
            return (
                f"{source}: is UTF-8 up to byte {error.start} and damaged there: save the file again as UTF-8"
            )
    guess = from_bytes(data[:20_000]).best()
    seems = f" (it may be {guess.encoding})" if guess else ""
    return f"{source}: is not text in UTF-8, UTF-16, GB18030 or Big5{seems}: save the file again as UTF-8"
