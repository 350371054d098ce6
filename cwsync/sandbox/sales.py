"""Rules of opportunities, forecasts and sales orders."""

from __future__ import annotations

from typing import Any

from cwsync.sandbox.reader import Reader
from cwsync.sandbox.store import Row, Where, reference_column
from cwsync.sandbox.tenant import MEMBER
from cwsync.sandbox.wire import Record, invalid, missing, not_found, whole
from cwsync.sandbox.work import Rules, Work, fill

_REVENUES = {
    "productRevenue": "Product",
    "serviceRevenue": "Service",
    "agreementRevenue": "Agreement",
    "otherRevenue1": "Other1",
    "otherRevenue2": "Other2",
}
_STATES = {"wonRevenue": "wonFlag", "lostRevenue": "lostFlag"}


class Opportunities(Rules):
    """Stage and status are two things; the status says whether it is closed."""

    def complete(self, work: Work, body: Record, parent: Row | None) -> None:
        """The first stage, the default status, the company's site."""
        contact = work.referred(body, "contact", "contact")
        if contact is not None and contact.body.get("company") != body["company"]:
            raise invalid("opportunity", not_found("Contact", contact.id, "contact"))
        for field, kind in (("stage", "opportunityStage"), ("status", "opportunityStatus")):
            fill(body, field, work.default(kind))
        stage = work.referred(body, "stage", "opportunityStage")
        fill(body, "probability", stage and stage.body.get("probability"))
        fill(body, "expectedCloseDate", work.later(30 * 86_400))
        fill(body, "locationId", 2)
        fill(body, "businessUnitId", 10)
        body["dateBecameLead"] = body["pipelineChangeDate"] = work.stamp
        _settle_closed(work, body)

    def changed(self, work: Work, before: Row, after: Row) -> Row:
        """Closing sets who and when; a new stage changes the pipeline date."""
        if after.body.get("stage") != before.body.get("stage"):
            after.body["pipelineChangeDate"] = work.stamp
        fill(after.body, "status", work.default("opportunityStatus"))
        _settle_closed(work, after.body)
        return after

    def deleting(self, work: Work, row: Row) -> None:
        """Notes and forecast go with it."""
        work.delete_children("opportunityNote", row.id)
        work.delete_children("forecastItem", row.id)


class ForecastItems(Rules):
    """The margin follows from revenue and cost; only included lines count."""

    def complete(self, work: Work, body: Record, parent: Row | None) -> None:
        """Zeros for what is not given, and the place after the last one."""
        assert parent is not None
        fill(body, "quantity", 1.0)
        place = work.store.count("forecastItem", Where("parent = ?", (parent.id,))) + 1.0
        fill(body, "sequenceNumber", place)
        _settle_margin(body)

    def changed(self, work: Work, before: Row, after: Row) -> Row:
        """The margin; a line stays at its opportunity."""
        after.body["opportunity"] = before.body["opportunity"]
        _settle_margin(after.body)
        return after


class Orders(Rules):
    """An order starts without lines."""

    def complete(self, work: Work, body: Record, parent: Row | None) -> None:
        """Dates and totals."""
        fill(body, "orderDate", work.stamp)
        for field in ("total", "taxTotal", "subTotal"):
            fill(body, field, 0.0)

    def deleting(self, work: Work, row: Row) -> None:
        """What was converted into it is not converted any more."""
        for conversion in work.store.select("conversion"):
            if conversion.body["order"] == {"id": row.id}:
                work.delete(conversion)


class OpportunityNotes(Rules):
    """A note has a type and an author."""

    def complete(self, work: Work, body: Record, parent: Row | None) -> None:
        """The default type, the member."""
        fill(body, "type", work.default("noteType"))
        body["enteredBy"] = MEMBER


def forecast(reader: Reader, opportunity: Row) -> Record:
    """The one forecast of an opportunity: its lines and what they add up to."""
    rows = reader.store.children("forecastItem", opportunity.id)
    counted = [row for row in rows if row.body.get("includeFlag")]
    totals = {
        field: _total(row for row in counted if row.body["forecastType"] == type)
        for field, type in _REVENUES.items()
    }
    states = {
        field: _total(row for row in counted if _has_state(reader, row, flag))
        for field, flag in _STATES.items()
    }
    settled = ("wonFlag", "lostFlag")
    left = (row for row in counted if not any(_has_state(reader, row, flag) for flag in settled))
    return {
        "id": opportunity.id,
        "forecastItems": [reader.full(row) for row in rows],
        **totals,
        "forecastRevenueTotals": _total(counted),
        "inclusiveRevenueTotals": _total(rows),
        **states,
        "openRevenue": _total(left),
        "recurringTotal": round(sum(row.body.get("recurringRevenue", 0.0) for row in counted), 2),
        "salesTaxRevenue": 0.0,
    }


def convert_to_order(work: Work, opportunity: Row, wanted: Record) -> Row:
    """A sales order for an opportunity: a new one every time, or the one that is named."""
    id = whole(wanted, "salesOrderId")
    order = _new_order(work, opportunity, wanted) if id is None else work.store.get("order", id)
    if order is None:
        raise missing("Sales Order", id or 0)
    if wanted.get("includeAllProductsFlag"):
        order = _with_totals(work, order, opportunity)
    reference = {"opportunity": {"id": opportunity.id}, "order": {"id": order.id}}
    if not any(row.body["order"] == {"id": order.id} for row in conversions(work, opportunity.id)):
        work.create("conversion", reference)
    return order


def conversions(work: Work, opportunity_id: int) -> list[Row]:
    """What an opportunity was converted to."""
    column = reference_column("opportunity")
    return work.store.select("conversion", Where(f"{column} = ?", (opportunity_id,)))


def _new_order(work: Work, opportunity: Row, wanted: Record) -> Row:
    body = opportunity.body
    kept = ("company", "contact", "site", "shipToCompany", "billToCompany")
    sent = {name: body[name] for name in kept if name in body}
    sent.update(
        opportunity={"id": opportunity.id},
        salesRep=body["primarySalesRep"],
        status=work.default("orderStatus"),
        description=wanted.get("name") or body["name"],
        poNumber=body.get("customerPO"),
    )
    return work.create("order", sent)


def _with_totals(work: Work, order: Row, opportunity: Row) -> Row:
    rows = work.store.children("forecastItem", opportunity.id)
    total = round(sum(_money(row, "revenue") for row in rows if row.body.get("includeFlag")), 2)
    return work.keep(
        Row(order.kind, order.id, order.parent, {**order.body, "total": total, "subTotal": total})
    )


def _settle_closed(work: Work, body: Record) -> None:
    status = work.referred(body, "status", "opportunityStatus")
    closed = status is not None and bool(status.body.get("closedFlag"))
    if not closed:
        body.pop("closedDate", None)
        body.pop("closedBy", None)
    elif "closedDate" not in body:
        body.update(closedDate=work.stamp, closedBy=body["primarySalesRep"])


def _settle_margin(body: Record) -> None:
    revenue, cost = body.setdefault("revenue", 0.0), body.setdefault("cost", 0.0)
    body["margin"] = round(revenue - cost, 2)
    body["percentage"] = 100 if body.get("includeFlag") else 0


def _total(rows: Any) -> Record:
    lines = list(rows)
    revenue = round(sum(_money(row, "revenue") for row in lines), 2)
    cost = round(sum(_money(row, "cost") for row in lines), 2)
    margin = round(revenue - cost, 2)
    share = round(100 * margin / revenue, 2) if revenue else 0.0
    return {"revenue": revenue, "cost": cost, "margin": margin, "percentage": share}


def _money(row: Row, field: str) -> float:
    return float(row.body.get(field, 0.0))


def _has_state(reader: Reader, row: Row, flag: str) -> bool:
    status = reader.store.get("opportunityStatus", row.body["status"]["id"])
    return status is not None and bool(status.body.get(flag))
