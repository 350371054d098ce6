"""How a forecast sync talks with a person: the diff, the question, the report."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from cwsync.commands.asking import agreed, typed
from cwsync.commands.batch import Batch, Entry, exit_code
from cwsync.commands.naming import named
from cwsync.commands.session import Session
from cwsync.errors import ExitCode, InvalidInput
from cwsync.export.archives import SUFFIXES
from cwsync.export.folder import exports_in
from cwsync.export.load import load
from cwsync.sync.events import Event, Waiting
from cwsync.sync.forecast import ForecastRequest, check_syncable, prepare_forecast, skipped_forecast
from cwsync.sync.forecast_apply import apply_forecast
from cwsync.sync.forecast_plan import ForecastOutcome, ForecastPlan
from cwsync.sync.link import needed_opportunity
from cwsync.terminal.forecast_documents import forecast_document, forecasts_document
from cwsync.terminal.forecast_view import (
    batch_summary,
    forecast_diff,
    forecast_done,
    forecast_report,
    forecast_summary,
)

if TYPE_CHECKING:
    from cwsync.client.connectwise import ConnectWise


def sync_one(
    session: Session,
    export: str,
    request: ForecastRequest,
    project_id: str | None,
    *,
    detailed_exitcode: bool,
) -> int:
    """Prepare, show, ask, write. Gives the exit code."""
    project = load(export, project_id=project_id)
    skipped = skipped_forecast(project, request)
    if skipped is not None:
        return _not_synced(session, skipped)
    check_syncable(project)
    needed_opportunity(project, request.opportunity)
    with session.connected() as cw:
        prepared = prepare_forecast(cw, project, request)
        show_plan(session, prepared.plan)
        if not _may_write(session, prepared.plan.writes, f"at {cw.connection.site}"):
            show_document(session, ForecastOutcome(prepared.plan), "plan")
            changes = detailed_exitcode and session.dry_run and prepared.plan.writes
            return ExitCode.CHANGES if changes else ExitCode.DONE
        with session.stoppable() as stop:
            outcome = apply_forecast(cw, prepared, watcher=watcher(session), stop=stop)
        if outcome.failures and not outcome.changed and not outcome.interrupted:
            raise outcome.failures[0].error
        return _report(session, cw, outcome)


def sync_many(
    session: Session, given: Sequence[str], request: ForecastRequest, *, detailed_exitcode: bool
) -> int:
    """Prepare all, show all, ask once, write one after the other. Gives the exit code."""
    exports = found_exports(given)
    if not exports:
        raise InvalidInput(
            f"there is no export in {', '.join(given)}",
            hint=f"exports are files that end in {', '.join(SUFFIXES)}",
            code="no_exports",
        )
    batch = Batch(session, request)
    with session.connected() as cw:
        entries = batch.prepared(cw, exports)
        for entry in entries:
            show_entry(session, entry)
        writes = sum(entry.writes for entry in entries)
        mode = "plan"
        if _may_write(session, writes, f"of {len(exports)} exports at {cw.connection.site}"):
            mode = "apply"
            with session.stoppable() as stop:
                entries = batch.applied(cw, entries, watcher=watcher(session), stop=stop)
            for entry in entries:
                show_result(session, entry)
        show_batch(session, entries, mode)
        session.tell_requests(cw)
    if session.stopped_by is not None:
        return session.stop_code
    if detailed_exitcode and session.dry_run and writes and not any(e.error for e in entries):
        return ExitCode.CHANGES
    return exit_code(entries, applied=mode == "apply")


def found_exports(given: Sequence[str]) -> tuple[str, ...]:
    """Every export that was named, each once: a folder stands for those in it.

    Raises `InvalidInput` for a folder that cannot be read.
    """
    return tuple(dict.fromkeys(chain.from_iterable(map(_exports_of, given))))


def _exports_of(name: str) -> Iterable[str]:
    path = Path(name)
    if name == "-" or not path.is_dir():
        return (name,)
    try:
        return map(str, exports_in(path))
    except OSError as error:
        raise InvalidInput(
            f"{name} cannot be read: {error.strerror}",
            hint="name a folder that this account may read",
        ) from None


def watcher(session: Session) -> Callable[[Event], None]:
    """Tells why it takes longer, and nothing else: there are few lines."""

    def tell(event: Event) -> None:
        if isinstance(event, Waiting):
            session.screen.note(f"waiting: {event.reason}")

    return tell


def show_plan(session: Session, plan: ForecastPlan) -> None:
    """The diff, its summary and what to know of it."""
    screen = session.screen
    if not session.wants_json:
        screen.out(forecast_diff(plan, width=screen.width))
        screen.out(forecast_summary(plan))
    for notice in plan.notices:
        screen.warn(notice)


def show_entry(session: Session, entry: Entry) -> None:
    """One export of several: its diff where something is to be done, its error where it has one."""
    screen = session.screen
    if entry.error is not None:
        screen.error(named(entry.export, entry.error))
    elif entry.plan is not None:
        told = entry.plan.writes or screen.verbose
        if told and not session.wants_json:
            screen.out(f"{entry.export}")
            screen.out(forecast_diff(entry.plan, width=screen.width))
            screen.out(f"{forecast_summary(entry.plan)}\n")
        elif entry.plan.skipped is not None:
            screen.note(f"{entry.export}: skipped: {entry.plan.skipped}")
        for notice in entry.plan.notices:
            screen.warn(notice)


def show_result(session: Session, entry: Entry) -> None:
    """What was done with one export of several, where something was to be done."""
    if not entry.writes:
        return
    if entry.outcome is None:
        errors = [] if entry.error is None else [entry.error]
    else:
        errors = [failure.error for failure in entry.outcome.failures]
        if entry.changed:
            session.screen.out(f"{entry.export}: {forecast_done(entry.outcome)}")
    for error in errors:
        session.screen.error(named(entry.export, error))


def show_batch(session: Session, entries: Sequence[Entry], mode: str) -> None:
    """The one summary, or the one document, of several exports."""
    counts = {
        "exports": len(entries),
        "changed": sum(entry.changed for entry in entries),
        "unchanged": sum(entry.unchanged for entry in entries),
        "skipped": sum(entry.skipped for entry in entries),
        "failed": sum(entry.failed for entry in entries),
    }
    if not session.wants_json:
        session.screen.out(batch_summary(counts, mode))
        return
    done = [(e.export, e.outcome) for e in entries if e.outcome is not None]
    repeated = session.repeating.error
    errors = [(e.export, repeated(e.error)) for e in entries if e.error is not None]
    document = forecasts_document(done, errors, counts, mode=mode, run=session.run)
    session.screen.json(document)


def show_document(session: Session, outcome: ForecastOutcome, mode: str) -> None:
    """The document of one export, where JSON is wanted."""
    if session.wants_json:
        session.screen.json(forecast_document(outcome, mode=mode, run=session.run))


def _not_synced(session: Session, plan: ForecastPlan) -> int:
    show_plan(session, plan)
    session.screen.note("--force syncs it once all the same")
    show_document(session, ForecastOutcome(plan), "plan" if session.dry_run else "apply")
    return ExitCode.DONE


def _may_write(session: Session, writes: int, where: str) -> bool:
    """Whether to go on: nobody said no. With nothing to write there is nothing to ask."""
    if session.dry_run:
        return False
    if not writes:
        return True
    question = f"Write this to the forecast {where}?"
    return agreed(session, question, what="sync", verb="write")


def _report(session: Session, cw: ConnectWise, outcome: ForecastOutcome) -> int:
    show_document(session, outcome, "apply")
    screen, opportunity = session.screen, outcome.plan.opportunity
    told = outcome.changed or outcome.failures or outcome.interrupted
    if not session.wants_json and told and opportunity is not None:
        url = cw.connection.opportunity_url(opportunity.id)
        screen.out(forecast_report(outcome, url=url, command=typed(), width=screen.width))
    session.tell_requests(cw)
    if outcome.interrupted:
        return session.stop_code
    return ExitCode.HALF_WAY if outcome.failures else ExitCode.DONE
