"""`cwsync export`: check, show, convert; the schema; fetch from ScopeStack and its login."""

from __future__ import annotations

from typing import Annotated

import typer

from cwsync.commands.flags import Export, ProjectId
from cwsync.commands.root import noun
from cwsync.commands.session import Session, command
from cwsync.errors import ExitCode, InvalidUsage

app = noun("Fetch, check, show and convert ScopeStack exports.")


@command(app, "check")
def check(
    session: Session,
    exports: Annotated[
        list[str], typer.Argument(metavar="EXPORT...", help="Files or folders; - for stdin.")
    ],
    strict: Annotated[bool, typer.Option("--strict", help="Warnings are errors, too.")] = False,
    project_id: ProjectId = None,
) -> int:
    """Say whether an export is valid, and what a push would take from it.

    Of several each is checked; one that is invalid makes the exit code 3.
    """
    from cwsync.commands import checking

    if len(exports) == 1:
        return checking.check(session, exports[0], project_id, strict=strict)
    if project_id is not None:
        raise InvalidUsage("--project-id is for one export", hint="give that export alone")
    return checking.check_many(session, exports, strict=strict)


@command(app, "show")
def show(session: Session, export: Export, project_id: ProjectId = None) -> int:
    """Show an export as a tree with hours and money."""
    from cwsync.export.load import load

    project = load(export, project_id=project_id)
    if session.wants_json:
        from cwsync.terminal.project_document import project_document

        session.screen.json(project_document(project))
        return ExitCode.DONE
    from cwsync.terminal.tree import export_tree

    session.screen.out(export_tree(project, width=session.screen.width))
    return ExitCode.DONE


File = Annotated[
    str | None, typer.Option("--file", "-f", metavar="FILE", help="Write there, not to stdout.")
]
Force = Annotated[bool, typer.Option("--force", help="Write over a file that is there.")]


@command(app, "convert", prints=False)
def convert(
    session: Session,
    export: Export,
    file: File = None,
    format: Annotated[
        str | None,
        typer.Option("--format", metavar="FORMAT", help="yaml or json; else as FILE ends."),
    ] = None,
    project_id: ProjectId = None,
    force: Force = False,
) -> int:
    """Convert any export to cwsync's own format: the same plan, easy to edit."""
    from cwsync.commands.converting import convert as do

    do(session, export, project_id, file, format, force=force)
    return ExitCode.DONE


@command(app, "schema", prints=False, when_broken="warn")
def schema(session: Session, file: File = None, force: Force = False) -> int:
    """Print the JSON Schema of cwsync's format, for editors and checks."""
    from cwsync.commands.converting import print_schema

    print_schema(session, file, force=force)
    return ExitCode.DONE


@command(app, "fetch", profile=True)
def fetch(
    session: Session,
    project: Annotated[
        str, typer.Argument(metavar="PROJECT", help="Its id in ScopeStack, or its address.")
    ],
    file: Annotated[
        str | None,
        typer.Option("--file", "-f", metavar="FILE", help="Else scopestack-ID.json; - for stdout."),
    ] = None,
    force: Force = False,
) -> int:
    """Get a complete export of a project from ScopeStack's API."""
    from cwsync.commands.fetching import fetch_project

    fetch_project(session, project, file, force=force)
    return ExitCode.DONE


@command(app, "login", profile=True, prints=False, new_profile=True)
def login(
    session: Session,
    token_stdin: Annotated[
        bool, typer.Option("--token-stdin", help="Read the access token from stdin.")
    ] = False,
    client_id: Annotated[
        str | None, typer.Option("--client-id", help="Client credentials in place of a token.")
    ] = None,
    client_secret_stdin: Annotated[
        bool, typer.Option("--client-secret-stdin", help="Read the client secret from stdin.")
    ] = False,
) -> int:
    """Keep an access to ScopeStack in the keyring, after checking it."""
    from cwsync.commands.fetching import LoginFlags, log_in

    log_in(session, LoginFlags(client_id, token_stdin, client_secret_stdin))
    return ExitCode.DONE


@command(app, "logout", profile=True, prints=False)
def logout(session: Session) -> int:
    """Remove the access to ScopeStack from the keyring."""
    from cwsync.commands.fetching import log_out

    log_out(session)
    return ExitCode.DONE
