"""Which Cypher may be asked from a page: questions over the graph, and nothing that could write, read files, call out or look at the server.

The store's reader may not write anyway; a Neo4j, though, would read files and addresses for any user, so the text itself is looked through first.
"""

from __future__ import annotations

import re

from kg.web.errors import ApiError

CHARS = 10_000
"""Characters of the longest question."""

_LITERAL = re.compile(
    r"'(?:\\.|[^'\\])*'|\"(?:\\.|[^\"\\])*\"|`(?:``|[^`])*`|//[^\n\r]*|/\*.*?\*/", re.DOTALL
)
_WORDS = (
    "CREATE", "MERGE", "SET", "DELETE", "DETACH", "REMOVE", "FOREACH", "DROP", "ALTER", "GRANT", "DENY", "REVOKE", "RENAME", "START", "STOP",
    "TERMINATE", "SHOW", "USE", "LOAD", "INSERT", "DEALLOCATE", "ENABLE", "DRYRUN", "RELOCATE", "TRANSACTIONS", "CSV", "PERIODIC", "COMMIT", "FINISH",
)  # fmt: skip
_FORBIDDEN = re.compile(rf"(?<![\w.$:])({'|'.join(_WORDS)})(?![\w])", re.IGNORECASE)
_CALL = re.compile(r"(?<![\w.$:])CALL\b(?!\s*[({])", re.IGNORECASE)
_DOTTED = re.compile(r"([A-Za-z_]\w*)\s*\.\s*[A-Za-z_`][\w.`\s]*\(")
_ALLOWED = frozenset(
    {"date", "datetime", "localdatetime", "time", "localtime", "duration", "point", "vector"}
)
_ESCAPE = re.compile(r"\\u+[0-9a-fA-F]{4}")


def refuse_beyond_reading(text: str) -> None:
    """Raises ApiError `refused` for Cypher that does more than to read the graph, `too_large` for too long a text."""
    if len(text) > CHARS:
        raise ApiError("too_large", f"a question may have {CHARS} characters, this one has {len(text)}")
    if not text.strip():
        raise ApiError("bad_request", "the question is empty")
    if _ESCAPE.search(text):  # Neo4j reads \u0043 as C anywhere in a text
        raise ApiError("refused", "write characters as they are, not as \\u….")
    code = _LITERAL.sub(_blank, text)
    if any(mark in code for mark in "'\"`") or "/*" in code:
        raise ApiError("bad_request", "a quotation or comment is not closed")
    if word := _FORBIDDEN.search(code):
        raise ApiError("refused", f"{word[1].upper()}: questions here only read the graph")
    if _CALL.search(code):
        raise ApiError("refused", "CALL: procedures are not available here; subqueries CALL (x) { … } are")
    for found in _DOTTED.finditer(code):
        if found[1].lower() not in _ALLOWED:
            raise ApiError(
                "refused", f"{found[1]}.…(): only the functions of Cypher itself are available here"
            )
    if ";" in code.rstrip().rstrip(";"):
        raise ApiError("refused", "one question at a time")


def _blank(found: re.Match[str]) -> str:
    """Quoted names keep their place as a name, strings as an empty one; comments go."""
    return {"`": "x", "'": " 0 ", '"': " 0 "}.get(found[0][0], " ")
