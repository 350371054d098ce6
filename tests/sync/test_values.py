"""Small values of this room: what they count, and how lists are put in order."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any, cast

import httpx
import pytest

from cwsync.client.failures import FieldError, Rejected
from cwsync.errors import Forbidden, PreconditionFailed
from cwsync.export.project import Status
from cwsync.mapping.totals import Category
from cwsync.mapping.workplan import Kind
from cwsync.sync.apply import _steps, is_unfinished
from cwsync.sync.approval import check_pushable
from cwsync.sync.claims import Claim
from cwsync.sync.companies import Company
from cwsync.sync.forecast_plan import ForecastPlan, LineAction, PlannedLine
from cwsync.sync.lookups import Listed, listed_company, look_up, ticket_statuses
from cwsync.sync.making import Maker, reason_of
from cwsync.sync.plan import Action, Plan, PlannedItem, PlannedProject, Target
from cwsync.sync.push import Prepared
from cwsync.sync.record import PushRecord, Running
from cwsync.sync.recordkeeper import Kept
from tests import projects
from tests.client.scripted import talking_to

LINE = PlannedLine(Category.PRODUCT, LineAction.CREATE, "Product", "Product", "Open")


def test_a_plan_counts_its_records_by_what_happens_to_them() -> None:
    kinds = (
        (Kind.PHASE, Action.CREATE),
        (Kind.TICKET, Action.CREATE),
        (Kind.TICKET, Action.CREATE),
        (Kind.TASK, Action.SKIP),
        (Kind.TASK, Action.SKIP),
    )
    items = tuple(PlannedItem(f"{n}", kind, action, "") for n, (kind, action) in enumerate(kinds))
    target, project = Target("h", "c", "C"), PlannedProject("P", Action.CREATE)
    plan = Plan("t", "o", target, project, items)
    none: Counter[str] = Counter()
    assert plan.counts() == {
        Action.CREATE: Counter(project=1, phase=1, ticket=2),
        Action.EXISTS: none,
        Action.CHANGED: none,
        Action.REMOVED: none,
        Action.DROPPED: none,
        Action.SKIP: Counter(task=2),
    }
    assert plan.creates == 4
    existing = replace(plan, project=replace(project, action=Action.EXISTS))
    assert existing.creates == 3
    assert existing.counts()[Action.EXISTS] == Counter(project=1)


def test_a_forecast_counts_its_lines() -> None:
    lines = (LINE, replace(LINE, action=LineAction.SKIP), LINE)
    plan = ForecastPlan("t", "o", "s", None, lines)
    assert [plan.count(action) for action in LineAction] == [
        sum(line.action is action for line in lines) for action in LineAction
    ]
    assert (plan.count(LineAction.CREATE), plan.writes) == (2, 2)


def test_a_push_that_did_not_end_is_unfinished() -> None:
    whole = PushRecord("project:1", {"svc:1": 7})
    part = replace(whole, complete=False)
    claim = Claim(9, Running("a", "pat@desk", datetime(2026, 11, 24, tzinfo=UTC)))

    def unfinished(kept: Kept, *, into: int | None = None) -> bool:
        plan = SimpleNamespace(project=SimpleNamespace(action=Action.EXISTS))
        request = SimpleNamespace(into=into)
        return is_unfinished(cast(Prepared, SimpleNamespace(kept=kept, plan=plan, request=request)))

    assert not unfinished(Kept(whole, (5,)))
    assert unfinished(Kept(whole)), "found by its marker, and nobody claimed it"
    assert not unfinished(Kept(whole), into=304)
    assert unfinished(Kept(whole, claims=(claim,)))
    assert unfinished(Kept(part))
    assert unfinished(Kept(part, claims=(claim,)))
    assert not unfinished(Kept(part, claims=(claim,), allowed=False))


def test_a_company_as_a_choice() -> None:
    company = Company(263, "AcmeDental", "Acme Dental Group")
    assert listed_company(company) == Listed(263, "Acme Dental Group", {"identifier": "AcmeDental"})


def test_lists_stand_as_connectwise_shows_them() -> None:
    rows = [
        {"id": 4, "name": "Done", "sortOrder": 9, "sequenceNumber": 2},
        {"id": 3, "name": "New", "sortOrder": 1, "sequenceNumber": 3},
        {"id": 9, "name": "Unranked"},
        {"id": 2, "name": "Unranked too", "sortOrder": None},
        {"id": 5, "name": "Work", "sortOrder": 1, "sequenceNumber": 1},
        {"id": "6", "name": "Odd"},
    ]
    cw = talking_to(httpx.Response(200, json=rows)).cw
    assert [row.id for row in ticket_statuses(cw, 31)] == [2, 9, 3, 5, 4]
    assert [row.id for row in look_up(cw, "stages")] == [2, 9, 5, 4, 3]
    assert [row.id for row in look_up(cw, "templates")] == [2, 3, 4, 5, 9]
    fraction = [{"id": 1, "sortOrder": 0.5}, {"id": 2}]
    cw = talking_to(httpx.Response(200, json=fraction)).cw
    assert [row.id for row in ticket_statuses(cw, 31)] == [2, 1]


def test_records_are_made_in_the_order_of_the_tree() -> None:
    """Phases first; then the phase with the most tickets to come, each after the one before."""

    def item(kind: Kind, key: str, parent: str | None = None) -> PlannedItem:
        return PlannedItem(key, kind, Action.CREATE, key, parent_key=parent)

    items = (
        item(Kind.PHASE, "p1"),
        item(Kind.TICKET, "t1", "p1"),
        item(Kind.TASK, "s1", "t1"),
        item(Kind.TASK, "s2", "t1"),
        item(Kind.TICKET, "t2", "p1"),
        PlannedItem("t3", Kind.TICKET, Action.EXISTS, "t3", parent_key="p1"),
        item(Kind.TASK, "s3", "t3"),
        item(Kind.PHASE, "p2"),
        item(Kind.TICKET, "t4", "p2"),
    )
    plan = Plan("t", "o", Target("h", "c", "C"), PlannedProject("P", Action.EXISTS), items)
    maker = cast(Maker, SimpleNamespace(step=lambda item: item.key))
    steps: list[Any] = _steps(plan, maker)
    assert [(s.key, s.run, s.parent, s.after, s.weight) for s in steps] == [
        ("p1", "p1", None, None, 1_000_000),
        ("t1", "t1", "p1", None, 2),
        ("s1", "s1", "t1", None, 0),
        ("s2", "s2", "t1", "s1", 0),
        ("t2", "t2", "p1", "t1", 1),
        ("s3", "s3", "t3", None, 0),
        ("p2", "p2", None, "p1", 1_000_000),
        ("t4", "t4", "p2", None, 1),
    ]


@pytest.mark.parametrize(
    ("status", "raw", "said", "hint"),
    [
        (
            Status.BUILDING,
            "building",
            "building",
            "have it approved in ScopeStack and export it again",
        ),
        (
            Status.PENDING_APPROVAL,
            "sales_approval",
            "sales approval",
            "have it approved in ScopeStack and export it again",
        ),
        (
            Status.LOST,
            "lost",
            "lost",
            "if that is no longer so, open it again in ScopeStack and export it once more",
        ),
    ],
)
def test_what_is_not_approved_is_not_pushed(status: Status, raw: str, said: str, hint: str) -> None:
    project = replace(projects.project(status=status), raw_status=raw)
    with pytest.raises(PreconditionFailed) as caught:
        check_pushable(project)
    assert caught.value.message == f"the project is {said} in ScopeStack, not approved"
    assert caught.value.hint == f"{hint}; --dry-run shows what a push would do"
    assert caught.value.code == "not_approved"
    check_pushable(projects.project(status=Status.WON))


def test_why_something_failed_in_one_line() -> None:
    errors = (FieldError("name", "", "too long"), FieldError("board", "Missing", ""))
    rejected = Rejected("it is refused", status=400, errors=errors)
    assert reason_of(rejected) == "it is refused: name: too long; board: Missing"
    assert reason_of(Rejected("it is refused", status=400)) == "it is refused"
    forbidden = Forbidden(
        "it lacks X", details=("ConnectWise says: no", "set X"), hint="see doctor"
    )
    assert reason_of(forbidden) == "it lacks X; set X; see doctor"
    assert reason_of(Forbidden("it lacks X")) == "it lacks X"
    assert reason_of(ValueError("odd")) == "odd"
