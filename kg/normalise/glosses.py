"""Pinyin glosses behind characters, as converted web pages carry them: 衛(wèi)生, 方麵(mian) .

A gloss is a Han character followed by brackets with one syllable in small Latin letters. With a tone mark it always
is one. Without tone marks, and with the space that such pages put behind it, only where the text has many
of them: (app) or (pro) can stand in any text.
"""

from __future__ import annotations

import re

from kg.normalise.mapped import Edit, Mapped

HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0002fa1f〇"
_TONED = "āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜńňǹḿ"
_LETTERS = "a-zü\u0261" + _TONED
_SYLLABLE = re.compile(
    r"(?:[bpmfdtnlg\u0261hkjqxrzcsyw]|zh|ch|sh)?"
    r"(?:i?ao?|ai|i?ang?|iao|ei?|en[g\u0261]?|er|i|ie|iu|in[g\u0261]?|io?n[g\u0261]|ou?|u|ua|uai|uan[g\u0261]?|ui|un|uo|v|ü|[uü]e)"
)
_GLOSS = re.compile(rf"(?<=[{HAN}])\(([{_LETTERS}]{{1,6}})\)( ?)")
_CUT_OFF = re.compile(rf"(?<=[{HAN}])\([{_LETTERS}]{{0,6}}\s*$")
_HAS_TONE = re.compile(f"[{_TONED}]")
MANY = 5  # toneless glosses that make a page a glossed one


def without_glosses(mapped: Mapped) -> Mapped:
    """The text without its glosses; one that the end of the text cut off goes too."""
    if "(" not in mapped.text:
        return mapped
    found = [m for m in _GLOSS.finditer(mapped.text) if _is_syllable(m[1])]
    toned = [m for m in found if _HAS_TONE.search(m[1])]
    spaced = [m for m in found if m[2] and not _HAS_TONE.search(m[1])]
    toneless_page = len(spaced) >= MANY or len(toned) >= MANY
    glosses = found if toneless_page else toned
    if not glosses:
        return mapped
    drops_space = len(spaced) >= MANY
    edits: list[Edit] = [(m.start(), m.end() if drops_space else m.end(1) + 1, "") for m in glosses]
    cut = _CUT_OFF.search(mapped.text)
    if cut and len(glosses) >= MANY:
        edits.append((cut.start(), cut.end(), ""))
    return mapped.edited(edits)


def _is_syllable(letters: str) -> bool:
    return bool(_HAS_TONE.search(letters) or _SYLLABLE.fullmatch(letters))
