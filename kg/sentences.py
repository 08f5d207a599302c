"""Sentence and clause boundaries of clean Chinese text, and the layout of a text that has none declared."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.model.text import Range, Sentence

# An ASCII ? inside a line stands for a character that was lost on the way (涿?县), not for a question.
_SENTENCE_END = re.compile(r"(?:[。！？]+|[!?]+(?=[\s”’\"』」）)]|$))[”’\"』」）)]*|\n+")
_PAUSES = "；;，, 、"
LONGEST = 1_000
"""Characters of a sentence; those of reports stay under 300. A table or page that lost its marks and line breaks has one of a million, which
would be read, and kept as evidence, again for each of its facts."""
_CLAUSE_END = re.compile(r"[，,；;：:]")
_OPEN, _CLOSE = "《（(“「『【[", "》）)”」』】]"


def sentence_ranges(text: str, start: int = 0, end: int | None = None) -> Iterator[Range]:
    """Ranges of the sentences in `text[start:end]`, without surrounding white space.

    A sentence ends at 。！？ with the quotes that close after it, or at a line break; one of more than LONGEST characters is cut.
    """
    stop = len(text) if end is None else end
    at = start
    for match in _SENTENCE_END.finditer(text, start, stop):
        yield from _bounded(text, at, match.end())
        at = match.end()
    yield from _bounded(text, at, stop)


def _bounded(text: str, start: int, end: int) -> Iterator[Range]:
    """The sentence in parts of at most LONGEST characters, each up to a mark or a gap where it has one."""
    while end - start > LONGEST:
        most = start + LONGEST
        pauses = (
            i for i in range(most - 1, start, -1) if text[i] in _PAUSES and not _between_digits(text, i)
        )
        cut = next(pauses, most - 1) + 1
        yield from _trimmed(text, start, cut)
        start = cut
    yield from _trimmed(text, start, end)


def _trimmed(text: str, start: int, end: int) -> Iterator[Range]:
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    if start < end:
        yield start, end


def clause_ranges(text: str, start: int, end: int) -> tuple[Range, ...]:
    """Ranges of the clauses in `text[start:end]`: split at ，；： outside of brackets and book-title marks."""
    found: list[Range] = []
    depth, at = 0, start
    for i in range(start, end):
        char = text[i]
        if char in _OPEN:
            depth += 1
        elif char in _CLOSE:
            depth = max(0, depth - 1)
        elif depth == 0 and _CLAUSE_END.match(char) and not _between_digits(text, i):
            found.extend(_trimmed(text, at, i))
            at = i + 1
    found.extend(_trimmed(text, at, end))
    return tuple(found)


def _between_digits(text: str, i: int) -> bool:
    """True inside 1,092 and 9:30."""
    return text[i] in ",:" and 0 < i < len(text) - 1 and text[i - 1].isdigit() and text[i + 1].isdigit()


def split_sentences(text: str, section: int = 0) -> tuple[Sentence, ...]:
    """The sentences of a bare text, all in one section."""
    return tuple(
        Sentence(i, start, end, section, clause_ranges(text, start, end))
        for i, (start, end) in enumerate(sentence_ranges(text))
    )
