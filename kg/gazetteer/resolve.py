"""Which division a name means, given the report's own region and year."""

from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from kg.gazetteer.data import GENERIC
from kg.gazetteer.types import RANK, Division, Hit

if TYPE_CHECKING:
    from kg.gazetteer.lookup import Gazetteer

RECENT = 2015  # without a year, a division that ended before is not taken for a rival of today's
LAG = 5  # years for which a report may go on using a name of its own region that is no longer official
CHAIN, INSIDE, PROVINCES, BESIDE, PREFECTURE, CITIES, PROVINCE, CHINA = range(8)


def resolve(gazetteer: "Gazetteer", name: str, context: Division | None, year: int | None) -> Division | None:
    """See `Gazetteer.resolve`."""
    found = _ranked(gazetteer, name, context, year)
    if found is not None:
        return found[0]
    return None if gazetteer.named(name) else _path(gazetteer, name, context, year)


def _path(gazetteer: "Gazetteer", name: str, context: Division | None, year: int | None) -> Division | None:
    """A name made of names: 都江堰市青城山镇, 山东省宁津县."""
    for cut in range(len(name) - 2, 1, -1):
        if not gazetteer.named(name[:cut]):
            continue
        base = resolve(gazetteer, name[:cut], context, year)
        if base is None:
            continue
        rest = name[cut:]
        inner = _ranked(gazetteer, rest, base, year)
        if inner is not None and inner[1] in (CHAIN, INSIDE) and inner[0] != base:
            return inner[0]
        deeper = None if gazetteer.named(rest) else _path(gazetteer, rest, base, year)
        if deeper is not None and gazetteer.within(deeper, base):
            return deeper
    return None


def _ranked(
    gazetteer: "Gazetteer", name: str, context: Division | None, year: int | None
) -> tuple[Division, int] | None:
    """The division and how near it lies; None where none or several remain."""
    official = [] if name in GENERIC else gazetteer.official(name)
    named = official or list(gazetteer.named(name))
    if name in GENERIC:  # every county has its 开发区: only the context's own is meant
        owners = {context.code, gazetteer.current(context).code} if context else set()
        named = [d for d in named if d.parent in owners]
    timely = [d for d in named if _in_time(d, year)] or named
    near = _nearness(gazetteer, context)
    tiers: dict[int, list[Division]] = {}
    for division in named:
        tier = near(division)
        if division not in timely and (tier not in (CHAIN, INSIDE) or not _lagging(division, year)):
            continue  # in the report's own region an old name may live on for a while
        if not official:
            tier = min(tier, {"province": PROVINCES, "prefecture": CITIES}.get(division.level, CHINA))
        tiers.setdefault(tier, []).append(division)
    for tier in sorted(tiers):
        best = _one(gazetteer, [d for d in tiers[tier] if d in timely] or tiers[tier], tier)
        if best is None:
            return None
        if not official and _outshone(best, tier, context, tiers):
            return None
        return best, tier
    return None


def _outshone(best: Division, tier: int, context: Division | None, tiers: dict[int, list[Division]]) -> bool:
    """Whether a bare name might as well mean something farther away."""
    if best.level == "township" and tier == PROVINCE and CHINA in tiers:
        return True
    if tier != INSIDE or context is None or context.level != "province":
        return False
    return PROVINCES in tiers or (best.level == "township" and len(tiers) > 1)  # 河南 said in 青海省


@lru_cache(maxsize=64)  # a report asks again and again from the same region
def _nearness(gazetteer: "Gazetteer", context: Division | None) -> Callable[[Division], int]:
    """A function that says how near to the context a division lies."""
    if context is None:
        return lambda division: CHINA
    now = gazetteer.current
    chain = {now(link) for link in gazetteer.chain(context)} | set(gazetteer.chain(context))
    prefectures = {link for link in chain if link.level == "prefecture"}
    provinces = {link for link in chain if link.level == "province"}

    def near(division: Division) -> int:
        if division in chain or now(division) in chain:
            return CHAIN
        above = gazetteer.chain(division)[:-1]
        lines = {*above, *(now(link) for link in above)}
        if context in lines or now(context) in lines:
            return INSIDE
        if division.parent == context.parent or division.parent == now(context).parent:
            return BESIDE
        if lines & prefectures:
            return PREFECTURE
        return PROVINCE if lines & provinces else CHINA

    return near


def _one(gazetteer: "Gazetteer", candidates: Sequence[Division], tier: int) -> Division | None:
    """The one of equally near candidates: of the highest level, without a rival."""
    alive = list(candidates)
    if tier == CHAIN:
        if len({d.level == "province" for d in alive}) > 1:
            return None  # 吉林 in a report of 吉林市: the city or the province
        alive.sort(key=lambda d: -RANK[d.level])
        alive = [d for d in alive if d.level == alive[0].level]
    top = min(RANK[d.level] for d in alive)
    alive = [d for d in alive if RANK[d.level] == top]
    if len({gazetteer.current(d) for d in alive}) > 1:
        return None
    return max(alive, key=lambda d: (d.until or 9999, d.since or 0, d.code))


def _in_time(division: Division, year: int | None) -> bool:
    if year is None:
        return division.until is None or division.until >= RECENT
    return division.existed(year)


def _lagging(division: Division, year: int | None) -> bool:
    if year is None:
        return True
    return division.until is not None and year - LAG <= division.until < year


def link(gazetteer: "Gazetteer", hit: Hit, context: Division | None, year: int | None) -> Division | None:
    """See `Gazetteer.link`."""
    found = _ranked(gazetteer, hit.name, context, year)
    if found is None:
        return None
    division, tier = found
    near = tier == CHAIN or (tier == INSIDE and (not hit.common or _plain(division, context)))
    far = not hit.common and _credible(gazetteer, hit, division, tier, context)
    return division if near or far else None


def _credible(
    gazetteer: "Gazetteer", hit: Hit, division: Division, tier: int, context: Division | None
) -> bool:
    """Whether a name may mean a division outside the report's own region."""
    if not hit.weak:  # three characters far from home are as often an accident: 上|山下乡
        stray = division.level == "township" and tier == CHINA and len(hit.name) < 4
        return context is None or not stray
    if division.level in ("province", "prefecture") or tier <= PREFECTURE:
        return True
    sole = len({gazetteer.current(d) for d in hit.divisions}) == 1
    if division.level == "county":
        return sole or tier == PROVINCE
    return sole and hit.name == division.name


def _plain(division: Division, context: Division | None) -> bool:
    """Whether an ordinary word may still mean this division: a county in its own prefecture's report."""
    return division.level != "township" and context is not None and context.level != "province"


def link_all(
    gazetteer: "Gazetteer", hits: Sequence[Hit], context: Division | None, year: int | None
) -> list[Division | None]:
    """See `Gazetteer.link_all`."""
    linked: list[Division | None] = []
    for index, hit in enumerate(hits):
        before = linked[-1] if linked and hits[index - 1].end == hit.start else None
        inner = _ranked(gazetteer, hit.name, before, year) if before and not hit.common else None
        known = inner is not None and inner[1] == INSIDE
        linked.append(inner[0] if inner and known else link(gazetteer, hit, context, year))
    order = range(len(hits))
    for index in (*order, *reversed(order)):
        if linked[index] is None:
            linked[index] = _beside(gazetteer, hits, linked, index, year)
    return linked


def _beside(
    gazetteer: "Gazetteer",
    hits: Sequence[Hit],
    linked: Sequence[Division | None],
    index: int,
    year: int | None,
) -> Division | None:
    """What a name means that stands in one list with a known division: 开州、梁平、城口 (one sign between)."""
    hit = hits[index]
    for other in (index - 1, index + 1):
        if not 0 <= other < len(hits):
            continue
        known = linked[other]
        gap = hit.start - hits[other].end if other < index else hits[other].start - hit.end
        if known is None or gap != 1:
            continue
        found = _ranked(gazetteer, hit.name, known, year)
        if found is not None and found[1] == BESIDE and found[0].level == known.level:
            return found[0]
    return None
