"""What the lines of the log say: runs, and the calls behind each. Pure.

Lines that are cut off or no lines of ours are passed over.
"""

from __future__ import annotations

import json
from collections import deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from cwsync.errors import ExitCode

LONGEST_LINE = 100_000  # characters; ours are far shorter


class Outcome(StrEnum):
    """How a run ended. `unfinished` is still running, or was killed."""

    DONE = "done"
    HALF_WAY = "half way"
    FAILED = "failed"
    INTERRUPTED = "interrupted"
    UNFINISHED = "unfinished"


_OUTCOMES: dict[int, Outcome] = {
    ExitCode.DONE: Outcome.DONE,
    ExitCode.CHANGES: Outcome.DONE,
    ExitCode.HALF_WAY: Outcome.HALF_WAY,
    ExitCode.INTERRUPTED: Outcome.INTERRUPTED,
    ExitCode.TERMINATED: Outcome.INTERRUPTED,
}


@dataclass(frozen=True, slots=True)
class Entry:
    """One line: when, in which run, what happened; `facts` as they stand there."""

    time: datetime
    run: str
    event: str
    facts: Mapping[str, Any]

    def text(self, name: str) -> str | None:
        """A fact that is a text, None where it is missing or something else."""
        value = self.facts.get(name)
        return value if isinstance(value, str) else None

    def number(self, name: str) -> int | None:
        """A fact that is a whole number, None where it is missing or something else."""
        value = self.facts.get(name)
        return value if isinstance(value, int) and not isinstance(value, bool) else None

    @property
    def failed(self) -> bool:
        """Whether it tells of a failure: of a call, of a record, of the run."""
        if self.event == "call":
            status = self.number("status")
            return status is None or status >= 400 or self.text("error") is not None
        if self.event == "end":
            return outcome_of(self.number("exit_code")) is not Outcome.DONE
        return self.event == "failed"


@dataclass(slots=True)
class LoggedRun:
    """A run as far as the log has it; `entries` are those of its calls and records."""

    id: str
    started: datetime
    last: datetime
    command: str | None = None
    version: str | None = None
    profile: str | None = None
    site: str | None = None
    ended: bool = False
    exit_code: int | None = None
    error: str | None = None
    message: str | None = None
    calls: int = 0
    failed_calls: int = 0
    created: int = 0
    failed: int = 0
    entries: deque[Entry] = field(default_factory=deque)

    @property
    def outcome(self) -> Outcome:
        """How it ended."""
        return outcome_of(self.exit_code) if self.ended else Outcome.UNFINISHED

    def hear(self, entry: Entry) -> None:
        """Take a line of this run in; its entries are kept by whoever wants them."""
        self.last = max(self.last, entry.time)
        match entry.event:
            case "run":
                self.command = entry.text("command")
                self.version = entry.text("version")
            case "connection":
                self.profile = entry.text("profile")
                self.site = entry.text("site")
            case "call":
                self.calls += 1
                self.failed_calls += entry.failed
            case "created":
                self.created += 1
            case "failed":
                self.failed += 1
            case "end":
                self.ended = True
                self.exit_code = entry.number("exit_code")
                self.error, self.message = entry.text("error"), entry.text("message")


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which runs are asked for; `limit` None is all of them."""

    since: datetime | None = None
    failed: bool = False
    run: str | None = None
    limit: int | None = None

    def chosen(self, runs: Iterable[LoggedRun]) -> list[LoggedRun]:
        """Those that fit, the latest `limit`, in the order in which they began."""
        fitting = sorted((run for run in runs if self._fits(run)), key=lambda run: run.started)
        return fitting if self.limit is None else fitting[-self.limit :]

    def fits(self, entry: Entry) -> bool:
        """Whether `--follow` shows this line."""
        if self.since is not None and entry.time < self.since:
            return False
        if self.failed and not entry.failed:
            return False
        return self.run is None or entry.run.startswith(self.run)

    def _fits(self, run: LoggedRun) -> bool:
        if self.failed and run.outcome is Outcome.DONE:
            return False
        if self.since is not None and run.last < self.since:
            return False
        return self.run is None or run.id.startswith(self.run)


def outcome_of(exit_code: int | None) -> Outcome:
    """How a run ended that exits with this code; one without a code was torn down."""
    return Outcome.FAILED if exit_code is None else _OUTCOMES.get(exit_code, Outcome.FAILED)


def entry_of(line: bytes) -> Entry | None:
    """What a line says, None where it is no line of the log."""
    if len(line) > LONGEST_LINE:
        return None
    try:
        facts = json.loads(line)
        time = datetime.fromisoformat(facts.pop("time"))
        run, event = facts.pop("run"), facts.pop("event")
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
        return None
    if not isinstance(run, str) or not isinstance(event, str):
        return None
    return Entry(time if time.tzinfo else time.replace(tzinfo=UTC), run, event, facts)


def summaries(entries: Iterable[Entry]) -> dict[str, LoggedRun]:
    """Every run by its id, without the entries of each."""
    runs: dict[str, LoggedRun] = {}
    for entry in entries:
        run = runs.get(entry.run)
        if run is None:
            run = runs[entry.run] = LoggedRun(entry.run, entry.time, entry.time)
        run.hear(entry)
    return runs


def fill(runs: Iterable[LoggedRun], entries: Iterable[Entry], *, most: int | None) -> None:
    """Give the runs their entries; of each the latest `most`, None for all of them."""
    by_id = {run.id: run for run in runs}
    for run in by_id.values():
        run.entries = deque(maxlen=most)
    for entry in entries:
        if entry.run in by_id and entry.event in ("call", "created", "failed"):
            by_id[entry.run].entries.append(entry)
