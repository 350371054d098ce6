"""Errors of one export of several, which have to say whose they are."""

from __future__ import annotations

from cwsync.errors import CwsyncError


def named(export: str, error: CwsyncError) -> CwsyncError:
    """The error to show, with the export that it belongs to in its message."""
    if export in error.message:
        return error
    message = f"{export}: {error.message}"
    return CwsyncError(message, hint=error.hint, details=error.details, code=error.code)
