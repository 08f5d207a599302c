"""Periods and their first and last days."""

from datetime import date

import pytest

from kg.store.periods import bounds


@pytest.mark.parametrize(
    ("period", "first", "last"),
    [
        ("2019", date(2019, 1, 1), date(2019, 12, 31)),
        ("2024-H1", date(2024, 1, 1), date(2024, 6, 30)),
        ("2024-H2", date(2024, 7, 1), date(2024, 12, 31)),
        ("2024-Q1", date(2024, 1, 1), date(2024, 3, 31)),
        ("2024-Q3", date(2024, 7, 1), date(2024, 9, 30)),
        ("2020-02", date(2020, 2, 1), date(2020, 2, 29)),
        ("2019-08-15", date(2019, 8, 15), date(2019, 8, 15)),
        ("2017/2020", date(2017, 1, 1), date(2020, 12, 31)),
        ("2019-01/2019-08", date(2019, 1, 1), date(2019, 8, 31)),
        ("asof:2024-05", date(2024, 5, 31), date(2024, 5, 31)),
        ("asof:2023", date(2023, 12, 31), date(2023, 12, 31)),
    ],
)
def test_bounds(period: str, first: date, last: date) -> None:
    assert bounds(period) == (first, last)


@pytest.mark.parametrize(
    "period", ["", "去年", "2019-13", "2019-02-30", "2020/2019", "2019/", "asof:", "1/2/3"]
)
def test_what_names_no_days_has_no_bounds(period: str) -> None:
    assert bounds(period) is None
