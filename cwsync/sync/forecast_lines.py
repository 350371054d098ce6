"""The lines of an opportunity's forecast, whoever made them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from cwsync.client.failures import Missing
from cwsync.errors import Unreachable
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
    return tuple(_line(record) for record in _records(_forecast(cw, opportunity_id)))


def read_forecast_records(cw: ConnectWise, opportunity_id: int) -> tuple[dict[str, Any], ...]:
    """The same as records, for whoever writes lines.

    Raises `Unreachable` for an answer that is no forecast: lines in it would be made twice.
    """
    answer = _forecast(cw, opportunity_id)
    if not _is_forecast(answer):
        raise Unreachable(
            f"ConnectWise does not say what is in the forecast of opportunity {opportunity_id}",
            hint="run it again later; --debug shows what is asked",
            code="unexpected_answer",
        )
    return tuple(_records(answer))


def counted_revenue(lines: Iterable[ForecastLine]) -> Decimal:
    """What the lines that count bring in."""
    return sum((line.revenue for line in lines if line.included), Decimal(0))


def counted_cost(lines: Iterable[ForecastLine]) -> Decimal:
    """What the lines that count cost."""
    return sum((line.cost for line in lines if line.included), Decimal(0))


def _forecast(cw: ConnectWise, opportunity_id: int) -> Any:
    try:
        return cw.get(f"/sales/opportunities/{opportunity_id}/forecast")
    except Missing:
        return []


def _is_forecast(answer: Any) -> bool:
    forecasts = answer if isinstance(answer, list) else [answer]
    return all(isinstance(f, dict) and _holds_lines(f) for f in forecasts)


def _holds_lines(forecast: dict[str, Any]) -> bool:
    items = forecast.get("forecastItems")
    return items is None or (isinstance(items, list) and all(isinstance(i, dict) for i in items))


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
