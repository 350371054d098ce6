from __future__ import annotations

from pathlib import Path
from typing import Any

import httpx

from cwsync.sandbox.app import Sandbox
from cwsync.sandbox.config import ForecastShape, SandboxConfig
from tests.sandbox.support import connected, created, listed, patched, problems, replace

PATH = "/sales/opportunities/4002"  # has no forecast lines at first


def line(**changed: Any) -> dict[str, Any]:
    return {
        "forecastDescription": "Services",
        "forecastType": "Service",
        "opportunity": {"id": 4002},
        "status": {"id": 1},
        "revenue": 100,
        "cost": 60.5,
        "includeFlag": True,
        **changed,
    }


def forecast(cw: httpx.Client) -> dict[str, Any]:
    answer: list[dict[str, Any]] = cw.get(f"{PATH}/forecast").json()
    assert len(answer) == 1
    return answer[0]


def test_the_tenant_is_believable(cw: httpx.Client) -> None:
    opportunities = listed(cw, "/sales/opportunities")
    assert len(opportunities) >= 40
    assert len({row["name"] for row in opportunities}) == len(opportunities)
    assert {row["status"]["name"] for row in opportunities} >= {"Open", "Won", "Lost", "On Hold"}
    for row in opportunities:
        contact = cw.get(f"/company/contacts/{row['contact']['id']}").json()
        assert contact["company"]["id"] == row["company"]["id"]


def test_a_line_is_added_whatever_its_number(cw: httpx.Client) -> None:
    item = created(cw.post(f"{PATH}/forecast/0", json=line()))
    assert (item["margin"], item["percentage"], item["quantity"]) == (39.5, 100, 1.0)
    assert forecast(cw)["forecastItems"] == [item]
    assert cw.get(f"{PATH}/forecast/{item['id']}").json() == item
    assert cw.get(f"{PATH}/forecast/count").json() == {"count": 1}


def test_what_a_line_needs(cw: httpx.Client) -> None:
    assert problems(cw.post(f"{PATH}/forecast/0", json={})) == [
        ("opportunity", "MissingRequiredField"),
        ("status", "MissingRequiredField"),
        ("forecastType", "MissingRequiredField"),
    ]
    longer = line(forecastDescription="x" * 51)
    assert problems(cw.post(f"{PATH}/forecast/0", json=longer)) == [
        ("forecastDescription", "MaxLengthField")
    ]
    elsewhere = line(opportunity={"id": 4003})
    assert problems(cw.post(f"{PATH}/forecast/0", json=elsewhere)) == [
        ("opportunity/id", "InvalidReference")
    ]


def test_totals_count_only_included_lines(cw: httpx.Client) -> None:
    for changed in (
        {},
        {"forecastType": "Product", "revenue": 50, "cost": 50},
        {"forecastType": "Agreement", "revenue": 7, "includeFlag": False},
        {"status": {"id": 2}, "revenue": 10, "cost": 0},
    ):
        created(cw.post(f"{PATH}/forecast/0", json=line(**changed)))
    record = forecast(cw)
    assert record["serviceRevenue"] == {
        "revenue": 110.0,
        "cost": 60.5,
        "margin": 49.5,
        "percentage": 45.0,
    }
    assert record["productRevenue"]["revenue"] == 50.0
    assert record["agreementRevenue"]["revenue"] == 0.0
    assert record["forecastRevenueTotals"]["revenue"] == 160.0
    assert record["inclusiveRevenueTotals"]["revenue"] == 167.0
    assert (record["wonRevenue"]["revenue"], record["openRevenue"]["revenue"]) == (10.0, 150.0)


def test_a_line_is_changed_and_deleted(cw: httpx.Client) -> None:
    id = created(cw.post(f"{PATH}/forecast/0", json=line()))["id"]
    path = f"{PATH}/forecast/{id}"
    changed = patched(cw, path, replace("revenue", 200), replace("status", {"id": 2}))
    assert (changed["margin"], changed["status"]["name"]) == (139.5, "Won")
    assert cw.put(path, json=line(revenue=5)).json()["margin"] == -55.5
    assert cw.delete(path).status_code == 204
    assert forecast(cw)["forecastItems"] == []


def test_the_whole_forecast_can_be_wiped_and_replaced(cw: httpx.Client) -> None:
    two = {"forecastItems": [line(), line(revenue=1)]}
    assert len(created(cw.post(f"{PATH}/forecast", json=two))["forecastItems"]) == 2
    replaced = cw.put(f"{PATH}/forecast/", json={"forecastItems": [line(revenue=9)]})
    assert [item["revenue"] for item in replaced.json()["forecastItems"]] == [9.0]
    refused = cw.put(f"{PATH}/forecast/", json={"forecastItems": [line(), {}]})
    assert refused.status_code == 400
    assert len(forecast(cw)["forecastItems"]) == 1
    assert cw.put(f"{PATH}/forecast/", json={"forecastItems": 5}).status_code == 500
    assert cw.delete(f"{PATH}/forecast/").status_code == 204
    assert forecast(cw)["forecastItems"] == []


def test_the_forecast_can_come_without_an_array(file: Path) -> None:
    sandbox = Sandbox(file, config=SandboxConfig(forecast_shape=ForecastShape.OBJECT))
    with connected(sandbox) as cw:
        record = cw.get("/sales/opportunities/4001/forecast").json()
    sandbox.close()
    assert [item["forecastType"] for item in record["forecastItems"]] == ["Product", "Service"]


def test_an_opportunity_is_closed_by_its_status(cw: httpx.Client) -> None:
    won = patched(cw, PATH, replace("status", {"name": "Won"}), replace("stage", {"id": 5}))
    assert won["closedDate"] == won["pipelineChangeDate"] == "2026-10-05T09:30:00Z"
    assert won["closedBy"] == won["primarySalesRep"]
    opened = patched(cw, PATH, replace("status", {"id": 1}))
    assert not {"closedDate", "closedBy"} & set(opened)


def test_an_opportunity_is_created_with_a_contact_of_its_company(cw: httpx.Client) -> None:
    body = {"name": "New one", "company": {"id": 251}, "primarySalesRep": {"identifier": "hvoss"}}
    path = "/sales/opportunities"
    assert problems(cw.post(path, json=body)) == [("contact", "MissingRequiredField")]
    contacts = listed(cw, "/company/contacts")
    theirs, others = (
        next(row["id"] for row in contacts if (row["company"]["id"] == 251) is same)
        for same in (True, False)
    )
    wrong = {**body, "contact": {"id": others}}
    assert problems(cw.post(path, json=wrong)) == [("contact/id", "NotFound")]
    record = created(cw.post(path, json={**body, "contact": {"id": theirs}}))
    assert (record["stage"]["name"], record["status"]["name"]) == ("Prospect", "Open")
    assert record["expectedCloseDate"] == "2026-11-04T09:30:00Z"
    created(cw.post(f"{path}/{record['id']}/notes", json={"text": "x"}))
    assert cw.delete(f"{path}/{record['id']}").status_code == 204


def test_notes_of_an_opportunity(cw: httpx.Client) -> None:
    note = created(cw.post(f"{PATH}/notes", json={"text": "Claimed"}))
    assert (note["opportunityId"], note["enteredBy"]) == (4002, "cwsync")
    assert listed(cw, f"{PATH}/notes") == [note]


def convert(cw: httpx.Client, **body: Any) -> dict[str, Any]:
    return created(cw.post(f"{PATH}/convertToSalesOrder", json=body))


def test_an_opportunity_becomes_a_sales_order_every_time(cw: httpx.Client) -> None:
    created(cw.post(f"{PATH}/forecast/0", json=line(revenue=250)))
    assert cw.get("/sales/opportunities/conversions/4002").json() == []
    first = convert(cw, includeAllProductsFlag=True)
    second = convert(cw, name="Again")
    assert first["id"] != second["id"]
    assert first["salesRep"] == cw.get(PATH).json()["primarySalesRep"]
    assert (first["opportunity"]["id"], first["status"]["name"], first["total"]) == (
        4002,
        "New",
        250.0,
    )
    assert (second["description"], second["total"]) == ("Again", 0.0)
    converted = cw.get("/sales/opportunities/conversions/4002").json()
    assert [row["convertedTo"]["id"] for row in converted] == [first["id"], second["id"]]
    assert {row["parentType"] for row in converted} == {"Opportunity"}
    orders = listed(cw, "/sales/orders", conditions="opportunity/id = 4002")
    assert orders == [first, second]


def test_a_conversion_can_go_into_an_order_that_is_there(cw: httpx.Client) -> None:
    first = convert(cw)
    assert convert(cw, salesOrderId=first["id"])["id"] == first["id"]
    assert len(cw.get("/sales/opportunities/conversions/4002").json()) == 1
    answer = cw.post(f"{PATH}/convertToSalesOrder", json={"salesOrderId": "first"})
    assert (answer.status_code, answer.json()["code"]) == (500, "InternalError")
    answer = cw.post(f"{PATH}/convertToSalesOrder", json={"salesOrderId": 1})
    assert answer.status_code == 404


def test_a_conversion_needs_no_body(cw: httpx.Client) -> None:
    assert cw.post(f"{PATH}/convertToSalesOrder").status_code == 201


def test_a_deleted_order_is_no_conversion(cw: httpx.Client) -> None:
    order = convert(cw)
    assert cw.delete(f"/sales/orders/{order['id']}").status_code == 204
    assert cw.get("/sales/opportunities/conversions/4002").json() == []


def test_an_order_of_its_own_is_answered_with_200(cw: httpx.Client) -> None:
    body = {"company": {"id": 251}, "status": {"id": 1}, "salesRep": {"identifier": "hvoss"}}
    answer = cw.post("/sales/orders", json=body)
    assert (answer.status_code, answer.json()["total"]) == (200, 0.0)
    assert problems(cw.post("/sales/orders", json={})) == [
        ("company", "MissingRequiredField"),
        ("status", "MissingRequiredField"),
        ("salesRep", "MissingRequiredField"),
    ]
