"""The shortest chains of facts between two things."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from kg.web.errors import ApiError
from kg.web.filters import Filters
from kg.web.neighbours import between, drawn, ring_of
from kg.web.snapshot import Snapshot
from kg.web.things import Json

TIES = frozenset(
    ("partnersWith", "supports", "memberOf", "leads", "hasUnit", "partOf", "locatedIn", "administers")
)
"""The relations of a chain where none is chosen: those of the question `path`. That two places report one indicator ties them to nothing."""

WIDEST = 5_000
"""Facts of one thing in one direction that the search follows."""

STEPS = 8
PATHS = 3
FRONT = 3_000
"""Things that one step of the search may look at; beyond that the answer would take too long and mean little."""


def path(snapshot: Snapshot, one: str, other: str, filters: Filters) -> Json:
    """`/api/path`: up to three shortest chains. Raises ApiError `not_found`, `too_slow` where the search grows beyond bounds."""
    for key in (one, other):
        snapshot.catalogue.get(key)
    if not filters.relations:
        filters = replace(filters, relations=TIES)
    chains = sorted(_chains(snapshot, one, other, filters)) if one != other else [(one,)]
    shown = chains[:PATHS]
    facts = {}
    for chain in shown:
        for fact in _between(snapshot, chain, filters):
            facts[fact["id"]] = fact
    return {
        "found": bool(chains),
        "steps": len(shown[0]) - 1 if shown else 0,
        **drawn(snapshot, dict.fromkeys(key for chain in shown for key in chain), list(facts.values())),
        "paths": [list(chain) for chain in shown],
        "left_out": len(chains) - len(shown),
    }


def _chains(snapshot: Snapshot, one: str, other: str, filters: Filters) -> set[tuple[str, ...]]:
    """All shortest chains, by a search from both ends that widens the smaller side."""
    sides: list[dict[str, set[str]]] = [{one: set()}, {other: set()}]
    fronts = [{one}, {other}]
    for _ in range(STEPS):
        n = 0 if len(fronts[0]) <= len(fronts[1]) else 1
        if not fronts[n] or len(fronts[n]) > FRONT:
            break
        fronts[n] = _step(snapshot, fronts[n], sides[n], filters)
        met = fronts[n] & set(sides[1 - n])
        if met:
            return {
                (*reversed(left), key, *right)
                for key in met
                for left in _back(sides[0], key)
                for right in _back(sides[1], key)
            }
    if any(len(front) > FRONT for front in fronts):
        raise ApiError(
            "too_slow", "too many ways between the two: choose fewer relations or a shorter period"
        )
    return set()


def _step(snapshot: Snapshot, front: set[str], seen: dict[str, set[str]], filters: Filters) -> set[str]:
    """One ring further out; notes in `seen` from where each thing was reached."""
    found: dict[str, set[str]] = defaultdict(set)
    for fact in ring_of(snapshot, sorted(front), filters, WIDEST)[0]:
        for here, there in ((fact["source"], fact["target"]), (fact["target"], fact["source"])):
            if here in front and there not in seen:
                found[there].add(here)
    seen.update(found)
    return set(found)


def _back(seen: dict[str, set[str]], key: str) -> Iterator[tuple[str, ...]]:
    """All ways from a thing (itself left out) back to where the search began."""
    if not seen[key]:
        yield ()
    for before in sorted(seen[key]):
        for rest in _back(seen, before):
            yield (before, *rest)


def _between(snapshot: Snapshot, chain: tuple[str, ...], filters: Filters) -> list[Json]:
    """The facts that tie each thing of a chain to the next."""
    pairs = {frozenset(pair) for pair in pairwise(chain)}
    return [f for f in between(snapshot, chain, filters) if frozenset((f["source"], f["target"])) in pairs]
