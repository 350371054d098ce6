from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cwsync.mapping.hours import prorated, rounded
from tests import projects


@pytest.mark.parametrize(
    ("exact", "expected"),
    [("0", "0.00"), ("0.004999", "0.00"), ("0.005", "0.01"), ("2.675", "2.68"), ("1.3350", "1.34")],
)
def test_rounding_is_half_up(exact: str, expected: str) -> None:
    assert str(rounded(Decimal(exact))) == expected


@pytest.mark.parametrize(
    ("hours", "weights", "expected"),
    [
        ("3", ("1",), "3.00"),
        ("5", ("6", "9", "25"), "0.75 1.13 3.12"),  # 1.125 and 3.125 tie
        ("1", ("1", "1", "1"), "0.34 0.33 0.33"),
        ("0.01", ("5", "5"), "0.01 0.00"),
        ("0.02", ("1", "1", "1"), "0.01 0.01 0.00"),
        ("0.335", ("1", "1"), "0.17 0.17"),
        ("10", ("0", "3"), "0.00 10.00"),
        (
            "1",
            ("0.333333333333333333333333333333", "0.666666666666666666666666666666"),
            "0.33 0.67",
        ),
    ],
)
def test_spread_by_largest_remainder(hours: str, weights: tuple[str, ...], expected: str) -> None:
    parts = prorated(Decimal(hours), [Decimal(weight) for weight in weights])
    assert " ".join(map(str, parts)) == expected


@given(
    projects.hours(),
    st.lists(projects.hours(), min_size=1).filter(lambda weights: sum(weights) > 0),
)
def test_parts_add_up_and_stay_within_a_hundredth(hours: Decimal, weights: list[Decimal]) -> None:
    parts = prorated(hours, weights)
    assert sum(parts) == rounded(hours)
    for part, weight in zip(parts, weights, strict=True):
        assert part == rounded(part)
        assert abs(part - rounded(hours) * weight / sum(weights)) < Decimal("0.0100001")
        assert weight or not part


@given(projects.hours(), st.lists(st.integers(1, 5).map(Decimal), min_size=2))
def test_of_equal_weights_the_earlier_gets_no_less(hours: Decimal, weights: list[Decimal]) -> None:
    parts = prorated(hours, weights)
    for weight in set(weights):
        same = [part for part, w in zip(parts, weights, strict=True) if w == weight]
        assert same == sorted(same, reverse=True)
