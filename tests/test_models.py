"""Installing a model: through the real pip, from a folder of wheels made here."""

import hashlib
import io
import os
import pickle
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import msgpack
import pytest
from click.testing import CliRunner

from kg import models, wheels
from kg.commands.models import models as command
from kg.errors import ModelError
from kg.extract.segmenter import blank_pipeline
from tests.tiny_pkuseg import train_tiny

FILE_NAME = "pkuseg-0.0.25-cp37-cp37m-manylinux1_x86_64.whl"
TABLES = {
    "unigram": ["医院", "开平市"],
    "bigram": ["开平市*医院"],
    "feature_to_idx": {"$$": 0, "c.医": 1},
    "tag_to_idx": {"B": 0, "I": 1},
}


def nothing(done: int, total: int) -> None:
    """A progress that is not watched."""


def names(folder: Path) -> list[str]:
    return sorted(file.name for file in folder.iterdir())


def describe(archive: zipfile.ZipFile) -> None:
    """Add what pip reads of a wheel."""
    about = "Metadata-Version: 2.1\nName: pkuseg\nVersion: 0.0.25\n"
    tags = "Wheel-Version: 1.0\nRoot-Is-Purelib: false\nTag: cp37-cp37m-manylinux1_x86_64\n"
    for name, text in {"METADATA": about, "WHEEL": tags, "RECORD": ""}.items():
        archive.writestr(f"pkuseg-0.0.25.dist-info/{name}", text)


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with one wheel laid out as pkuseg's, around a model that was trained here."""
    folder = tmp_path_factory.mktemp("wheel")
    trained = train_tiny(folder)
    tables = msgpack.unpackb((trained / "features.msgpack").read_bytes())
    index = folder / "index"
    index.mkdir()
    with zipfile.ZipFile(index / FILE_NAME, "w") as archive:
        archive.writestr("pkuseg/__init__.py", "raise SystemExit('this code must never run')")
        archive.writestr("pkuseg/models/default/features.pkl", pickle.dumps(tables, 4))
        archive.write(trained / "weights.npz", "pkuseg/models/default/weights.npz")
        describe(archive)
    return index / FILE_NAME


def pin(monkeypatch: pytest.MonkeyPatch, file: Path) -> None:
    """Expect the content of `file`."""
    data = file.read_bytes()
    pinned = replace(models.PKUSEG_WHEEL, sha256=hashlib.sha256(data).hexdigest(), size=len(data))
    monkeypatch.setattr(models, "PKUSEG_WHEEL", pinned)


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder for models, and a pip without any index."""
    monkeypatch.setenv("KG_MODELS", str(tmp_path / "models"))
    monkeypatch.setenv("PIP_CONFIG_FILE", os.devnull)
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", "")
    return tmp_path / "models"


@pytest.fixture
def index(home: Path, wheel: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The same, with the small wheel to be found and expected."""
    monkeypatch.setenv("PIP_FIND_LINKS", str(wheel.parent))
    pin(monkeypatch, wheel)
    return home


def test_install_gives_a_model_that_cuts_words(index: Path):
    seen: list[tuple[int, int]] = []
    folder = models.install_pkuseg(lambda done, total: seen.append((done, total)))
    total = models.PKUSEG_WHEEL.size
    assert folder == index / "pkuseg" == models.model_dir("pkuseg")
    assert seen == sorted(seen) and seen[-1] == (total, total)
    assert names(index) == ["pkuseg"]  # nothing else is left
    tokens = [token.text for token in blank_pipeline("pkuseg")("乾县人民医院牵头成立儿科专科联盟，")]
    assert tokens == ["乾县", "人民", "医院", "牵头", "成立", "儿科", "专科", "联盟", "，"]


def test_installing_again_fetches_nothing(index: Path, monkeypatch: pytest.MonkeyPatch):
    folder = models.install_pkuseg(nothing)
    before = {file.name: file.stat().st_mtime_ns for file in folder.iterdir()}
    monkeypatch.setenv("PIP_FIND_LINKS", "")
    assert models.install_pkuseg(nothing) == folder
    assert {file.name: file.stat().st_mtime_ns for file in folder.iterdir()} == before


def test_installed_lists_only_whole_models(index: Path):
    assert models.installed() == []
    folder = models.install_pkuseg(nothing)
    (info,) = models.installed()
    size = sum((folder / name).stat().st_size for name in ("features.msgpack", "weights.npz"))
    assert (info.name, info.version, info.licence, info.path, info.size) == (
        "pkuseg",
        "0.0.25",
        "MIT",
        folder,
        size,
    )
    (folder / "weights.npz").write_bytes(b"cut short")
    assert models.installed() == []


def test_a_broken_model_is_replaced(index: Path):
    folder = models.install_pkuseg(nothing)
    (folder / "weights.npz").unlink()
    models.install_pkuseg(nothing)
    assert len(models.installed()) == 1
    assert names(index) == ["pkuseg"]


@pytest.mark.parametrize("broken", [False, True])
def test_installing_at_the_same_time(index: Path, broken: bool):
    if broken:
        (models.install_pkuseg(nothing) / "features.msgpack").unlink()
    with ThreadPoolExecutor(4) as pool:
        folders = list(pool.map(models.install_pkuseg, [nothing] * 4))
    assert set(folders) == {index / "pkuseg"}
    assert len(models.installed()) == 1
    assert names(index) == ["pkuseg"]


def test_a_model_that_another_install_finished_first_stays(index: Path, monkeypatch: pytest.MonkeyPatch):
    unpack, first = models.unpack, []

    def overtaken(wheel: Path, staged: Path) -> None:
        unpack(wheel, staged)
        monkeypatch.setattr(models, "unpack", unpack)
        first.append(models.install_pkuseg(nothing).stat().st_ino)

    monkeypatch.setattr(models, "unpack", overtaken)
    assert [models.install_pkuseg(nothing).stat().st_ino] == first
    assert names(index) == ["pkuseg"]


def test_interrupted_install_leaves_nothing(index: Path, monkeypatch: pytest.MonkeyPatch):
    def interrupt(source: object, target: Path) -> None:
        target.write_bytes(b"half")
        raise KeyboardInterrupt

    with monkeypatch.context() as patched, pytest.raises(KeyboardInterrupt):
        patched.setattr(models, "convert_features", interrupt)
        models.install_pkuseg(nothing)
    assert names(index) == []
    assert models.install_pkuseg(nothing).is_dir()


def test_interrupted_download_ends_pip(home: Path, monkeypatch: pytest.MonkeyPatch):
    started: list[subprocess.Popen[str]] = []

    def slow(command: list[str], **options: object) -> subprocess.Popen[str]:
        started.append(popen([sys.executable, "-c", "import time; time.sleep(60)"], **options))
        return started[0]

    def interrupt(done: int, total: int) -> None:
        raise KeyboardInterrupt

    popen: Callable[..., subprocess.Popen[str]] = subprocess.Popen
    monkeypatch.setattr(wheels.subprocess, "Popen", slow)
    with pytest.raises(KeyboardInterrupt):
        models.install_pkuseg(interrupt)
    assert started[0].returncode not in (None, 0)
    assert names(home) == []


def test_leftovers_of_a_killed_install_are_removed_after_a_day(index: Path):
    old, new = index / ".installing-old", index / ".installing-new"
    for folder in (old, new):
        (folder / "wheel").mkdir(parents=True)
    two_days_ago = time.time() - 48 * 3600
    os.utime(old, (two_days_ago, two_days_ago))
    models.install_pkuseg(nothing)
    assert names(index) == [".installing-new", "pkuseg"]


def test_another_content_is_refused(index: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(models, "PKUSEG_WHEEL", replace(models.PKUSEG_WHEEL, sha256="0" * 64))
    with pytest.raises(
        ModelError, match=f"{FILE_NAME} was refused: its SHA-256 is [0-9a-f]{{64}}, expected 0000"
    ):
        models.install_pkuseg(nothing)
    assert names(index) == []


def test_offline_says_what_to_do(home: Path):
    with pytest.raises(ModelError) as caught:
        models.install_pkuseg(nothing)
    message = str(caught.value)
    assert message.startswith("could not fetch pkuseg==0.0.25 (pip: ")
    assert message.endswith("connect to a package index and run again, or use --segmenter char")
    assert "\n" not in message
    assert names(home) == []


def test_no_pip_says_what_to_do(home: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(wheels.importlib.util, "find_spec", lambda name: None)
    with pytest.raises(ModelError, match=r"could not fetch pkuseg.*no pip.*ensurepip.*--segmenter char"):
        models.install_pkuseg(nothing)


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    (tmp_path / "file").write_text("in the way")
    monkeypatch.setenv("KG_MODELS", str(tmp_path / "file" / "models"))
    with pytest.raises(ModelError, match=r"file/models.*KG_MODELS"):
        models.install_pkuseg(nothing)


def test_a_wheel_without_the_model_is_refused(index: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    empty = tmp_path / FILE_NAME
    with zipfile.ZipFile(empty, "w") as archive:
        describe(archive)
    pin(monkeypatch, empty)
    monkeypatch.setenv("PIP_FIND_LINKS", str(tmp_path))
    with pytest.raises(ModelError, match="holds no pkuseg model"):
        models.install_pkuseg(nothing)
    assert names(index) == []


def test_without_the_variable_models_live_in_the_users_data_folder(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.delenv("KG_MODELS", raising=False)
    assert models.model_dir("pkuseg").parts[-3:] == ("health-policy-kg", "models", "pkuseg")
    with pytest.raises(ModelError, match="jieba"):
        models.model_dir("jieba")


@pytest.mark.parametrize("protocol", range(pickle.HIGHEST_PROTOCOL + 1))
def test_features_are_converted(protocol: int, tmp_path: Path):
    target = tmp_path / "features.msgpack"
    models.convert_features(io.BytesIO(pickle.dumps(TABLES, protocol)), target)
    assert msgpack.unpackb(target.read_bytes()) == TABLES


class Harmful:
    """Would leave a file behind if its pickle were obeyed."""

    def __init__(self, call: Callable[..., object], *arguments: str) -> None:
        self.call, self.arguments = call, arguments

    def __reduce__(self) -> tuple[Callable[..., object], tuple[str, ...]]:
        return self.call, self.arguments


@pytest.mark.parametrize("protocol", range(pickle.HIGHEST_PROTOCOL + 1))
@pytest.mark.parametrize("call", [os.mkdir, eval, subprocess.check_call, getattr])
def test_a_pickle_that_asks_for_code_is_refused(call: Callable[..., object], protocol: int, tmp_path: Path):
    trace = tmp_path / "trace"
    argument = f"__import__('os').mkdir({str(trace)!r})" if call is eval else str(trace)
    harmful = pickle.dumps(TABLES | {"unigram": [Harmful(call, argument)]}, protocol)
    with pytest.raises(ModelError, match="refused: it names"):
        models.convert_features(io.BytesIO(harmful), tmp_path / "features.msgpack")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"not a pickle",
        pickle.dumps(TABLES)[:40],
        pickle.dumps([1]),
        pickle.dumps(TABLES | {"bigram": {}}),
    ],
    ids=["empty", "text", "cut", "list", "other table"],
)
def test_what_is_not_pkusegs_tables_is_refused(data: bytes, tmp_path: Path):
    with pytest.raises(ModelError, match="refused"):
        models.convert_features(io.BytesIO(data), tmp_path / "features.msgpack")
    assert list(tmp_path.iterdir()) == []


def test_commands_install_and_list(index: Path):
    run = CliRunner().invoke
    assert run(command, ["list"]).stdout == "pkuseg\tnot installed: run `kg models install pkuseg`\n"
    fetched = run(command, ["install", "pkuseg"])
    assert (fetched.exit_code, fetched.stdout) == (0, f"{index / 'pkuseg'}\n")
    assert "Fetching pkuseg" in fetched.stderr
    again = run(command, ["install", "pkuseg"])
    assert (again.stdout, again.stderr) == (fetched.stdout, "pkuseg is installed already\n")
    assert run(command, ["list"]).stdout.split("\t")[:3] == ["pkuseg", "0.0.25", "MIT"]


def test_commands_name_what_they_know(home: Path):
    refused = CliRunner().invoke(command, ["install", "jieba"])
    assert refused.exit_code == 2
    assert "pkuseg" in refused.stderr
    offline = CliRunner().invoke(command, ["install", "pkuseg"])
    assert offline.exit_code == 1
    (told,) = [line for line in offline.stderr.splitlines() if line.startswith("error: ")]
    assert "connect to a package index and run again" in told


@pytest.mark.parametrize("arguments", [[], ["install"], ["list"]])
def test_each_command_teaches_in_english_and_chinese(arguments: list[str]):
    shown = CliRunner().invoke(command, [*arguments, "--help"]).stdout.splitlines()
    english, chinese = (line.strip() for line in shown[1:6] if line.strip())
    assert english.isascii() and english.endswith(".")
    assert chinese.endswith("。")
