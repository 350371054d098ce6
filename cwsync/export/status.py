"""The status of a project, in ScopeStack's words or in ours."""

from __future__ import annotations

from cwsync.export.problems import shown
from cwsync.export.project import Status
from cwsync.export.rows import Row

_STAGES = ("technical_approval", "sales_approval", "business_approval")
_STATUSES = {status.value: status for status in Status} | dict.fromkeys(
    _STAGES, Status.PENDING_APPROVAL
)
WORDS = tuple(_STATUSES)


def status_of(word: str) -> Status | None:
    """The status that a word stands for, case and spaces aside; None for any other word."""
    return _STATUSES.get("_".join(word.lower().split()))


def read_status(row: Row) -> Status:
    """The status of a project; BUILDING where it is missing or unknown, which is noted."""
    value = row.label("status")
    if value is None:
        if row.get("status") is None:
            row.wrong("status", f"status is missing; one of {', '.join(Status)}")
        return Status.BUILDING
    status = status_of(value)
    if status is None:
        row.wrong("status", f"status {shown(value)} is unknown; one of {', '.join(Status)}")
    return status or Status.BUILDING
