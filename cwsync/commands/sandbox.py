"""`cwsync sandbox`: the embedded ConnectWise."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

from cwsync.commands.profile import bare_screen
from cwsync.commands.root import noun
from cwsync.commands.session import Session, command
from cwsync.errors import ExitCode
from cwsync.sandbox.config import ForecastShape, SandboxConfig

app = noun("The embedded ConnectWise as a local server, for rehearsals and scripts.")


@command(app, "serve", prints=False, when_broken="warn")
def serve(
    session: Session,
    port: Annotated[int, typer.Option("--port", help="Port to listen on, 0 for a free one.")] = 0,
    forecast_shape: Annotated[
        ForecastShape,
        typer.Option(
            "--forecast-shape", help="How a forecast is answered; real ones differ in that."
        ),
    ] = ForecastShape.ARRAY,
    faults: Annotated[
        Path | None,
        typer.Option("--faults", metavar="FILE", help="Misbehave as this TOML file says."),
    ] = None,
    revoke: Annotated[
        list[str] | None,
        typer.Option(
            "--revoke",
            metavar="PERMISSION",
            help='Take a permission away: "Project Tickets:add". Repeatable.',
        ),
    ] = None,
) -> int:
    """Offer the embedded ConnectWise on loopback until Ctrl-C, and print how to connect to it.

    A file of faults holds [[fault]] tables. Each names a request ("POST /project/tickets"), what to
    do (status, drop-before, throttle, drop-after, status-after, late, slow, cut-off, html, empty)
    and which of these requests it meets (times, after, every, chance). See docs/faults.md.
    """
    from cwsync.folders import sandbox_file
    from cwsync.sandbox import tenant
    from cwsync.sandbox.faults import read
    from cwsync.sandbox.misbehaving import Misbehaving
    from cwsync.sandbox.server import serve as run_server

    def ready(url: str) -> None:
        session.screen.note(f"the embedded ConnectWise listens at {url}; Ctrl-C ends it")
        for name, value in tenant.variables(url).items():
            session.screen.out(f"export {name}={value}")

    config = SandboxConfig(
        forecast_shape=forecast_shape, revoked=frozenset(map(_permission, revoke or ()))
    )
    hooks = Misbehaving(read(faults)) if faults else None
    run_server(sandbox_file(os.environ), port=port, on_ready=ready, config=config, hooks=hooks)
    return ExitCode.DONE


@command(app, "reset", prints=False, when_broken="warn")
def reset(session: Session) -> int:
    """Forget everything that was done in the embedded ConnectWise."""
    from cwsync.folders import sandbox_file
    from cwsync.sandbox.app import reset as forget

    forget(sandbox_file(os.environ))
    session.screen.note("the embedded ConnectWise is as new")
    return ExitCode.DONE


@command(app, "path", prints=False)
def path(session: Session) -> int:
    """Print the file that holds the embedded ConnectWise."""
    from cwsync.folders import sandbox_file

    bare_screen(session).out(str(sandbox_file(os.environ)))
    return ExitCode.DONE


def _permission(text: str) -> str:
    """A permission as the sandbox knows it. Raises `NotFound` with the closest."""
    from cwsync.closest import closest, closest_line, folded
    from cwsync.errors import NotFound
    from cwsync.sandbox.access import revocable

    known = {name.casefold(): name for name in revocable()}
    name = folded(text).replace(" :", ":").replace(": ", ":")
    if name in known:
        return known[name]
    near = closest(name, known.values())
    raise NotFound(
        f'there is no permission "{text}" to take away',
        details=closest_line(near),
        hint='write it as "Project Tickets:add" (inquire, add, edit or delete)',
        code="permission_unknown",
    )
