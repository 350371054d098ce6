"""Opportunities for scripts: JSON documents as plain dicts, and CSV. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from cwsync.sync.forecast_lines import ForecastLine
from cwsync.sync.opportunity import OpportunityRow
from cwsync.sync.opportunity_details import OpportunityDetails
from cwsync.terminal.csv_text import Cell, as_csv
from cwsync.terminal.documents import Document, warnings_part

TITLES = (
    "id",
    "name",
    "company",
    "company_id",
    "stage",
    "status",
    "type",
    "sales_rep",
    "expected_close",
    "site",
)


def opportunities_document(
    deals: Sequence[OpportunityRow], *, with_forecast: bool = False
) -> Document:
    """`cwsync.opportunities/1`; null for what ConnectWise does not say."""
    rows = [opportunity_part(deal) for deal in deals]
    if with_forecast:
        rows = [
            row | {"forecast_total": deal.forecast_total}
            for row, deal in zip(rows, deals, strict=True)
        ]
    return {"schema": "cwsync.opportunities/1", "opportunities": rows, "count": len(rows)}


def opportunities_csv(deals: Iterable[OpportunityRow], *, with_forecast: bool = False) -> str:
    """A line of titles, then a line for each."""
    titles = (*TITLES, "forecast_total") if with_forecast else TITLES
    return as_csv(titles, (_exact(deal)[: len(titles)] for deal in deals))


def opportunity_document(
    details: OpportunityDetails, *, url: str, project_urls: Sequence[str]
) -> Document:
    """`cwsync.opportunity/1`; null for a part that the API member may not see."""
    projects = None
    if details.projects is not None:
        projects = [
            {"id": p.id, "name": p.name, "status": p.status, "board": p.board, "url": address}
            for p, address in zip(details.projects, project_urls, strict=True)
        ]
    orders = None if details.orders is None else [{"id": id} for id in details.orders]
    return {
        "schema": "cwsync.opportunity/1",
        "opportunity": opportunity_part(details.opportunity) | {"url": url},
        "forecast": _forecast(details),
        "projects": projects,
        "orders": orders,
        "warnings": warnings_part(details.notices),
    }


def pulled_document(deal: OpportunityRow, file: str) -> Document:
    """`cwsync.pull/1`: which file an opportunity was written to."""
    return {"schema": "cwsync.pull/1", "opportunity": opportunity_part(deal), "file": file}


def opportunity_part(deal: OpportunityRow) -> Document:
    """The opportunity as every document has it."""
    company = deal.company and {"id": deal.company.id, "name": deal.company.name}
    return {
        "id": deal.id,
        "name": deal.name,
        "company": company,
        "stage": deal.stage,
        "status": deal.status,
        "type": deal.type,
        "sales_rep": deal.sales_rep,
        "expected_close": deal.expected_close and deal.expected_close.isoformat(),
        "site": deal.site,
    }


def _exact(deal: OpportunityRow) -> tuple[Cell, ...]:
    return (
        deal.id,
        deal.name,
        deal.company.name if deal.company else None,
        deal.company.id if deal.company else None,
        deal.stage,
        deal.status,
        deal.type,
        deal.sales_rep,
        deal.expected_close.isoformat() if deal.expected_close else None,
        deal.site,
        deal.forecast_total,
    )


def line_part(line: ForecastLine) -> Document:
    """A forecast line as every document has it."""
    return {
        "id": line.id,
        "description": line.description,
        "type": line.type,
        "status": line.status,
        "revenue": line.revenue,
        "cost": line.cost,
        "included": line.included,
    }


def _forecast(details: OpportunityDetails) -> Document | None:
    if details.forecast is None:
        return None
    lines = [line_part(line) for line in details.forecast]
    return {"lines": lines, "revenue": details.revenue, "cost": details.cost}
