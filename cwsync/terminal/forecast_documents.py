"""The JSON documents of forecasts and sales orders, as plain dicts. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from cwsync.errors import CwsyncError
from cwsync.mapping.totals import Money
from cwsync.sync.forecast_lines import ForecastLine, counted_cost, counted_revenue
from cwsync.sync.forecast_plan import ForecastOutcome, OpportunityState, PlannedLine
from cwsync.sync.opportunity import OpportunityRow
from cwsync.sync.order import OrderAction, OrderOutcome
from cwsync.terminal.documents import Document, error_document, warnings_part
from cwsync.terminal.opportunity_documents import line_part, opportunity_part


def forecast_document(outcome: ForecastOutcome, *, mode: str, run: str = "") -> Document:
    """`cwsync.forecast/1`. `mode` is `plan` (what would be done) or `apply` (what was done).

    In mode `apply` a line that could not be written has the action `skip` and says why.
    """
    plan = outcome.plan
    return {
        "schema": "cwsync.forecast/1",
        "mode": mode,
        "changed": outcome.changed,
        "opportunity": _opportunity(plan.opportunity),
        "skipped": plan.skipped,
        "lines": [_line(line) for line in plan.lines],
        "failed": [
            {"category": failure.line.category.value, "message": failure.error.message}
            for failure in outcome.failures
        ],
        "warnings": warnings_part(plan.notices),
        "run": run,
    }


def forecasts_document(
    done: Iterable[tuple[str, ForecastOutcome]],
    errors: Iterable[tuple[str, CwsyncError]],
    counts: Mapping[str, int],
    *,
    mode: str,
    run: str = "",
) -> Document:
    """`cwsync.forecasts/1`: the document of each export with its name, and what failed."""
    forecasts = [
        {"export": export, **forecast_document(outcome, mode=mode, run=run)}
        for export, outcome in done
    ]
    return {
        "schema": "cwsync.forecasts/1",
        "mode": mode,
        "changed": any(forecast["changed"] for forecast in forecasts),
        "forecasts": forecasts,
        "errors": [
            {"export": export, **error_document(error)["error"]} for export, error in errors
        ],
        "summary": dict(counts),
        "run": run,
    }


def lines_document(
    opportunity: OpportunityRow, lines: Sequence[ForecastLine], *, run: str = ""
) -> Document:
    """`cwsync.forecast-lines/1`: every line of a forecast, and what those that count come to."""
    return {
        "schema": "cwsync.forecast-lines/1",
        "opportunity": opportunity_part(opportunity),
        "lines": [line_part(line) for line in lines],
        "revenue": counted_revenue(lines),
        "cost": counted_cost(lines),
        "run": run,
    }


def order_document(outcome: OrderOutcome, *, mode: str, run: str = "") -> Document:
    """`cwsync.salesorder/1`. In mode `plan`, `create` means “would be created”."""
    would_change = mode == "plan" and outcome.action is OrderAction.CREATE
    return {
        "schema": "cwsync.salesorder/1",
        "mode": mode,
        "changed": outcome.changed or would_change,
        "action": outcome.action.value,
        "opportunity": {"id": outcome.opportunity.id, "name": outcome.opportunity.name},
        "order": {"id": outcome.order_id, "url": outcome.url},
        "warnings": warnings_part(outcome.notices),
        "run": run,
    }


def _opportunity(opportunity: OpportunityState | None) -> Document:
    if opportunity is None:
        return {"id": None, "name": None}
    return {"id": opportunity.id, "name": opportunity.name or None}


def _line(line: PlannedLine) -> Document:
    return {
        "category": line.category.value,
        "action": line.action.value,
        "id": line.id,
        "description": line.description,
        "type": line.type,
        "status": line.status,
        **_money(line.money),
        "previous": _money(line.previous),
        "reason": line.reason,
        "duplicate": line.duplicate,
    }


def _money(money: Money | None) -> Document:
    if money is None:
        return {"revenue": None, "cost": None}
    return {"revenue": money.revenue, "cost": money.cost}
