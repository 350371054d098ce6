"""`cwsync project`: push, apply, status."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from cwsync.commands.flags import DetailedExitcode, Export, Full, Opportunity, ProjectId
from cwsync.commands.root import noun
from cwsync.commands.session import Session, command
from cwsync.errors import InvalidUsage

app = noun("Push an approved project into ConnectWise, and see what is there.")

Governance = Annotated[
    bool | None,
    typer.Option("--governance/--no-governance", help="Tickets for governance items."),
]
Subservices = Annotated[
    bool | None,
    typer.Option("--subservices/--no-subservices", help="Tasks for sub-services."),
]
Into = Annotated[
    int | None, typer.Option("--into", metavar="PROJECT_ID", help="Push into this project.")
]
Company = Annotated[
    str | None, typer.Option("--company", metavar="C", help="Company, by name or id.")
]


@command(app, "push", connects=True, changes=True)
def push(
    session: Session,
    export: Export,
    into: Into = None,
    new: Annotated[bool, typer.Option("--new", help="Create a project in any case.")] = False,
    start: Annotated[
        str | None, typer.Option("--start", metavar="DATE", help="Estimated start, YYYY-MM-DD.")
    ] = None,
    end: Annotated[
        str | None, typer.Option("--end", metavar="DATE", help="Estimated end, YYYY-MM-DD.")
    ] = None,
    board: Annotated[
        str | None, typer.Option("--board", metavar="B", help="Project board, by name or id.")
    ] = None,
    company: Company = None,
    ticket_status: Annotated[
        str | None, typer.Option("--ticket-status", metavar="S", help="Status of new tickets.")
    ] = None,
    project_status: Annotated[
        str | None, typer.Option("--project-status", metavar="S", help="Status of a new project.")
    ] = None,
    manager: Annotated[
        str | None,
        typer.Option("--manager", metavar="M", help="Project manager: login, name or id."),
    ] = None,
    template: Annotated[
        str | None, typer.Option("--template", metavar="T", help="Project template to apply.")
    ] = None,
    billing_method: Annotated[
        str | None,
        typer.Option(
            "--billing-method",
            metavar="METHOD",
            help="ActualRates, FixedFee, NotToExceed or OverrideRate.",
        ),
    ] = None,
    opportunity: Opportunity = None,
    governance: Governance = None,
    subservices: Subservices = None,
    add_tasks: Annotated[
        bool, typer.Option("--add-tasks", help="Add new sub-services to tickets that exist.")
    ] = False,
    recreate: Annotated[
        bool, typer.Option("--recreate", help="Make again what was deleted in ConnectWise.")
    ] = False,
    take_over: Annotated[
        bool,
        typer.Option(
            "--take-over",
            help="Go on although a push seems to run: only for one that died.",
        ),
    ] = False,
    accept_new_ids: Annotated[
        bool,
        typer.Option(
            "--accept-new-ids", help="Make tickets again whose ids changed in ScopeStack."
        ),
    ] = False,
    save_plan: Annotated[
        Path | None,
        typer.Option("--save-plan", metavar="FILE", help="Save the plan for `project apply`."),
    ] = None,
    detailed_exitcode: DetailedExitcode = False,
    full: Full = False,
    project_id: ProjectId = None,
) -> int:
    """Push an approved project: shows the diff, asks, creates what is missing.

    Run it again at any time: what is there stays as it is, and only what is new is added.
    """
    from cwsync.commands import pushing
    from cwsync.export.load import load
    from cwsync.sync.push import PushRequest
    from cwsync.sync.setup import Wishes, check_dates

    defaults = session.settings.push
    wishes = Wishes(
        board=board or defaults.board,
        company=company or defaults.company,
        ticket_status=ticket_status or defaults.ticket_status,
        project_status=project_status or defaults.project_status,
        manager=manager or defaults.manager,
        template=template or defaults.template,
        billing_method=billing_method or defaults.billing_method,
        start=_date("--start", start),
        end=_date("--end", end),
        opportunity=opportunity,
    )
    check_dates(wishes.start, wishes.end)
    request = PushRequest(
        wishes=wishes,
        mapping=pushing.mapping_options(session, governance, subservices),
        into=into,
        new=new,
        add_tasks=add_tasks,
        recreate=recreate,
        take_over=take_over,
        accept_new_ids=accept_new_ids,
    )
    project = load(export, project_id=project_id)
    shown = pushing.Shown(full=full, detailed_exitcode=detailed_exitcode)
    return pushing.push(session, project, request, shown, save_plan)


@command(app, "apply", connects=True, changes=True)
def apply(
    session: Session,
    plan: Annotated[
        Path, typer.Argument(metavar="PLAN", help="A plan saved by `project push --save-plan`.")
    ],
    full: Full = False,
) -> int:
    """Apply a saved plan; refuses one that is stale."""
    from cwsync.commands import pushing

    return pushing.apply_saved(session, plan, pushing.Shown(full=full))


@command(app, "status", connects=True)
def status(
    session: Session,
    export: Export,
    into: Into = None,
    company: Company = None,
    opportunity: Opportunity = None,
    governance: Governance = None,
    subservices: Subservices = None,
    full: Full = False,
    project_id: ProjectId = None,
) -> int:
    """What of this export is in ConnectWise: pushed, not pushed, changed, removed, duplicated.

    Governance and sub-services count where they were pushed, unless a flag says otherwise.
    """
    from cwsync.commands import pushing
    from cwsync.export.load import load
    from cwsync.sync.push import PushRequest
    from cwsync.sync.setup import Wishes

    request = PushRequest(
        wishes=Wishes(company=company or session.settings.push.company, opportunity=opportunity),
        mapping=pushing.mapping_options(session, governance, subservices),
        into=into,
    )
    project = load(export, project_id=project_id)
    given = {"governance": governance, "subservices": subservices}
    as_pushed = frozenset(part for part, flag in given.items() if flag is None)
    return pushing.status(session, project, request, as_pushed, pushing.Shown(full=full))


def _date(flag: str, value: str | None) -> date | None:
    if value is None:
        return None
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise InvalidUsage(
            f'{flag} "{value}" is not a date', hint="write it as YYYY-MM-DD, as in 2027-01-04"
        ) from None
