"""When a statement says the same as an annotated fact.

Names must be equal (or listed) after removing marks that carry no meaning; names that describe rather than name (indicator,
programme …) may differ in wording up to a similarity. Values, units and measures must be equal.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import lru_cache

from kg.evaluate.gold import DEFAULTS, GoldFact

SIMILAR_ENOUGH = {
    "Programme": 0.75,
    "Project": 0.7,
    "Designation": 0.65,
    "Indicator": 0.6,
    "Unit": 0.75,
    "PolicyDocument": 0.85,
}
"""Least similarity for names of these types to count as the same thing in other words."""

NUMERIC = frozenset({"achieved", "targets"})

_SAME_UNIT = {
    "名": "人", "位": "人", "所": "家", "间": "家", "个": "家", "处": "家", "宗": "起", "件": "起", "个百分点": "百分点",
    "percentage_point": "百分点", "pp": "百分点", "％": "%", "CNY": "元", "人民币": "元", "1/10万": "/10万", "人/次": "人次", "条": "家",
}  # fmt: skip
_MARKS = re.compile(r"[\s“”\"'‘’《》()\[\]、,，。·:;—-]")


@dataclass(frozen=True, slots=True)
class Prediction:
    """A statement as far as scoring needs it. `key` identifies it for the user, `rules` are what found it."""

    subject_type: str
    subject: str
    predicate: str
    object_type: str
    object: str
    qualifiers: Mapping[str, str]
    confidence: float
    key: str
    sentence: str
    rules: tuple[str, ...] = ()


@lru_cache(maxsize=200_000)
def plain(name: str) -> str:
    """A name without width, case, spaces and marks."""
    return _MARKS.sub("", unicodedata.normalize("NFKC", name)).lower()


@lru_cache(maxsize=500_000)
def similarity(first: str, second: str) -> float:
    """1.0 for equal names, else the Dice coefficient of their character pairs (or .95 of that of their characters, if higher)."""
    a, b = plain(first), plain(second)
    if not a or not b:
        return 0.0
    if a == b:
        return 1.0
    pairs_a, pairs_b = _pairs(a), _pairs(b)
    pairs = 2 * sum((pairs_a & pairs_b).values()) / (sum(pairs_a.values()) + sum(pairs_b.values()))
    chars = 2 * sum((Counter(a) & Counter(b)).values()) / (len(a) + len(b))
    return max(pairs, chars * 0.95)


def _pairs(text: str) -> Counter[str]:
    return Counter(text[i : i + 2] for i in range(len(text) - 1)) or Counter([text])


def same_name(name: str, wanted: Collection[str], kind: str) -> float:
    """1.0 where `name` is one of `wanted`, the similarity where the kind allows it and it suffices, else 0."""
    if plain(name) in {plain(want) for want in wanted}:
        return 1.0
    if kind in SIMILAR_ENOUGH:
        best = max(similarity(name, want) for want in wanted)
        return best if best >= SIMILAR_ENOUGH[kind] else 0.0
    return 0.0


def same_unit(unit: str) -> str:
    """One spelling for units that mean the same (家 for 所 间 个 处, 人 for 名 位 …)."""
    unit = unit.strip()
    return _SAME_UNIT.get(unit, unit)


def _number(value: str) -> float | None:
    try:
        return float(value.replace(",", ""))
    except ValueError:
        return None


def agreement(fact: GoldFact, said: Prediction) -> float:
    """How well a statement says an annotated fact: 0 not at all, 1 with the same names."""
    if fact.predicate != said.predicate or _intention_told_as_done(fact, said):
        return 0.0
    ends = min(
        same_name(said.subject, fact.subjects, fact.subject_type),
        same_name(said.object, fact.objects, fact.object_type),
    )
    if not ends and fact.predicate == "partnersWith":
        ends = min(
            same_name(said.subject, fact.objects, fact.object_type),
            same_name(said.object, fact.subjects, fact.subject_type),
        )
    if ends and fact.predicate in NUMERIC and not _same_value(fact, said):
        return 0.0
    return ends


def _intention_told_as_done(fact: GoldFact, said: Prediction) -> bool:
    """An intention that a reader may leave out is still wrong when it is told as done."""
    wanted = fact.accepted["status"]
    got = said.qualifiers.get("status") or DEFAULTS["status"]
    return fact.optional and "target" in wanted and got not in wanted


def _same_value(fact: GoldFact, said: Prediction) -> bool:
    gold, got = _number(fact.value), _number(said.qualifiers.get("value", ""))
    if gold is None or got is None or abs(gold - got) > 1e-6 * max(1.0, abs(gold)):
        return False
    if same_unit(said.qualifiers.get("unit", "")) not in {same_unit(unit) for unit in fact.accepted["unit"]}:
        return False
    return said.qualifiers.get("measure", DEFAULTS["measure"]) in fact.accepted["measure"]


def belongs_elsewhere(fact: GoldFact, said: Prediction, facts: Collection[GoldFact]) -> bool:
    """The statement's descriptive name fits another thing of the report better: a mispaired list, not a synonym."""
    kind = fact.object_type
    if kind not in SIMILAR_ENOUGH:
        return False
    own = same_name(said.object, fact.objects, kind)
    if own >= 1.0:
        return False
    mine = set(fact.objects)
    return any(
        same_name(said.object, other.objects, kind) > own + 0.05
        for other in facts
        if other.predicate == fact.predicate and other.object_type == kind and not mine & set(other.objects)
    )


def qualifiers_right(fact: GoldFact, said: Prediction) -> bool:
    """All other qualifiers right too: status of a relation; comparison and period of a value."""
    for key in ("cmp", "period") if fact.predicate in NUMERIC else ("status",):
        wanted = fact.accepted[key]
        got = said.qualifiers.get(key) or DEFAULTS[key]
        if key == "cmp" and got in {"gt", "ge"}:
            got = "gt" if "gt" in wanted else "ge"
        if got not in wanted:
            return False
    return True
