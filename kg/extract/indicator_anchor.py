"""Where in the text the words stand that name an indicator."""

from __future__ import annotations

from kg.model.text import Range

_LEAST = 2


def anchor(text: str, name: str, within: Range, value: Range) -> Range:
    """The stretch of `text` inside `within` that is the longest part of `name` (two characters at least), the one nearest to `value` of several.

    The range of the value itself where no part of the name stands there (a name that an earlier sentence gave).
    """
    best = ""
    start, end = within
    piece = text[start:end]
    for at in range(len(name)):
        size = max(_LEAST, len(best) + 1)
        while at + size <= len(name) and name[at : at + size] in piece:
            best = name[at : at + size]
            size += 1
    if not best:
        return value
    before = text.rfind(best, start, value[0])
    after = text.find(best, value[1], end)
    if before < 0 or (after >= 0 and after - value[1] < value[0] - before - len(best)):
        before = after
    return (before, before + len(best)) if before >= 0 else value
