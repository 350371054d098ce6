"""What to do when a call fails. One pure table, and how long to wait.

    failure                              read         write
    never sent (no connection)           again        again
    throttled (429)                      again        again      ConnectWise did not carry it out
    answer lost (timeout, broken, 5xx,   again        look       it may have been carried out
      408, cut-off or foreign body)
    refused (any other 4xx)              give up      give up
    not our JSON types (500 by body)     give up      give up
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

MOST_RETRIES = 10
MOST_SECONDS = 60.0
LONGEST_PAUSE_S = 120.0


class Failure(StrEnum):
    """How a call failed."""

    NEVER_SENT = "never sent"
    THROTTLED = "throttled"
    ANSWER_LOST = "answer lost"
    REFUSED = "refused"


class Step(StrEnum):
    """What to do next."""

    AGAIN = "again"
    LOOK = "look"
    GIVE_UP = "give up"


_TABLE = {
    (Failure.NEVER_SENT, False): Step.AGAIN,
    (Failure.NEVER_SENT, True): Step.AGAIN,
    (Failure.THROTTLED, False): Step.AGAIN,
    (Failure.THROTTLED, True): Step.AGAIN,
    (Failure.ANSWER_LOST, False): Step.AGAIN,
    (Failure.ANSWER_LOST, True): Step.LOOK,
    (Failure.REFUSED, False): Step.GIVE_UP,
    (Failure.REFUSED, True): Step.GIVE_UP,
}


def next_step(failure: Failure, *, write: bool) -> Step:
    """What the table says."""
    return _TABLE[failure, write]


def failure_of(status: int, text: str) -> Failure:
    """How an answer with this status failed. `text` is its body, as far as it was read."""
    if status == 429:
        return Failure.THROTTLED
    if status == 500 and "Error converting value" in text:
        return Failure.REFUSED
    if status >= 500 or status == 408:
        return Failure.ANSWER_LOST
    return Failure.REFUSED


@dataclass(slots=True)
class Budget:
    """Attempts and seconds that one call may still spend on failures."""

    attempts: int = 0
    spent_s: float = 0.0

    def pause(self, jitter: float) -> float | None:
        """Seconds to wait before the next attempt, None when the budget is used up.

        0.25 s, doubling, at most 15 s, of which between half and all (`jitter` is 0 to 1).
        """
        if self.attempts >= MOST_RETRIES or self.spent_s >= MOST_SECONDS:
            return None
        pause = min(15.0, 0.25 * 2**self.attempts) * (0.5 + jitter / 2)
        pause = min(pause, MOST_SECONDS - self.spent_s)
        self.attempts += 1
        self.spent_s += pause
        return pause
