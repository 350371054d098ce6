"""One call to ConnectWise as the log has it: never a key, a header or a client id."""

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


CallLog = Callable[[Call], None]


def no_log(call: Call) -> None:
    """Keeps nothing."""
