"""Reads the shipped list of divisions and derives the other names by which each is called."""

import gzip
import re
import zlib
from collections.abc import Iterator

from kg.errors import ResourceError
from kg.gazetteer.types import LEVELS, Division
from kg.resources import data_file

_LEVEL = dict(zip("pcxt", LEVELS, strict=True))
_ZONE = re.compile(r"(?:开发区|.新区|园区|示范区|管理区|试验区|实验区|投资区|聚集区|集聚区|度假区|新城)$")
_ZONE_SHORT = (
    ("高新技术产业开发区", ("高新区", "高新技术开发区")),
    ("高新技术开发区", ("高新区",)),
    ("高新技术产业园区", ("高新区",)),
    ("高技术产业开发区", ("高新区",)),
    ("经济技术开发区", ("经开区", "开发区")),
    ("经济开发区", ("经开区", "开发区")),
)
GENERIC = frozenset(short for _, shorts in _ZONE_SHORT for short in shorts) | {
    tail for tail, _ in _ZONE_SHORT
}


def read_divisions() -> list[Division]:
    """All divisions in the order of the file: by code, the current one last.

    Raises ResourceError where the file is missing or damaged.
    """
    path = data_file("regions.tsv.gz")
    try:
        text = gzip.decompress(path.read_bytes()).decode("utf-8")
        return [_division(line.split("\t")) for line in text.splitlines()]
    except (OSError, EOFError, ValueError, KeyError, IndexError, zlib.error) as error:
        raise ResourceError(
            f"the data file {path.name} is damaged: install health-policy-kg again"
        ) from error


def _division(cells: list[str]) -> Division:
    cells += [""] * (8 - len(cells))
    code, name, level, cut, parent, since, until, successor = cells
    if level == "t":
        parent = parent or code[:6]
        if code.endswith("-"):
            code += name
    return Division(
        code,
        name,
        name[: len(name) - int(cut)],
        _LEVEL[level],
        parent or None,
        int(since) if since else None,
        int(until) if until else None,
        successor or None,
    )


def read_aliases() -> list[tuple[str, str]]:
    """(code, other name) from `region_aliases.txt`: names in use that no rule gives (克州, 科左后旗)."""
    pairs = []
    for line in data_file("region_aliases.txt").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            code, names = line.split("\t")[:2]
            pairs += [(code, name) for name in names.split()]
    return pairs


def derived_names(division: Division, parent: Division | None) -> Iterator[str]:
    """Other names that follow from the official one: 文山州, 景宁县, 胡家湾乡; those of zones."""
    name, short = division.name, division.short
    if division.level != "province" and len(name) - len(short) > 2 and name != short:
        kind = name[-1] if not name.endswith("街道") else "街道"
        yield short + kind
    if division.level in ("county", "township") and _ZONE.search(name):
        yield from _zone_names(name, parent)


def _zone_names(name: str, parent: Division | None) -> Iterator[str]:
    """成都高新技术产业开发区 under 成都市: 高新区, 成都高新区, 成都市高新区; 衡水滨湖新区: 滨湖新区."""
    owners = [parent.name, parent.short] if parent else []
    bare = name
    for owner in owners:
        bare = bare.removeprefix(owner)
    if bare != name and len(bare) >= 3:
        yield bare
    for tail, shorts in _ZONE_SHORT:
        if name.endswith(tail):
            for short in shorts:
                yield short
                yield from (owner + short for owner in owners)
            return
