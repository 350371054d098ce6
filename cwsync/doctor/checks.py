"""What a check found, and what all of them together mean. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from cwsync.errors import CwsyncError, ExitCode

CLASSES = (ExitCode.INVALID, ExitCode.NOT_CONNECTED, ExitCode.FORBIDDEN, ExitCode.UNREACHABLE)


class Status(StrEnum):
    """How a check ended."""

    OK = "ok"
    WARN = "warn"
    FAIL = "fail"
    SKIP = "skip"


@dataclass(frozen=True, slots=True)
class Check:
    """One check. `exit_code` is the class of a failure (3, 4, 5, 9), else 0.

    One that was not `tried` is there for completeness: another one already says why.
    """

    name: str
    status: Status
    message: str
    hint: str | None = None
    exit_code: ExitCode = ExitCode.DONE
    tried: bool = True


def ok(name: str, message: str) -> Check:
    """A check that found nothing wrong."""
    return Check(name, Status.OK, message)


def warn(name: str, message: str, hint: str) -> Check:
    """A check that found something that a push can live with."""
    return Check(name, Status.WARN, message, hint)


def fail(name: str, message: str, hint: str | None, exit_code: ExitCode) -> Check:
    """A check that found what keeps a push from working."""
    return Check(name, Status.FAIL, message, hint, exit_code)


def skip(name: str, why: str) -> Check:
    """A check that was not made."""
    return Check(name, Status.SKIP, why)


def not_tried(name: str, why: str) -> Check:
    """A check that was not made because of something that holds for its neighbours, too."""
    return Check(name, Status.SKIP, why, tried=False)


def failed_with(name: str, error: CwsyncError, *, details_first: bool = False) -> Check:
    """A check that met an error, with everything that the error advises."""
    hint = (error.hint,) if error.hint else ()
    parts = (*error.details, *hint) if details_first else (*hint, *error.details)
    advice = "; ".join(" ".join(part.split()) for part in parts)
    known = error.exit_code in CLASSES
    return fail(
        name, error.message, advice or None, error.exit_code if known else ExitCode.UNREACHABLE
    )


def named_by(error: CwsyncError, otherwise: str) -> str:
    """The check that an error belongs to that came where none was being made."""
    names = {
        "keyring": "keyring",
        "invalid_host": "host",
        "insecure_host": "host",
        "invalid_proxy": "proxy",
        "invalid_ca_bundle": "tls",
    }
    return names.get(error.code, otherwise)


def exit_code_of(checks: Sequence[Check]) -> ExitCode:
    """0 when nothing failed, else the class of the first failure."""
    return next((c.exit_code for c in checks if c.status is Status.FAIL), ExitCode.DONE)
