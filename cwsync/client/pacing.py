"""Pace requests by rate, and let fewer fly at a time while ConnectWise pushes back.

ConnectWise counts a rolling minute. What fits into the quota is not spaced out. After a throttled
answer everybody pauses once, then requests are spaced at 0.7 of the rate before, and that recovers
slowly.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager

from cwsync.client.clock import Clock

WINDOW_S = 60.0
SLOWER = 0.7
RECOVERS_IN_S = 300.0  # from standstill to the full rate
FIRST_AT_A_TIME = 4
SLOWEST_PER_MINUTE = 10.0


class Pace:
    """When the next request may go. Pure: the time comes in, in seconds of one clock."""

    def __init__(self, per_minute: int) -> None:
        self._quota = float(per_minute)
        self._rate = self._quota
        self._spaced = False
        self._sent: deque[float] = deque()
        self._next = 0.0
        self._slowed_at = float("-inf")
        self._updated = 0.0

    def reserve(self, now: float) -> float:
        """Take a slot (0), or the seconds after which to ask again."""
        if now < self._next:
            return self._next - now
        self._recover(now)
        while self._sent and now >= self._sent[0] + WINDOW_S:
            self._sent.popleft()
        too_many = len(self._sent) - int(self._rate)
        if too_many >= 0:
            return (self._sent[too_many] + WINDOW_S) - now
        self._sent.append(now)
        if self._spaced:
            self._next = now + WINDOW_S / self._rate
        return 0.0

    def throttled(self, sent: float, now: float, pause_s: float) -> bool:
        """A request that went then was pushed back now; whether that slows down.

        What was in the air already when it last slowed down says nothing new.
        """
        self._next = max(self._next, now + pause_s)
        if sent < self._slowed_at:
            return False
        self._recover(now)
        self._rate = max(min(SLOWEST_PER_MINUTE, self._quota), self._rate * SLOWER)
        self._slowed_at, self._updated, self._spaced = now, now + pause_s, True
        return True

    def _recover(self, now: float) -> None:
        passed = max(0.0, now - self._updated)
        self._rate = min(self._quota, self._rate + self._quota * passed / RECOVERS_IN_S)
        self._updated = max(self._updated, now)


class Pacer:
    """A pace and a number of requests at a time, shared by all workers of one client."""

    def __init__(self, clock: Clock, *, per_minute: int, at_a_time: int) -> None:
        self._clock = clock
        self._pace = Pace(per_minute)
        self._most = max(1, at_a_time)
        self._allowed = min(FIRST_AT_A_TIME, self._most)
        self._flying = 0
        self._good = 0
        self._changed = threading.Condition()

    @property
    def at_a_time(self) -> int:
        """How many requests may fly at a time just now."""
        return self._allowed

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Wait for a turn to send; the turn ends when the answer is there."""
        with self._changed:
            while self._flying >= self._allowed:
                self._changed.wait()
            self._flying += 1
        try:
            self._wait_for_slot()
            yield
        finally:
            with self._changed:
                self._flying -= 1
                self._changed.notify()

    def answered(self) -> None:
        """An answer came that was not throttled."""
        with self._changed:
            self._good += 1
            if self._good >= self._allowed * 2 and self._allowed < self._most:
                self._allowed += 1
                self._good = 0
                self._changed.notify()

    def throttled(self, sent: float, pause_s: float) -> bool:
        """ConnectWise pushed a request back: everybody waits, then goes slower.

        Whether that is news: of requests that flew together only the first one is.
        """
        with self._changed:
            slower = self._pace.throttled(sent, self._clock.now(), pause_s)
            if slower:
                self._allowed = max(1, self._allowed // 2)
            self._good = 0
            return slower

    def _wait_for_slot(self) -> None:
        while True:
            with self._changed:
                wait_s = self._pace.reserve(self._clock.now())
            if wait_s <= 0:
                return
            self._clock.sleep(wait_s)
