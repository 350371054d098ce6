"""An opportunity becomes one sales order, however often it is asked for."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import httpx
import pytest

from cwsync.errors import Forbidden, Interrupted, NotFound, PreconditionFailed
from cwsync.export.project import Project, Status
from cwsync.sandbox.wire import Answer
from cwsync.sync.conversions import read_order_ids
from cwsync.sync.events import ignore
from cwsync.sync.order import OrderAction, OrderOutcome
from cwsync.sync.salesorder import conversion, create_order, plan_order
from tests.client.scripted import talking_to
from tests.sync.deals import LOST, Tenant, deal, tenant_in

CONVERSIONS = "/sales/opportunities/conversions/4711"


def create(tenant: Tenant, project: Project, name: str | None = None) -> OrderOutcome:
    planned = plan_order(tenant.cw, project, None)
    return create_order(tenant.cw, planned, name=name, watcher=ignore)


def orders(tenant: Tenant) -> list[dict[str, Any]]:
    return tenant.cw.list("/sales/orders", conditions="opportunity/id = 4711")


@pytest.mark.parametrize("status", [Status.APPROVED, Status.WON])
def test_an_order_is_created_once(tenant: Tenant, status: Status) -> None:
    first = create(tenant, deal(status=status), "Network refresh")
    assert (first.action, first.changed, first.notices) == (OrderAction.CREATE, True, ())
    (order,) = orders(tenant)
    assert (order["id"], order["description"]) == (first.order_id, "Network refresh")
    assert first.url == f"{first_page(tenant)}routeTo=SalesOrderFV&recid={first.order_id}"

    again = create(tenant, deal(status=status))
    assert (again.action, again.changed) == (OrderAction.EXISTS, False)
    assert (again.order_id, again.url) == (first.order_id, first.url)
    assert len(orders(tenant)) == 1


def test_stopped_before_it_was_sent_there_is_no_order(tenant: Tenant) -> None:
    planned = plan_order(tenant.cw, deal(), None)
    with pytest.raises(Interrupted, match="before anything was sent"):
        create_order(tenant.cw, planned, name=None, watcher=ignore, stop=lambda: True)
    assert orders(tenant) == []


def first_page(tenant: Tenant) -> str:
    return f"https://{tenant.cw.connection.site}/v4_6_release/ConnectWise.aspx?"


def test_without_a_name_it_is_called_as_the_opportunity(tenant: Tenant) -> None:
    create(tenant, deal())
    assert orders(tenant)[0]["description"] == "Network refresh + managed firewall"


@pytest.mark.parametrize(
    ("name", "sent"),
    [(None, None), (" ", None), ("Clinic\nrefresh \x1b[31m", "Clinic refresh")],
)
def test_a_name_is_one_plain_line(name: str | None, sent: str | None) -> None:
    assert conversion(name) == {"includeAllProductsFlag": True, "name": sent}


@pytest.mark.parametrize("at", ["lose", "refuse"])
def test_a_lost_answer_is_settled_by_the_conversions(tenant: Tenant, at: str) -> None:
    setattr(tenant.faults, at, [LOST])
    outcome = create(tenant, deal())
    assert outcome.changed
    assert [order["id"] for order in orders(tenant)] == [outcome.order_id]
    assert len(tenant.faults.writes) == (1 if at == "lose" else 2)


def test_somebody_who_converts_while_we_ask_is_noticed(tenant: Tenant) -> None:
    planned = plan_order(tenant.cw, deal(), None)
    other = create(tenant, deal())
    outcome = create_order(tenant.cw, planned, name=None, watcher=ignore)
    assert (outcome.action, outcome.order_id) == (OrderAction.EXISTS, other.order_id)
    assert len(orders(tenant)) == 1


def test_somebody_who_converts_in_the_same_moment_is_told_of(tenant: Tenant) -> None:
    def convert() -> None:
        tenant.faults.refuse = []
        tenant.cw.post("/sales/opportunities/4711/convertToSalesOrder", {})

    tenant.faults.refuse = [convert]
    outcome = create(tenant, deal())
    assert [notice.code for notice in outcome.notices] == ["several_orders"]
    assert len(orders(tenant)) == 2
    again = create(tenant, deal())
    assert again.order_id == min(order["id"] for order in orders(tenant))
    assert [notice.code for notice in again.notices] == ["several_orders"]


def test_conversions_that_cannot_be_seen_afterwards_are_told_of(tenant: Tenant) -> None:
    def forbid() -> None:
        refused = {"code": "Security", "message": "no"}
        tenant.faults.instead = {CONVERSIONS: Answer(403, refused)}

    tenant.faults.lose = [forbid]
    outcome = create(tenant, deal())
    assert outcome.changed
    assert [notice.code for notice in outcome.notices] == ["not_checked"]


@pytest.mark.parametrize("status", [Status.BUILDING, Status.PENDING_APPROVAL, Status.LOST])
def test_only_an_approved_project_is_converted(tenant: Tenant, status: Status) -> None:
    with pytest.raises(PreconditionFailed, match="not approved") as caught:
        plan_order(tenant.cw, deal(status=status), None)
    assert caught.value.code == "not_approved"


def test_an_opportunity_is_needed(tenant: Tenant) -> None:
    with pytest.raises(PreconditionFailed) as caught:
        plan_order(tenant.cw, deal(opportunity=None), None)
    assert caught.value.code == "no_opportunity"
    assert plan_order(tenant.cw, deal(opportunity=None), 4711).opportunity.id == 4711
    with pytest.raises(NotFound):
        plan_order(tenant.cw, deal(opportunity=99), None)


def test_without_the_permission_it_is_named(file: Path) -> None:
    with tenant_in(file, revoked=frozenset({"Sales Orders:add"})) as tenant:
        with pytest.raises(Forbidden, match="Sales > Sales Orders"):
            create(tenant, deal())
        assert orders(tenant) == []


def became(**fields: Any) -> dict[str, Any]:
    return {"parentType": "Opportunity", "convertedTo": fields}


@pytest.mark.parametrize(
    ("answer", "ids"),
    [
        ([became(id=8, name="Project")], ()),
        ([became(id=8, name="Order", _info={"agreement_href": "x"})], ()),
        ([became(id=9, name="Agreement", _info={"salesOrder_href": "x"})], (9,)),
        ([became(id=9, name="SO-0009")], ()),  # no such order
        ([became(id=True, name="Sales Order"), became(name="Sales Order"), 3, None], ()),
        (3, ()),
    ],
)
def test_what_counts_as_an_order(tenant: Tenant, answer: Any, ids: tuple[int, ...]) -> None:
    tenant.faults.instead = {CONVERSIONS: Answer(200, answer)}
    assert read_order_ids(tenant.cw, 4711) == ids


@pytest.mark.parametrize(("opportunity", "ours"), [(4711, True), (4103, False)])
def test_a_conversion_that_does_not_say_what_it_is(
    tenant: Tenant, opportunity: int, ours: bool
) -> None:
    path = f"/sales/opportunities/{opportunity}/convertToSalesOrder"
    id = tenant.cw.post(path, {})["id"]
    tenant.faults.instead = {CONVERSIONS: Answer(200, [became(id=id, name=f"SO-{id}")])}
    assert read_order_ids(tenant.cw, 4711) == ((id,) if ours else ())


def test_of_an_order_only_its_opportunity_is_asked_for() -> None:
    answers = ([became(id=9, name="SO-9")], {"id": 9, "opportunity": {"id": 4711}})
    setting = talking_to(*(httpx.Response(200, json=answer) for answer in answers))
    assert read_order_ids(setting.cw, 4711) == (9,)
    assert setting.sent == [f"GET {CONVERSIONS}", "GET /sales/orders/9"]
    assert dict(setting.script.requests[1].url.params) == {"fields": "id,opportunity/id"}


def test_where_nobody_knows_of_conversions_there_are_none(tenant: Tenant) -> None:
    tenant.faults.instead = {CONVERSIONS: Answer(404, {"code": "NotFound", "message": "no"})}
    assert read_order_ids(tenant.cw, 4711) == ()
