"""`cwsync salesorder`: create."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from cwsync.commands.asking import agreed
from cwsync.commands.flags import Export, Opportunity, ProjectId
from cwsync.commands.root import noun
from cwsync.commands.session import Session, command
from cwsync.errors import ExitCode, Interrupted

if TYPE_CHECKING:
    from cwsync.client.connectwise import ConnectWise
    from cwsync.sync.order import OrderOutcome

app = noun("Convert the opportunity of an approved project to a sales order.")


@app.callback()  # with it, the only command keeps its name
def _group() -> None:
    """Convert the opportunity of an approved project to a sales order."""


@command(app, "create", connects=True, changes=True)
def create(
    session: Session,
    export: Export,
    opportunity: Opportunity = None,
    name: Annotated[
        str | None, typer.Option("--name", metavar="NAME", help="What to call the sales order.")
    ] = None,
    project_id: ProjectId = None,
) -> int:
    """Convert the linked opportunity, with all its products, once.

    Run it again at any time: one that was converted already is reported and left as it is.
    """
    from cwsync.export.load import load
    from cwsync.sync.order import OrderAction
    from cwsync.sync.salesorder import plan_order

    project = load(export, project_id=project_id)
    with session.connected() as cw:
        planned = plan_order(cw, project, opportunity)
        if planned.action is OrderAction.EXISTS and not session.dry_run:
            return _show_result(session, cw, planned)
        if not session.wants_json:
            from cwsync.terminal.order_view import order_diff

            session.screen.out(order_diff(planned, name=name, width=session.screen.width))
        if session.dry_run or not _agreed(session, planned):
            _show_document(session, planned, "plan")
            return ExitCode.DONE
        return _show_result(session, cw, _created(session, cw, planned, name))


def _agreed(session: Session, planned: OrderOutcome) -> bool:
    question = f"Convert opportunity {planned.opportunity.id} at {planned.site}?"
    return agreed(session, question, what="sales order", verb="create")


def _created(
    session: Session, cw: ConnectWise, planned: OrderOutcome, name: str | None
) -> OrderOutcome:
    from cwsync.commands.forecasting import watcher
    from cwsync.sync.salesorder import create_order

    try:
        with session.stoppable() as stop:
            return create_order(cw, planned, name=name, watcher=watcher(session), stop=stop)
    except Interrupted as stopped:
        raise Interrupted(stopped.message, exit_code=session.stop_code) from None


def _show_result(session: Session, cw: ConnectWise, outcome: OrderOutcome) -> int:
    _show_document(session, outcome, "apply")
    if not session.wants_json:
        from cwsync.terminal.order_view import order_report

        session.screen.out(order_report(outcome, width=session.screen.width))
    session.tell_requests(cw)
    return ExitCode.DONE if session.stopped_by is None else session.stop_code


def _show_document(session: Session, outcome: OrderOutcome, mode: str) -> None:
    for notice in outcome.notices:
        session.screen.warn(notice)
    if session.wants_json:
        from cwsync.terminal.forecast_documents import order_document

        session.screen.json(order_document(outcome, mode=mode, run=session.run))
