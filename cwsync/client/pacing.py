"""Pace requests by rate, and let fewer fly at a time while ConnectWise pushes back.

ConnectWise counts a rolling minute. What fits into the quota is not spaced out; after a throttled
answer requests are spaced at 0.7 of the rate before, which recovers slowly. A Retry-After pauses
everybody at once.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager

from cwsync.client.clock import Clock

WINDOW_S = 60.0
SLOWER = 0.7
FASTER = 1.02  # after each unthrottled answer while spaced
FIRST_AT_A_TIME = 4
SLOWEST_PER_MINUTE = 30.0


class Pacer:
    """Shared by all workers of one client."""

    def __init__(self, clock: Clock, *, per_minute: int, at_a_time: int) -> None:
        self._clock = clock
        self._quota = per_minute
        self._most = max(1, at_a_time)
        self._allowed = min(FIRST_AT_A_TIME, self._most)
        self._rate = float(per_minute)
        self._spaced = False
        self._sent: deque[float] = deque()
        self._next = 0.0
        self._flying = 0
        self._good = 0
        self._changed = threading.Condition()

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
            if self._spaced:
                self._rate = min(float(self._quota), self._rate * FASTER)
                self._spaced = self._rate < self._quota

    def throttled(self, pause_s: float) -> None:
        """ConnectWise pushed back: everybody waits, then goes slower."""
        with self._changed:
            resume = self._clock.now() + pause_s
            if resume > self._next:  # one throttle for all answers of the same moment
                self._rate = max(SLOWEST_PER_MINUTE, self._rate * SLOWER)
                self._next = resume
            self._spaced = True
            self._good = 0
            self._allowed = max(1, self._allowed // 2)

    def _wait_for_slot(self) -> None:
        while True:
            with self._changed:
                wait_s = self._reserve()
            if wait_s <= 0:
                return
            self._clock.sleep(wait_s)

    def _reserve(self) -> float:
        """Take a slot (0), or the seconds until one may be free."""
        now = self._clock.now()
        if now < self._next:
            return self._next - now
        while self._sent and now - self._sent[0] >= WINDOW_S:
            self._sent.popleft()
        if len(self._sent) >= self._quota:
            return self._sent[0] + WINDOW_S - now
        self._sent.append(now)
        if self._spaced:
            self._next = now + WINDOW_S / self._rate
        return 0.0
