"""Reading one report."""

from __future__ import annotations

import hashlib
from pathlib import Path

from kg.errors import EmptyInputError, InputError
from kg.model.text import RawReport
from kg.read.decode import decode
from kg.read.sniff import kind_of_binary

MAX_BYTES = 20_000_000  # the longest report that was seen has 0.2 MB; a whole yearbook stays under 10
MAX_LINE = 2_000_000  # characters; pages flattened to one line stay under 0.1 million


def read_report(path: str | Path) -> RawReport:
    """The report in a text file, newlines and all exactly as in the file; only a byte order mark is dropped.

    Raises EmptyInputError where there is no text, EncodingError where the encoding is none of UTF-8, UTF-16,
    GB18030 and Big5, InputError where the file cannot be read, is no text or is too large.
    """
    file = Path(path)
    source = str(path)
    data = _bytes(file, source)
    if not data.strip():
        raise EmptyInputError(f"{source}: is empty: leave it out or put the report's text in it")
    binary = kind_of_binary(data)
    if binary:
        raise InputError(f"{source}: is {binary}, not text: save its text as a .txt file first")
    text, encoding = decode(data, source)
    if not text.strip("\ufeff\u200b\u00ad \t\r\n\u3000\u00a0"):
        raise EmptyInputError(
            f"{source}: holds only white space: leave it out or put the report's text in it"
        )
    _check_lines(text, source)
    return RawReport(file.stem, source, text, encoding, hashlib.sha256(data).hexdigest())


def _bytes(file: Path, source: str) -> bytes:
    try:
        size = file.stat().st_size
        if size > MAX_BYTES:
            raise InputError(
                f"{source}: has {size / 1e6:.0f} MB, more than the {MAX_BYTES // 1_000_000} MB that a report may "
                "have: split it into one file a report"
            )
        return file.read_bytes()
    except FileNotFoundError:
        raise InputError(f"{source}: does not exist: check the path") from None
    except IsADirectoryError:
        raise InputError(f"{source}: is a folder, not a report") from None
    except OSError as error:
        raise InputError(
            f"{source}: cannot be read ({error.strerror or error}): check its permissions"
        ) from None


def _check_lines(text: str, source: str) -> None:
    longest = max(map(len, text.split("\n")))
    if longest > MAX_LINE:
        raise InputError(
            f"{source}: has a line of {longest / 1e6:.1f} million characters, more than the "
            f"{MAX_LINE // 1_000_000} million of any report: is it a report?"
        )
