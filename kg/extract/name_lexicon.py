"""The words that names of institutions are made of, as `rules/institutions.toml` lists them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from daachorse import MATCH_KIND_LEFTMOST_LONGEST, CharwiseDoubleArrayAhoCorasick

from kg.extract.rules import load_rules

RULES = "institutions"


@dataclass(frozen=True, slots=True)
class Head:
    """An occurrence of a word in which a name can end; `fixed` where it is a whole name."""

    start: int
    end: int
    word: str
    subtype: str
    fixed: bool = False
    short: bool = False


class Lexicon:
    """Heads by an automaton, parts by their last characters."""

    def __init__(self) -> None:
        rules = load_rules(RULES)
        self._heads: list[Head] = []
        for word, subtype, fixed, short in _head_words():
            self._heads.append(Head(0, len(word), word, subtype, fixed, short))
        self._automaton = CharwiseDoubleArrayAhoCorasick(
            [head.word for head in self._heads], MATCH_KIND_LEFTMOST_LONGEST
        )
        self.subtype_of = {head.word: head.subtype for head in self._heads}
        self.parts: dict[str, str] = {}
        for kind in (
            "affiliation",
            "field",
            "direction",
            "speciality",
            "brand",
            "university",
            "university_short",
        ):
            for word in rules["parts"][kind]:
                self.parts.setdefault(word, kind)
        for subtype in rules["prefix_subtypes"]:
            for word in rules["heads"][subtype]["words"]:
                self.parts.setdefault(word, "school")  # names nothing by itself
        for word in (
            rules["fixed"]["hospital"] + rules["fixed"]["academic"] + rules["fixed"]["health_authority"]
        ):
            self.parts[word] = "body"
        self.longest = max(map(len, self.parts))
        self.levels = tuple(sorted(rules["parts"]["level"], key=lambda word: -len(word)))
        self.no_level = tuple(rules["generic"]["no_level"])
        self.after: dict[str, tuple[str, ...]] = {k: tuple(v) for k, v in rules["generic"]["after"].items()}

    def heads(self, text: str, offset: int = 0) -> list[Head]:
        """Where names may end in the text, in order, without overlap."""
        found = []
        for start, end, index in self._automaton.find(text):
            head = self._heads[index]
            found.append(Head(offset + start, offset + end, head.word, head.subtype, head.fixed, head.short))
        return found


def _head_words() -> list[tuple[str, str, bool, bool]]:
    """(word, subtype, fixed, short), each word once."""
    rules = load_rules(RULES)
    seen: dict[str, tuple[str, str, bool, bool]] = {}
    for subtype, words in rules["fixed"].items():
        for word in words:
            seen.setdefault(word, (word, subtype, True, False))
    for subtype, table in rules["heads"].items():
        for word in table["words"]:
            seen.setdefault(word, (word, subtype, False, False))
    for subtype, words in rules["short"].items():
        for word in words:
            seen.setdefault(word, (word, subtype, False, True))
    return list(seen.values())


@lru_cache(maxsize=1)
def lexicon() -> Lexicon:
    """The one lexicon."""
    return Lexicon()
