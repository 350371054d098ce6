"""A clock that tests turn themselves: nothing ever really waits."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta


class FakeClock:
    """Starts at 0 s and at noon of an invented day; sleeping moves it on."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._seconds = 0.0
        self.slept: list[float] = []

    def now(self) -> float:
        """Seconds since the start."""
        return self._seconds

    def utc(self) -> datetime:
        """The time of day."""
        return datetime(2026, 11, 24, 12, 0, tzinfo=UTC) + timedelta(seconds=self._seconds)

    def sleep(self, seconds: float) -> None:
        """Move on at once."""
        with self._lock:
            self.slept.append(seconds)
            self._seconds += seconds
