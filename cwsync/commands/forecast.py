"""`cwsync forecast`: show, sync."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from cwsync.commands.flags import DetailedExitcode, Opportunity, ProjectId
from cwsync.commands.root import noun
from cwsync.commands.session import Session, command
from cwsync.errors import ExitCode, InvalidUsage

if TYPE_CHECKING:
    from cwsync.sync.forecast import ForecastRequest

app = noun("Bring the forecast of an opportunity in line with an export.")


@command(app, "show", connects=True)
def show(
    session: Session,
    id: Annotated[int, typer.Argument(metavar="OPPORTUNITY_ID", help="Its id in ConnectWise.")],
) -> int:
    """The forecast lines of an opportunity, whoever made them, and what they come to."""
    from cwsync.sync.forecast_lines import read_forecast_lines
    from cwsync.sync.opportunity_details import read_opportunity
    from cwsync.terminal.forecast_documents import lines_document

    with session.connected() as cw:
        opportunity = read_opportunity(cw, id)
        lines = read_forecast_lines(cw, id)
        if session.wants_json:
            session.screen.json(lines_document(opportunity, lines, run=session.run))
        else:
            from cwsync.terminal.forecast_view import forecast_lines

            url = cw.connection.opportunity_url(id)
            width = session.screen.width
            drawn = forecast_lines(opportunity, lines, url=url, width=width)
            session.screen.fitted(drawn, formats="-o json")
        session.tell_requests(cw)
    return ExitCode.DONE


@command(app, "sync", connects=True, changes=True)
def sync(
    session: Session,
    exports: Annotated[
        list[str],
        typer.Argument(metavar="EXPORT...", help="Export files, - for stdin, folders of exports."),
    ],
    opportunity: Opportunity = None,
    include_product: Annotated[
        bool | None,
        typer.Option(
            "--include-product/--no-include-product", help="Whether products get a line, too."
        ),
    ] = None,
    force: Annotated[
        bool, typer.Option("--force", help="Sync although the profile skips the revenue sync.")
    ] = False,
    watch: Annotated[
        bool, typer.Option("--watch", help="Sync again as the exports change, until Ctrl-C.")
    ] = False,
    detailed_exitcode: DetailedExitcode = False,
    project_id: ProjectId = None,
) -> int:
    """Create or update a line for each of Product, Professional and Managed Services.

    Run it again at any stage of the deal: it changes only what differs, and no line of others.
    """
    from pathlib import Path

    from cwsync.commands.forecasting import sync_many, sync_one
    from cwsync.export.folder import is_one_export

    first = Path(exports[0])
    single = len(exports) == 1 and (not first.is_dir() or is_one_export(first))
    if not single or watch:
        _check_for_one("--opportunity", opportunity)
        _check_for_one("--project-id", project_id)
    request = _request(session, opportunity, include_product, force)
    if watch:
        from cwsync.commands.watching import watch_exports

        return watch_exports(session, exports, request)
    if single:
        return sync_one(
            session, exports[0], request, project_id, detailed_exitcode=detailed_exitcode
        )
    return sync_many(session, exports, request, detailed_exitcode=detailed_exitcode)


def _check_for_one(flag: str, value: object) -> None:
    if value is not None:
        raise InvalidUsage(
            f"{flag} is for one export",
            hint="give that export alone, without --watch",
        )


def _request(
    session: Session, opportunity: int | None, include_product: bool | None, force: bool
) -> ForecastRequest:
    """What is asked for, by flag, else by profile."""
    from cwsync.mapping.forecast import ForecastOptions
    from cwsync.mapping.totals import Category
    from cwsync.sync.forecast import ForecastRequest

    defaults = session.settings.forecast
    included = defaults.include_product if include_product is None else include_product
    types = {
        Category.PRODUCT: defaults.product_type,
        Category.PROFESSIONAL: defaults.professional_services_type,
        Category.MANAGED: defaults.managed_services_type,
    }
    return ForecastRequest(
        options=ForecastOptions(included, types),
        opportunity=opportunity,
        skip=defaults.skip_revenue_sync,
        force=force,
    )
