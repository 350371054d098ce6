"""`cwsync logs`: what was done, and every call behind it."""

from __future__ import annotations

import os
import re
import time
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Annotated

import typer

from cwsync.commands.profile import bare_screen
from cwsync.commands.root import noun
from cwsync.commands.session import Session, command
from cwsync.errors import ExitCode, Interrupted, InvalidUsage, NotFound

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from cwsync.logbook import Entry, LoggedRun, Wanted
    from cwsync.logfiles import Follower
    from cwsync.terminal.screen import Screen

app = noun("What was done, and every call to ConnectWise behind it.", alone=True)

USUAL_LIMIT = 20
MOST_LISTED = 1_000  # calls of one run, where several runs are listed
PAUSE_S = 0.5  # between two looks at the file
_UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days", "w": "weeks"}
_SPAN = re.compile(r"(\d{1,6})([smhdw])")


@command(app, "logs", group=True, when_broken="warn")
def logs(
    session: Session,
    context: typer.Context,
    since: Annotated[
        str | None,
        typer.Option("--since", metavar="WHEN", help="2h, 30m or 3d ago, or a date (and time)."),
    ] = None,
    failed: Annotated[
        bool, typer.Option("--failed", help="Only runs that failed or have no end.")
    ] = False,
    run: Annotated[
        str | None, typer.Option("--run", metavar="ID", help="This run, with every call.")
    ] = None,
    follow: Annotated[
        bool, typer.Option("--follow", help="Show what is logged from now on, until Ctrl-C.")
    ] = False,
    limit: Annotated[
        int | None,
        typer.Option("--limit", metavar="N", min=1, help="The latest N runs; 20 without --since."),
    ] = None,
) -> int:
    """What was done: each run with its failed calls, with -v with every call.

    A call has ConnectWise's request id, by which their support finds it. With --follow, -o json
    prints one line of JSON for each event.
    """
    from cwsync.logbook import Wanted
    from cwsync.logfiles import check_readable
    from cwsync.runlog import log_file

    if context.invoked_subcommand is not None:
        return ExitCode.DONE
    if follow and limit:
        raise InvalidUsage("--follow and --limit exclude each other")
    if run is not None and not run.strip():
        raise InvalidUsage("--run names no run", hint="see all: cwsync logs")
    usual = None if since or run else USUAL_LIMIT
    wanted = Wanted(
        since=None if since is None else moment(since, datetime.now(UTC)),
        failed=failed,
        run=run.strip().lower() if run else None,
        limit=limit or usual,
    )
    file = log_file(os.environ)
    check_readable(file)
    return _follow(session, file, wanted) if follow else _list(session, file, wanted)


@command(app, "path", prints=False)
def path(session: Session) -> int:
    """Print the file that the log is written to."""
    from cwsync.runlog import log_file

    bare_screen(session).out(str(log_file(os.environ)))
    return ExitCode.DONE


def _list(session: Session, file: Path, wanted: Wanted) -> int:
    from cwsync.logbook import fill, summaries
    from cwsync.logfiles import entries
    from cwsync.terminal.logs_document import logs_document

    all_runs = summaries(entries(file))
    runs = wanted.chosen(all_runs.values())
    if wanted.run is not None and not runs:
        raise NotFound(
            f'the log has no run "{wanted.run}"' + (" that fits" if wanted.failed else ""),
            hint="see all: cwsync logs",
            code="run_not_found",
        )
    single = wanted.run is not None and len(runs) == 1
    fill(runs, entries(file), most=None if single else MOST_LISTED)
    if session.wants_json:
        session.screen.json(logs_document(runs))
        return ExitCode.DONE
    if not runs:
        nothing = "the log is empty" if not all_runs else "no run fits"
        session.screen.note(f"{nothing}: {file}")
        return ExitCode.DONE
    _show(session, runs, len(all_runs), single, wanted)
    return ExitCode.DONE


def _show(
    session: Session, runs: list[LoggedRun], known: int, single: bool, wanted: Wanted
) -> None:
    from cwsync.terminal.logs_view import run_text, runs_text

    screen = session.screen
    if single:
        screen.out(run_text(runs[0], width=screen.width))
        return
    screen.out(runs_text(runs, width=screen.width, calls=screen.verbose))
    if wanted.limit == len(runs) and known > len(runs):
        shown = "this is the latest run" if len(runs) == 1 else f"the latest {len(runs):,} runs"
        screen.note(f"{shown} of {known:,}; more with --since or --limit")
    screen.note("every call of a run: cwsync logs --run ID")


def _follow(session: Session, file: Path, wanted: Wanted) -> int:
    """Ctrl-C and SIGTERM are how it is ended, so there is nothing to say about that."""
    from cwsync.logfiles import Follower

    screen = session.screen
    from_start = wanted.since is not None or wanted.run is not None
    follower = Follower(file, from_start=from_start)
    try:
        for entry in _coming(follower):
            if wanted.fits(entry):
                _tell(screen, entry)
            if not screen.is_read:
                break
    except KeyboardInterrupt:
        return ExitCode.INTERRUPTED
    except Interrupted as stop:
        return stop.exit_code
    return ExitCode.DONE


def _coming(follower: Follower) -> Iterator[Entry]:
    while True:
        yield from follower.new()
        time.sleep(PAUSE_S)


def _tell(screen: Screen, entry: Entry) -> None:
    from cwsync.terminal.logs_document import entry_document
    from cwsync.terminal.logs_view import entry_text

    if screen.output == "json":
        screen.json_line(entry_document(entry))
    else:
        screen.out(entry_text(entry))


def moment(text: str, now: datetime) -> datetime:
    """The moment that `2h` ago was, or that a date or time names, by the clock of this machine."""
    span = _SPAN.fullmatch(text.strip().lower())
    try:
        if span:
            return now - timedelta(**{_UNITS[span[2]]: int(span[1])})
        return datetime.fromisoformat(text.strip()).astimezone(UTC)
    except (ValueError, OverflowError, OSError):
        raise InvalidUsage(
            f'--since "{text}" is no time',
            hint="write it as 2h, 30m or 3d, or as 2027-01-31 or 2027-01-31T14:30",
        ) from None
