"""Finding the reports that a user names by files, folders and globs."""

from __future__ import annotations

import glob
import os
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from kg.errors import InputError

_SUFFIX = ".txt"


def find_reports(inputs: Sequence[str]) -> tuple[list[Path], list[InputError]]:
    """The report files that `inputs` name, sorted and each once, and what could not be used.

    A file is taken as it is, a folder stands for every .txt file below it (hidden ones left out), a glob for what it
    matches. A missing path, an input without reports and a second file with the name of another one
    each give an InputError; the rest goes on.
    """
    errors: list[InputError] = []
    found: dict[Path, Path] = {}
    for given in inputs:
        try:
            files = list(_expanded(given, errors))
        except OSError as error:
            errors.append(InputError(f"{given}: cannot be read ({error.strerror or error}): check the path"))
            continue
        for file in files:
            found.setdefault(file.resolve(), file)
    return _one_a_stem(sorted(found.values(), key=str), errors), errors


def _expanded(given: str, errors: list[InputError]) -> Iterator[Path]:
    path = Path(given)
    if path.is_dir():
        files = sorted(_below(path, errors))
        if not files:
            errors.append(InputError(f"{given}: holds no {_SUFFIX} file: name a folder with reports"))
        yield from files
    elif path.exists():
        yield path
    elif glob.has_magic(given):
        yield from _matching(given, errors)
    else:
        errors.append(InputError(f"{given}: does not exist: check the path"))


def _matching(given: str, errors: list[InputError]) -> Iterator[Path]:
    files: list[Path] = []
    for match in sorted(glob.glob(given, recursive=True)):  # noqa: PTH207 - may be absolute
        path = Path(match)
        files.extend(_below(path, errors) if path.is_dir() else [path])
    if not files:
        errors.append(InputError(f"{given}: matches no file: check the pattern"))
    yield from files


def _below(folder: Path, errors: list[InputError]) -> Iterator[Path]:
    def complain(error: OSError) -> None:
        errors.append(
            InputError(f"{error.filename}: cannot be read ({error.strerror}): check its permissions")
        )

    for at, folders, names in os.walk(folder, onerror=complain):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            if name.lower().endswith(_SUFFIX) and not name.startswith("."):
                yield Path(at) / name


def _one_a_stem(files: Iterable[Path], errors: list[InputError]) -> list[Path]:
    """One file a stem, since the stem names the report; a second one gives an error that names both."""
    first: dict[str, Path] = {}
    for file in files:
        other = first.setdefault(file.stem, file)
        if other is not file:
            errors.append(
                InputError(
                    f"{file}: has the same name as {other}, which was taken: give each report its own name"
                )
            )
    return list(first.values())
