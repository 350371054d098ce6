"""`cwsync completion`: show or install the completion of a shell."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cwsync.commands.profile import bare_screen
from cwsync.commands.root import noun
from cwsync.commands.session import Session, command
from cwsync.commands.shells.files import Shell
from cwsync.errors import ExitCode, InvalidUsage, PreconditionFailed

if TYPE_CHECKING:
    from cwsync.commands.shells.places import Place
    from cwsync.terminal.screen import Screen

app = noun("Completion of commands, options and values in your shell.")

MARK = "# completion of cwsync"


@command(app, "show", prints=False)
def show(
    session: Session,
    shell: Annotated[Shell, typer.Argument(metavar="SHELL", help="bash, zsh, fish or powershell.")],
) -> int:
    """Print the completion file of a shell, for an installation of your own."""
    from cwsync.commands.shells.files import completion_file

    bare_screen(session).out(completion_file(shell).rstrip("\n"))
    return ExitCode.DONE


@command(app, "install", prints=False, when_broken="warn")
def install(
    session: Session,
    shell: Annotated[
        Shell | None,
        typer.Argument(metavar="[SHELL]", help="bash, zsh, fish or powershell; else yours."),
    ] = None,
) -> int:
    """Put the completion file where your shell looks for it, and say what is left to do.

    Do it again after an update. No key binding is touched.
    """
    from cwsync.commands.shells.files import completion_file
    from cwsync.commands.shells.places import place_of

    windows = os.name == "nt"
    chosen = shell or _detected(windows)
    place = place_of(chosen, Path.home(), os.environ, windows=windows)
    screen = session.screen
    try:
        _write(screen, place.path, completion_file(chosen))
        _start(screen, place)
    except OSError as error:
        raise PreconditionFailed(
            f"{error.filename or place.path} cannot be written: {error.strerror}",
            hint=f"print it and put it elsewhere: cwsync completion show {chosen}",
            code="not_writable",
        ) from None
    screen.note(f"it is there in the next {chosen} that you start")
    return ExitCode.DONE


def _detected(windows: bool) -> Shell:
    from cwsync.commands.shells.places import detected

    shell = detected(os.environ, windows=windows)
    if shell is None:
        raise InvalidUsage(
            "which shell is not clear from SHELL in the environment",
            hint=f"name it: cwsync completion install {'|'.join(Shell)}",
        )
    return shell


def _write(screen: Screen, path: Path, text: str) -> None:
    from cwsync.atomic import write_text

    if _text_of(path) == text:
        screen.out(f"{path} is there already")
        return
    try:
        write_text(path, text, mode=0o644)
    except OSError as error:  # which names the file that is written first
        raise OSError(error.errno, error.strerror, str(path)) from None
    screen.out(f"wrote {path}")


def _start(screen: Screen, place: Place) -> None:
    """See that the shell loads it: by a startup file where it has no folder to look in."""
    for startup in place.startups:
        if place.line in _text_of(startup):
            continue
        if place.edits_startups:
            startup.parent.mkdir(parents=True, exist_ok=True)
            with startup.open("a", encoding=_encoding_of(startup)) as file:
                file.write(f"\n{place.line}  {MARK}\n")
            screen.out(f"added a line to {startup}")
        else:
            where = f", above the line with {place.above}" if place.above else ""
            screen.note(f"if nothing completes, add this line to {startup}{where}:")
            screen.note(f"  {place.line}")


def _text_of(path: Path) -> str:
    try:
        return path.read_text(encoding=_encoding_of(path), errors="replace")
    except FileNotFoundError:
        return ""


def _encoding_of(path: Path) -> str:
    """UTF-8, unless it begins as what Windows PowerShell writes with `>> $PROFILE`."""
    try:
        with path.open("rb") as file:
            start = file.read(2)
    except FileNotFoundError:
        return "utf-8"
    return {b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be"}.get(start, "utf-8")
