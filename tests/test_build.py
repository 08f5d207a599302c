"""`kg build` on inputs as they come: twice, edited, removed, broken, killed."""

import json
import os
import shutil
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
REPORT = (
    "浦城县卫生健康局2022年工作总结\n"
    "2022年，全县居民健康档案建档率达91.5%，高血压患者规范管理率72.3%。\n"
    "浦城县医院与福建医科大学附属第一医院签订合作协议，共建胸痛中心。\n"
    "浦城县卫生健康局\n2023年1月10日\n"
)


def kg(*arguments: str | Path, cwd: Path, through: Sequence[str] = ()) -> subprocess.CompletedProcess[str]:
    env = {k: v for k, v in os.environ.items() if not k.startswith("KG_")}
    return subprocess.run(
        [*through, sys.executable, "-m", "kg", *map(str, arguments)],
        cwd=cwd,
        env=env,
        capture_output=True,
        text=True,
        check=False,
    )


def statements(folder: Path, graph: str = "graph") -> list[dict[str, object]]:
    out = kg("export", "statements", "-", "--graph", graph, cwd=folder)
    assert out.returncode == 0, out.stderr
    return [json.loads(line) for line in out.stdout.splitlines()]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    reports = tmp_path / "reports"
    reports.mkdir()
    (reports / "pucheng.txt").write_text(REPORT, encoding="utf-8")
    (reports / "kaiping.txt").write_bytes(next((ROOT / "seeds").glob("001_*")).read_bytes())
    return tmp_path


def test_building_again_adds_nothing_and_says_so(folder: Path) -> None:
    first = kg("build", "reports", cwd=folder)
    assert first.returncode == 0, first.stderr
    assert "2 added" in first.stderr
    before = kg("export", "statements", "-", cwd=folder).stdout
    assert before
    second = kg("build", "reports", cwd=folder)
    assert (second.returncode, "2 unchanged" in second.stderr, "added" in second.stderr) == (0, True, False)
    assert kg("export", "statements", "-", cwd=folder).stdout == before


def test_the_same_reports_give_the_same_bytes_anywhere_with_any_number_of_workers(
    folder: Path, tmp_path: Path
) -> None:
    kg("build", "reports", cwd=folder)
    other = tmp_path / "else" / "where"
    other.mkdir(parents=True)
    shutil.copytree(folder / "reports", other / "texts")
    assert kg("build", "texts", "--workers", "2", "--graph", "g2", cwd=other).returncode == 0
    assert (
        kg("export", "statements", "-", cwd=folder).stdout
        == kg("export", "statements", "-", "--graph", "g2", cwd=other).stdout
    )


def test_an_edited_report_replaces_its_own_statements(folder: Path) -> None:
    kg("build", "reports", cwd=folder)
    others = [s for s in statements(folder) if s["report"] == "kaiping"]
    edited = REPORT.replace("91.5%", "93.1%")
    (folder / "reports/pucheng.txt").write_text(edited, encoding="utf-8")
    assert "1 replaced, 1 unchanged" in kg("build", "reports", cwd=folder).stderr
    after = statements(folder)
    values = {
        s["qualifiers"]["value"] for s in after if s["report"] == "pucheng" and "value" in s["qualifiers"]
    }
    assert "93.1" in values
    assert "91.5" not in values
    assert [s for s in after if s["report"] == "kaiping"] == others


def test_a_removed_report_stays_until_pruned(folder: Path) -> None:
    kg("build", "reports", cwd=folder)
    (folder / "reports/pucheng.txt").unlink()
    kept = kg("build", "reports", cwd=folder)
    assert "--prune" in kept.stderr
    assert any(s["report"] == "pucheng" for s in statements(folder))
    pruned = kg("build", "reports", "--prune", cwd=folder)
    assert "1 retracted" in pruned.stderr
    assert {s["report"] for s in statements(folder)} == {"kaiping"}


def test_pruning_with_a_mistyped_folder_retracts_nothing_and_says_so(folder: Path) -> None:
    kg("build", "reports", cwd=folder)
    before = statements(folder)
    done = kg("build", "report", "--prune", cwd=folder)
    assert done.returncode == 1
    assert "report: does not exist" in done.stderr
    assert "nothing retracted" in done.stderr
    assert statements(folder) == before


BAD = {
    "empty.txt": b"",
    "blank.txt": b" \n\t\n",
    "binary.txt": bytes(range(256)) * 40,
    "zip.txt": b"PK\x03\x04" + bytes(500),
    "mangled.txt": "卫生健康".encode()[:-1] * 50 + b"\xff\xfe\xfd" * 30,
}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_file_is_named_in_one_line_and_the_rest_is_built(folder: Path, name: str) -> None:
    (folder / "reports" / name).write_bytes(BAD[name])
    result = kg("build", "reports", cwd=folder)
    assert result.returncode == 1
    complaints = [line for line in result.stderr.splitlines() if line.startswith("error:")]
    assert len(complaints) == 1
    assert name in complaints[0]
    assert "Traceback" not in result.stderr
    assert "2 added" in result.stderr


def test_a_line_of_fifty_megabytes_is_refused_quickly(folder: Path) -> None:
    (folder / "reports/long.txt").write_bytes("卫".encode() * 17_000_000)
    began = time.monotonic()
    result = kg("build", "reports", cwd=folder)
    assert result.returncode == 1
    assert "long.txt" in result.stderr
    assert "2 added" in result.stderr
    assert time.monotonic() - began < 60  # a hang, not a slow machine


@pytest.mark.parametrize("argument", ["missing.txt", "missing-folder", "none/*.txt"])
def test_a_missing_path_is_named_and_the_rest_is_built(folder: Path, argument: str) -> None:
    result = kg("build", "reports", argument, cwd=folder)
    assert result.returncode == 1
    assert argument.split("/", maxsplit=1)[0] in result.stderr
    assert "2 added" in result.stderr


def test_a_folder_without_reports_is_named(folder: Path) -> None:
    (folder / "void").mkdir()
    result = kg("build", "void", cwd=folder)
    assert result.returncode == 1
    assert "void" in result.stderr
    assert "Traceback" not in result.stderr


def test_wrong_usage_gives_exit_code_two(folder: Path) -> None:
    assert kg("build", cwd=folder).returncode == 2
    assert kg("build", "reports", "--segmenter", "jieba", cwd=folder).returncode == 2
    assert kg("nonsense", cwd=folder).returncode == 2


@pytest.fixture
def bound_by_modes() -> list[str]:
    """The start of a command line that obeys the modes of files, which root else does not."""
    if os.name == "nt":
        pytest.skip("modes of files are another thing here")
    if os.geteuid() != 0:
        return []
    drop = ["setpriv", "--bounding-set=-all", "--inh-caps=-all"]
    if not shutil.which(drop[0]) or subprocess.run([*drop, "true"], check=False).returncode:
        pytest.skip("root may write anywhere, and cannot give that up here")
    return drop


def test_a_read_only_graph_folder_is_named(folder: Path, bound_by_modes: list[str]) -> None:
    graph = folder / "locked"
    graph.mkdir()
    graph.chmod(stat.S_IRUSR | stat.S_IXUSR)
    result = kg("build", "reports", "--graph", "locked", cwd=folder, through=bound_by_modes)
    assert result.returncode == 1
    (told,) = result.stderr.splitlines()
    assert told.startswith("error: locked: cannot open the graph folder")


def test_a_graph_in_a_folder_that_may_only_be_read_answers(folder: Path, bound_by_modes: list[str]) -> None:
    kg("build", "reports", cwd=folder)
    asked = [
        ("export", "statements", "-"),
        ("show", "浦城县医院"),
        ("query", "reports", "--format", "csv"),
    ]
    before = [kg(*words, cwd=folder).stdout for words in asked]
    assert all(before)
    for path in (folder / "graph", *(folder / "graph").rglob("*")):
        path.chmod(path.stat().st_mode & ~0o222)
    results = [kg(*words, cwd=folder, through=bound_by_modes) for words in asked]
    assert [result.stdout for result in results] == before, [result.stderr for result in results]
    for path in (folder / "graph", *(folder / "graph").rglob("*")):
        path.chmod(0o700)


def test_a_graph_folder_that_cannot_be_made_is_named(folder: Path) -> None:
    (folder / "occupied").write_text("a file stands here", encoding="utf-8")
    result = kg("build", "reports", "--graph", "occupied/graph", cwd=folder)
    assert result.returncode == 1
    assert "occupied" in result.stderr
    assert "Traceback" not in result.stderr


@pytest.mark.skipif(os.name == "nt", reason="kill -9 is a POSIX signal")
@pytest.mark.parametrize("delay", [0.3, 0.9, 1.6, 2.4, 3.5])
def test_a_killed_build_leaves_a_graph_that_opens_and_the_next_completes_it(
    folder: Path, delay: float
) -> None:
    for path in sorted((ROOT / "seeds").glob("*.txt")):
        shutil.copy(path, folder / "reports")
    process = subprocess.Popen(
        [sys.executable, "-m", "kg", "build", "reports"],
        cwd=folder,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    time.sleep(delay)
    process.send_signal(signal.SIGKILL)
    process.wait()
    if (folder / "graph/ledger.sqlite").exists():
        opened = kg("export", "statements", "-", cwd=folder)
        assert opened.returncode == 0 or "version" in opened.stderr
    assert kg("build", "reports", cwd=folder).returncode == 0
    killed = kg("export", "statements", "-", cwd=folder).stdout
    kg("build", "reports", "--graph", "fresh", cwd=folder)
    assert killed == kg("export", "statements", "-", "--graph", "fresh", cwd=folder).stdout
    asked = kg("query", "overview", "--format", "json", cwd=folder)
    assert asked.returncode == 0, asked.stderr


def test_a_missing_model_is_said_once_and_not_of_every_report(folder: Path) -> None:
    for workers in ("1", "2"):
        command = [
            sys.executable,
            "-m",
            "kg",
            "build",
            "reports",
            "--segmenter",
            "pkuseg",
            "--workers",
            workers,
        ]
        env = {**os.environ, "KG_MODELS": str(folder / "no-models"), "PYTHONPATH": str(ROOT)}
        done = subprocess.run(command, cwd=folder, env=env, capture_output=True, text=True, check=False)
        assert done.returncode == 1
        assert done.stderr.count("error:") == 1
        assert "kg models install pkuseg" in done.stderr
        assert "Traceback" not in done.stderr


def test_shapes_only_check_so_another_shape_needs_no_new_build(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from kg import build

    ontology = shutil.copytree(build.ontology_dir(), tmp_path / "ontology")
    monkeypatch.setattr(build, "ontology_dir", lambda: ontology)
    before = build.fingerprint.__wrapped__("char")
    for name, changes in (("shapes.ttl", False), ("health-policy.ttl", True)):
        with (ontology / name).open("a", encoding="utf-8") as file:
            file.write("# one line more\n")
        assert (build.fingerprint.__wrapped__("char") != before) == changes, name
