"""Characters: line breaks, invisible characters, and full and half width made one."""

from __future__ import annotations

import re

from kg.normalise.mapped import Edit, Mapped

_DROPPED = re.compile(
    "[\u200b-\u200f\u2060\ufeff\u00ad\u202a-\u202e\ufe0f\u0000-\u0008\u000e-\u001f\u007f]|\r(?=\n)"
)
_SPACES = "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000\t"
_LINES = "\r\u2028\u2029\u0085\v\f"
_FULL = {0xFF10 + i: 0x30 + i for i in range(10)}
_FULL |= {0xFF21 + i: 0x41 + i for i in range(26)} | {0xFF41 + i: 0x61 + i for i in range(26)}
_SIGNS = str.maketrans(
    "（）％﹪［］｛｝／＋＜＝＞－．｜～＆＊＃＠＿﹣「」『』﹁﹂﹃﹄︰﹕﹔﹐﹑｡､・•‧∙‑",
    "()%%[]{}/+<=>-.|~&*#@_-“”‘’“”‘’：：；，、。、····-",
)
_TABLE = _FULL | _SIGNS | {ord(c): " " for c in _SPACES} | {ord(c): "\n" for c in _LINES}


def one_width(mapped: Mapped) -> Mapped:
    """Line breaks as \\n, every space as ASCII space, invisible characters gone, digits, Latin and brackets half-width."""
    edits: list[Edit] = [(m.start(), m.end(), "") for m in _DROPPED.finditer(mapped.text)]
    visible = mapped.edited(edits)
    return visible.recast(visible.text.translate(_TABLE))
