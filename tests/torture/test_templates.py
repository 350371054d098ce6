"""A template that brings a ticket called like a service, and a push that dies or gives up on it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import replace

import pytest

from cwsync.errors import Interrupted, StoppedHalfWay
from cwsync.sandbox.store import Store
from cwsync.sync.apply import Run, apply
from cwsync.sync.events import Event, Waiting, ignore
from cwsync.sync.plan import Outcome
from tests import projects
from tests.torture.world import (
    IN_PROCESS,
    OPPORTUNITY,
    Killed,
    Stage,
    World,
    at,
    ready,
    verdict,
)

NAMESAKE = projects.service(
    "1000", "Kickoff meeting", "16", phase="1", subs=[projects.sub("5", "Invite everybody")]
)
PROJECT = projects.project(
    [projects.phase("1", "Plan"), projects.phase("2", "Implement")],
    [NAMESAKE, projects.service("1001", "Install", "8", phase="2")],
    opportunity=OPPORTUNITY,
)
A_WHILE = 16 * 60  # a claim is dead by then


def is_right(world: World, outcome: Outcome) -> bool:
    """The template's ticket and ours, each once; phases of the template used."""
    store = Store(world.file)
    try:
        phases = Counter((row.parent, row.body["description"]) for row in store.select("phase"))
        tickets = Counter(row.body["summary"] for row in store.select("ticket"))
    finally:
        store.close()
    found = verdict(world, PROJECT)
    missing = [text for text in found.missing if "phase" not in text]  # the template's are used
    once = set(phases.values()) == {1} and tickets["Kickoff meeting"] == 2
    return once and not outcome.failures and not missing and not found.duplicates


@pytest.mark.parametrize("stage", IN_PROCESS)
def test_a_push_that_dies_leaves_no_namesake_instead_of_ours(
    stage: Stage, new_world: Callable[[], World]
) -> None:
    for number in range(1, 60):
        world = new_world()
        try:
            world.push(PROJECT, template=True, kill=at(number, stage))
        except Killed:
            world.later(A_WHILE)
            assert is_right(world, world.push(PROJECT, template=True)), number
            assert world.push(PROJECT, template=True).plan.creates == 0
        else:
            assert number > 15
            break


def slow(world: World, seconds: float) -> World:
    world.sandbox.config = replace(world.sandbox.config, template_delay_s=seconds)
    return world


@pytest.mark.parametrize("number", range(8, 16))
def test_a_push_that_dies_while_it_waits(number: int, world: World) -> None:
    with pytest.raises(Killed):
        slow(world, 60).push(PROJECT, template=True, kill=at(number, Stage.COMMITTED))
    assert is_right(world, world.push(PROJECT, template=True, take_over=True))


def test_a_template_that_comes_after_two_minutes(world: World) -> None:
    with pytest.raises(StoppedHalfWay, match="not applied to the end within 120 s"):
        slow(world, 200).push(PROJECT, template=True)
    assert verdict(world, PROJECT).claims == 0
    assert is_right(world, world.push(PROJECT, template=True))


def test_ctrl_c_while_the_template_is_applied(world: World) -> None:
    heard: list[Event] = []

    def is_waiting() -> bool:
        return any(isinstance(event, Waiting) and "template" in event.reason for event in heard)

    slow(world, 60)
    with world.client() as cw:
        prepared = ready(cw, PROJECT, template=True)
        with pytest.raises(Interrupted, match="push again"):
            apply(cw, PROJECT, prepared, Run("a", "pat@desk", heard.append, is_waiting))
    assert is_right(world, world.push(PROJECT, template=True))


def test_where_somebody_deleted_the_notes_what_is_ours_is_found_again(world: World) -> None:
    first = world.push(PROJECT, template=True)
    project_id = first.plan.project.id
    with world.client() as cw:
        for note in cw.list(f"/project/projects/{project_id}/notes"):
            cw.delete(f"/project/projects/{project_id}/notes/{note['id']}")
        prepared = ready(cw, PROJECT, template=True)
        again = apply(cw, PROJECT, prepared, Run("b", "pat@desk", ignore))
    assert verdict(world, PROJECT).duplicates == ()
    assert [item.id for item in again.plan.items if item.key == "svc:1001"] == [
        item.id for item in first.plan.items if item.key == "svc:1001"
    ]
