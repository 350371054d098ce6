"""A JSON Schema (2020-12) for each document; keys may be added to one, never taken away."""

from __future__ import annotations

from cwsync.terminal.schemas import accounts, deals, exports, logs, pushes
from cwsync.terminal.schemas.shapes import Schema

SCHEMAS: dict[str, Schema] = {
    schema["title"]: schema
    for schema in (
        pushes.PUSH,
        pushes.STATUS,
        pushes.ERROR,
        exports.EXPORT,
        exports.EXPORTS,
        exports.FETCH,
        exports.PROJECT,
        deals.OPPORTUNITIES,
        deals.OPPORTUNITY,
        deals.PULL,
        deals.LOOKUP,
        deals.FORECAST,
        deals.FORECASTS,
        deals.FORECAST_LINES,
        deals.SALES_ORDER,
        logs.LOGS,
        accounts.DOCTOR,
        accounts.AUTH,
        accounts.ACCOUNTS,
        accounts.CONFIG,
        accounts.OPTION,
    )
}
