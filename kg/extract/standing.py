"""Which of two bodies helps the other, where a sentence only says that they are tied by help.

The larger house helps the smaller one; across provinces the provinces that the State Council's east–west cooperation names as helpers
help the others (《关于进一步加强东西部扶贫协作工作的指导意见》, 2016). Where neither tells, nobody knows.
"""

from __future__ import annotations

import re

from spacy.tokens import Doc

from kg.extract import extensions
from kg.model.mention import Deixis, Mention

_HELPERS = frozenset({"11", "12", "31", "32", "33", "35", "37", "44"})
"""First two digits of GB/T 2260 codes: Beijing, Tianjin, Shanghai, Jiangsu, Zhejiang, Fujian, Shandong, Guangdong."""
_LADDER = (
    (4, re.compile(r"^省|省|自治区|大学|医学院|医科大|医大|附属|解放军|中国|总医院|国家")),
    (1, re.compile(r"[镇乡]|街道|社区|卫生院|卫生室|卫生服务")),
    (2, re.compile(r"^[县区旗]|[县区旗](?!域)")),
    (3, re.compile(r"[市州盟]")),
)


def province_of(doc: Doc, body: Mention) -> str:
    """The first two digits of the code of a body's region: its own, else the report's for a name without one; empty if unknown."""
    code = body.attrs.get("code", "")
    if not code and (body.deixis is not None or re.match(r"[省市县区州旗镇乡我本该]", body.text)):
        code = extensions.report_meta(doc).region_code
    return code[:2]


def rung(body: Mention) -> int:
    """4 for provincial and university houses, 3 for prefecture, 2 for county, 1 for township; 0 if the name does not tell."""
    return next((step for step, pattern in _LADDER if pattern.search(body.name)), 0)


def helper_first(doc: Doc, one: Mention | Deixis, two: Mention | Deixis) -> bool | None:
    """True where `one` helps `two`, False where `two` helps `one`, None where it cannot be told."""
    if isinstance(one, Deixis) or isinstance(two, Deixis):
        return None
    if one.type != two.type:
        return one.type == "Institution"
    first, second = province_of(doc, one), province_of(doc, two)
    if first and second and first != second and (first in _HELPERS) != (second in _HELPERS):
        return first in _HELPERS
    if one.type != "Institution":
        return None
    above, below = _rung_or_fame(one), _rung_or_fame(two)
    return above > below if above and below and above != below else None


def _rung_or_fame(body: Mention) -> int:
    """A hospital that needs no region in its name (西京医院) stands as high as a provincial one."""
    return rung(body) or (0 if body.attrs.get("code") or body.deixis or body.owner else 4)
