"""The forecast of an opportunity, kept in step with exports at every stage of the deal."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cwsync.errors import (
    CwsyncError,
    ExitCode,
    Forbidden,
    NotFound,
    PreconditionFailed,
    Unreachable,
)
from cwsync.export.project import Project, Status
from cwsync.mapping.forecast import ForecastOptions
from cwsync.mapping.totals import Category
from cwsync.sandbox.config import ForecastShape
from cwsync.sandbox.wire import Answer
from cwsync.sync.events import ignore
from cwsync.sync.forecast import ForecastRequest, prepare_forecast
from cwsync.sync.forecast_apply import apply_forecast
from cwsync.sync.forecast_plan import ForecastOutcome
from tests.projects import projects
from tests.sync.deals import LOST, Tenant, deal, tenant_in

ALL = ForecastRequest(ForecastOptions(include_product=True))
SERVICES_ONLY = ForecastRequest(ForecastOptions())
PATH = "/sales/opportunities/4711/forecast"


def sync(
    tenant: Tenant,
    project: Project,
    request: ForecastRequest = ALL,
    *,
    stop: Callable[[], bool] = lambda: False,
) -> ForecastOutcome:
    prepared = prepare_forecast(tenant.cw, project, request)
    return apply_forecast(tenant.cw, prepared, watcher=ignore, stop=stop)


def actions(outcome: ForecastOutcome) -> list[str]:
    return [line.action.value for line in outcome.plan.lines]


def codes(outcome: ForecastOutcome) -> list[str]:
    return [notice.code for notice in outcome.plan.notices]


def held(tenant: Tenant, opportunity: int = 4711) -> list[tuple[str, str, str, float, bool]]:
    return [
        (
            line["forecastDescription"],
            line["forecastType"],
            line["status"]["name"],
            float(line["revenue"]),
            line["includeFlag"],
        )
        for line in tenant.lines(opportunity)
    ]


def ours(services: float, managed: float, product: float, status: str = "Open") -> list[Any]:
    name = "ScopeStack 5150"
    return [
        (f"{name}: Product", "Product", status, product, True),
        (f"{name}: Professional Services", "Service", status, services, True),
        (f"{name}: Managed Services", "Agreement", status, managed, True),
    ]


@pytest.mark.parametrize("shape", ForecastShape)
def test_a_deal_from_building_to_won(file: Path, shape: ForecastShape) -> None:
    with tenant_in(file, forecast_shape=shape) as tenant:
        first = sync(tenant, deal(status=Status.BUILDING))
        assert actions(first) == ["create"] * 3
        assert held(tenant) == ours(8150, 10800, 16600)
        assert [line["cost"] for line in tenant.lines(4711)] == [100, 100, 100]
        ids = [line.id for line in first.plan.lines]

        steps = (
            (deal(status=Status.BUILDING), ["unchanged"] * 3, 0),
            (deal(status=Status.PENDING_APPROVAL, services="8200.50"), None, 1),
            (deal(status=Status.APPROVED, services="8200.50"), ["unchanged"] * 3, 0),
            (deal(status=Status.WON, services="8200.50"), ["update"] * 3, 3),
            (deal(status=Status.LOST, services="8200.50"), ["update"] * 3, 3),
        )
        for project, expected, writes in steps:
            before = len(tenant.faults.writes)
            outcome = sync(tenant, project)
            assert expected in (None, actions(outcome))
            assert len(tenant.faults.writes) == before + writes
            assert actions(sync(tenant, project)) == ["unchanged"] * 3
            assert len(tenant.faults.writes) == before + writes
            assert [line.id for line in outcome.plan.lines] == ids
        assert held(tenant) == ours(8200.5, 10800, 16600, "Lost")


def test_a_sync_takes_few_requests(tenant: Tenant) -> None:
    sync(tenant, deal())
    assert len(tenant.faults.reads) == 3  # the opportunity, its forecast, and that once more
    sync(tenant, deal())
    assert len(tenant.faults.reads) == 5
    assert tenant.faults.writes == [f"POST {PATH}/0"] * 3


def test_what_was_not_stopped_was_not_interrupted(tenant: Tenant) -> None:
    assert not sync(tenant, deal()).interrupted
    assert not sync(tenant, deal()).interrupted


def test_lines_of_others_stay_as_they_are_byte_for_byte(tenant: Tenant) -> None:
    before = json.dumps(tenant.lines(4001), default=str)
    assert before != "[]"
    first = sync(tenant, deal(opportunity=4001))
    assert first.plan.others == 2
    sync(tenant, deal(opportunity=4001, status=Status.WON, services="1"))
    lines = tenant.lines(4001)
    assert json.dumps(lines[:2], default=str) == before
    assert len(lines) == 5
    assert all("/forecast/" in told for told in tenant.faults.writes)


def test_two_projects_on_one_opportunity_keep_apart(tenant: Tenant) -> None:
    sync(tenant, deal("5150"))
    second = sync(tenant, deal("5151", services="7"))
    assert (actions(second), second.plan.others) == (["create"] * 3, 3)
    assert actions(sync(tenant, deal("5150", managed="1"))) == ["unchanged", "unchanged", "update"]
    assert actions(sync(tenant, deal("5151", services="7"))) == ["unchanged"] * 3


def test_products_only_when_they_are_included(tenant: Tenant) -> None:
    first = sync(tenant, deal(), SERVICES_ONLY)
    assert (actions(first), codes(first)) == (["skip", "create", "create"], [])
    sync(tenant, deal())
    later = sync(tenant, deal(product="1"), SERVICES_ONLY)
    assert (actions(later), codes(later)) == (["skip", "unchanged", "unchanged"], ["line_left"])
    assert "counts 16,600.00" in later.plan.notices[0].message


def test_a_total_of_zero_creates_no_line_and_empties_one_that_is_there(tenant: Tenant) -> None:
    none = sync(tenant, deal(managed="0"))
    assert actions(none) == ["create", "create", "skip"]
    emptied = sync(tenant, deal(services="0", managed="0", cost=None))
    assert actions(emptied) == ["unchanged", "update", "skip"]
    line = tenant.lines(4711)[1]
    assert (line["revenue"], line["cost"], line["includeFlag"]) == (0, 0, True)
    assert not sync(tenant, deal(services="0", managed="0", cost=None)).changed


def test_a_cost_that_the_export_does_not_know_is_left_as_it_is(tenant: Tenant) -> None:
    sync(tenant, deal())
    assert not sync(tenant, deal(cost=None)).changed
    assert sync(tenant, deal(cost="0")).changed


def test_whatever_was_changed_in_a_line_of_ours_is_put_right(tenant: Tenant) -> None:
    id = sync(tenant, deal()).plan.lines[1].id
    for path, value, field in (
        ("forecastType", "Other1", "type"),
        ("status", {"id": 5}, "status"),
        ("includeFlag", False, "included"),
        ("revenue", 1, "revenue"),
        ("cost", 1, "cost"),
    ):
        tenant.cw.patch(f"{PATH}/{id}", [{"op": "replace", "path": path, "value": value}])
        outcome = sync(tenant, deal())
        assert [d.field for d in outcome.plan.lines[1].differences] == [field]
        assert not sync(tenant, deal()).changed


def test_types_can_be_chosen(tenant: Tenant) -> None:
    sync(tenant, deal())
    types = dict.fromkeys(Category, "Other2")
    outcome = sync(tenant, deal(), ForecastRequest(ForecastOptions(True, types)))
    assert actions(outcome) == ["update"] * 3
    assert {line["forecastType"] for line in tenant.lines(4711)} == {"Other2"}


def test_lines_too_many_are_told_of_and_count_for_nothing(tenant: Tenant) -> None:
    first = sync(tenant, deal())
    copy = {
        "forecastDescription": "ScopeStack 5150:  Managed Services ",
        "forecastType": "Agreement",
        "opportunity": {"id": 4711},
        "status": {"id": 1},
        "revenue": 10800,
        "includeFlag": True,
    }
    doubled = tenant.cw.post(f"{PATH}/0", copy)["id"]
    outcome = sync(tenant, deal())
    extra = outcome.plan.lines[3]
    assert (actions(outcome), extra.id, extra.duplicate) == (
        ["unchanged"] * 3 + ["update"],
        doubled,
        True,
    )
    assert outcome.plan.lines[2].id == first.plan.lines[2].id
    assert codes(outcome) == ["duplicate_lines"]
    assert sum(line["revenue"] for line in tenant.lines(4711)) == 8150 + 10800 + 16600
    again = sync(tenant, deal())
    assert (again.changed, codes(again)) == (False, ["duplicate_lines"])


def test_of_two_syncs_at_once_the_later_one_takes_its_lines_back(tenant: Tenant) -> None:
    prepared = prepare_forecast(tenant.cw, deal(), ALL)
    sync(tenant, deal())  # the other one, between our look and our first write
    outcome = apply_forecast(tenant.cw, prepared, watcher=ignore)
    assert outcome.failures == ()
    assert [line.duplicate for line in outcome.plan.lines] == [True] * 3
    assert codes(outcome) == ["duplicate_lines"] * 3
    assert [line["revenue"] for line in tenant.lines(4711)] == [16600, 8150, 10800, 0, 0, 0]
    assert not sync(tenant, deal()).changed


@pytest.mark.parametrize("at", [0, 1, 2])
def test_a_create_whose_answer_is_lost_is_found_and_not_sent_again(tenant: Tenant, at: int) -> None:
    tenant.faults.lose = [*[None] * at, LOST]
    outcome = sync(tenant, deal())
    assert (actions(outcome), outcome.failures) == (["create"] * 3, ())
    assert held(tenant) == ours(8150, 10800, 16600)
    assert len(tenant.faults.writes) == 3


def test_a_create_that_never_arrived_is_sent_again(tenant: Tenant) -> None:
    tenant.faults.refuse = [LOST]
    assert actions(sync(tenant, deal())) == ["create"] * 3
    assert len(tenant.lines(4711)) == 3
    assert tenant.clock.now() > 90  # a commit can come that late


def test_a_change_whose_answer_is_lost_is_looked_for(tenant: Tenant) -> None:
    sync(tenant, deal())
    tenant.faults.lose = [LOST]
    outcome = sync(tenant, deal(services="9000"))
    assert (actions(outcome), outcome.failures) == (["unchanged", "update", "unchanged"], ())
    assert len(tenant.faults.writes) == 4


def test_a_change_that_never_arrived_is_sent_again(tenant: Tenant) -> None:
    sync(tenant, deal())
    tenant.faults.refuse = [LOST, LOST]
    assert sync(tenant, deal(services="9000")).failures == ()
    assert tenant.lines(4711)[1]["revenue"] == 9000
    assert len(tenant.faults.writes) == 6


def test_a_change_that_never_arrives_ends_the_sync(tenant: Tenant) -> None:
    sync(tenant, deal())
    tenant.faults.refuse = [None, *[LOST] * 3]
    outcome = sync(tenant, deal(product="1", services="2", managed="3"))
    assert actions(outcome) == ["update", "skip", "skip"]
    (failure,) = outcome.failures
    assert (failure.error.code, failure.error.exit_code) == ("still_unknown", ExitCode.HALF_WAY)
    assert outcome.plan.lines[2].reason == "not done: the sync was stopped before"
    assert actions(sync(tenant, deal(product="1", services="2", managed="3"))) == [
        "unchanged",
        "update",
        "update",
    ]


@pytest.mark.parametrize("several", [False, True])
def test_a_change_whose_answer_was_lost_is_seen_in_either_shape(
    tenant: Tenant, several: bool
) -> None:
    sync(tenant, deal())
    there = tenant.lines(4711)[1]
    line = {"id": there["id"], "revenue": 9000, "cost": 100, "includeFlag": True}
    line |= {"forecastType": "Service", "status": {"id": 1, "name": "Open"}}
    path = f"{PATH}/{line['id']}"
    tenant.faults.lose = [LOST]
    tenant.faults.instead = {path: Answer(200, [line, line] if several else [line])}
    before = len(tenant.faults.writes)
    assert actions(sync(tenant, deal(services="9000"))) == ["unchanged", "update", "unchanged"]
    assert tenant.faults.writes[before:] == [f"PATCH {path}"] * (2 if several else 1)


def test_a_line_that_is_refused_does_not_stop_the_others(tenant: Tenant) -> None:
    refusal = Answer(400, {"code": "InvalidObject", "message": "no", "errors": None})
    tenant.faults.refuse = [None, refusal]
    outcome = sync(tenant, deal())
    assert actions(outcome) == ["create", "skip", "create"]
    (failure,) = outcome.failures
    assert failure.line.category is Category.PROFESSIONAL
    assert actions(sync(tenant, deal())) == ["unchanged", "create", "unchanged"]


def test_what_connectwise_does_not_keep_is_no_success(tenant: Tenant) -> None:
    sync(tenant, deal())
    tenant.faults.refuse = [Answer(200, {"id": 1, "revenue": 9000})]  # a false 200
    outcome = sync(tenant, deal(services="9000"))
    (failure,) = outcome.failures
    assert (failure.error.code, outcome.changed) == ("not_kept", False)
    assert failure.error.message == (
        'ConnectWise did not keep the line "ScopeStack 5150: Professional Services" as it was '
        "sent: revenue is 8,150.00, not 9,000.00"
    )
    assert failure.error.hint == "look at the opportunity in ConnectWise, and run it again"


def test_a_line_that_is_deleted_at_that_moment_is_no_success(tenant: Tenant) -> None:
    def delete_first() -> None:
        tenant.cw.delete(f"{PATH}/{tenant.lines(4711)[0]['id']}")

    tenant.faults.lose = [None, delete_first]
    outcome = sync(tenant, deal())
    assert [failure.error.message for failure in outcome.failures] == [
        'ConnectWise did not keep the line "ScopeStack 5150: Product" as it was sent: '
        "it is not there"
    ]


def test_a_stop_between_two_lines_leaves_the_rest_undone(tenant: Tenant) -> None:
    outcome = sync(tenant, deal(), stop=lambda: len(tenant.faults.writes) == 1)
    assert (actions(outcome), outcome.interrupted) == (["create", "skip", "skip"], True)
    assert actions(sync(tenant, deal())) == ["unchanged", "create", "create"]


def test_a_stop_while_a_change_is_unknown_ends_it(tenant: Tenant) -> None:
    sync(tenant, deal())
    tenant.faults.refuse = [LOST]
    outcome = sync(tenant, deal(services="9000"), stop=lambda: len(tenant.faults.writes) == 4)
    assert [failure.error.code for failure in outcome.failures] == ["still_unknown"]
    assert tenant.clock.slept == []


def test_what_cannot_be_read_again_is_told_and_stands(tenant: Tenant) -> None:
    def hide() -> None:
        tenant.faults.instead = {PATH: Answer(200, "text")}

    tenant.faults.lose = [None, None, hide]
    outcome = sync(tenant, deal())
    assert (actions(outcome), codes(outcome)) == (["create"] * 3, ["not_checked"])


def test_a_line_without_an_id_is_never_made_twice(tenant: Tenant) -> None:
    line = {"forecastDescription": "ScopeStack 5150: Product", "revenue": 1}
    tenant.faults.instead = {PATH: Answer(200, {"forecastItems": [line, line | {"id": 8}]})}
    plan = prepare_forecast(tenant.cw, deal(), ALL).plan
    first = plan.lines[0]
    assert (first.action, first.id, first.status_id) == ("update", 8, 1)
    assert "8 is kept in step" in plan.notices[0].message
    tenant.faults.instead = {PATH: Answer(200, {"forecastItems": [line]})}
    first = prepare_forecast(tenant.cw, deal(), ALL).plan.lines[0]
    assert (first.action, first.reason) == (
        "skip",
        "ConnectWise does not give the id of this line",
    )


def test_a_canceled_project_is_refused(tenant: Tenant) -> None:
    with pytest.raises(PreconditionFailed, match="canceled") as caught:
        sync(tenant, deal(status=Status.CANCELED))
    assert caught.value.code == "canceled"
    assert tenant.faults.reads == []


def test_an_opportunity_is_needed(tenant: Tenant) -> None:
    with pytest.raises(PreconditionFailed, match="not linked") as caught:
        sync(tenant, deal(opportunity=None))
    assert "--opportunity" in (caught.value.hint or "")
    wished = replace(ALL, opportunity=4711)
    assert sync(tenant, deal(opportunity=None), wished).changed
    with pytest.raises(CwsyncError, match="linked to opportunity 4103, not 4711"):
        sync(tenant, deal(opportunity=4103), wished)


def test_an_opportunity_that_does_not_exist(tenant: Tenant) -> None:
    with pytest.raises(NotFound) as caught:
        sync(tenant, deal(opportunity=99))
    assert caught.value.code == "opportunity_not_found"


def test_without_the_permission_it_is_named(file: Path) -> None:
    with tenant_in(file, revoked=frozenset({"Opportunity:inquire"})) as tenant:
        with pytest.raises(Forbidden) as caught:
            sync(tenant, deal())
        assert "Sales > Opportunity (Inquire)" in caught.value.message
    with tenant_in(file, revoked=frozenset({"Opportunity:add"})) as tenant:
        outcome = sync(tenant, deal())
        assert {failure.error.exit_code for failure in outcome.failures} == {ExitCode.FORBIDDEN}
        assert "Sales > Opportunity (Add)" in outcome.failures[0].error.message


def test_a_closed_opportunity_is_synced_with_a_word(tenant: Tenant) -> None:
    path = "/sales/opportunities/4711"
    tenant.cw.patch(path, [{"op": "replace", "path": "status", "value": {"id": 4}}])
    outcome = sync(tenant, deal())
    assert (actions(outcome), codes(outcome)) == (["create"] * 3, ["opportunity_closed"])
    assert "closed in ConnectWise (No Decision)" in outcome.plan.notices[0].message
    assert {status for _, _, status, _, _ in held(tenant)} == {"No Decision"}
    tenant.cw.patch(path, [{"op": "replace", "path": "status", "value": {"id": 2}}])
    assert codes(sync(tenant, deal(status=Status.WON))) == []


def test_a_tenant_without_a_status_for_won(tenant: Tenant) -> None:
    rows = [{"id": 3, "name": "Lost", "lostFlag": True}, {"id": "x", "wonFlag": True}]
    tenant.faults.instead = {"/sales/opportunities/statuses": Answer(200, rows)}
    with pytest.raises(PreconditionFailed) as caught:
        sync(tenant, deal(status=Status.WON))
    assert caught.value.code == "no_won_status"
    assert caught.value.message == (
        "this ConnectWise has no opportunity status in use that stands for won"
    )
    assert caught.value.hint == (
        "mark one in ConnectWise: System > Setup Tables > Opportunity Status"
    )


@pytest.mark.parametrize(
    ("flags", "id"),
    [
        ([{}, {"defaultFlag": True}, {}], 71),
        ([{"inactiveFlag": True}, {}, {}], 71),
        ([{"wonFlag": False}, {"wonFlag": None}, {}], 72),
    ],
)
def test_which_of_several_won_statuses_is_taken(
    tenant: Tenant, flags: list[dict[str, Any]], id: int
) -> None:
    rows = [{"id": 70 + n, "name": "W", "wonFlag": True} | one for n, one in enumerate(flags)]
    tenant.faults.instead = {"/sales/opportunities/statuses": Answer(200, rows)}
    prepared = prepare_forecast(tenant.cw, deal(status=Status.WON), ALL)
    assert {line.status_id for line in prepared.plan.lines} == {id}


@pytest.mark.parametrize("answer", ["text", [3], {"forecastItems": {}}, {"forecastItems": [None]}])
def test_an_answer_that_is_no_forecast_is_never_taken_for_an_empty_one(
    tenant: Tenant, answer: Any
) -> None:
    tenant.faults.instead = {PATH: Answer(200, answer)}
    with pytest.raises(Unreachable) as caught:
        sync(tenant, deal())
    assert caught.value.code == "unexpected_answer"
    assert tenant.faults.writes == []


def test_an_opportunity_without_a_forecast_gets_one(tenant: Tenant) -> None:
    tenant.faults.instead = {PATH: Answer(404, {"code": "NotFound", "message": "none"})}
    prepared = prepare_forecast(tenant.cw, deal(), ALL)
    assert [line.action for line in prepared.plan.lines] == ["create"] * 3


def test_a_profile_can_skip_the_revenue_sync(tenant: Tenant) -> None:
    skip = replace(ALL, skip=True)
    outcome = sync(tenant, deal(), skip)
    assert (outcome.plan.lines, outcome.changed) == ((), False)
    assert "skip_revenue_sync" in (outcome.plan.skipped or "")
    assert tenant.faults.reads == []
    assert sync(tenant, deal(), replace(skip, force=True)).changed


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(made=projects(most_services=4), data=st.data())
def test_whatever_the_project_a_second_sync_writes_nothing(
    tenant: Tenant, made: Project, data: st.DataObject
) -> None:
    price = st.one_of(st.none(), st.decimals(0, 9999, places=3, allow_nan=False))
    services = tuple(
        replace(service, revenue=data.draw(price), cost=data.draw(price))
        for service in made.services
    )
    status = data.draw(st.sampled_from([s for s in Status if s is not Status.CANCELED]))
    request = replace(ALL, opportunity=4711)
    project = replace(made, services=services, status=status, terms=data.draw(st.integers(0, 60)))
    sync(tenant, project, request)
    second = sync(tenant, project, request)
    assert not second.changed
    for line in second.plan.lines:
        if line.money is not None:
            assert line.previous is not None
            assert line.previous.revenue == line.money.revenue
    assert all(Decimal(str(line["revenue"])) >= 0 for line in tenant.lines(4711))
