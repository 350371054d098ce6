"""The JSON documents of opportunities and look-ups, as plain dicts. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from cwsync.sync.lookups import Choice
from cwsync.sync.opportunity import DealRow
from cwsync.sync.opportunity_details import DealDetails
from cwsync.terminal.documents import Document


def opportunities_document(deals: Sequence[DealRow], *, with_forecast: bool = False) -> Document:
    """`cwsync.opportunities/1`; null for what ConnectWise does not say."""
    rows = [_deal(deal) for deal in deals]
    if with_forecast:
        rows = [
            row | {"forecast_total": deal.forecast_total}
            for row, deal in zip(rows, deals, strict=True)
        ]
    return {"schema": "cwsync.opportunities/1", "opportunities": rows, "count": len(rows)}


def opportunity_document(
    details: DealDetails, *, url: str, project_urls: Sequence[str]
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
        "opportunity": _deal(details.deal) | {"url": url},
        "forecast": _forecast(details),
        "projects": projects,
        "orders": orders,
        "warnings": [{"code": n.code, "message": n.message, "key": n.key} for n in details.notices],
    }


def pulled_document(deal: DealRow, file: str) -> Document:
    """`cwsync.pull/1`: which file an opportunity was written to."""
    return {"schema": "cwsync.pull/1", "opportunity": _deal(deal), "file": file}


def lookup_document(kind: str, choices: Sequence[Choice], *, age_s: float = 0.0) -> Document:
    """`cwsync.lookup/1`; `age_s` is how long ago ConnectWise was asked."""
    rows = [{"id": choice.id, "name": choice.name, **choice.facts} for choice in choices]
    return {
        "schema": "cwsync.lookup/1",
        "kind": kind,
        "items": rows,
        "count": len(rows),
        "age_s": round(age_s),
    }


def _deal(deal: DealRow) -> Document:
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


def _forecast(details: DealDetails) -> Document | None:
    if details.forecast is None:
        return None
    lines = [
        {
            "id": line.id,
            "description": line.description,
            "type": line.type,
            "status": line.status,
            "revenue": line.revenue,
            "cost": line.cost,
            "included": line.included,
        }
        for line in details.forecast
    ]
    return {"lines": lines, "revenue": details.revenue, "cost": details.cost}
