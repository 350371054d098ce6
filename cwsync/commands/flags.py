"""The arguments and flags that several commands share."""

from __future__ import annotations

from typing import Annotated

import typer

Export = Annotated[str, typer.Argument(metavar="EXPORT", help="File or folder; - for stdin.")]
ProjectId = Annotated[
    str | None,
    typer.Option("--project-id", metavar="ID", help="Which project, if the file holds several."),
]
Opportunity = Annotated[
    int | None,
    typer.Option("--opportunity", metavar="ID", help="When the export names none."),
]
DetailedExitcode = Annotated[
    bool, typer.Option("--detailed-exitcode", help="With --dry-run: exit 10 on changes.")
]
Full = Annotated[bool, typer.Option("--full", help="Show what is unchanged, too.")]
