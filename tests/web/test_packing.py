"""Circles: close together, none over another, all inside; the same radii the same places."""

from itertools import combinations
from math import hypot

from hypothesis import given, settings
from hypothesis import strategies as st

from kg.web.packing import pack

radii = st.lists(st.floats(0.1, 30), min_size=1, max_size=60)


@settings(max_examples=60, deadline=None)
@given(radii)
def test_none_overlaps_and_all_are_inside(given: list[float]) -> None:
    spots, radius = pack(given)
    circles = [(x, y, r) for (x, y), r in zip(spots, given, strict=True)]
    for (x, y, r), (a, b, s) in combinations(circles, 2):
        assert hypot(x - a, y - b) >= r + s - 1e-4 * (r + s)
    assert all(hypot(x, y) + r <= radius * (1 + 1e-9) + 1e-9 for x, y, r in circles)
    assert pack(given) == (spots, radius)


def test_a_thousand_equal_ones_fill_most_of_the_circle() -> None:
    _, radius = pack([1.0] * 1000)
    assert 1000 / radius**2 > 0.8


def test_none_and_one() -> None:
    assert pack([]) == ([], 0.0)
    assert pack([2.0]) == ([(0.0, 0.0)], 2.0)
