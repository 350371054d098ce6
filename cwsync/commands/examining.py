"""Bring doctor's checks together: those of this machine, then those of the ConnectWise."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cwsync import credentials
from cwsync.client.clock import SystemClock
from cwsync.commands.connecting import target
from cwsync.commands.recording import call_log
from cwsync.doctor import machine
from cwsync.doctor.checks import Check, failed_with, named_by, ok, skip
from cwsync.doctor.examine import Examination, Subject
from cwsync.doctor.listing import complete
from cwsync.errors import CwsyncError
from cwsync.folders import folders

if TYPE_CHECKING:
    from cwsync.commands.session import Session

MOST_S = 14.0  # of the 15 that were promised: the rest is for starting and ending


def all_checks(session: Session, stack: ExitStack) -> Iterator[Check]:
    """Every check as it is made, also those that could not be."""
    for check in complete(_checks(session, stack)):
        hint = check.hint and session.repeating.text(check.hint)
        yield replace(check, hint=hint)


def _checks(session: Session, stack: ExitStack) -> Iterator[Check]:
    """Those that are made: without a valid configuration or keys the rest is not."""
    clock = SystemClock()
    end = clock.now() + MOST_S
    yield machine.versions()
    yield machine.paths(folders(os.environ))
    problem = session.loaded.problem
    if problem is None:
        yield machine.configuration(session.loaded, folders(os.environ))
    else:
        yield failed_with("configuration", problem, details_first=True)
        if not _does_without_file(session):
            return
    try:
        yield from _keys(session)
        connection, transport = target(session, stack)
        subject = Subject(connection, transport, session.settings.push.board)
        log = call_log(session, connection)
        yield from Examination(subject, clock=clock, end=end, log=log).checks()
    except CwsyncError as error:
        yield failed_with(named_by(error, "credentials"), error)


def _does_without_file(session: Session) -> bool:
    """Whether the account is known whatever the file says."""
    given = credentials.given_in(os.environ)
    return session.in_sandbox or set(given) == set(credentials.ALL_VARIABLES)


def keep_bundle(path: Path, session: Session, report: dict[str, Any]) -> None:
    """Write the zip for support. Raises `PreconditionFailed`."""
    from cwsync.doctor.bundle import write_bundle
    from cwsync.runlog import log_file

    write_bundle(
        path,
        report=report,
        settings=_settings(session),
        log=log_file(os.environ),
        secrets=_secrets(session),
    )


def _keys(session: Session) -> Iterator[Check]:
    if session.in_sandbox:
        yield skip("keyring", "not used: the embedded ConnectWise has keys of its own")
        yield ok("credentials", "those of the embedded ConnectWise")
        return
    profile = session.settings.profile
    if any(name in credentials.VARIABLES for name in credentials.given_in(os.environ)):
        yield machine.keyring_untouched()
        keys = credentials.find(profile, environ=os.environ)
    else:
        yield machine.keyring(credentials.look_at_keyring(profile))
        keys = credentials.find(profile, environ=os.environ)
    yield machine.keys_found(keys, session.loaded.origin)


def _settings(session: Session) -> dict[str, Any]:
    from cwsync.settings import value_of
    from cwsync.terminal.options_view import Option, options_document

    loaded = session.loaded
    if loaded.problem is not None:
        return {"problem": loaded.problem.message, "details": list(loaded.problem.details)}
    options = [
        Option(name, value_of(loaded.settings, name), origin)
        for name, origin in loaded.origin.items()
    ]
    return options_document(options, file=str(folders(os.environ).config_file), profiles=())


def _secrets(session: Session) -> tuple[str, ...]:
    """Every key that this run could know: of the environment, complete or not, of the keyring."""
    found = [os.environ.get(name, "").strip() for name in credentials.VARIABLES]
    try:
        with ExitStack() as stack:
            connection, _ = target(session, stack)
            found += connection.secrets
    except CwsyncError:  # then there are none
        return tuple(filter(None, found))
    return tuple(filter(None, found))
