"""Pushes that make again what people deleted, and that die while they do."""

from __future__ import annotations

from collections.abc import Callable

import httpx
import pytest

from cwsync.sync.plan import Outcome
from tests.sandbox.support import connected
from tests.torture.test_people import delete_ticket, id_of
from tests.torture.world import IN_PROCESS, Killed, Stage, World, at, sized, verdict

WITH_TASKS = sized(1, 2, 4)
QUARTER_OF_AN_HOUR = 15 * 60


def delete_task(cw: httpx.Client, pushed: Outcome) -> None:
    ticket_id, task_id = id_of(pushed, "svc:1001"), id_of(pushed, "sub:10102")
    assert cw.delete(f"/project/tickets/{ticket_id}/tasks/{task_id}").status_code == 204


@pytest.mark.parametrize("stage", IN_PROCESS)
@pytest.mark.parametrize("delete", [delete_ticket, delete_task])
def test_what_is_made_again_is_made_once_although_that_push_died(
    delete: Callable[[httpx.Client, Outcome], None],
    stage: Stage,
    new_world: Callable[[], World],
) -> None:
    for number in range(6, 40):
        world = new_world()
        pushed = world.push(WITH_TASKS, at_a_time=1)
        with connected(world.sandbox) as cw:
            delete(cw, pushed)
        try:
            world.push(WITH_TASKS, kill=at(number, stage), recreate=True, at_a_time=1)
        except Killed:
            pass
        else:
            break
        world.later(QUARTER_OF_AN_HOUR)
        world.push(WITH_TASKS, recreate=True)
        found = verdict(world, WITH_TASKS)
        assert (found.duplicates, found.missing) == ((), ()), number
    else:
        pytest.fail("it never came to its end")
    assert number > 8


def test_a_task_that_was_deleted_comes_back_where_that_is_asked_for(world: World) -> None:
    pushed = world.push(WITH_TASKS)
    with connected(world.sandbox) as cw:
        delete_task(cw, pushed)
    assert world.push(WITH_TASKS, add_tasks=True).plan.creates == 0
    assert world.push(WITH_TASKS, recreate=True).plan.creates == 1
    assert verdict(world, WITH_TASKS).is_good
    assert world.push(WITH_TASKS, recreate=True).plan.creates == 0
