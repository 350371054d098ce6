"""Numbers of a file, exact and within reason."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,3})?", re.ASCII)
_MOST_DIGITS = 100  # behind the decimal point
_LONGEST = 120
ZERO = Decimal(0)
ONE = Decimal(1)


@dataclass(frozen=True, slots=True)
class Range:
    """What a number may be, both ends included; `what` completes "hours must be …"."""

    least: Decimal
    most: Decimal
    what: str


HOURS = Range(ZERO, Decimal(1_000_000), "from 0 to 1,000,000")
COUNT = Range(ZERO, Decimal(1_000_000_000), "from 0 to 1,000,000,000")
PRICE = Range(ZERO, Decimal(10) ** 12, "from 0 to 1,000,000,000,000")
MONEY = Range(-(Decimal(10) ** 12), Decimal(10) ** 12, "within 1,000,000,000,000")
RATE = Range(ZERO, Decimal(1000), "a fraction such as 0.1 for 10 %")
POSITION = Range(Decimal(-(10**9)), Decimal(10**9), "within 1,000,000,000")
PERIODS = Range(ZERO, Decimal(10_000), "from 0 to 10,000")
RECORD_ID = Range(ONE, Decimal(2**31 - 1), "an id of ConnectWise")


def decimal(text: str) -> Decimal | None:
    """The number that a text holds, exactly; None when it holds none, or one beyond reason."""
    return _parsed(text) if len(text) <= _LONGEST else None


@lru_cache(maxsize=4096)  # most numbers of a file are the same few: 0.0, 1.0, 150.0
def _parsed(text: str) -> Decimal | None:
    if not _NUMBER.fullmatch(text.strip()):
        return None
    value = Decimal(text)
    exponent = value.as_tuple().exponent
    if not isinstance(exponent, int) or exponent < -_MOST_DIGITS:
        return None
    return value or ZERO


_PERIODS = {
    "onetime": None,
    "monthly": "month",
    "bimonthly": "two months",
    "quarterly": "quarter",
    "semiannual": "half-year",
    "semiannually": "half-year",
    "yearly": "year",
    "annual": "year",
    "annually": "year",
}


def period(frequency: str | None) -> str | None:
    """The period of a price: `month` for "Monthly", None for "one_time"; others as they are."""
    if frequency is None:
        return None
    return _PERIODS.get(re.sub(r"[\W_]", "", frequency).lower(), frequency)
