"""Files that exports write: whole or not at all."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from kg.errors import StoreError


@contextmanager
def written(path: Path) -> Iterator[IO[bytes]]:
    """A new file that takes the place of `path` when all is written; on any error nothing changes there.

    Raises StoreError where the folder cannot be written.
    """
    draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    try:
        with draft.open("wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
    except OSError as error:
        _remove(draft)
        raise StoreError(
            f"{path}: cannot be written ({error.strerror or error}): choose another place"
        ) from error
    except BaseException:
        _remove(draft)
        raise


def _remove(draft: Path) -> None:
    with suppress(OSError):  # its folder may be what is wrong
        draft.unlink()
