"""The derived property graph keeps in step with the ledger, whatever dies meanwhile and whoever reads meanwhile."""

import os
import random
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from kg.errors import LedgerError, StoreError
from kg.ledger import open_ledger
from kg.query.run import ask
from kg.store import derived
from kg.store.graph_build import is_current, reading, refresh
from kg.store.scratch import PREFIX
from tests.store.small import fill

ROOT = Path(__file__).resolve().parent.parent.parent


def reports(graph: Path) -> list[str]:
    with reading(graph) as target:
        rows = ask(target, "MATCH (r:Report)<-[:FROM]-() RETURN DISTINCT r.id AS id ORDER BY id", {}).rows
    return [row[0] for row in rows]


def folders(graph: Path) -> list[str]:
    return sorted(path.name for path in (graph / derived.DERIVED).iterdir() if path.is_dir())


def test_a_second_refresh_does_nothing(tmp_path: Path) -> None:
    fill(tmp_path, "r1")
    assert refresh(tmp_path)
    before = {p: p.stat().st_mtime_ns for p in (tmp_path / derived.DERIVED).rglob("*")}
    assert not refresh(tmp_path)
    assert {p: p.stat().st_mtime_ns for p in (tmp_path / derived.DERIVED).rglob("*")} == before


def test_a_changed_ledger_makes_a_new_graph_and_the_old_one_goes(tmp_path: Path) -> None:
    fill(tmp_path, "r1")
    refresh(tmp_path)
    fill(tmp_path, "r2")
    assert not is_current(tmp_path)
    assert refresh(tmp_path)
    assert reports(tmp_path) == ["r1", "r2"]
    with open_ledger(tmp_path, write=True) as ledger:
        ledger.remove("r1")
    assert refresh(tmp_path)
    assert reports(tmp_path) == ["r2"]
    assert folders(tmp_path) == [derived.current(tmp_path)]


def test_without_a_ledger_there_is_nothing_to_ask(tmp_path: Path) -> None:
    with pytest.raises(LedgerError, match="kg build"), reading(tmp_path / "none"):
        pass
    assert not (tmp_path / "none").exists()


def test_a_ledger_whose_graph_was_never_made_is_asked_all_the_same(tmp_path: Path) -> None:
    fill(tmp_path, "r1")
    assert reports(tmp_path) == ["r1"]


@pytest.mark.parametrize("harm", ["garbage", "gone", "short", "more"])
def test_damage_is_noticed_and_mended(tmp_path: Path, harm: str) -> None:
    fill(tmp_path, "r1")
    refresh(tmp_path)
    files = sorted((tmp_path / derived.DERIVED / derived.current(tmp_path)).rglob("*.bucket"))
    for file in files:
        if harm == "garbage":
            file.write_bytes(b"\0" * file.stat().st_size)
        elif harm == "gone":
            file.unlink()
        elif harm == "short":
            os.truncate(file, file.stat().st_size // 2)
        else:
            file.with_suffix(".more").write_bytes(b"x")
    assert reports(tmp_path) == ["r1"]


@pytest.mark.parametrize("text", ["", "nonsense\n", "../../etc\n"])
def test_a_pointer_to_nowhere_is_mended(tmp_path: Path, text: str) -> None:
    fill(tmp_path, "r1")
    refresh(tmp_path)
    (tmp_path / derived.DERIVED / derived.CURRENT).write_text(text)
    assert refresh(tmp_path)
    assert reports(tmp_path) == ["r1"]


def test_several_read_at_the_same_time(tmp_path: Path) -> None:
    fill(tmp_path, "r1")
    refresh(tmp_path)
    with ThreadPoolExecutor(3) as pool:
        assert list(pool.map(reports, [tmp_path] * 3)) == [["r1"]] * 3


def test_a_reader_goes_on_with_the_old_graph_while_a_new_one_takes_its_place(tmp_path: Path) -> None:
    fill(tmp_path, "r1")
    refresh(tmp_path)
    count = "MATCH (r:Report) RETURN count(r) AS n"
    with reading(tmp_path) as old:
        fill(tmp_path, "r2")
        assert refresh(tmp_path)
        assert ask(old, count, {}).rows == ((1,),)
        with reading(tmp_path) as new:
            assert ask(new, count, {}).rows == ((2,),)
        assert ask(old, count, {}).rows == ((1,),)


def test_a_question_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    temporary = tmp_path / "tmp"
    temporary.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(temporary))
    fill(tmp_path / "g", "r1")
    refresh(tmp_path / "g")
    before = {p: p.stat().st_mtime_ns for p in (tmp_path / "g" / derived.DERIVED).rglob("*")}
    assert reports(tmp_path / "g") == ["r1"]
    assert list(temporary.iterdir()) == []
    assert {p: p.stat().st_mtime_ns for p in (tmp_path / "g" / derived.DERIVED).rglob("*")} == before


def test_an_unwritable_folder_is_an_error_that_names_it(tmp_path: Path) -> None:
    fill(tmp_path, "r1")
    (tmp_path / derived.DERIVED).write_text("a file where a folder should be")
    with pytest.raises(StoreError, match="derived"):
        refresh(tmp_path)


def _child(code: str, *arguments: str, tmp: Path) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-c", code, *arguments],
        cwd=ROOT, env={**os.environ, "TMPDIR": str(tmp)}, start_new_session=True,
    )  # fmt: skip


REFRESH = "import sys; from pathlib import Path; from kg.store.graph_build import refresh; refresh(Path(sys.argv[1]))"


def _duration(graph: Path, tmp: Path) -> float:
    start = time.monotonic()
    assert _child(REFRESH, str(graph), tmp=tmp).wait() == 0
    return time.monotonic() - start


def test_a_refresh_killed_at_any_moment_leaves_a_whole_graph(tmp_path: Path) -> None:
    """Killed at seven moments from start to end: the old graph or the new one answers, and the next refresh ends clean."""
    graph, tmp = fill(tmp_path / "graph", "r0"), tmp_path / "tmp"
    tmp.mkdir()
    whole = _duration(graph, tmp)
    shuffled = random.Random(7)
    known = ["r0"]
    for n in range(1, 8):
        fill(graph, f"r{n:02}")
        expected = [*known, f"r{n:02}"]
        child = _child(REFRESH, str(graph), tmp=tmp)
        time.sleep(whole * (n - 1 + shuffled.random()) / 7)
        if child.poll() is None:
            os.killpg(child.pid, signal.SIGKILL)
        child.wait()
        name = derived.current(graph)
        assert name, "no graph to ask"
        with derived.private_copy(graph):  # compares every byte with the manifest
            pass
        refresh(graph)
        assert reports(graph) == expected
        assert folders(graph) == [derived.current(graph)]
        known = expected


def test_what_killed_readers_leave_is_swept_by_the_next(tmp_path: Path) -> None:
    graph, tmp = fill(tmp_path / "graph", "r1"), tmp_path / "tmp"
    tmp.mkdir()
    refresh(graph)
    code = (
        "import sys, time; from pathlib import Path; from kg.store.graph_build import reading\n"
        "with reading(Path(sys.argv[1])):\n    print('open', flush=True)\n    time.sleep(60)"
    )
    child = subprocess.Popen(
        [sys.executable, "-c", code, str(graph)],
        cwd=ROOT, env={**os.environ, "TMPDIR": str(tmp)}, stdout=subprocess.PIPE,
    )  # fmt: skip
    with child:
        assert child.stdout is not None
        assert child.stdout.readline() == b"open\n"
        child.kill()
    left = [p for p in tmp.iterdir() if p.name.startswith(PREFIX)]
    assert left, "the killed reader was expected to leave its copy"
    code = "import sys; from pathlib import Path; from kg.store.graph_build import reading\nwith reading(Path(sys.argv[1])): pass"
    assert _child(code, str(graph), tmp=tmp).wait() == 0
    assert [p for p in tmp.iterdir() if p.name.startswith(PREFIX)] == []
