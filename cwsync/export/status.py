"""The status of a project, in ScopeStack's words or in ours."""

from __future__ import annotations

from cwsync.export.problems import shown
from cwsync.export.project import Status
from cwsync.export.rows import Row

STAGE = "technical_approval"  # for example: an account names its stages of approval itself
_END = "_approval"
_STATUSES = {status.value: status for status in Status}
WORDS = tuple(_STATUSES)


def status_of(word: str) -> Status | None:
    """The status that a word stands for, case and spaces aside; None for any other word."""
    plain = "_".join(word.lower().split())
    if plain.endswith(_END) and plain != _END:
        return Status.PENDING_APPROVAL
    return _STATUSES.get(plain)


def read_status(row: Row) -> Status:
    """The status of a project; BUILDING where it is missing or unknown, which is noted."""
    value = row.label("status")
    if value is None:
        if row.get("status") is None:
            row.wrong("status", f"status is missing; one of {', '.join(WORDS)}")
        return Status.BUILDING
    status = status_of(value)
    if status is None:
        known = f"one of {', '.join(WORDS)}, or a stage such as {STAGE}"
        row.wrong("status", f"status {shown(value)} is unknown; {known}")
    return status or Status.BUILDING
