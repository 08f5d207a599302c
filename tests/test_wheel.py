"""The wheel stands on its own: built, installed elsewhere in a new environment, it builds a graph and answers."""

import json
import os
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("dist")
    subprocess.run(
        [sys.executable, "-m", "build", "--wheel", "--outdir", str(out), str(ROOT)],
        check=True, capture_output=True, text=True,
    )  # fmt: skip
    (found,) = out.glob("*.whl")
    return found


def test_the_wheel_holds_ontology_queries_and_data(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    for folder in ("ontology", "queries"):
        for file in (ROOT / folder).iterdir():
            if file.suffix in {".ttl", ".cypher", ".rq", ".jsonld"}:
                assert f"kg/_shipped/{folder}/{file.name}" in names
    for file in [*(ROOT / "kg/data").iterdir(), *(ROOT / "kg/extract/rules").glob("*.toml")]:
        assert str(file.relative_to(ROOT)) in names
    assert wheel.stat().st_size < 20_000_000


def test_an_installed_wheel_builds_and_answers_elsewhere(wheel: Path, tmp_path: Path) -> None:
    home = tmp_path / "env"
    venv.create(home, with_pip=True, symlinks=True)
    python = home / ("Scripts" if os.name == "nt" else "bin") / "python"
    constraints = ["-c", str(ROOT / "constraints.txt")]
    subprocess.run([python, "-m", "pip", "install", "-q", *constraints, str(wheel)], check=True)
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    env = {k: v for k, v in os.environ.items() if not k.startswith(("KG_", "PYTHON"))}

    def kg(*arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [python.with_name("kg"), *arguments],
            cwd=elsewhere,
            env=env,
            capture_output=True,
            text=True,
            check=False,
        )

    built = kg("build", str(ROOT / "seeds"))
    assert built.returncode == 0, built.stderr
    assert "5 added" in built.stderr
    again = kg("build", str(ROOT / "seeds"))
    assert "5 unchanged" in again.stderr
    assert "added" not in again.stderr
    asked = kg("query", "overview", "--format", "json")
    assert asked.returncode == 0, asked.stderr
    assert json.loads(asked.stdout)
