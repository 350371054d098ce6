"""Hours: exact until here, rounded once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

HUNDREDTH = Decimal("0.01")


def rounded(hours: Decimal) -> Decimal:
    """To 0.01 h, half up."""
    return hours.quantize(HUNDREDTH, ROUND_HALF_UP)


def total(hours: Iterable[Decimal]) -> Decimal:
    """The sum."""
    return sum(hours, Decimal(0))


def prorated(hours: Decimal, weights: Sequence[Decimal]) -> list[Decimal]:
    """`hours` spread in proportion to `weights`; the parts add up to `rounded(hours)` exactly.

    Largest remainder at 0.01 h, ties to the earlier one. The weights must not add up to zero.
    """
    hundredths = int(rounded(hours) / HUNDREDTH)
    whole = sum(map(Fraction, weights), Fraction(0))
    parts = [divmod(hundredths * Fraction(weight), whole) for weight in weights]
    left = hundredths - sum(part for part, _ in parts)
    by_remainder = sorted(range(len(parts)), key=lambda i: (-parts[i][1], i))
    raised = frozenset(by_remainder[:left])
    return [(part + (i in raised)) * HUNDREDTH for i, (part, _) in enumerate(parts)]
