"""Every error that a user can meet, and the exit code that it ends with.

    CwsyncError
    ├── InvalidUsage        2  the command line is wrong
    ├── InvalidInput        3  export, plan or configuration is invalid
    ├── NotConnected        4  no credentials, or ConnectWise rejects them
    ├── Forbidden           5  ConnectWise forbids it (403)
    ├── NotFound            6  something named does not exist or is ambiguous
    ├── PreconditionFailed  7  not approved, no linked opportunity, stale plan, …
    ├── StoppedHalfWay      8  some of it was applied
    ├── Unreachable         9  ConnectWise cannot be reached or keeps failing
    └── Interrupted       130  Ctrl-C (143: SIGTERM)

Raised where the reason is known, caught in one place (`cwsync.cli`).
"""

from __future__ import annotations

from enum import IntEnum


class ExitCode(IntEnum):
    """The exit codes that scripts rely on."""

    DONE = 0
    BUG = 1
    USAGE = 2
    INVALID = 3
    NOT_CONNECTED = 4
    FORBIDDEN = 5
    NOT_FOUND = 6
    PRECONDITION = 7
    HALF_WAY = 8
    UNREACHABLE = 9
    CHANGES = 10
    INTERRUPTED = 130
    TERMINATED = 143


class CwsyncError(Exception):
    """What happened, why, and what to do next.

    `message` is one sentence without a final period; `hint` says what to do and the command to
    type; `details` are further lines (candidates, places). None may hold a secret.
    """

    code = "error"
    exit_code: ExitCode = ExitCode.BUG

    def __init__(
        self,
        message: str,
        *,
        hint: str | None = None,
        details: tuple[str, ...] = (),
        code: str | None = None,
    ) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.details = details
        if code is not None:
            self.code = code


class InvalidUsage(CwsyncError):
    """The command line does not make sense."""

    code = "usage"
    exit_code = ExitCode.USAGE


class InvalidInput(CwsyncError):
    """A file that the user gave is invalid; `details` lists every problem with its place."""

    code = "invalid_input"
    exit_code = ExitCode.INVALID


class InvalidExport(InvalidInput):
    """An export with problems, which `problems` gives as pairs of place and message."""

    def __init__(
        self,
        message: str,
        problems: tuple[tuple[str | None, str], ...],
        *,
        hint: str | None = None,
        code: str | None = None,
    ) -> None:
        lines = tuple(f"{place}: {text}" if place else text for place, text in problems)
        super().__init__(message, hint=hint, details=lines, code=code)
        self.problems = problems


class NotConnected(CwsyncError):
    """No credentials, or ConnectWise rejects them."""

    code = "not_connected"
    exit_code = ExitCode.NOT_CONNECTED


class Forbidden(CwsyncError):
    """ConnectWise forbids it; the message names the missing permission."""

    code = "forbidden"
    exit_code = ExitCode.FORBIDDEN


class NotFound(CwsyncError):
    """Something named does not exist or is ambiguous; `details` lists the candidates."""

    code = "not_found"
    exit_code = ExitCode.NOT_FOUND


class PreconditionFailed(CwsyncError):
    """A precondition is not met."""

    code = "precondition"
    exit_code = ExitCode.PRECONDITION


class StoppedHalfWay(CwsyncError):
    """Some of it was applied; running it again continues."""

    code = "half_way"
    exit_code = ExitCode.HALF_WAY


class Unreachable(CwsyncError):
    """ConnectWise cannot be reached or keeps failing; nothing was applied."""

    code = "unreachable"
    exit_code = ExitCode.UNREACHABLE


class Interrupted(CwsyncError):
    """Ctrl-C, or SIGTERM when `exit_code` says so."""

    code = "interrupted"
    exit_code = ExitCode.INTERRUPTED

    def __init__(self, message: str, *, exit_code: ExitCode = ExitCode.INTERRUPTED) -> None:
        super().__init__(message)
        self.exit_code = exit_code
