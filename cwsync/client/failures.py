"""What can come back instead of a record."""

from __future__ import annotations

from dataclasses import dataclass

from cwsync.errors import CwsyncError, ExitCode, NotFound


class AnswerLost(Exception):
    """A write that may have been carried out: its answer is lost. `reason` says what was seen."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class FieldError:
    """One field that ConnectWise did not accept."""

    field: str
    code: str
    message: str


class Rejected(CwsyncError):
    """ConnectWise refused what was sent; `errors` says which fields."""

    code = "rejected"
    exit_code = ExitCode.PRECONDITION

    def __init__(self, message: str, *, status: int, errors: tuple[FieldError, ...] = ()) -> None:
        super().__init__(
            message,
            details=tuple(line for line in map(_line, errors) if line),
            hint="the details say which field ConnectWise did not accept" if errors else None,
        )
        self.status = status
        self.errors = errors


class Missing(NotFound):
    """There is no such record (404)."""

    code = "missing"


def _line(error: FieldError) -> str:
    return ": ".join(part for part in (error.field, error.message or error.code) if part)
