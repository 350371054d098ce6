"""Hours: exact until here, rounded once."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_FLOOR, ROUND_HALF_UP, Decimal

HUNDREDTH = Decimal("0.01")


def rounded(hours: Decimal) -> Decimal:
    """To 0.01 h, half up."""
    return hours.quantize(HUNDREDTH, ROUND_HALF_UP)


def prorated(hours: Decimal, weights: Sequence[Decimal]) -> list[Decimal]:
    """`hours` spread in proportion to `weights`; the parts add up to `rounded(hours)` exactly.

    Largest remainder at 0.01 h, ties to the earlier one. The weights must not add up to zero.
    """
    total = rounded(hours)
    sum_of_weights = sum(weights, Decimal(0))
    exact = [total * weight / sum_of_weights for weight in weights]
    parts = [part.quantize(HUNDREDTH, ROUND_FLOOR) for part in exact]
    left = int((total - sum(parts, Decimal(0))) / HUNDREDTH)
    by_remainder = sorted(range(len(parts)), key=lambda i: (parts[i] - exact[i], i))
    for index in by_remainder[:left]:
        parts[index] += HUNDREDTH
    return parts
