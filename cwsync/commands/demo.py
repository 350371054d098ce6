"""`cwsync demo`: the whole tour on the embedded ConnectWise, by the commands a user would type."""

from __future__ import annotations

import os
import shlex
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.resources import files
from pathlib import Path
from typing import Annotated

import typer

from cwsync.commands.session import Session, command
from cwsync.errors import CwsyncError, ExitCode
from cwsync.terminal.screen import Screen

app = typer.Typer(rich_markup_mode=None, add_completion=False)

EXAMPLE = "harbor-clinic.yaml"
PUSH = (
    "--board Implementations --start 2027-01-04 --end 2027-03-26 "
    "--governance --subservices --sandbox --yes"
)
SYNC = "--include-product --sandbox --yes"
CLIENT, OPPORTUNITY = "Harbor Clinic Group", 4103  # whom the example is for
ADDED = """      - id: "830099"
        name: Guest wireless acceptance test
        hours: 3.5
        revenue: 682.5
        cost: 420
        description: Walk the waiting areas and confirm coverage.
"""


@command(app, "demo", prints=False)
def demo(
    session: Session,
    keep: Annotated[
        bool, typer.Option("--keep", help="Leave the sandbox data and the example for playing on.")
    ] = False,
) -> int:
    """Show everything on an embedded ConnectWise: no account, no questions, nothing leaves here."""
    screen = session.screen
    with _playground(keep) as folder:
        export = folder / EXAMPLE
        export.write_text(example(), encoding="utf-8")
        _Tour(screen, folder).go(export)
        if keep:
            screen.out(f"\nEverything was left in {folder}. To play on:")
            screen.out(f"  export CWSYNC_HOME={shlex.quote(str(folder))}")
    return ExitCode.DONE


def example() -> str:
    """The example export that comes with cwsync."""
    packaged = files("cwsync") / "examples" / EXAMPLE
    if packaged.is_file():
        return packaged.read_text(encoding="utf-8")
    beside = Path(__file__).parents[2] / "examples" / EXAMPLE  # a checkout
    return beside.read_text(encoding="utf-8")


class _Tour:
    def __init__(self, screen: Screen, folder: Path) -> None:
        self._screen = screen
        self._folder = folder

    def go(self, export: Path) -> None:
        self._sell(export)
        self._push(export)
        self._win(export)
        self._say("That was it. Now with your own ConnectWise: cwsync auth login")

    def _sell(self, export: Path) -> None:
        self._say("A deal begins in ConnectWise. Which opportunities are there?")
        self._run(f'opportunities list --company "{CLIENT}" --status Open --sandbox')
        self._say("One of them becomes a project file, to be filled in by hand …")
        self._run(f"opportunities pull {OPPORTUNITY} -f started.yaml --sandbox")
        self._say("… or the deal is scoped in ScopeStack and exported. What is in this one?")
        self._run(f"export check {export.name}")
        self._say("The forecast of the opportunity follows the deal.")
        self._run(f"forecast sync {export.name} {SYNC}")

    def _push(self, export: Path) -> None:
        self._say("It is approved. Push it: cwsync shows what it would create, then creates it.")
        self._run(f"project push {export.name} {PUSH}")
        self._say("Push it again: everything is there, so nothing happens.")
        self._run(f"project push {export.name} {PUSH}")
        self._say("Somebody adds a service in ScopeStack. Only that is new.")
        export.write_text(example_with_added_service(), encoding="utf-8")
        self._run(f"project push {export.name} {PUSH}")
        self._say("What of the export is in ConnectWise?")
        self._run(f"project status {export.name} --governance --subservices --sandbox")

    def _win(self, export: Path) -> None:
        self._say("The deal is won: the lines of the forecast say so.")
        won = example_with_added_service().replace("status: approved", "status: won", 1)
        export.write_text(won, encoding="utf-8")
        self._run(f"forecast sync {export.name} {SYNC}")
        self._say("The opportunity becomes a sales order, once.")
        self._run(f"salesorder create {export.name} --sandbox --yes")
        self._say("What became of the opportunity?")
        self._run(f"opportunities show {OPPORTUNITY} --sandbox")

    def _say(self, text: str) -> None:
        self._screen.out(f"\n# {text}\n")

    def _run(self, line: str) -> None:
        from cwsync.cli import run

        self._screen.out(f"$ cwsync {line}\n")
        arguments = shlex.split(line)
        with _typed(arguments):
            code = run(arguments)
        if code != ExitCode.DONE:
            raise CwsyncError(f"the demo stopped: this command ended with exit code {code}")


def example_with_added_service() -> str:
    """The example with one service more in its last phase."""
    text = example()
    at = text.index(_LAST_SERVICE_END)
    return text[:at] + ADDED + text[at:]


_LAST_SERVICE_END = "# end of the last phase\n"


@contextmanager
def _typed(arguments: list[str]) -> Iterator[None]:
    """While this is open, the command line is this one: reports name it to run it again."""
    before, sys.argv = sys.argv, ["cwsync", *arguments]
    try:
        yield
    finally:
        sys.argv = before


@contextmanager
def _playground(keep: bool) -> Iterator[Path]:
    """A folder of its own that holds everything the tour writes, and where its commands run.

    What is kept stands below `CWSYNC_HOME`, where that is set.
    """
    before, cwd = os.environ.get("CWSYNC_HOME"), Path.cwd()
    within = Path(before).expanduser().resolve() if before and keep else None
    if within is not None:
        within.mkdir(parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix="cwsync-demo-", dir=within))
    os.environ["CWSYNC_HOME"] = str(folder)
    os.chdir(folder)
    try:
        yield folder
    finally:
        os.chdir(cwd)
        os.environ.pop("CWSYNC_HOME")
        if before is not None:
            os.environ["CWSYNC_HOME"] = before
        if not keep:
            shutil.rmtree(folder, ignore_errors=True)
