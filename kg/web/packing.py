"""Circles packed close together without overlap, and the circle around them.

The front chain of W. Wang, H. Wang, G. Dai and H. Wang, "Visualization of large hierarchical data by circle packing" (CHI 2006): each circle is put
where it touches two of the outline, as near to the middle as it fits. Libraries pack by area within a fixed frame; here a hospital is to be as large in
a small alliance as in a large one. Time grows with n·√n; the same radii give the same places.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import hypot, sqrt

_TOUCH = 1e-6
_ROUNDS = 60
"""Steps towards the smallest circle around others; the radius is then about a hundredth above the least."""


class _Spot:
    """One circle, and its neighbours in the outline."""

    __slots__ = ("after", "before", "r", "x", "y")

    def __init__(self, r: float) -> None:
        self.r = r
        self.x = self.y = 0.0
        self.before = self.after = self


def pack(radii: Sequence[float]) -> tuple[list[tuple[float, float]], float]:
    """Centres for circles of these radii, and the radius of a circle around 0, 0 that holds them all.

    They are closest together where the radii come largest first.
    """
    spots = [_Spot(r) for r in radii]
    if len(spots) > 1:
        spots[0].x, spots[1].x = -spots[1].r, spots[0].r
    if len(spots) > 2:
        _chain(spots)
    x, y, radius = _around(spots)
    return [(spot.x - x, spot.y - y) for spot in spots], radius


def _chain(spots: Sequence[_Spot]) -> None:
    """Places all from the third on."""
    a, b, c = spots[:3]
    _touch(b, a, c)
    a.after = c.before = b
    b.after = a.before = c
    c.after = b.before = a
    for spot in spots[3:]:
        a, b = _insert(a, b, spot)


def _insert(a: _Spot, b: _Spot, spot: _Spot) -> tuple[_Spot, _Spot]:
    """Places one at the pair of the outline that is nearest to the middle; returns the next such pair."""
    while True:
        _touch(a, b, spot)
        hit, ahead = _obstacle(a, b, spot)
        if hit is None:
            break
        if ahead:
            b = hit
        else:
            a = hit
        a.after, b.before = b, a
    spot.before, spot.after = a, b
    a.after = b.before = spot
    best, least = a, _distance(a)
    other = spot.after
    while other is not spot:
        if (far := _distance(other)) < least:
            best, least = other, far
        other = other.after
    if (far := _distance(spot)) < least:
        best = spot
    return best, best.after


def _obstacle(a: _Spot, b: _Spot, spot: _Spot) -> tuple[_Spot | None, bool]:
    """The nearest of the outline that the circle would overlap, and whether it lies ahead of the pair."""
    ahead, behind = b.after, a.before
    far_ahead, far_behind = b.r, a.r
    while True:
        if far_ahead <= far_behind:
            if _overlap(ahead, spot):
                return ahead, True
            far_ahead += ahead.r
            ahead = ahead.after
        else:
            if _overlap(behind, spot):
                return behind, False
            far_behind += behind.r
            behind = behind.before
        if ahead is behind.after:
            return None, False


def _touch(b: _Spot, a: _Spot, c: _Spot) -> None:
    """Moves `c` to where it touches both others."""
    dx, dy = b.x - a.x, b.y - a.y
    square = dx * dx + dy * dy
    if not square:
        c.x, c.y = a.x + c.r, a.y
        return
    to_a, to_b = (a.r + c.r) ** 2, (b.r + c.r) ** 2
    if to_a > to_b:
        x = (square + to_b - to_a) / (2 * square)
        y = sqrt(max(0.0, to_b / square - x * x))
        c.x, c.y = b.x - x * dx - y * dy, b.y - x * dy + y * dx
    else:
        x = (square + to_a - to_b) / (2 * square)
        y = sqrt(max(0.0, to_a / square - x * x))
        c.x, c.y = a.x + x * dx - y * dy, a.y + x * dy + y * dx


def _overlap(a: _Spot, b: _Spot) -> bool:
    reach = a.r + b.r - _TOUCH
    dx, dy = b.x - a.x, b.y - a.y
    return reach > 0 and reach * reach > dx * dx + dy * dy


def _distance(spot: _Spot) -> float:
    """How far the place between a circle and the next of the outline is from the middle, squared."""
    other = spot.after
    both = spot.r + other.r
    x = (spot.x * other.r + other.x * spot.r) / both
    y = (spot.y * other.r + other.y * spot.r) / both
    return x * x + y * y


def _around(spots: Sequence[_Spot]) -> tuple[float, float, float]:
    """Centre and radius of a circle around all: steps towards whatever reaches farthest (Bădoiu and Clarkson 2003)."""
    if not spots:
        return 0.0, 0.0, 0.0
    weight = sum(spot.r**2 for spot in spots)
    x = sum(spot.x * spot.r**2 for spot in spots) / weight
    y = sum(spot.y * spot.r**2 for spot in spots) / weight
    best = (x, y, _reach(spots, x, y))
    for step in range(1, _ROUNDS if len(spots) > 1 else 1):
        far = max(spots, key=lambda s: hypot(s.x - x, s.y - y) + s.r)
        away = hypot(far.x - x, far.y - y) or 1.0
        share = (1 + far.r / away) / (step + 1)
        x, y = x + (far.x - x) * share, y + (far.y - y) * share
        reach = _reach(spots, x, y)
        if reach < best[2]:
            best = (x, y, reach)
    return best


def _reach(spots: Sequence[_Spot], x: float, y: float) -> float:
    return max(hypot(spot.x - x, spot.y - y) + spot.r for spot in spots)
