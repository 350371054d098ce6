"""What can come back instead of a record."""

from __future__ import annotations

from dataclasses import dataclass

from cwsync.client.retry import Failure
from cwsync.errors import CwsyncError, ExitCode, NotFound, Unreachable


class AnswerLost(Exception):
    """A write that may have been carried out: its answer is lost. `reason` says what was seen."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Failed:
    """An attempt that did not get through; with `lasting`, trying again is no use.

    `wait_s` is what the server asks for, None where it asks for nothing.
    """

    failure: Failure
    reason: str
    hint: str
    wait_s: float | None = None
    lasting: bool = False

    def unreachable(self, site: str, attempts: int) -> Unreachable:
        """The error of giving up after so many attempts. `site` is the host for people."""
        what = {
            Failure.NEVER_SENT: "cannot be reached",
            Failure.THROTTLED: "keeps asking to slow down",
        }.get(self.failure, "keeps failing")
        tries = "tried once" if attempts == 1 else f"tried {attempts} times"
        return Unreachable(f"{site} {what}: {self.reason}", details=(tries,), hint=self.hint)


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
