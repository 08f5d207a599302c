"""Names that are ordinary words, or lie across them: rules kept as data in `region_traps.txt`."""

import gzip
import re
import zlib
from collections import defaultdict
from dataclasses import dataclass

from kg.errors import ResourceError
from kg.resources import data_file


@dataclass(frozen=True, slots=True)
class Traps:
    """The rules, ready for use; the file says what each kind means."""

    decoys: frozenset[str]
    common: frozenset[str]
    never: frozenset[str]
    pairs: frozenset[str]
    before: dict[str, re.Pattern[str]]
    after: re.Pattern[str]
    cue: re.Pattern[str]


def _words(name: str) -> list[str]:
    try:
        return gzip.decompress(data_file(name).read_bytes()).decode("utf-8").split()
    except (OSError, EOFError, ValueError, zlib.error) as error:
        raise ResourceError(f"the data file {name} is damaged: install health-policy-kg again") from error


def read_traps() -> Traps:
    """Reads the rules. Raises ResourceError where a file is missing or a line is of no known kind."""
    words = set(_words("region_words.txt.gz"))
    found: dict[str, list[str]] = defaultdict(list)
    before = {}
    for line in data_file("region_traps.txt").read_text(encoding="utf-8").splitlines():
        if not line or line.startswith("#"):
            continue
        kind, *values = line.split("\t")
        if kind in ("decoy", "common", "never") and len(values) == 1:
            found[kind] += values[0].split()
        elif kind in ("after", "cue") and len(values) == 1:
            found[kind].append(values[0])
        elif kind == "before" and len(values) == 2:
            before[values[0]] = re.compile(f"(?:{values[1]})$")
        else:
            raise ResourceError(f"region_traps.txt has a line of no known kind: {line}")
    return Traps(
        frozenset(found["decoy"]),
        frozenset(words.union(found["common"])),
        frozenset(found["never"]),
        frozenset(_words("region_pairs.txt.gz")),
        before,
        re.compile("|".join(found["after"])),
        re.compile("|".join(found["cue"])),
    )
