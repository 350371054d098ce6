"""What to do when a call fails: one pure table, and a budget of how often and how long.

    failure                                    read    write
    never sent: no connection                  again   again
    throttled: 429                             again   again   ConnectWise did not carry it out
    lost: timeout, broken, 408, 5xx,           again   look    it may have been carried out
          a cut-off, empty or foreign body
    refused: any other status,                 stop    stop
          500 with a wrong JSON type

A call spends at most 10 retries and 60 s, and so do all calls of a client together while none of
them gets an answer. While it is throttled alone it may go on for 8 minutes: a push renews its claim
before it sends something, and the claim counts for 15.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

MOST_RETRIES = 10
MOST_SECONDS = 60.0
LONGEST_THROTTLED_S = 480.0
LEAST_ATTEMPT_S = 1.0
FIRST_PAUSE_S = 0.25
LONGEST_PAUSE_S = 15.0


class Failure(StrEnum):
    """How a call failed."""

    NEVER_SENT = "never sent"
    THROTTLED = "throttled"
    LOST = "lost"
    REFUSED = "refused"


class Step(StrEnum):
    """What to do next."""

    AGAIN = "again"
    LOOK = "look"
    STOP = "stop"


_READ = {
    Failure.NEVER_SENT: Step.AGAIN,
    Failure.THROTTLED: Step.AGAIN,
    Failure.LOST: Step.AGAIN,
    Failure.REFUSED: Step.STOP,
}
_WRITE = _READ | {Failure.LOST: Step.LOOK}


def next_step(failure: Failure, *, write: bool) -> Step:
    """What the table says."""
    return (_WRITE if write else _READ)[failure]


def failure_of(status: int, text: str) -> Failure:
    """How a call failed that was answered with this status, not 2xx, and this body."""
    if status == 429:
        return Failure.THROTTLED
    if status == 500 and "Error converting value" in text:  # ConnectWise's 400 for a wrong type
        return Failure.REFUSED
    return Failure.LOST if status >= 500 or status == 408 else Failure.REFUSED


def backoff(retries: int, jitter: float) -> float:
    """Seconds before the next attempt: 0.25 to 15, doubling; `jitter` (0 to 1) takes up to half."""
    return min(LONGEST_PAUSE_S, FIRST_PAUSE_S * 2.0**retries) * (1 - jitter / 2)


@dataclass(slots=True)
class Budget:
    """What failures in a row have used up. Times are seconds of one clock."""

    began: float | None = None
    last: float = 0.0
    retries: int = 0

    def failed(self, begun: float, now: float) -> None:
        """An attempt that began then failed now. After a long silence the row begins anew."""
        if self.began is None or begun - self.last > MOST_SECONDS:
            self.began, self.retries = begun, 0
        self.last = now

    def clear(self) -> None:
        """An answer came."""
        self.began, self.retries = None, 0

    def left_s(self, now: float) -> float:
        """Seconds that are left."""
        return MOST_SECONDS if self.began is None else MOST_SECONDS - (now - self.began)

    def allows(self, pause_s: float, now: float) -> bool:
        """Whether another attempt after such a pause is within the budget."""
        return self.retries < MOST_RETRIES and pause_s + LEAST_ATTEMPT_S <= self.left_s(now)
