"""`cwsync opportunities`: list, show, pull."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from cwsync.commands.root import noun
from cwsync.commands.session import Session, command
from cwsync.errors import ExitCode, InvalidUsage

if TYPE_CHECKING:
    from cwsync.client.connectwise import ConnectWise
    from cwsync.sync.opportunities import OpportunityFilters
    from cwsync.sync.opportunity import OpportunityRow

MANY_FORECASTS = 500  # more than a few seconds' worth

app = noun("List, show and pull the opportunities of ConnectWise.")

OpportunityId = Annotated[
    int, typer.Argument(metavar="ID", min=1, help="The opportunity's id in ConnectWise.")
]


@command(app, "list", connects=True, lists=True)
def list_(
    session: Session,
    status: Annotated[
        list[str] | None,
        typer.Option("--status", metavar="S", help="Only these statuses; repeat, or use commas."),
    ] = None,
    stage: Annotated[
        list[str] | None,
        typer.Option("--stage", metavar="S", help="Only these stages; repeat, or use commas."),
    ] = None,
    company: Annotated[
        str | None, typer.Option("--company", metavar="C", help="Only this company: name or id.")
    ] = None,
    search: Annotated[
        str | None,
        typer.Option("--search", metavar="TEXT", help="Only those with this in the name."),
    ] = None,
    show_all: Annotated[
        bool, typer.Option("--all", help="Leave the filters of the profile out.")
    ] = False,
    sort: Annotated[
        list[str] | None,
        typer.Option(
            "--sort",
            metavar="BY",
            help="id, name, company, stage, status, sales-rep or close; -close: latest first.",
        ),
    ] = None,
    limit: Annotated[
        int | None, typer.Option("--limit", metavar="N", min=1, help="At most so many.")
    ] = None,
    with_forecast: Annotated[
        bool,
        typer.Option("--with-forecast", help="With forecast totals: one more request for each."),
    ] = False,
) -> int:
    """List opportunities, filtered and sorted by ConnectWise.

    The profile can hold filters: status and stage under [profiles.NAME.opportunities].
    """
    from cwsync.sync.opportunities import list_opportunities, order_of
    from cwsync.terminal.counting import Counting

    order_by = order_of(sort or [])
    with session.connected() as cw:
        filters = _filters(session, cw, status, stage, company, search, show_all)
        with Counting(session.screen, "opportunities") as counting:
            deals = list_opportunities(
                cw, filters, order_by=order_by, limit=limit, progress=counting
            )
        if not (company or search or limit):
            session.remember("opportunities", deals)
        if with_forecast:
            deals = _with_forecast(session, cw, deals)
        _show_list(session, deals, with_forecast)
        if limit is not None and len(deals) == limit:
            session.screen.note(f"these are the first {limit:,}; there may be more")
        session.tell_requests(cw)
    return ExitCode.DONE


@command(app, "show", connects=True)
def show(session: Session, id: OpportunityId) -> int:
    """Show one with its forecast lines, linked projects and sales orders."""
    from cwsync.sync.opportunity_details import read_details
    from cwsync.terminal.opportunity_documents import opportunity_document

    with session.connected() as cw:
        details = read_details(cw, id)
        url = cw.connection.opportunity_url(id)
        if session.wants_json:
            addresses = [cw.connection.project_url(p.id) for p in details.projects or ()]
            session.screen.json(opportunity_document(details, url=url, project_urls=addresses))
        else:
            from cwsync.terminal.opportunities import opportunity_text

            drawn = opportunity_text(details, url=url, width=session.screen.width)
            session.screen.fitted(drawn, formats="-o json")
        for notice in details.notices:
            session.screen.warn(notice)
        session.tell_requests(cw)
    return ExitCode.DONE


@command(app, "pull", connects=True)
def pull(
    session: Session,
    id: OpportunityId,
    file: Annotated[
        str | None,
        typer.Option("--file", "-f", metavar="FILE", help="Where to, - for stdout."),
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Write over a file that exists.")] = False,
) -> int:
    """Start a project file from one, to be filled in by hand and pushed.

    It takes its name, client, location, sales executive and the link from the opportunity.
    """
    from cwsync.commands import pulling

    if file == "-" and session.wants_json:
        raise InvalidUsage(
            "-f - and -o json both want stdout",
            hint="give a file with -f FILE, or leave -o json out",
        )
    with session.connected() as cw:
        pulling.pull(session, cw, id, file, force=force)
        session.tell_requests(cw)
    return ExitCode.DONE


def _filters(
    session: Session,
    cw: ConnectWise,
    status: list[str] | None,
    stage: list[str] | None,
    company: str | None,
    search: str | None,
    show_all: bool,
) -> OpportunityFilters:
    """The filters by flag, else by profile; what the profile filters is said."""
    from cwsync.sync.directory import Directory
    from cwsync.sync.opportunities import OpportunityFilters

    defaults = session.settings.opportunities
    usual = {} if show_all else {"status": defaults.status, "stage": defaults.stage}
    given = {"status": status, "stage": stage}
    used = {name: text for name, text in usual.items() if text and text.strip() and not given[name]}
    if used:
        named = ", ".join(f"{name} {text}" for name, text in used.items())
        session.screen.note(f"filtered as the profile says: {named} (--all leaves that out)")
    chosen = {name: given[name] or [used.get(name) or ""] for name in given}
    return OpportunityFilters(
        statuses=tuple(chosen["status"]),
        stages=tuple(chosen["stage"]),
        company=None if company is None else Directory(cw).company(company),
        search=search or "",
    )


def _with_forecast(
    session: Session, cw: ConnectWise, deals: tuple[OpportunityRow, ...]
) -> tuple[OpportunityRow, ...]:
    from cwsync.export.project import Notice
    from cwsync.sync.opportunities import with_forecast
    from cwsync.terminal.counting import Counting

    if not deals:
        return deals
    if len(deals) >= MANY_FORECASTS:
        session.screen.note(f"reading {len(deals):,} forecasts one by one; --limit asks for fewer")
    with Counting(session.screen, "forecasts", worth_telling=100, step=500) as counting:
        found = with_forecast(cw, deals, counting)
    hidden = sum(deal.forecast_total is None for deal in found)
    if hidden:
        message = f"the API member may not see the forecast of {hidden:,} of {len(found):,}"
        session.screen.warn(Notice("forbidden", message))
    return found


def _show_list(session: Session, deals: tuple[OpportunityRow, ...], with_forecast: bool) -> None:
    from cwsync.terminal.opportunity_documents import opportunities_csv, opportunities_document

    screen = session.screen
    if session.wants_json:
        screen.json(opportunities_document(deals, with_forecast=with_forecast))
    elif session.settings.output == "csv":
        screen.out(opportunities_csv(deals, with_forecast=with_forecast))
    elif deals:
        from cwsync.terminal.opportunities import opportunities_table

        drawn = opportunities_table(deals, width=screen.width, with_forecast=with_forecast)
        screen.fitted(drawn, formats="-o csv or -o json")
    else:
        screen.note("no opportunity fits; cwsync opportunities list --all shows all of them")
