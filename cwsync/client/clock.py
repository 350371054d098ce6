"""Time, as a seam: tests bring their own."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Protocol


class Clock(Protocol):
    """Monotonic seconds, the time of day, and waiting."""

    def now(self) -> float:
        """Seconds since some fixed point, never going back."""
        ...

    def utc(self) -> datetime:
        """The time of day."""
        ...

    def sleep(self, seconds: float) -> None:
        """Wait."""
        ...


class SystemClock:
    """The real one."""

    def now(self) -> float:
        """Monotonic seconds."""
        return time.monotonic()

    def utc(self) -> datetime:
        """The time of day."""
        return datetime.now(UTC)

    def sleep(self, seconds: float) -> None:
        """Wait."""
        time.sleep(seconds)


def http_date(text: str) -> datetime | None:
    """The moment that a header such as `Date` names, None where it names none."""
    try:
        said = parsedate_to_datetime(text)
        return said.astimezone(UTC) if said.tzinfo else said.replace(tzinfo=UTC)
    except (ValueError, TypeError, OverflowError):
        return None
