"""Switches and numbers as people write them. No error here shows the value."""

from __future__ import annotations

import re
from typing import Any


def version(text: str) -> str:
    """A release of ConnectWise as its API names it. Raises `ValueError`."""
    if not re.fullmatch(r"20\d\d\.\d{1,2}", text):
        raise ValueError("a version such as 2025.16 is expected")
    return text


def switch(value: Any) -> bool:
    """True or false, by any of the usual words. Raises `ValueError`."""
    known = {"1": True, "true": True, "yes": True, "on": True}
    known |= {"0": False, "false": False, "no": False, "off": False}
    text = str(value).strip().lower()
    if text not in known:
        raise ValueError("true or false is expected")
    return known[text]


def within(limits: tuple[float, float], value: Any, *, whole: bool) -> float:
    """A number within the limits, which count as being in. Raises `ValueError`."""
    low, high = limits
    try:
        number = float(value)
    except (TypeError, ValueError, OverflowError):
        number = low - 1
    fits = low <= number <= high and not isinstance(value, bool)
    if not fits or (whole and not number.is_integer()):
        kind = "a whole number" if whole else "a number"
        raise ValueError(f"{kind} from {low:g} to {high:g} is expected")
    return int(number) if whole else number
