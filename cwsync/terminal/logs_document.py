"""The JSON document of the log. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from cwsync.logbook import Entry, LoggedRun
from cwsync.terminal.documents import Document

CALL = ("method", "path", "status", "ms", "attempt", "cw_request_id", "error")
NUMBERS = ("status", "ms", "attempt", "id")
RECORD = ("kind", "key", "id", "name")


def logs_document(runs: Sequence[LoggedRun]) -> Document:
    """`cwsync.logs/1`: the runs in the order in which they began; times in UTC.

    `counts` are of the whole run, also where not all of its calls are listed.
    """
    return {"schema": "cwsync.logs/1", "runs": [_run(run) for run in runs], "count": len(runs)}


def entry_document(entry: Entry) -> Document:
    """One line of the log as it stands there."""
    return {
        "time": _time(entry.time),
        "run": entry.run,
        "event": entry.event,
        **{name: value for name, value in entry.facts.items() if isinstance(value, str | int)},
    }


def _run(run: LoggedRun) -> Document:
    failed = {"code": run.error, "message": run.message} if run.error else None
    return {
        "run": run.id,
        "command": run.command,
        "version": run.version,
        "profile": run.profile,
        "site": run.site,
        "started": _time(run.started),
        "ended": _time(run.last) if run.ended else None,
        "outcome": run.outcome.replace(" ", "_"),
        "exit_code": run.exit_code,
        "error": failed,
        "counts": {
            "calls": run.calls,
            "failed_calls": run.failed_calls,
            "created": run.created,
            "failed": run.failed,
        },
        "calls": [_picked(entry, CALL) for entry in run.entries if entry.event == "call"],
        "created": [_picked(entry, RECORD) for entry in run.entries if entry.event == "created"],
        "failed": [
            _picked(entry, ("kind", "key", "name", "message"))
            for entry in run.entries
            if entry.event == "failed"
        ],
    }


def _picked(entry: Entry, names: Sequence[str]) -> dict[str, Any]:
    facts = {n: entry.number(n) if n in NUMBERS else entry.text(n) for n in names}
    return {"time": _time(entry.time), **facts}


def _time(time: datetime) -> str:
    return f"{time.astimezone(UTC):%Y-%m-%dT%H:%M:%S.%f}Z"
