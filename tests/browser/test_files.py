"""The page's files: what is vendored is listed with version, licence and hash; nothing reaches outside; all is small."""

import gzip
import hashlib
import json
import re
from pathlib import Path

import pytest

STATIC = Path(__file__).resolve().parents[2] / "kg" / "web" / "static"
FOLDERS = [STATIC / "vendor", Path(__file__).parent / "vendor"]
OWN = sorted(
    path
    for path in STATIC.rglob("*")
    if path.suffix in (".js", ".css", ".html", ".svg") and "vendor" not in path.parts
)


@pytest.mark.parametrize("folder", FOLDERS, ids=["page", "tests"])
def test_every_vendored_file_is_listed(folder: Path) -> None:
    listed = {row["file"]: row for row in json.loads((folder / "vendor.json").read_text(encoding="utf-8"))}
    there = {path.name for path in folder.iterdir()} - {"vendor.json", "LICENSES.txt"}
    assert set(listed) == there
    for name, row in listed.items():
        assert hashlib.sha256((folder / name).read_bytes()).hexdigest() == row["sha256"], name
        assert row["licence"] in ("MIT", "Apache-2.0", "BSD-3-Clause", "MPL-2.0")
        assert re.fullmatch(r"\d+\.\d+\.\d+", row["version"])
        assert row["package"]


def test_all_assets_are_less_than_two_megabytes() -> None:
    plain = sum(path.stat().st_size for path in STATIC.rglob("*") if path.is_file())
    packed = sum(len(gzip.compress(path.read_bytes(), 5)) for path in STATIC.rglob("*") if path.is_file())
    assert plain < 2_000_000
    assert packed < 700_000


def test_own_files_reach_no_other_host_and_put_in_no_markup() -> None:
    assert len(OWN) > 20
    for path in OWN:
        text = path.read_text(encoding="utf-8").replace("http://www.w3.org/2000/svg", "")
        assert not re.search(r"https?://", text), path
        assert not re.search(
            r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function", text
        ), path
    page = (STATIC / "index.html").read_text(encoding="utf-8")
    assert not re.search(r"<script(?![^>]*\ssrc=)|\sstyle=|\son\w+=", page)


def test_both_languages_have_every_word() -> None:
    text = (STATIC / "app" / "i18n.js").read_text(encoding="utf-8")
    words = dict(
        re.findall(r'^\s*"?([\w.]+)"?: \[("(?:[^"\\]|\\.)*", "(?:[^"\\]|\\.)*")\]', text, re.MULTILINE)
    )
    pairs = re.findall(r'"?([\w.]+)"?: \["((?:[^"\\]|\\.)*)", "((?:[^"\\]|\\.)*)"\]', text)
    assert len(pairs) > 150
    assert words
    names = {name for name, _, _ in pairs}
    for name, chinese, english in pairs:
        assert set(re.findall(r"\{\w+\}", chinese)) == set(re.findall(r"\{\w+\}", english)), name
    used = {
        key
        for path in (STATIC / "app").glob("*.js")
        for key in re.findall(r'\bt\("([\w.]+)"', path.read_text(encoding="utf-8"))
    }
    assert used <= names, used - names
