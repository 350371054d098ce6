"""One call to ConnectWise as the log has it: never a key, a header or a value of the query."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Call:
    """`path` is without the host; `status` is None where no answer came."""

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
