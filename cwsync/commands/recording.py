"""What a command leaves in the log: how it ended, what it created, every call."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from cwsync.errors import ExitCode

if TYPE_CHECKING:
    from cwsync.client.calls import Call, CallLog
    from cwsync.client.connection import Connection
    from cwsync.commands.session import Session
    from cwsync.runlog import RunLog
    from cwsync.sync.events import Event, Watcher

PATIENCE = (4, 8)  # after so many attempts at one call a person is told


def recorded(session: Session, work: Callable[[], int | None]) -> int | None:
    """Do the work of a command; where it connected, the log tells how that ended."""
    try:
        code = work()
    except BaseException as error:
        if session.is_logged:
            session.log.fail(error)
        raise
    if session.is_logged:
        session.log.end(int(code or ExitCode.DONE))
    return code


def call_log(session: Session, connection: Connection) -> CallLog:
    """`log_of` for a ConnectWise."""
    return log_of(
        session,
        "ConnectWise",
        site=connection.site,
        secrets=connection.secrets,
        company_id=connection.company_id,
    )


def log_of(
    session: Session,
    whom: str,
    *,
    site: str,
    secrets: tuple[str, ...],
    company_id: str | None = None,
) -> CallLog:
    """Writes every call to the log; to the screen with --debug, and where one keeps failing.

    From here on none of the secrets can get into the log of the run.
    """
    show_all = session.chosen.get("debug")
    log = session.log
    log.secrets = secrets
    profile = None if session.in_sandbox else session.settings.profile
    log.event("connection", profile=profile, site=site, company_id=company_id)

    def log_and_show(call: Call) -> None:
        log.call(call)
        answer = call.error or f"status {call.status}"
        if show_all:
            request = f", request {call.request_id}" if call.request_id else ""
            session.screen.tell(f"{call.method:<6} {call.path}  {answer} in {call.ms} ms{request}")
        elif call.attempt in PATIENCE:
            session.screen.note(f"waiting for {whom}: {answer}; trying again")

    return log_and_show


def watched(log: RunLog, watcher: Watcher) -> Watcher:
    """A watcher that also writes what was created, and what could not be, to the log."""
    from cwsync.sync.events import Created, Failed

    def note(event: Event) -> None:
        if isinstance(event, Created):
            log.event(
                "created",
                kind=event.kind,
                key=event.key,
                id=event.id,
                name=event.name,
                adopted=event.adopted or None,
            )
        elif isinstance(event, Failed):
            log.event(
                "failed", kind=event.kind, key=event.key, name=event.name, message=event.message
            )
        watcher(event)

    return note
