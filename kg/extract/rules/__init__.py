"""Cue words, suffixes and frames as data: TOML files beside this one, each rule with its own examples.

Every table may carry `examples` (texts that it must fire on, with what it must give) and `counter` (texts that it must leave
alone); `tests/extract/test_rules.py` runs them all.
"""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from kg.errors import ResourceError

FOLDER = Path(__file__).resolve().parent


@cache
def load_rules(name: str) -> dict[str, Any]:
    """The rule file `name`.toml. Raises ResourceError where it is missing or not TOML."""
    path = FOLDER / f"{name}.toml"
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise ResourceError(f"the rule file {path.name} is missing: install health-policy-kg again") from None
    except tomllib.TOMLDecodeError as error:
        raise ResourceError(f"the rule file {path.name} is not valid TOML: {error}") from error


@cache
def words(name: str, *path: str) -> tuple[str, ...]:
    """A list of words in a rule file, longest first, e.g. `words("status", "target", "cues")`."""
    node: Any = load_rules(name)
    for key in path:
        node = node[key]
    return tuple(sorted(node, key=lambda word: (-len(word), word)))
