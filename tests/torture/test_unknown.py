"""What may still appear keeps everybody away; what fails around the project leaves no trap."""

from __future__ import annotations

from dataclasses import replace

import pytest

from cwsync.errors import PreconditionFailed, StoppedHalfWay
from cwsync.sandbox.config import Hooks
from cwsync.sandbox.faults import Decider, Do, Fault
from cwsync.sandbox.misbehaving import Misbehaving
from cwsync.sandbox.wire import Answer, Dropped, Request
from cwsync.sync.once import CannotLook
from cwsync.sync.plan import Action
from tests.sandbox.support import connected, patched
from tests.sandbox.support import replace as op
from tests.torture.world import SMALL, Killed, Stage, World, at, push, verdict

PROJECT = "ScopeStack project 5150, by cwsync"


def test_a_project_that_may_still_appear_keeps_everybody_away(world: World) -> None:
    lost = Fault("POST project/projects", Do.LATE, seconds=60)
    blind = Fault("GET project/projects", Do.STATUS, after=2, status=503)
    world.sandbox.hooks = Misbehaving(Decider([lost, blind]), now=world.clock.now)
    with pytest.raises(CannotLook, match="looking for it failed"):
        world.push(SMALL)
    world.sandbox.hooks = Hooks()
    comes_to_an_end(world)


def test_a_push_that_was_killed_while_its_project_was_late(world: World) -> None:
    lost = Fault("POST project/projects", Do.LATE, seconds=60)
    world.sandbox.hooks = Misbehaving(Decider([lost]), now=world.clock.now)
    with pytest.raises(Killed):
        world.push(SMALL, kill=at(9, Stage.COMMITTED))
    world.sandbox.hooks = Hooks()
    comes_to_an_end(world)


def comes_to_an_end(world: World) -> None:
    """Nobody else creates a project until it is there or the claim is stale."""
    with pytest.raises(PreconditionFailed, match="another push of this project is running"):
        world.push(SMALL)
    world.later(900)
    assert PROJECT not in verdict(world, SMALL).missing  # it did appear
    assert not world.push(SMALL).failures
    found = verdict(world, SMALL)
    assert (found.is_good, found.claims) == (True, 0)


def test_an_outage_after_the_project_was_created_is_half_way(world: World) -> None:
    away = Fault("POST project/projects/*", Do.STATUS, status=503)
    blind = Fault("GET project/projects/*", Do.STATUS, status=503)
    world.sandbox.hooks = Misbehaving(Decider([away, blind]))
    with pytest.raises(StoppedHalfWay, match="was created, and nothing in it yet") as caught:
        world.push(SMALL)
    assert "it goes on in that project" in (caught.value.hint or "")
    world.sandbox.hooks = Hooks()
    assert not world.push(SMALL, take_over=True).failures
    found = verdict(world, SMALL)
    assert (found.is_good, found.claims) == (True, 0)


@pytest.mark.parametrize("function", ["Project Tickets", "Project Ticket Tasks"])
def test_what_is_forbidden_is_tried_once(function: str, world: World) -> None:
    world.sandbox.config = replace(world.sandbox.config, revoked=frozenset({f"{function}:add"}))
    with world.client(at_a_time=1) as cw:
        outcome = push(cw, SMALL)
        created = [i for i in outcome.plan.items if i.action is Action.CREATE and i.id]
        assert cw.requests[1] == 1 + len(created) + 1 + 4  # the project, one refusal, claims
    lacking = f"the API member may not do this: it lacks Project > {function} (Add)"
    messages = [failure.message for failure in outcome.failures if not failure.blocked]
    tried = [message for message in messages if message != f"not tried: {lacking}"]
    assert len(tried) == 1
    assert tried[0].startswith(f"{lacking}; in ConnectWise: System > Security Roles")
    world.sandbox.config = replace(world.sandbox.config, revoked=frozenset())
    assert not world.push(SMALL).failures
    assert verdict(world, SMALL).is_good


class Cleaning(Hooks):
    """Loses the answer to the first ticket, and keeps another summary than was sent."""

    def __init__(self, world: World) -> None:
        self._world = world
        self.lost = 0

    def after(self, request: Request, answer: Answer) -> Answer:
        """As a workflow rule, or a column that takes no emoji, would have it."""
        if (request.method, request.path) != ("POST", "project/tickets") or self.lost:
            return answer
        self.lost = answer.body["id"]
        with connected(self._world.sandbox) as cw:
            patched(cw, f"/project/tickets/{self.lost}", op("summary", "Wi-Fi survey ?"))
        raise Dropped


def test_a_ticket_whose_answer_is_lost_is_known_by_its_marker_alone(world: World) -> None:
    cleaning = Cleaning(world)
    world.sandbox.hooks = cleaning
    assert world.push(SMALL).failures == ()
    assert cleaning.lost
    assert verdict(world, SMALL).is_good
