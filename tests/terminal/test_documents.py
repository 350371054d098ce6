from __future__ import annotations

import json
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from jsonschema import Draft202012Validator

from cwsync.errors import CwsyncError, Forbidden, Interrupted
from cwsync.export.project import Notice
from cwsync.mapping.workplan import (
    DesiredPhase,
    DesiredTask,
    DesiredTicket,
    Kind,
    SkippedItem,
    WorkPlan,
)
from cwsync.sync.plan import Action, Failure, Plan, Requests
from cwsync.terminal.documents import (
    error_document,
    export_document,
    push_document,
    status_document,
)
from cwsync.terminal.schemas import SCHEMAS
from cwsync.terminal.screen import as_json
from tests.terminal.golden import half_way
from tests.terminal.plans import (
    URL,
    additions,
    first_push,
    phase,
    pushed,
    second_push,
    task,
    ticket,
)
from tests.terminal.projects import clinic
from tests.terminal.test_diff import PLANS

NONE = {"project": 0, "phase": 0, "ticket": 0, "task": 0}


def written(document: dict[str, Any]) -> Any:
    """The document as a script reads it, after its schema has been checked."""
    read = json.loads(as_json(document))
    Draft202012Validator(SCHEMAS[read["schema"]]).validate(read)
    return read


@pytest.mark.parametrize("name", SCHEMAS)
def test_schemas_are_schemas(name: str) -> None:
    Draft202012Validator.check_schema(SCHEMAS[name])


def test_a_whole_plan() -> None:
    full = first_push()
    items = (
        phase("610", "Plan"),
        ticket("svc:71001", "Kick-off", "4.25", under="610", remark="not in the document"),
        task("5001", "Invite", under="svc:71001"),
        full.items[-1],
    )
    document = written(push_document(replace(full, items=items), run="a1b2c3d4"))
    assert document == {
        "schema": "cwsync.push/1",
        "mode": "plan",
        "changed": True,
        "project": {"id": None, "name": "Clinic Wi-Fi refresh", "action": "create", "url": None},
        "items": [
            {
                "key": "phase:610",
                "kind": "phase",
                "action": "create",
                "id": None,
                "parent_key": None,
                "name": "Plan",
                "hours": None,
                "reason": None,
                "differences": [],
            },
            {
                "key": "svc:71001",
                "kind": "ticket",
                "action": "create",
                "id": None,
                "parent_key": "phase:610",
                "name": "Kick-off",
                "hours": 4.25,
                "reason": None,
                "differences": [],
            },
            {
                "key": "sub:5001",
                "kind": "task",
                "action": "create",
                "id": None,
                "parent_key": "svc:71001",
                "name": "Invite",
                "hours": None,
                "reason": None,
                "differences": [],
            },
            {
                "key": "gov:88002",
                "kind": "ticket",
                "action": "skip",
                "id": None,
                "parent_key": None,
                "name": "Weekly steering call",
                "hours": 8.0,
                "reason": "not assigned to a phase and not prorated; "
                "assign it to a phase in ScopeStack",
                "differences": [],
            },
        ],
        "summary": {
            "create": {"project": 1, "phase": 1, "ticket": 1, "task": 1},
            "exists": NONE,
            "changed": NONE,
            "removed": NONE,
            "dropped": NONE,
            "skip": {**NONE, "ticket": 1},
        },
        "failed": [],
        "warnings": [
            {
                "code": "unknown_token",
                "message": "{{team}} is no token that cwsync knows",
                "key": "svc:71001",
            }
        ],
        "requests": {"read": 0, "write": 0, "retried": 0},
        "run": "a1b2c3d4",
    }
    assert list(document) == list(push_document(full))


def test_an_apply_says_what_was_created_and_what_was_not() -> None:
    outcome = half_way()
    document = written(
        push_document(
            outcome.plan,
            mode="apply",
            failures=outcome.failures,
            requests=Requests(read=9, write=12, retried=1),
            run="a1b2c3d4",
        )
    )
    assert document["mode"] == "apply"
    assert document["changed"] is True
    assert document["project"]["url"] == URL
    assert document["summary"]["create"] == {"project": 1, "phase": 2, "ticket": 5, "task": 0}
    assert document["summary"]["skip"] == {"project": 0, "phase": 0, "ticket": 2, "task": 2}
    assert document["requests"] == {"read": 9, "write": 12, "retried": 1}
    assert document["failed"] == [
        {"key": "sub:5001", "message": "not tried: its ticket is not there"},
        {"key": "sub:5002", "message": "not tried: its ticket is not there"},
        {"key": "svc:71003", "message": "ConnectWise answered 400: summary is required"},
    ]
    by_key = {item["key"]: item for item in document["items"]}
    assert by_key["svc:71003"]["action"] == "skip"
    assert by_key["svc:71003"]["reason"] == (
        "not created: ConnectWise answered 400: summary is required"
    )
    assert all(item["id"] for item in document["items"] if item["action"] == "create")


def test_an_apply_that_was_stopped_before_an_item() -> None:
    document = written(push_document(first_push(), mode="apply"))
    assert document["items"][0]["reason"] == "not created: the push stopped before"
    assert document["summary"]["create"]["phase"] == 0


def test_nothing_to_do_is_no_change() -> None:
    assert written(push_document(second_push()))["changed"] is False
    assert written(push_document(second_push(), mode="apply"))["changed"] is False


def test_differences() -> None:
    items = written(push_document(additions()))["items"]
    (changed,) = [item for item in items if item["action"] == "changed"]
    assert changed["differences"] == [
        {
            "field": "name",
            "export": "Access points",
            "connectwise": "Access points, both floors",
        },
        {"field": "hours", "export": 14, "connectwise": 16},
    ]


@given(PLANS)
def test_any_plan_gives_a_document_of_its_schema(plan: Plan) -> None:
    failures = [Failure(item.key, item.name) for item in plan.items if item.id is None]
    for mode in ("plan", "apply"):
        document = written(push_document(plan, mode=mode, failures=failures))
        counted = sum(sum(kinds.values()) for kinds in document["summary"].values())
        assert counted == len(plan.items) + 1
    written(status_document(plan))


@pytest.mark.parametrize(
    ("plan", "pushed_", "complete"),
    [(first_push(), False, False), (second_push(), True, True), (additions(), True, False)],
)
def test_status(plan: Plan, pushed_: bool, complete: bool) -> None:
    document = written(status_document(plan, requests=Requests(read=4), run="r"))
    push = written(push_document(plan))
    assert document == {
        "schema": "cwsync.status/1",
        "pushed": pushed_,
        "complete": complete,
        "project": push["project"],
        "items": push["items"],
        "summary": push["summary"],
        "warnings": push["warnings"],
        "requests": {"read": 4, "write": 0, "retried": 0},
        "run": "r",
    }


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (
            Forbidden("not allowed", hint="ask for Add", details=("Project > Projects",)),
            {
                "code": "forbidden",
                "exit_code": 5,
                "message": "not allowed",
                "hint": "ask for Add",
                "details": ["Project > Projects"],
            },
        ),
        (
            Interrupted("interrupted"),
            {
                "code": "interrupted",
                "exit_code": 130,
                "message": "interrupted",
                "hint": None,
                "details": [],
            },
        ),
    ],
)
def test_errors(error: CwsyncError, expected: dict[str, Any]) -> None:
    assert written(error_document(error)) == {"schema": "cwsync.error/1", "error": expected}


def test_an_export() -> None:
    ticket_ = DesiredTicket(
        key="svc:71001",
        name="Kick-off workshop",
        hours=Decimal("4.25"),
        description="",
        marker="",
        tasks=(DesiredTask("sub:5001", "Mount"),),
    )
    plan = WorkPlan(
        project_key="project:50410",
        name="Clinic Wi-Fi refresh",
        marker="",
        description="",
        phases=(DesiredPhase("phase:610", "Plan", "", (ticket_,)),),
        skipped=(SkippedItem("gov:88002", Kind.TICKET, "Steering call", "why", Decimal("8")),),
        notices=(Notice("cut", "a name was cut"),),
    )
    assert written(export_document(clinic(), plan)) == {
        "schema": "cwsync.export/1",
        "valid": True,
        "problems": [],
        "project": {
            "key": "project:50410",
            "id": "50410",
            "name": "Clinic Wi-Fi refresh",
            "status": "approved",
            "format": "native",
        },
        "counts": {
            "phases": 2,
            "services": 3,
            "managed_services": 1,
            "subservices": 1,
            "governance": 3,
            "products": 2,
        },
        "hours": {"services": 19.5, "governance": 11.87},
        "push": {
            "phases": 1,
            "tickets": 1,
            "tasks": 1,
            "hours": 4.25,
            "skipped": [
                {
                    "key": "gov:88002",
                    "kind": "ticket",
                    "name": "Steering call",
                    "hours": 8.0,
                    "reason": "why",
                }
            ],
        },
        "notices": [
            {
                "code": "unknown_token",
                "message": "{{team}} is unknown",
                "key": "svc:71001",
                "place": "clinic.yaml:7:3",
            },
            {"code": "cut", "message": "a name was cut", "key": None, "place": None},
        ],
    }


def test_actions_of_the_schema_are_those_of_the_plan() -> None:
    items = SCHEMAS["cwsync.push/1"]["properties"]["items"]["items"]
    assert items["properties"]["action"]["enum"] == [action.value for action in Action]
    assert pushed().project.id == 3120
