"""`cwsync doctor`: everything between this terminal and a working push."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cwsync.commands.session import Session, command

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from cwsync.doctor.checks import Check

app = typer.Typer(rich_markup_mode=None, add_completion=False)


@command(app, "doctor", connects=True, when_broken="go on")
def doctor(
    session: Session,
    bundle: Annotated[
        Path | None,
        typer.Option("--bundle", metavar="FILE", help="Write a zip for support, without secrets."),
    ] = None,
) -> int:
    """Check everything between this terminal and a working push, in at most 15 seconds.

    Nothing is changed. Each failure says what to do.
    """
    from cwsync.commands.examining import all_checks, keep_bundle
    from cwsync.doctor.checks import exit_code_of
    from cwsync.terminal import doctor_view

    screen = session.screen
    checks: list[Check] = []
    with ExitStack() as stack:
        made = _kept(all_checks(session, stack), checks)
        shown = _wrong(made) if screen.quiet else made
        for text in doctor_view.lines(shown, width=screen.width, each=screen.verbose):
            if not session.wants_json:
                screen.out(text)
    if session.wants_json:
        screen.json(doctor_view.doctor_document(checks))
    else:
        screen.note(f"\n{doctor_view.summary(checks)}")
    if bundle is not None:
        keep_bundle(bundle, session, doctor_view.doctor_document(checks))
        screen.note(f"{bundle} holds this for support; look through it before you send it")
    return exit_code_of(checks)


def _kept(checks: Iterable[Check], kept: list[Check]) -> Iterator[Check]:
    for check in checks:
        kept.append(check)
        yield check


def _wrong(checks: Iterable[Check]) -> Iterator[Check]:
    from cwsync.doctor.checks import Status

    return (check for check in checks if check.status in (Status.WARN, Status.FAIL))
