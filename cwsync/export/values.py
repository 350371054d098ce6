"""Numbers of a file, exact and within reason."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,3})?", re.ASCII)
_LONGEST = 100
_SMALLEST_EXPONENT = -60
ZERO = Decimal(0)
ONE = Decimal(1)


@dataclass(frozen=True, slots=True)
class Range:
    """What a number may be, both ends included; `what` completes "must be …"."""

    least: Decimal
    most: Decimal
    what: str


HOURS = Range(ZERO, Decimal(1_000_000), "hours from 0 to 1,000,000")
COUNT = Range(ZERO, Decimal(1_000_000_000), "a quantity from 0 to 1,000,000,000")
PRICE = Range(ZERO, Decimal(10) ** 12, "an amount from 0 to 10^12")
MONEY = Range(-(Decimal(10) ** 12), Decimal(10) ** 12, "an amount up to 10^12")
RATE = Range(ZERO, Decimal(1000), "a rate, 0.1 for 10 %")
POSITION = Range(Decimal(-(10**9)), Decimal(10**9), "a position")
PERIODS = Range(ZERO, Decimal(10_000), "a number of periods up to 10,000")

RECORD_ID = Range(ONE, Decimal(2**31 - 1), "the id of a record in ConnectWise")


def decimal(text: str) -> Decimal | None:
    """The number that a text holds, exactly; None when it holds none, or one beyond reason."""
    text = text.strip()
    if len(text) > _LONGEST or not _NUMBER.fullmatch(text):
        return None
    value = Decimal(text)
    exponent = value.as_tuple().exponent
    if not isinstance(exponent, int) or exponent < _SMALLEST_EXPONENT:
        return None
    return value or ZERO
