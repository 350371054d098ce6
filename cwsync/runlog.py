"""The log of what was done and of every call behind it: one JSON object a line, no secrets.

Several runs append at once: each line is one write to a file opened for appending.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cwsync.settings import folders

if TYPE_CHECKING:
    from cwsync.client.calls import Call

MOST_BYTES = 10_000_000
KEPT = 3


class RunLog:
    """Appends the events of one run. A log that cannot be written never stops a command."""

    def __init__(self, file: int | None, run: str) -> None:
        self._file = file
        self._run = run
        self._works = file is not None

    @property
    def works(self) -> bool:
        """Whether all lines so far reached the file."""
        return self._works

    def close(self) -> None:
        """Close the file; what comes later is dropped."""
        file, self._file = self._file, None
        if file is not None:
            os.close(file)

    def call(self, call: Call) -> None:
        """One call to ConnectWise."""
        self.event(
            "call",
            method=call.method,
            path=call.path,
            status=call.status,
            ms=call.ms,
            attempt=call.attempt,
            cw_request_id=call.request_id,
            error=call.error,
        )

    def event(self, event: str, **facts: Any) -> None:
        """Anything worth a line; facts that are None are left out."""
        if self._file is None:
            return
        now = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
        line: dict[str, Any] = {"time": now, "run": self._run, "event": event}
        line |= {name: value for name, value in facts.items() if value is not None}
        try:
            os.write(self._file, json.dumps(line, default=str).encode() + b"\n")
        except OSError:
            self._works = False


@contextmanager
def open_log(run: str, command: str, *, environ: Mapping[str, str]) -> Iterator[RunLog]:
    """The log of a run, which begins and ends with an event of its own."""
    log = RunLog(_opened(folders(environ).log / "cwsync.log"), run)
    log.event("run", command=command)
    try:
        yield log
    except BaseException as error:
        log.event("end", error=type(error).__name__)
        raise
    else:
        log.event("end")
    finally:
        log.close()


def _opened(path: Path) -> int | None:
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with suppress(OSError):  # another run may rotate at the same moment
            _rotate(path)
        return os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    except OSError:
        return None


def _rotate(path: Path) -> None:
    if not path.exists() or path.stat().st_size < MOST_BYTES:
        return
    for number in reversed(range(1, KEPT)):
        older = path.with_suffix(f".{number}.log")
        if older.exists():
            older.replace(path.with_suffix(f".{number + 1}.log"))
    path.replace(path.with_suffix(".1.log"))
