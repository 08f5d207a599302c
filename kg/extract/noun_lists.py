"""Lists of nouns: where one member ends and the next begins, outside of quotation marks and brackets."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from kg.model.text import Range, Sentence

_OPEN, _CLOSE = "《（(“‘「『【[", "》）)”’」』】]"
_JOINT = re.compile(r"[、，,；;]|以及|及其|和|及|与|暨")
_SOFT = frozenset(("和", "及", "与", "及其", "以及", "暨"))
_EDGE = " \t　、，,；;。.：:"


def depth_free(text: str, start: int, end: int) -> Iterator[int]:
    """Positions in `start:end` that stand outside of brackets and quotation marks."""
    depth = 0
    for i in range(start, end):
        if text[i] in _OPEN:
            depth += 1
        elif text[i] in _CLOSE:
            depth = max(0, depth - 1)
        elif depth == 0:
            yield i


def split_list(text: str, start: int, end: int, complete: Callable[[str], bool]) -> list[Range]:
    """The members of the list in `start:end`, trimmed.

    A comma always parts two members; 和, 及 and 与 part them only where what stands before is `complete`, a name in itself
    (妇幼健康和计划生育服务保障工程 is one name).
    """
    free = set(depth_free(text, start, end))
    found: list[Range] = []
    at = start
    for joint in _JOINT.finditer(text, start, end):
        if joint.start() not in free or joint.start() < at:
            continue
        left = trimmed(text, at, joint.start())
        if joint[0] in _SOFT and not (left and complete(text[left[0] : left[1]])):
            continue
        if left:
            found.append(left)
        at = joint.end()
    last = trimmed(text, at, end)
    return [*found, last] if last else found


def bare_clauses(text: str, sentence: Sentence) -> list[Range]:
    """The clauses of a sentence without the mark that ends it."""
    found: list[Range] = []
    for start, end in sentence.clauses:
        length = len(text[start:end].rstrip("。！？!?"))
        if length:
            found.append((start, start + length))
    return found


def trimmed(text: str, start: int, end: int) -> Range | None:
    """The range without white space and separators at its edges; None where nothing is left."""
    while start < end and text[start] in _EDGE:
        start += 1
    while start < end and text[end - 1] in _EDGE:
        end -= 1
    return (start, end) if start < end else None


def unquoted(name: str) -> str:
    """The name without the quotation marks around the whole of it."""
    while (
        len(name) > 2
        and name[0] in "“‘"
        and name[-1] in "”’"
        and name[1:-1].count("“") == name[1:-1].count("”")
    ):
        inner = name[1:-1]
        if inner.find("”") != -1 and (inner.find("“") == -1 or inner.find("”") < inner.find("“")):
            break
        name = inner
    return name
