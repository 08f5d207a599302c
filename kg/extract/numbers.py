"""The grammar of numbers in Chinese text: Arabic and Han numerals, scales, fractions, tenths.

The patterns are building blocks for larger ones; the functions turn what they matched into exact decimals.
"""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache

import cn2an

ARABIC = (
    r"(?:\d{1,3}(?:,\d{3})+(?!\d)|(?<![\d.])\d{1,3}(?: \d{3})+(?=(?:\.\d+)?\s?[\u4e00-\u9fff])|\d+)(?:\.\d+)?"
)
SCALE = r"万亿|千亿|百亿|十亿|千万|百万|十万|亿|万|千(?!克|米|瓦|伏|人口|常住)|百(?!分)"
HAN = r"[一二两三四五六七八九十百千万亿零〇]+"

_SCALES = {
    "十": 1,
    "百": 2,
    "千": 3,
    "万": 4,
    "十万": 5,
    "百万": 6,
    "千万": 7,
    "亿": 8,
    "十亿": 9,
    "百亿": 10,
    "千亿": 11,
    "万亿": 12,
}
_TRAILING_ZEROS = re.compile(r"(?<=\d)\.0+$")


def arabic(digits: str, scale: str = "") -> Decimal:
    """`4,939.5` and 万 → 49395000; `6 318` → 6318."""
    return Decimal(digits.replace(",", "").replace(" ", "")).scaleb(_SCALES.get(scale, 0))


@lru_cache(maxsize=2048)
def han(numeral: str) -> Decimal | None:
    """`一百二十` → 120, `两万` → 20000, `二〇二四` → 2024; None where it is no number."""
    try:
        return Decimal(str(cn2an.cn2an(numeral.replace("两", "二").replace("〇", "零"), "smart")))
    except (ValueError, IndexError, KeyError, ZeroDivisionError):  # cn2an lets odd numerals slip through
        return None


def tenths(numeral: str, half: bool = False, rest: str = "") -> Decimal | None:
    """`七成二` → 72 (numeral 七, rest 二), `六成半` → 65: per cent."""
    whole = han(numeral) if not numeral.isdigit() else Decimal(numeral)
    if whole is None:
        return None
    units = han(rest) if rest else Decimal(5 if half else 0)
    return whole * 10 + (units or 0)


def plain(value: Decimal) -> str:
    """A decimal as people write it: no exponent, no needless zeros (`94.0` → `94`)."""
    text = format(value, "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return text or "0"
