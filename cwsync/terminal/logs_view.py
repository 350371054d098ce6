"""The log for people: runs, and the calls behind them. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta, tzinfo

from rich.text import Text

from cwsync.logbook import Entry, LoggedRun, Outcome
from cwsync.terminal.layout import Block, Prose, Row, Verbatim, assemble, unbroken
from cwsync.terminal.safe import safe
from cwsync.terminal.words import counted, in_seconds

STYLES = {Outcome.DONE: "", Outcome.UNFINISHED: "yellow"}
UNFINISHED = "it has no end: it is still running, or it was killed"


def runs_text(
    runs: Sequence[LoggedRun], *, width: int | None, zone: tzinfo | None = None, calls: bool = False
) -> Text:
    """A line for each run; under it why it failed and its failed calls, with `calls` all of them.

    Times are those of `zone`, None is the one of this machine.
    """
    blocks = [block for run in runs for block in _listed(run, zone, calls)]
    return assemble(blocks, width=width)


def run_text(run: LoggedRun, *, width: int | None, zone: tzinfo | None = None) -> Text:
    """One run with everything that the log has of it."""
    return assemble([*_head(run, zone), *_entries(run.entries, 0, zone)], width=width)


def entry_text(entry: Entry, *, zone: tzinfo | None = None) -> str:
    """One line as `--follow` shows it."""
    return f"{_clock(entry.time, zone)}  {safe(entry.run)}  {_told(entry)}"


def _listed(run: LoggedRun, zone: tzinfo | None, calls: bool) -> Iterator[Block]:
    outcome = run.outcome
    code = f", {run.exit_code}" if outcome is Outcome.FAILED and run.exit_code is not None else ""
    yield Row(
        f"{_moment(run.started, zone)}  {run.id}  {run.command or '?'}",
        right=(f"{outcome}{code}", counted(run.calls, "call")),
        style=STYLES.get(outcome, "red"),
    )
    if run.message or run.error:
        yield Prose(run.message or run.error or "", indent=4, style="")
    shown = [entry for entry in run.entries if entry.failed or (calls and entry.event == "call")]
    yield from _entries(shown, 4, zone)


def _head(run: LoggedRun, zone: tzinfo | None) -> Iterator[Block]:
    yield Prose(f"Run {run.id}: cwsync {run.command or '?'}", style="bold")
    took = in_seconds(max(run.last - run.started, timedelta(0)).total_seconds())
    code = "" if run.exit_code is None else f", exit code {run.exit_code}"
    yield Prose(f"{_moment(run.started, zone)}, {run.outcome} after {took}{code}", style="")
    facts = (
        f"profile {run.profile}" if run.profile else None,
        run.site,
        f"cwsync {run.version}" if run.version else None,
        counted(run.calls, "call"),
        f"{run.failed_calls:,} of them failed" if run.failed_calls else None,
        f"{run.created:,} created" if run.created else None,
    )
    yield Prose(unbroken(fact for fact in facts if fact), style="")
    if run.outcome is Outcome.UNFINISHED:
        yield Prose(UNFINISHED, style="")
    if run.message or run.error:
        yield Prose(run.message or run.error or "", lead="error: ", style="")
    if run.entries:
        yield Prose("", style="")


def _entries(entries: Sequence[Entry], indent: int, zone: tzinfo | None) -> Iterator[Block]:
    for entry in entries:
        yield Verbatim(f"{_clock(entry.time, zone)}  {_told(entry)}", indent=indent)


def _told(entry: Entry) -> str:
    told = {"call": _call, "created": _record, "failed": _record, "end": _end}.get(entry.event)
    return safe(told(entry) if told else _other(entry))


def _call(entry: Entry) -> str:
    status = entry.number("status")
    answer = "no answer" if status is None else str(status)
    attempt = entry.number("attempt") or 1
    parts = (
        f"{entry.text('method') or '?':<6} {answer}",
        f"{entry.number('ms') or 0} ms",
        entry.text("path") or "?",
        f"attempt {attempt}" if attempt > 1 else None,
        entry.text("error"),
        f"request {entry.text('cw_request_id')}" if entry.text("cw_request_id") else None,
    )
    return "  ".join(part for part in parts if part)


def _record(entry: Entry) -> str:
    kind, name = entry.text("kind") or "record", entry.text("name") or ""
    if entry.event == "failed":
        return f'not created: {kind} "{name}": {entry.text("message") or "?"}'
    verb = "found again" if entry.facts.get("adopted") else "created"
    return f'{verb} {kind} {entry.number("id")} "{name}"'


def _end(entry: Entry) -> str:
    code, why = entry.number("exit_code"), entry.text("message") or entry.text("error")
    return f"end, exit code {'?' if code is None else code}{f': {why}' if why else ''}"


def _other(entry: Entry) -> str:
    facts = (f"{name} {value}" for name, value in entry.facts.items())
    return "  ".join((entry.event, *facts))


def _moment(time: datetime, zone: tzinfo | None) -> str:
    return f"{time.astimezone(zone):%Y-%m-%d %H:%M:%S}"


def _clock(time: datetime, zone: tzinfo | None) -> str:
    return f"{time.astimezone(zone):%H:%M:%S}"
