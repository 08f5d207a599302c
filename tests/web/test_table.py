"""Met, missed, pending: said only where the text gives both numbers and the target its direction."""

import pytest

from kg.web.table import verdict


def said(value: float, cmp: str | None = "eq", year: int | None = 2023) -> dict[str, object]:
    return {"value": value, "cmp": cmp, "year": year}


@pytest.mark.parametrize(
    ("target", "result", "expected"),
    [
        (None, said(90), None),
        (said(90, "ge"), None, "pending"),
        (said(90, "ge"), said(90), "met"),
        (said(90, "ge"), said(89.99), "missed"),
        (said(90, "gt"), said(90), "missed"),
        (said(12, "le"), said(12), "met"),
        (said(12, "le"), said(12.1), "missed"),
        (said(12, "lt"), said(11.9), "met"),
        (said(90, "eq"), said(90), "met"),
        (said(90, "eq"), said(95), "open"),  # a rate of 95 may be better or worse than one of 90
        (said(90, "approx"), said(91), "open"),
        (said(90, "ge", None), said(95), "open"),  # nobody says for when it was meant
        (said(90, "ge"), said(90, "gt"), "met"),  # more than 90 is at least 90
        (said(90, "gt"), said(90, "gt"), "met"),
        (said(90, "gt"), said(90, "ge"), "open"),  # at least 90 may be 90 itself
        (said(90, "ge"), said(85, "gt"), "open"),  # more than 85 may be anything
        (said(90, "ge"), said(95, "approx"), "open"),
        (said(12, "le"), said(10, "le"), "met"),
        (said(12, "le"), said(10, "ge"), "open"),
    ],
)
def test_verdict(
    target: dict[str, object] | None, result: dict[str, object] | None, expected: str | None
) -> None:
    assert verdict(target, result) == expected
