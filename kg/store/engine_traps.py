"""Correct Cypher that the embedded engine answers wrongly without a word. It is refused before it is asked, with the form that works.

An edge variable that is used in nothing but the property map of a later node, as in

    MATCH (a)-[r:supports]->(b) MATCH (s:Statement {id: r.id}) RETURN a.name, b.name

is dropped by the engine's planner and finds nothing. `MATCH (s:Statement) WHERE s.id = r.id` means the same, and is right and as fast.
"""

from __future__ import annotations

import re

from kg.errors import QueryError

_STRING_OR_COMMENT = re.compile(r"'(?:\\.|[^'\\])*'|\"(?:\\.|[^\"\\])*\"|//[^\n]*|/\*.*?\*/", re.DOTALL)
_EDGE = re.compile(r"-\s*\[\s*([A-Za-z_]\w*)")
_NODE_MAP = re.compile(r"\([^(){}]*\{([^{}]*)\}")
_KEY = re.compile(r"\w+\s*:")
_STAR = re.compile(r"\b(?:RETURN|WITH)\s+(?:DISTINCT\s+)?\*", re.IGNORECASE)


def refuse_misread(text: str) -> None:
    """Raises QueryError where the embedded engine would drop an edge variable of this question."""
    code = _STRING_OR_COMMENT.sub("''", text)
    if _STAR.search(code):
        return
    maps = [_KEY.sub("", inside) for inside in _NODE_MAP.findall(code)]
    code = _NODE_MAP.sub("", code)
    for name in sorted(set(_EDGE.findall(code))):
        word = re.compile(rf"(?<![\w.$]){name}\b")
        defined = sum(found == name for found in _EDGE.findall(code))
        if any(map(word.search, maps)) and len(word.findall(code)) == defined:
            raise QueryError(
                f"the embedded engine finds nothing where {name} is used only inside {{…}} of another node; "
                f"write (x:Statement) … WHERE x.id = {name}.id in place of (x:Statement {{id: {name}.id}})"
            )
