"""Names, markers and little else: pushes whose record is missing, or does not say all."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from cwsync.export.project import Project
from cwsync.sync.plan import Action, Outcome
from tests import projects
from tests.sandbox.support import connected, listed
from tests.torture.test_people import GROWN, rename_ticket
from tests.torture.world import (
    BOARD,
    COMPANY,
    OPPORTUNITY,
    SMALL,
    Killed,
    Stage,
    World,
    at,
    verdict,
)

QUARTER_OF_AN_HOUR = 15 * 60
NO_NOTES = frozenset({"Project Notes:add", "Project Notes:inquire"})
PLAN = [projects.phase("1", "Plan")]


def install(*ids: str) -> Project:
    """One phase with a service “Install” of each id."""
    services = [projects.service(id, "Install", id[-1], phase="1") for id in ids]
    return projects.project(PLAN, services, opportunity=OPPORTUNITY)


DESIGN = projects.project(
    PLAN,
    [projects.service("1", "Design", phase="1")],
    governance=[projects.governance("9", "Documentation", "4")],
    opportunity=OPPORTUNITY,
)
DOCUMENTED = replace(
    DESIGN, services=(*DESIGN.services, projects.service("2", "Documentation", "7", phase="1"))
)


def tickets_made(outcome: Outcome) -> list[str]:
    return [item.key for item in outcome.plan.items if item.action is Action.CREATE]


def die_at_the_end(new_world: Callable[[], World], project: Project) -> World:
    """Everything was created, and the record was not written yet."""
    for number in range(10, 60):
        world = new_world()
        try:
            world.push(project, kill=at(number, Stage.BEFORE), at_a_time=1)
        except Killed:
            if not verdict(world, project).missing:
                world.later(QUARTER_OF_AN_HOUR)
                return world
    pytest.fail("it never came so far")


@pytest.mark.parametrize("died", [False, True], ids=["no record", "no end"])
@pytest.mark.parametrize(
    ("before", "after", "made"),
    [
        (install("11", "12"), install("13", "11", "12"), ["svc:13"]),
        (install("11", "12"), install("13", "12"), ["svc:13"]),
        (install("11", "12", "14"), install("14", "13"), ["svc:13"]),
        (DESIGN, DOCUMENTED, ["svc:2"]),
    ],
    ids=["inserted", "replaced", "turned", "named as governance"],
)
def test_names_that_collide_are_told_apart_by_their_markers(
    died: bool,
    before: Project,
    after: Project,
    made: list[str],
    new_world: Callable[[], World],
) -> None:
    if died:
        world = die_at_the_end(new_world, before)
    else:
        world = new_world()
        world.sandbox.config = replace(world.sandbox.config, revoked=NO_NOTES)
        world.push(before)
    assert tickets_made(world.push(after)) == made
    found = verdict(world, after)
    assert (found.twice, found.missing) == ((), ())
    assert world.push(after).plan.creates == 0


def test_what_was_renamed_is_found_without_a_record_where_the_project_is_named(
    world: World,
) -> None:
    pushed = world.push(SMALL)
    project_id = pushed.plan.project.id
    with connected(world.sandbox) as cw:
        rename_ticket(cw, pushed)
        path = f"/project/projects/{project_id}/notes"
        for note in listed(cw, path):
            assert cw.delete(f"{path}/{note['id']}").status_code == 204
    assert project_id is not None
    assert tickets_made(world.push(GROWN, into=project_id)) == ["svc:1006"]
    assert verdict(world, GROWN).is_good


def test_tasks_do_not_go_into_a_ticket_of_somebody_after_a_push_died(
    new_world: Callable[[], World],
) -> None:
    for number in range(6, 30):
        world = new_world()
        with connected(world.sandbox) as cw:
            theirs = {
                "name": "Theirs",
                "company": {"id": COMPANY},
                "board": {"id": BOARD},
                "billingMethod": "FixedFee",
                "estimatedStart": "2027-01-04T00:00:00Z",
                "estimatedEnd": "2027-03-26T00:00:00Z",
            }
            project_id = cw.post("/project/projects", json=theirs).json()["id"]
            path = f"/project/projects/{project_id}/phases"
            phase_id = cw.post(path, json={"description": "Phase 2"}).json()["id"]
            ticket = {"summary": "Service 1001", "phase": {"id": phase_id}, "budgetHours": 40}
            ticket_id = cw.post("/project/tickets", json=ticket).json()["id"]
            killed = False
            try:
                world.push(SMALL, into=project_id, kill=at(number, Stage.COMMITTED), at_a_time=1)
            except Killed:
                killed = True
            world.later(QUARTER_OF_AN_HOUR)
            outcome = world.push(SMALL, into=project_id)
            assert outcome.failures == ()
            assert listed(cw, f"/project/tickets/{ticket_id}/tasks") == []
            assert world.push(SMALL, into=project_id).plan.creates == 0
        if not killed:
            break
    assert number > 20
