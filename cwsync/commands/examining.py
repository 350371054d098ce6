"""Bring doctor's checks together: those of this machine, then those of the ConnectWise."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cwsync import credentials
from cwsync.client.clock import SystemClock
from cwsync.commands.connecting import target
from cwsync.commands.recording import call_log
from cwsync.doctor import machine
from cwsync.doctor.checks import Check, failed_with, named_by, ok, skip
from cwsync.doctor.examine import Examination, Subject
from cwsync.errors import CwsyncError, InvalidUsage
from cwsync.folders import folders
from cwsync.terminal.screen import Screen

if TYPE_CHECKING:
    from cwsync.commands.session import Session

MOST_S = 14.0  # of the 15 that were promised: the rest is for starting and ending


def screen_of(session: Session) -> Screen:
    """The screen of the session, or one that needs no settings where these are broken."""
    try:
        return session.screen
    except InvalidUsage:
        raise
    except CwsyncError:
        wanted = session.chosen.get("output") or os.environ.get("CWSYNC_OUTPUT")
        return Screen(
            output="json" if wanted == "json" else "table",
            quiet=bool(session.chosen.get("quiet")),
            environ=os.environ,
        )


def all_checks(session: Session, stack: ExitStack) -> Iterator[Check]:
    """Every check as it is made. Without a configuration or keys the rest is not tried."""
    clock = SystemClock()
    end = clock.now() + MOST_S
    yield machine.versions()
    yield machine.paths(folders(os.environ))
    try:
        yield machine.configuration(session.loaded, folders(os.environ))
    except CwsyncError as error:
        yield failed_with("configuration", error)
        return
    try:
        yield from _keys(session)
        connection, transport = target(session, stack)
        subject = Subject(connection, transport, session.settings.push.board)
        log = call_log(session, connection)
        yield from Examination(subject, clock=clock, end=end, log=log).checks()
    except CwsyncError as error:
        yield failed_with(named_by(error, "credentials"), error)


def keep_bundle(path: Path, session: Session, report: dict[str, Any]) -> None:
    """Write the zip for support. Raises `PreconditionFailed`."""
    from cwsync.doctor.bundle import write_bundle

    write_bundle(
        path,
        report=report,
        settings=_settings(session),
        log=folders(os.environ).log / "cwsync.log",
        secrets=_secrets(session),
    )


def _keys(session: Session) -> Iterator[Check]:
    if session.chosen.get("sandbox"):
        yield skip("keyring", "not used: the embedded ConnectWise has keys of its own")
        yield ok("credentials", "those of the embedded ConnectWise")
        return
    profile = session.settings.profile
    if any(name in credentials.VARIABLES for name in credentials.given_in(os.environ)):
        keys = credentials.find(profile, environ=os.environ)
        yield machine.keyring_untouched(keys)
    else:
        yield machine.keyring(credentials.look_at_keyring(profile))
        keys = credentials.find(profile, environ=os.environ)
    yield machine.keys_found(keys, session.loaded.origin)


def _settings(session: Session) -> dict[str, Any]:
    from cwsync.settings import value_of
    from cwsync.terminal.options_view import Option, options_document

    try:
        loaded = session.loaded
    except CwsyncError as error:
        return {"problem": error.message, "details": list(error.details)}
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
