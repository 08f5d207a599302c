"""The form of Chinese names of persons: a surname and one or two characters, or a name with a middle dot."""

from __future__ import annotations

from functools import lru_cache

from kg.extract.rules import load_rules, words


@lru_cache(maxsize=1)
def name_pattern() -> str:
    """A regular expression, without groups, for a full name; the longer reading first."""
    rules = load_rules("persons")["surname"]
    double = "|".join(rules["double"])
    return (
        f"(?:[\\u4e00-\\u9fff]{{2,6}}·[\\u4e00-\\u9fff]{{2,6}}|(?:{double})[\\u4e00-\\u9fff]{{1,2}}"
        f"|[{rules['single']}][\\u4e00-\\u9fff]{{1,2}})"
    )


def looks_like_word(name: str) -> bool:
    """Whether the string is an ordinary word that merely begins with a surname."""
    return name.startswith(words("persons", "title", "not"))
