"""R6, R7: people in between, and items that fail: what it is said to be, and nothing twice."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

import httpx
import pytest

from cwsync.errors import CwsyncError, PreconditionFailed
from cwsync.sandbox.config import Hooks
from cwsync.sandbox.faults import Decider, Do, Fault
from cwsync.sandbox.misbehaving import Misbehaving
from cwsync.sync.apply import apply
from cwsync.sync.once import StillUnknown
from cwsync.sync.plan import Action, Outcome, PlannedItem
from tests import projects
from tests.sandbox.support import connected, listed, patched, status_id
from tests.sandbox.support import replace as op
from tests.torture.world import (
    BOARD,
    NOBODY,
    OPPORTUNITY,
    SMALL,
    World,
    ready,
    sized,
    verdict,
)

TICKET, PHASE, TASK = "svc:1000", "phase:1", "sub:10100"
GROWN = replace(SMALL, services=(*SMALL.services, projects.service("1006", phase="1")))
Change = Callable[[httpx.Client, Outcome], None]


def id_of(outcome: Outcome, key: str) -> int:
    found = next(item.id for item in outcome.plan.items if item.key == key)
    assert found is not None
    return found


def item(outcome: Outcome, key: str) -> PlannedItem:
    return next(item for item in outcome.plan.items if item.key == key)


def everything(cw: httpx.Client) -> dict[str, object]:
    """All records with all fields, as they are."""
    rows: dict[str, object] = {}
    for ticket in listed(cw, "/project/tickets"):
        rows[f"ticket {ticket['id']}"] = ticket
        for task in listed(cw, f"/project/tickets/{ticket['id']}/tasks"):
            rows[f"task {task['id']}"] = task
    for project in listed(cw, "/project/projects"):
        rows[f"project {project['id']}"] = project
        for phase in listed(cw, f"/project/projects/{project['id']}/phases"):
            rows[f"phase {phase['id']}"] = phase
    return rows


def rename_ticket(cw: httpx.Client, pushed: Outcome) -> None:
    patched(cw, f"/project/tickets/{id_of(pushed, TICKET)}", op("summary", "Ours now"))


def change_hours(cw: httpx.Client, pushed: Outcome) -> None:
    patched(cw, f"/project/tickets/{id_of(pushed, TICKET)}", op("budgetHours", 40))


def move_ticket(cw: httpx.Client, pushed: Outcome) -> None:
    phase = {"id": id_of(pushed, "phase:2")}
    patched(cw, f"/project/tickets/{id_of(pushed, TICKET)}", op("phase", phase))


def close_ticket(cw: httpx.Client, pushed: Outcome) -> None:
    closed = {"id": status_id(cw, BOARD, "Completed")}
    patched(cw, f"/project/tickets/{id_of(pushed, TICKET)}", op("status", closed))


def delete_ticket(cw: httpx.Client, pushed: Outcome) -> None:
    assert cw.delete(f"/project/tickets/{id_of(pushed, TICKET)}").status_code == 204


def edit_task(cw: httpx.Client, pushed: Outcome) -> None:
    path = f"/project/tickets/{id_of(pushed, 'svc:1001')}/tasks/{id_of(pushed, TASK)}"
    patched(cw, path, op("notes", "Something else"))


def rename_phase(cw: httpx.Client, pushed: Outcome) -> None:
    project = pushed.plan.project.id
    path = f"/project/projects/{project}/phases/{id_of(pushed, PHASE)}"
    patched(cw, path, op("description", "Their name for it"))


def add_their_own(cw: httpx.Client, pushed: Outcome) -> None:
    body = {"summary": "Theirs", "phase": {"id": id_of(pushed, PHASE)}}
    assert cw.post("/project/tickets", json=body).status_code == 201


CHANGES: dict[str, tuple[Change, str, Action, str]] = {
    "renamed": (rename_ticket, TICKET, Action.CHANGED, "name"),
    "hours": (change_hours, TICKET, Action.CHANGED, "hours"),
    "moved": (move_ticket, TICKET, Action.CHANGED, "phase"),
    "closed": (close_ticket, TICKET, Action.EXISTS, ""),
    "deleted": (delete_ticket, TICKET, Action.REMOVED, ""),
    "task edited": (edit_task, TASK, Action.EXISTS, ""),
    "phase renamed": (rename_phase, PHASE, Action.CHANGED, "name"),
    "their own": (add_their_own, TICKET, Action.EXISTS, ""),
}


@pytest.mark.parametrize("grown", [False, True], ids=["same export", "grown export"])
@pytest.mark.parametrize("name", CHANGES)
def test_what_people_did_is_shown_and_left_alone(name: str, grown: bool, world: World) -> None:
    change, key, action, field = CHANGES[name]
    pushed = world.push(SMALL)
    with connected(world.sandbox) as cw:
        change(cw, pushed)
        before = everything(cw)
        again = world.push(GROWN if grown else SMALL)
        after = everything(cw)
    assert {name: after[name] for name in before} == before
    found = item(again, key)
    assert found.action is action
    assert [d.field for d in found.differences] == ([field] if field else [])
    created = [i.key for i in again.plan.items if i.action is Action.CREATE]
    assert set(created) == ({"svc:1006"} if grown else set())
    assert len(after) == len(before) + len(created)
    assert world.push(GROWN if grown else SMALL).plan.creates == 0


def test_a_project_that_was_closed_is_only_looked_at(world: World) -> None:
    pushed = world.push(SMALL)
    with connected(world.sandbox) as cw:
        statuses = listed(cw, "/project/statuses")
        closed = next(row["id"] for row in statuses if row.get("closedFlag"))
        patched(cw, f"/project/projects/{pushed.plan.project.id}", op("status", {"id": closed}))
        before = everything(cw)
        assert world.push(SMALL).plan.creates == 0
        with pytest.raises(PreconditionFailed, match="is closed in ConnectWise"):
            world.push(GROWN)
        assert everything(cw) == before


def test_a_project_that_was_renamed_is_found(world: World) -> None:
    pushed = world.push(SMALL)
    with connected(world.sandbox) as cw:
        patched(cw, f"/project/projects/{pushed.plan.project.id}", op("name", "Theirs"))
    again = world.push(SMALL)
    assert (again.plan.creates, again.plan.project.id) == (0, pushed.plan.project.id)


POSTS = range(4, 17)  # behind both claims and the project: 3 phases, 6 tickets, 4 tasks


@pytest.mark.parametrize("at_a_time", [1, 8])
@pytest.mark.parametrize("position", POSTS)
def test_a_refused_item_costs_only_what_depends_on_it(
    position: int, at_a_time: int, world: World
) -> None:
    refused = Fault(
        "POST *", Do.STATUS, times=(position,), status=400, message="A field is missing"
    )
    world.sandbox.hooks = Misbehaving(Decider([refused]))
    outcome = world.push(SMALL, at_a_time=at_a_time)
    (failed,) = (failure for failure in outcome.failures if not failure.blocked)
    blocked = {failure.key for failure in outcome.failures if failure.blocked}
    assert re.fullmatch(r"ConnectWise refused POST \S+: A field is missing", failed.message)
    assert blocked == below(outcome, failed.key)
    created = {i.key for i in outcome.plan.items if i.action is Action.CREATE and i.id is not None}
    assert len(created) == 13 - 1 - len(blocked)
    assert world.push(SMALL).plan.creates == 1 + len(blocked)
    found = verdict(world, SMALL)
    assert (found.is_good, found.claims) == (True, 0)


def below(outcome: Outcome, key: str) -> set[str]:
    children = {i.key for i in outcome.plan.items if i.parent_key == key}
    return children.union(*(below(outcome, child) for child in children))


def test_an_item_that_is_never_answered_does_not_cost_the_others(world: World) -> None:
    poison = Fault("POST project/tickets", Do.STATUS, times=(2, 3, 4), status=500)
    world.sandbox.hooks = Misbehaving(Decider([poison]))
    outcome = world.push(sized(3, 6, 0), at_a_time=1)
    assert [f.blocked for f in outcome.failures] == [False]
    world.sandbox.hooks = Hooks()
    assert world.push(sized(3, 6, 0)).plan.creates == 1
    assert verdict(world, sized(3, 6, 0)).is_good


def test_many_items_that_are_never_answered_are_an_outage(world: World) -> None:
    world.push(sized(1, 1, 0))
    world.sandbox.hooks = Misbehaving(
        Decider([Fault("POST project/tickets", Do.STATUS, status=500)])
    )
    with pytest.raises(StillUnknown):
        world.push(sized(1, 40, 0), at_a_time=1)
    assert world.clock.now() < 3 * 3 * 100


@pytest.mark.parametrize("position", [1, 2, 3])
def test_what_fails_before_the_items_leaves_nothing_in_the_way(position: int, world: World) -> None:
    refused = Fault("POST *", Do.STATUS, times=(position,), status=400)
    world.sandbox.hooks = Misbehaving(Decider([refused]))
    with pytest.raises(CwsyncError):
        world.push(SMALL)
    assert not world.push(SMALL).failures
    found = verdict(world, SMALL)
    assert (found.is_good, found.claims) == (True, 0)


@pytest.mark.parametrize(
    "revoked", ["Project Notes:add", "Project Notes:inquire", "Opportunity:add"]
)
def test_without_the_right_to_write_notes_names_and_markers_do(revoked: str, world: World) -> None:
    world.sandbox.config = replace(world.sandbox.config, revoked=frozenset({revoked}))
    first = world.push(SMALL)
    assert first.failures == ()
    warned = "no_push_record" in {notice.code for notice in first.plan.notices}
    assert warned is ("Notes" in revoked)
    assert world.push(SMALL).plan.creates == 0
    found = verdict(world, SMALL)
    assert (found.is_good, found.claims) == (True, 0)


@pytest.mark.parametrize("level", ["delete", "edit"])
def test_without_the_right_to_delete_or_edit_notes_nobody_is_locked_out(
    level: str, world: World
) -> None:
    world.sandbox.config = replace(
        world.sandbox.config, revoked=frozenset({f"Project Notes:{level}", f"Opportunity:{level}"})
    )
    assert world.push(SMALL).failures == ()
    assert world.push(GROWN).failures == ()
    assert world.push(GROWN).plan.creates == 0
    found = verdict(world, GROWN)
    assert (found.is_good, found.claims) == (True, 0)


@pytest.mark.parametrize("change", [rename_ticket, move_ticket, rename_phase])
@pytest.mark.parametrize("lost", ["forbidden", "deleted"])
def test_without_a_record_markers_find_what_lost_its_name_or_place(
    lost: str, change: Change, world: World
) -> None:
    if lost == "forbidden":
        revoked = frozenset({"Project Notes:add", "Project Notes:inquire"})
        world.sandbox.config = replace(world.sandbox.config, revoked=revoked)
    pushed = world.push(SMALL)
    with connected(world.sandbox) as cw:
        change(cw, pushed)
        path = f"/project/projects/{pushed.plan.project.id}/notes"
        for note in listed(cw, path) if lost == "deleted" else ():
            assert cw.delete(f"{path}/{note['id']}").status_code == 204
    again = world.push(GROWN)
    assert [i.key for i in again.plan.items if i.action is Action.CREATE] == ["svc:1006"]
    assert verdict(world, GROWN).is_good


@pytest.mark.parametrize("opportunity", [OPPORTUNITY, None])
def test_two_people_who_want_a_new_project_get_one(opportunity: int | None, world: World) -> None:
    project = sized(2, 2, 0, opportunity=opportunity)
    world.push(project)
    with world.client() as one, world.client() as two:
        first, second = ready(one, project, new=True), ready(two, project, new=True)
        assert not apply(one, project, first, NOBODY).failures
        with pytest.raises(PreconditionFailed) as caught:
            apply(two, project, second, replace(NOBODY, id="1"))
    assert caught.value.code == "stale_plan"
    assert not world.push(project, new=True).failures  # who wants one more all the same
