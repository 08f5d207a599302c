"""Which region a report without a named issuer speaks of, from its own words: 我县, 健康成都, the places it names."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence

from kg.gazetteer import Division, Gazetteer

_KINDS = "省市州盟县区旗镇乡"
_DEIXIS = re.compile(
    rf"(?:全|我|本)([{_KINDS}])|(?<![\u4e00-\u9fff])([{_KINDS}])(?:委|政府|卫健[委局]|卫生健康[委局])"
)
_SLOGAN = re.compile(
    r"(?:健康|幸福|平安|品质|美丽)([\u4e00-\u9fff]{2,4}?)(?=建设|行动|战略|事业|”|“|、|，|。|；|的|和|创|目标|\d|e|\()"
)
LEAST = 3.0  # evidence below this names no region
CLEARLY = 1.3  # times the evidence for the next region
_FULL, _SHORT, _SLOGAN_WEIGHT, _BELOW = 3.0, 1.0, 5.0, 0.4


def own_kind(text: str) -> str:
    """The kind of region that the report calls its own (县 for 我县, 全县), or the empty string.

    The outermost kind wins only where it is clearly more frequent: a county's report names 市委 too.
    """
    counts: Counter[str] = Counter()
    for m in _DEIXIS.finditer(text):
        counts[m[1] or m[2]] += 2 if m[1] else 1
    if not counts:
        return ""
    return min(counts, key=lambda kind: (-counts[kind], _KINDS.index(kind)))


def region_of_text(gazetteer: Gazetteer, text: str, year: int | None) -> Division | None:
    """The region that an unsigned report speaks of, or None where its words do not settle it."""
    kind = own_kind(text)
    scores = _scores(gazetteer, text, year)
    fitting = {d: s for d, s in scores.items() if not kind or _is_kind(d, kind)}
    ranked = sorted(fitting, key=lambda d: (-fitting[d], d.code))
    if not ranked or fitting[ranked[0]] < LEAST:
        return None
    rivals = [
        d for d in ranked[1:] if not gazetteer.within(d, ranked[0]) and not gazetteer.within(ranked[0], d)
    ]
    if rivals and fitting[ranked[0]] < CLEARLY * fitting[rivals[0]]:
        return None
    return ranked[0]


def region_among(gazetteer: Gazetteer, candidates: Sequence[Division], text: str) -> Division | None:
    """The one of several divisions of the same name whose surroundings the text names; None in doubt."""
    scores = Counter(
        {
            d: sum(
                text.count(link.short if link.level != "county" else link.name)
                for link in (*gazetteer.chain(d)[:-1], *gazetteer.children(d.code))
                if len(link.short) > 1
            )
            for d in candidates
        }
    )
    (best, most), *rest = scores.most_common()
    return best if most > 0 and (not rest or most >= 2 * rest[0][1]) else None


def _scores(gazetteer: Gazetteer, text: str, year: int | None) -> dict[Division, float]:
    """How much the text speaks of each division down to the counties."""
    scores: dict[Division, float] = defaultdict(float)
    for hit in gazetteer.scan(text):
        division = gazetteer.link(hit, None, year)
        if division is None or division.level == "township":
            continue
        scores[division] += _FULL if hit.name == division.name else _SHORT
        for above in gazetteer.chain(division, year)[:-1]:
            scores[above] += _BELOW
    for m in _SLOGAN.finditer(text):
        for division in gazetteer.named(m[1]):
            if division.level != "township" and division.until is None and division.short == m[1]:
                scores[division] += _SLOGAN_WEIGHT
    return scores


def _is_kind(division: Division, kind: str) -> bool:
    if kind == "区":
        return division.name.endswith("区") and division.level == "county"
    if kind == "州":
        return division.name.endswith("州") and division.level == "prefecture"
    if kind == "省":
        return division.level == "province"
    return division.name.endswith(kind)
