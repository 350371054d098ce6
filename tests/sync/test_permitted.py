"""What a plan needs of the member's role, and nothing more."""

from __future__ import annotations

import httpx
import pytest

from cwsync.errors import ExitCode
from cwsync.mapping.workplan import Kind
from cwsync.sync.permitted import refusal
from cwsync.sync.plan import Action, Plan, PlannedItem, PlannedProject, Target
from tests.client.scripted import Setting, talking_to

CREATE = {
    "Project Headers": Action.CREATE,
    "Project Phase": Kind.PHASE,
    "Project Tickets": Kind.TICKET,
    "Project Ticket Tasks": Kind.TASK,
}


def plan(project: Action, *created: Kind) -> Plan:
    items = [
        PlannedItem(f"{kind}:1", kind, Action.CREATE, "Rack")
        if kind in created
        else PlannedItem(f"{kind}:1", kind, Action.EXISTS, "Rack", id=7)
        for kind in Kind
    ]
    target = Target("na.myconnectwise.net", "fernhill", "Fernhill Dental")
    return Plan("Refresh", "approved", target, PlannedProject("Refresh", project), tuple(items))


def denying(*functions: str) -> Setting:
    rows = [{"moduleFunctionName": name, "addLevel": "None"} for name in functions]
    return talking_to(httpx.Response(200, json=rows))


def test_nothing_is_asked_where_nothing_is_created() -> None:
    setting = denying(*CREATE)
    assert refusal(setting.cw, plan(Action.EXISTS)) is None
    assert setting.sent == []


@pytest.mark.parametrize("function", CREATE)
def test_a_plan_needs_what_it_creates_alone(function: str) -> None:
    setting = denying(function)
    whole = refusal(setting.cw, plan(Action.CREATE, *Kind))
    assert whole is not None
    assert whole.exit_code is ExitCode.FORBIDDEN
    lacks = f"the API member may not create this: its role lacks Project > {function} (Add)"
    assert whole.message == lacks
    assert len(whole.details) == 1
    others = [kind for kind in Kind if kind is not CREATE[function]]
    there = Action.EXISTS if function == "Project Headers" else Action.CREATE
    assert refusal(setting.cw, plan(there, *others)) is None


def test_everything_that_is_lacking_is_named_in_the_order_of_creation() -> None:
    error = refusal(denying(*reversed(CREATE)).cw, plan(Action.CREATE, *Kind))
    assert error is not None
    names = " and ".join(f"Project > {function} (Add)" for function in CREATE)
    assert error.message.endswith(f"its role lacks {names}")
    assert [detail.rpartition(" > ")[2] for detail in error.details] == [
        f"{function}: set Add Level to All" for function in CREATE
    ]
    assert "config set push.check_permissions false" in str(error.hint)


def test_only_for_its_own_records_is_enough() -> None:
    row = {"moduleFunctionName": "Project Tickets", "addLevel": "My"}
    setting = talking_to(httpx.Response(200, json=[row]))
    assert refusal(setting.cw, plan(Action.CREATE, *Kind)) is None
