"""The log of what was done and of every call behind it: one JSON object a line, no secrets.

Several runs append at once. A file that is large or old is set aside under a name of its own, in
one step, so that nothing is lost when two runs do it at the same moment.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cwsync import __version__
from cwsync.appending import Appender
from cwsync.errors import CwsyncError, ExitCode
from cwsync.folders import folders
from cwsync.redaction import redact

if TYPE_CHECKING:
    from cwsync.client.calls import Call

MOST_BYTES = 10_000_000
MOST_AGE = timedelta(days=30)  # of the first line of the file that is written to
KEPT = 3  # files set aside
KEPT_AGE = timedelta(days=180)  # since the last line of a file that was set aside


class RunLog:
    """Appends the events of one run. A log that cannot be written never stops a command.

    What stands in `secrets` is masked in every line, should it ever get there.
    """

    def __init__(self, file: Appender | None, run: str) -> None:
        self._file = file
        self._run = run
        self._works = file is not None
        self.secrets: tuple[str, ...] = ()

    @property
    def works(self) -> bool:
        """Whether all lines so far reached the file."""
        return self._works

    def close(self) -> None:
        """Close the file; what comes later is dropped."""
        file, self._file = self._file, None
        if file is not None:
            file.close()

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

    def end(self, exit_code: int) -> None:
        """The last event of a run that came to its end, and the code that it exits with."""
        self.event("end", exit_code=exit_code)
        self.close()

    def fail(self, error: BaseException) -> None:
        """The last event of a run that this error ended; the text of a bug is left out."""
        known = error if isinstance(error, CwsyncError) else None
        self.event(
            "end",
            exit_code=_exit_code_of(error),
            error=known.code if known else type(error).__name__,
            message=known.message if known else None,
        )
        self.close()

    def event(self, event: str, **facts: Any) -> None:
        """Anything worth a line; facts that are None are left out."""
        if self._file is None:
            return
        now = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
        line: dict[str, Any] = {"time": now, "run": self._run, "event": event}
        line |= {name: self._clean(fact) for name, fact in facts.items() if fact is not None}
        try:
            self._file.line(json.dumps(line, default=str).encode())
        except OSError:
            self._works = False

    def _clean(self, fact: Any) -> Any:
        return redact(fact, self.secrets) if isinstance(fact, str) else fact


def open_log(run: str, command: str, *, environ: Mapping[str, str]) -> RunLog:
    """The log of a run, with the event that begins it; `end` ends and closes it."""
    log = RunLog(_opened(log_file(environ), run), run)
    log.event("run", command=command, version=__version__)
    return log


def log_file(environ: Mapping[str, str]) -> Path:
    """The file that is written to."""
    return folders(environ).log / "cwsync.log"


def set_aside(path: Path) -> list[Path]:
    """The files that were set aside, the oldest first."""
    with suppress(OSError):
        return sorted(path.parent.glob(f"{path.stem}-*{path.suffix}"))
    return []


def _opened(path: Path, run: str) -> Appender | None:
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with suppress(OSError):  # another run may do it at the same moment, or have it open
            _rotate(path, run, datetime.now(UTC))
        return Appender(path)
    except OSError:
        return None


def _rotate(path: Path, run: str, now: datetime) -> None:
    if _is_full(path, now):
        path.replace(path.with_name(f"{path.stem}-{now:%Y%m%dT%H%M%S%f}-{run}{path.suffix}"))
    kept = set_aside(path)
    _remove(kept[:-KEPT])
    old = (now - KEPT_AGE).timestamp()
    _remove(file for file in kept[-KEPT:] if file.stat().st_mtime < old)


def _remove(files: Iterable[Path]) -> None:
    for file in files:
        file.unlink(missing_ok=True)


def _is_full(path: Path, now: datetime) -> bool:
    try:
        if path.stat().st_size >= MOST_BYTES:
            return True
        with path.open("rb") as file:
            first = json.loads(file.readline(4_096))
        return now - datetime.fromisoformat(first["time"]) > MOST_AGE
    except (OSError, ValueError, LookupError, TypeError):
        return False


def _exit_code_of(error: BaseException) -> int | None:
    """The exit code that an error ends with, None where that is not ours to say."""
    if isinstance(error, CwsyncError):
        return int(error.exit_code)
    if isinstance(error, KeyboardInterrupt):
        return int(ExitCode.INTERRUPTED)
    return int(ExitCode.BUG) if isinstance(error, Exception) else None
