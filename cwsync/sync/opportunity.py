"""An opportunity as lists and starts of projects have it. Values only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from cwsync.sync.directory import Ref
from cwsync.sync.wire import reference_id, reference_name, text

FIELDS = (
    "id",
    "name",
    "company/id",
    "company/name",
    "stage/name",
    "status/name",
    "type/name",
    "primarySalesRep/name",
    "primarySalesRep/identifier",
    "expectedCloseDate",
    "site/name",
)


@dataclass(frozen=True, slots=True)
class OpportunityRow:
    """One opportunity; None stands for what ConnectWise does not say.

    `forecast_total` is the revenue of the lines that count, where it was asked for.
    """

    id: int
    name: str
    company: Ref | None = None
    stage: str | None = None
    status: str | None = None
    type: str | None = None
    sales_rep: str | None = None
    expected_close: date | None = None
    site: str | None = None
    forecast_total: Decimal | None = None


def opportunity_row(record: dict[str, Any]) -> OpportunityRow:
    """An opportunity read from its record, which must have an id."""
    company_id = reference_id(record, "company")
    return OpportunityRow(
        id=int(record["id"]),
        name=text(record, "name"),
        company=None if company_id is None else Ref(company_id, reference_name(record, "company")),
        stage=reference_name(record, "stage") or None,
        status=reference_name(record, "status") or None,
        type=reference_name(record, "type") or None,
        sales_rep=reference_name(record, "primarySalesRep") or None,
        expected_close=day(text(record, "expectedCloseDate")),
        site=reference_name(record, "site") or None,
    )


def day(moment: str) -> date | None:
    """The day of `2026-09-21T00:00:00Z`, None where there is none."""
    try:
        return date.fromisoformat(moment[:10])
    except ValueError:
        return None
