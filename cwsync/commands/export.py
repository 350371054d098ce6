"""`cwsync export`: check and show."""

from __future__ import annotations

from typing import Annotated

import typer

from cwsync.commands.root import noun
from cwsync.commands.session import Session, command
from cwsync.errors import ExitCode

app = noun("Check a ScopeStack export and show what is in it.")

Export = Annotated[str, typer.Argument(metavar="EXPORT", help="File or folder; - for stdin.")]
ProjectId = Annotated[
    str | None,
    typer.Option("--project-id", metavar="ID", help="Which project, if the file holds several."),
]


@command(app, "check")
def check(
    session: Session,
    export: Export,
    strict: Annotated[bool, typer.Option("--strict", help="Warnings are errors, too.")] = False,
    project_id: ProjectId = None,
) -> int:
    """Say whether an export is valid, and what a push would take from it."""
    from cwsync.commands.checking import check as do

    return do(session, export, project_id, strict=strict)


@command(app, "show", prints=False)
def show(session: Session, export: Export, project_id: ProjectId = None) -> int:
    """Show an export as a tree: phases, services, hours, governance, products."""
    from cwsync.export.load import load
    from cwsync.terminal.tree import export_tree

    project = load(export, project_id=project_id)
    session.screen.out(export_tree(project, width=session.screen.width))
    return ExitCode.DONE
