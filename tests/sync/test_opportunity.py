"""Opportunities as real ConnectWises may answer: with less than is declared, or with more."""

from __future__ import annotations

from datetime import date
from typing import Any

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cwsync.errors import Forbidden, InvalidUsage, NotFound, Unreachable
from cwsync.sync.directory import Ref
from cwsync.sync.opportunities import (
    OpportunityFilters,
    conditions_of,
    list_opportunities,
    order_of,
    with_forecast,
)
from cwsync.sync.opportunity import FIELDS, OpportunityRow, day, opportunity_row
from cwsync.sync.opportunity_details import LinkedProject, read_details, read_opportunity
from tests.client.scripted import refused, talking_to

WHOLE = {
    "id": 4711,
    "name": "Network refresh",
    "company": {"id": 263, "identifier": "AcmeDental", "name": "Acme Dental Group"},
    "stage": {"id": 4, "name": "Proposal"},
    "status": {"id": 1, "name": "Open"},
    "type": {"id": 2, "name": "Project"},
    "primarySalesRep": {"id": 156, "identifier": "hvoss"},
    "expectedCloseDate": "2026-10-01T00:00:00Z",
    "site": {"id": 7, "name": "Main"},
    "unheardOf": {},
}


def test_a_whole_record() -> None:
    assert opportunity_row(WHOLE) == OpportunityRow(
        id=4711,
        name="Network refresh",
        company=Ref(263, "Acme Dental Group"),
        stage="Proposal",
        status="Open",
        type="Project",
        sales_rep="hvoss",  # a member without a name goes by the login
        expected_close=date(2026, 10, 1),
        site="Main",
    )


ANYTHING = st.none() | st.booleans() | st.integers() | st.text(max_size=12) | st.just({"id": "x"})


@given(st.dictionaries(st.sampled_from([f.partition("/")[0] for f in FIELDS]), ANYTHING))
def test_whatever_is_missing_or_odd_is_none(record: dict[str, Any]) -> None:
    row = opportunity_row(record | {"id": 7})
    assert (row.id, row.company) == (7, None)


@pytest.mark.parametrize("moment", ["", "soon", "2026-13-01T00:00:00Z", "0000-00-00"])
def test_what_is_no_day(moment: str) -> None:
    assert day(moment) is None


def test_rows_without_an_id_are_left_out() -> None:
    cw = talking_to(httpx.Response(200, json=[{"name": "x"}, {"id": "7"}, WHOLE])).cw
    assert [deal.id for deal in list_opportunities(cw, OpportunityFilters())] == [4711]


def test_a_tenant_without_stages_has_no_such_stage() -> None:
    setting = talking_to(httpx.Response(200, json=[]))
    with pytest.raises(NotFound, match='stage "Scoping" does not exist') as caught:
        list_opportunities(setting.cw, OpportunityFilters(stages=("Scoping",)))
    assert caught.value.details == ()
    assert setting.sent == ["GET /sales/stages"]


def forecasts(request: httpx.Request) -> httpx.Response:
    if "/2/" in request.url.path:
        return refused(403, "no", code="Security")
    line = {"revenue": 10, "includeFlag": True}
    return httpx.Response(200, json={"forecastItems": [line]})


def test_a_forecast_that_is_forbidden_hides_no_other() -> None:
    heard: list[int] = []
    deals = [OpportunityRow(id, "x") for id in (1, 2, 3)]
    found = with_forecast(talking_to(forecasts).cw, deals, heard.append)
    assert [deal.forecast_total for deal in found] == [10, None, 10]
    assert heard == [1, 2, 3]
    assert with_forecast(talking_to(forecasts).cw, []) == ()


class Around:
    """What stands around an opportunity; each part may be replaced."""

    def __init__(self, **parts: httpx.Response) -> None:
        self.parts = {
            "opportunity": httpx.Response(200, json=WHOLE),
            "forecast": httpx.Response(200, json=[]),
            "projects": httpx.Response(200, json=[]),
            "conversions": httpx.Response(200, json=[]),
        } | parts

    def __call__(self, request: httpx.Request) -> httpx.Response:
        named = next((n for n in self.parts if n in request.url.path), "opportunity")
        part = self.parts[named]
        return httpx.Response(part.status_code, content=part.content)


def converted(**fields: Any) -> dict[str, Any]:
    return {"parentType": "Opportunity", "convertedTo": fields}


@pytest.mark.parametrize(
    ("answer", "orders"),
    [
        ([], ()),
        ([converted(id=9, name="Sales Order")], (9,)),
        ([converted(id=9, name="SalesOrder"), converted(id=8, name="Project")], (9,)),
        ([converted(id=9, name="SO 9", _info={"salesOrder_href": "https://x/9"})], (9,)),
        ([converted(id=8, name="Agreement", _info={"agreement_href": "https://x/8"})], ()),
        (converted(id=9, name="Sales Order"), (9,)),
        ([converted(id=None, name="Sales Order"), {}, None, {"convertedTo": 3}], ()),
    ],
)
def test_what_an_opportunity_became(answer: Any, orders: tuple[int, ...]) -> None:
    around = Around(conversions=httpx.Response(200, json=answer))
    assert read_details(talking_to(around).cw, 4711).orders == orders


def test_linked_projects_with_what_is_known_of_them() -> None:
    rows = [
        {"id": 301, "name": "Refresh", "status": {"name": "Open"}, "board": {"name": "Projects"}},
        {"id": 302, "name": "Bare"},
        {"name": "Without an id"},
    ]
    setting = talking_to(Around(projects=httpx.Response(200, json=rows)))
    assert read_details(setting.cw, 4711).projects == (
        LinkedProject(301, "Refresh", "Open", "Projects"),
        LinkedProject(302, "Bare", None, None),
    )


def test_each_part_that_is_forbidden_is_named() -> None:
    no = refused(403, "no", code="Security")
    around = Around(forecast=no, projects=no, conversions=no)
    details = read_details(talking_to(around).cw, 4711)
    assert (details.forecast, details.projects, details.orders) == (None, None, None)
    assert [(notice.code, notice.message.partition(":")[0]) for notice in details.notices] == [
        ("forbidden", "the forecast cannot be shown"),
        ("forbidden", "the projects cannot be shown"),
        ("forbidden", "the sales orders cannot be shown"),
    ]


STATUSES = [
    {"id": 1, "name": "Open"},
    {"id": 7, "name": "Lost, for now"},
    {"id": 8, "name": "open"},
]


def test_a_name_with_a_comma_and_equal_names() -> None:
    def wanted(*names: str) -> str:
        cw = talking_to(httpx.Response(200, json=STATUSES)).cw
        return conditions_of(cw, OpportunityFilters(statuses=names))

    assert wanted("lost, FOR now") == "status/id in (7)"
    assert wanted("Open") == "status/id in (1,8)"
    assert wanted("lost, for now", "8", " ") == "status/id in (7,8)"
    assert wanted(" ") == ""
    with pytest.raises(InvalidUsage) as caught:
        order_of(["st"])
    assert caught.value.details == ("closest: stage, status",)


def test_a_list_tells_how_far_it_is() -> None:
    heard: list[int] = []
    cw = talking_to(httpx.Response(200, json=[WHOLE])).cw
    list_opportunities(cw, OpportunityFilters(), progress=heard.append)
    assert heard == [1]


def test_parts_that_do_not_exist_are_empty() -> None:
    nothing = refused(404, "no such record")
    details = read_details(talking_to(Around(forecast=nothing, conversions=nothing)).cw, 4711)
    assert (details.forecast, details.orders, details.notices) == ((), (), ())


@pytest.mark.parametrize("answer", [{}, {"id": "x"}, [], 3])
def test_an_odd_record_is_still_the_one_that_was_asked_for(answer: Any) -> None:
    cw = talking_to(httpx.Response(200, json=answer)).cw
    assert read_opportunity(cw, 4711) == OpportunityRow(4711, "")


def test_linked_projects() -> None:
    rows = [{"id": 301, "name": "Network", "board": {"id": 31, "name": "Wires"}}, {"name": "x"}]
    around = Around(projects=httpx.Response(200, json=rows))
    setting = talking_to(around)
    details = read_details(setting.cw, 4711)
    assert details.projects == (LinkedProject(301, "Network", None, "Wires"),)
    assert len(setting.sent) == 4
    asked = [r.url.params for r in setting.script.requests if "projects" in r.url.path]
    assert asked[0]["conditions"] == "opportunity/id=4711"


@pytest.mark.parametrize("part", ["forecast", "projects", "conversions"])
def test_a_forbidden_part_is_told_and_left_out(part: str) -> None:
    around = Around(**{part: refused(403, "no", code="Security")})
    details = read_details(talking_to(around).cw, 4711)
    parts = {
        "forecast": details.forecast,
        "projects": details.projects,
        "conversions": details.orders,
    }
    assert [name for name, value in parts.items() if value is None] == [part]
    assert [notice.code for notice in details.notices] == ["forbidden"]
    assert "it lacks" in details.notices[0].message


def test_errors_of_the_opportunity_itself() -> None:
    with pytest.raises(Forbidden):
        read_details(talking_to(refused(403, "no", code="Security")).cw, 4711)
    with pytest.raises(NotFound, match="opportunity 4711 does not exist"):
        read_opportunity(talking_to(refused(404, "no such record")).cw, 4711)
    with pytest.raises(Unreachable):
        read_details(talking_to(Around(projects=httpx.Response(503))).cw, 4711)
