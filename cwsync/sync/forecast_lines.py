"""The lines of an opportunity's forecast, whoever made them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from cwsync.client.failures import Missing
from cwsync.sync.wire import decimal, reference_name, text

if TYPE_CHECKING:
    from cwsync.client.connectwise import ConnectWise


@dataclass(frozen=True, slots=True)
class ForecastLine:
    """One line; money is in the currency of the tenant. Only `included` lines count."""

    id: int | None
    description: str
    type: str
    status: str
    revenue: Decimal
    cost: Decimal
    included: bool


def read_forecast_lines(cw: ConnectWise, opportunity_id: int) -> tuple[ForecastLine, ...]:
    """All lines in ConnectWise's order; none where the opportunity has no forecast.

    ConnectWise answers with the forecast alone or in an array: both are read.
    """
    try:
        answer = cw.get(f"/sales/opportunities/{opportunity_id}/forecast")
    except Missing:
        return ()
    return tuple(_line(record) for record in _records(answer))


def counted_revenue(lines: tuple[ForecastLine, ...]) -> Decimal:
    """What the lines that count bring in."""
    return sum((line.revenue for line in lines if line.included), Decimal(0))


def counted_cost(lines: tuple[ForecastLine, ...]) -> Decimal:
    """What the lines that count cost."""
    return sum((line.cost for line in lines if line.included), Decimal(0))


def _records(answer: Any) -> Iterator[dict[str, Any]]:
    for forecast in answer if isinstance(answer, list) else [answer]:
        items = forecast.get("forecastItems") if isinstance(forecast, dict) else None
        if isinstance(items, list):
            yield from (item for item in items if isinstance(item, dict))


def _line(record: dict[str, Any]) -> ForecastLine:
    id = record.get("id")
    return ForecastLine(
        id=id if isinstance(id, int) else None,
        description=text(record, "forecastDescription") or text(record, "productDescription"),
        type=text(record, "forecastType"),
        status=reference_name(record, "status"),
        revenue=decimal(record, "revenue") or Decimal(0),
        cost=decimal(record, "cost") or Decimal(0),
        included=record.get("includeFlag") is True,
    )
