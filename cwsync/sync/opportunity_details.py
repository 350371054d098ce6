"""One opportunity with everything around it: forecast, projects, sales orders."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any, TypeVar

from cwsync.client.conditions import equals
from cwsync.errors import Forbidden
from cwsync.export.project import Notice
from cwsync.sync.conversions import read_order_ids
from cwsync.sync.forecast_lines import (
    ForecastLine,
    counted_cost,
    counted_revenue,
    read_forecast_lines,
)
from cwsync.sync.opportunity import FIELDS, OpportunityRow, opportunity_row
from cwsync.sync.opportunity_record import opportunity_record
from cwsync.sync.wire import reference_name, text

if TYPE_CHECKING:
    from cwsync.client.connectwise import ConnectWise

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class LinkedProject:
    """A project that is linked to the opportunity."""

    id: int
    name: str
    status: str | None
    board: str | None


@dataclass(frozen=True, slots=True)
class OpportunityDetails:
    """What is known of one opportunity; None for a part that the API member may not see."""

    opportunity: OpportunityRow
    forecast: tuple[ForecastLine, ...] | None
    projects: tuple[LinkedProject, ...] | None
    orders: tuple[int, ...] | None
    notices: tuple[Notice, ...] = ()

    @property
    def revenue(self) -> Decimal | None:
        """The revenue of the forecast lines that count."""
        return None if self.forecast is None else counted_revenue(self.forecast)

    @property
    def cost(self) -> Decimal | None:
        """The cost of the forecast lines that count."""
        return None if self.forecast is None else counted_cost(self.forecast)


def read_opportunity(cw: ConnectWise, id: int) -> OpportunityRow:
    """The opportunity of this id. Raises `NotFound`."""
    return opportunity_row(opportunity_record(cw, id, FIELDS))


def read_details(cw: ConnectWise, id: int) -> OpportunityDetails:
    """The opportunity with its forecast, projects and orders. Raises `NotFound`.

    A part that is forbidden is left out with a notice that names the missing permission.
    """
    deal = read_opportunity(cw, id)
    notices: list[Notice] = []
    parts: tuple[tuple[str, Callable[[ConnectWise, int], Any]], ...] = (
        ("forecast", read_forecast_lines),
        ("projects", _projects),
        ("sales orders", read_order_ids),
    )
    with ThreadPoolExecutor(max_workers=len(parts)) as pool:
        futures = [(name, pool.submit(read, cw, id)) for name, read in parts]
        forecast, projects, orders = (_allowed(name, f.result, notices) for name, f in futures)
    return OpportunityDetails(deal, forecast, projects, orders, tuple(notices))


def _allowed(name: str, read: Callable[[], T], notices: list[Notice]) -> T | None:
    """What `read` gives, None with a notice where it is forbidden."""
    try:
        return read()
    except Forbidden as error:
        notices.append(Notice("forbidden", f"the {name} cannot be shown: {error.message}"))
        return None


def _projects(cw: ConnectWise, id: int) -> tuple[LinkedProject, ...]:
    rows = cw.list(
        "/project/projects",
        conditions=equals("opportunity/id", id),
        fields=("id", "name", "status/name", "board/name"),
    )
    return tuple(
        LinkedProject(
            id=row["id"],
            name=text(row, "name"),
            status=reference_name(row, "status") or None,
            board=reference_name(row, "board") or None,
        )
        for row in rows
        if isinstance(row.get("id"), int)
    )
