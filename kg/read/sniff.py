"""Telling binary files from text by their first bytes and their control characters."""

from __future__ import annotations

_MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"%PDF", "a PDF document"),
    (b"PK\x03\x04", "a ZIP archive or an Office document (docx, xlsx)"),
    (b"PK\x05\x06", "an empty ZIP archive"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Office document (doc, xls, wps)"),
    (b"{\\rtf", "an RTF document"),
    (b"\x89PNG\r\n", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF87a", "a GIF image"),
    (b"GIF89a", "a GIF image"),
    (b"BM", "a BMP image"),
    (b"II*\x00", "a TIFF image"),
    (b"MM\x00*", "a TIFF image"),
    (b"RIFF", "a WebP image or a media file"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"BZh", "a bzip2 archive"),
    (b"\xfd7zXZ\x00", "an xz archive"),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive"),
    (b"Rar!\x1a\x07", "a RAR archive"),
    (b"SQLite format 3\x00", "an SQLite database"),
    (b"\x7fELF", "a program"),
    (b"MZ", "a program"),
)
_PLAIN_TEXT_TOO = (b"BM", b"MZ", b"RIFF", b"BZh")  # could begin a text: need control bytes beside them
_ALLOWED_CONTROLS = frozenset(b"\t\n\v\f\r\x1a\x1b\x1c\x1d\x1e\x1f")
_CONTROLS = bytes(b for b in range(32) if b not in _ALLOWED_CONTROLS) + b"\x7f"
_MOST_CONTROLS = 0.01  # share of bytes; a text has none, a damaged one a few


def kind_of_binary(data: bytes) -> str:
    """What a file seems to be when it is a known binary format, else the empty string."""
    for magic, name in _MAGIC:
        if data.startswith(magic) and (magic not in _PLAIN_TEXT_TOO or has_controls(data)):
            return name
    return ""


def has_controls(data: bytes) -> bool:
    """True where zero bytes or too many control bytes show that no text in a one- or multi-byte code is meant."""
    head = data[:1_000_000]
    controls = len(head) - len(head.translate(None, _CONTROLS))
    return b"\0" in data or controls > len(head) * _MOST_CONTROLS
