"""One call as the log has it: never a key, a header or a client id."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Call:
    """`path` has no host and a shortened query; `status` is None where no answer came."""

    method: str
    path: str
    status: int | None
    ms: int
    attempt: int
    request_id: str | None = None
    error: str | None = None


LONGEST_ID = 160


def request_id(said: str | None, hide: Callable[[str], str]) -> str | None:
    """What a server calls a request, or whoever answers in its place: masked and shortened."""
    return hide(said)[:LONGEST_ID] if said else None


CallLog = Callable[[Call], None]


def no_log(call: Call) -> None:
    """Keeps nothing."""
