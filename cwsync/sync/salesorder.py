"""Convert the opportunity of an approved project to a sales order, once (`behaviour` section 5).

ConnectWise makes another order each time it is asked, so what there is already is asked first.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from cwsync.errors import CwsyncError, Interrupted, PreconditionFailed
from cwsync.export.project import Notice, Project
from cwsync.mapping.text import one_line
from cwsync.sync.approval import obstacle, way_on
from cwsync.sync.conversions import read_order_ids
from cwsync.sync.events import Watcher
from cwsync.sync.forecast import read_opportunity_state
from cwsync.sync.link import needed_opportunity, origin
from cwsync.sync.once import create_once
from cwsync.sync.order import OrderAction, OrderOutcome

if TYPE_CHECKING:
    from cwsync.client.connectwise import ConnectWise


def plan_order(cw: ConnectWise, project: Project, wished: int | None) -> OrderOutcome:
    """The order that there is, or that one is to be created. Changes nothing.

    Raises `PreconditionFailed` for a project that is neither approved nor won, or not linked.
    """
    reason = obstacle(project)
    if reason is not None:
        raise PreconditionFailed(reason, hint=way_on(project), code="not_approved")
    id = needed_opportunity(project, wished)
    planned = OrderOutcome(
        title=project.name,
        origin=origin(project),
        site=cw.connection.site,
        opportunity=read_opportunity_state(cw, id),
        action=OrderAction.CREATE,
    )
    return _with_order(cw, planned, read_order_ids(cw, id))


def create_order(
    cw: ConnectWise,
    planned: OrderOutcome,
    *,
    name: str | None,
    watcher: Watcher,
    stop: Callable[[], bool] = lambda: False,
) -> OrderOutcome:
    """Convert, unless somebody did meanwhile. A lost answer is settled by the conversions.

    Raises `Interrupted` where it was stopped before anything was sent.
    """
    id = planned.opportunity.id
    there = _with_order(cw, planned, read_order_ids(cw, id))
    if there.action is OrderAction.EXISTS:
        return there
    if stop():
        raise Interrupted("stopped before anything was sent")
    made = create_once(
        cw,
        f"/sales/opportunities/{id}/convertToSalesOrder",
        conversion(name),
        look=lambda: min(read_order_ids(cw, id), default=None),
        watcher=watcher,
        stop=stop,
    )
    url = cw.connection.order_url(made.id)
    done = replace(planned, order_id=made.id, url=url, changed=True)
    return replace(done, notices=(*done.notices, *_seen_afterwards(cw, id)))


def conversion(name: str | None) -> dict[str, Any]:
    """What is sent: everything that the opportunity sells; without a name it keeps its own."""
    return {"includeAllProductsFlag": True, "name": one_line(name or "") or None}


def _with_order(cw: ConnectWise, planned: OrderOutcome, ids: tuple[int, ...]) -> OrderOutcome:
    """The oldest order in place of a new one, where there is one."""
    if not ids:
        return planned
    oldest = min(ids)
    return replace(
        planned,
        action=OrderAction.EXISTS,
        order_id=oldest,
        url=cw.connection.order_url(oldest),
        notices=_several(ids),
    )


def _seen_afterwards(cw: ConnectWise, opportunity_id: int) -> tuple[Notice, ...]:
    """Whether somebody else converted at the same moment."""
    try:
        return _several(read_order_ids(cw, opportunity_id))
    except CwsyncError as error:
        message = f"whether there is another order could not be seen: {error.message}"
        return (Notice("not_checked", message),)


def _several(ids: tuple[int, ...]) -> tuple[Notice, ...]:
    if len(ids) < 2:
        return ()
    listed = ", ".join(str(id) for id in sorted(ids))
    message = f"the opportunity became {len(ids)} sales orders: {listed}; delete those too many"
    return (Notice("several_orders", message),)
