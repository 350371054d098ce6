"""`cwsync doctor`: everything between this terminal and a working push."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path
from typing import Annotated

import typer

from cwsync.commands.session import Session, command

app = typer.Typer(rich_markup_mode=None, add_completion=False)


@command(app, "doctor", connects=True)
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
    from cwsync.commands.examining import all_checks, keep_bundle, screen_of
    from cwsync.doctor.checks import Status, exit_code_of
    from cwsync.terminal import doctor_view

    screen = screen_of(session)
    json = screen.output == "json"
    checks = []
    with ExitStack() as stack:
        for check in all_checks(session, stack):
            checks.append(check)
            if not json and not (screen.quiet and check.status in (Status.OK, Status.SKIP)):
                screen.out(doctor_view.check_lines(check, width=screen.width))
    if json:
        screen.json(doctor_view.doctor_document(checks))
    else:
        screen.note(f"\n{doctor_view.summary(checks)}")
    if bundle is not None:
        keep_bundle(bundle, session, doctor_view.doctor_document(checks))
        screen.note(f"{bundle} holds this for support; look through it before you send it")
    return exit_code_of(checks)
