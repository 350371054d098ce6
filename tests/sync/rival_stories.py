"""Pushes that meet another one, and pushes that are interrupted, told request by request."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from cwsync.sandbox.config import Hooks
from cwsync.sandbox.faults import Do, Fault
from cwsync.sandbox.wire import Answer, Request
from cwsync.sync.record import PushRecord, Running, write
from tests.sync.scoped import ALL, LARKSPUR, TO_ACME, UNLINKED, grown
from tests.sync.transcript import Story

NOON = datetime(2026, 11, 24, 11, 58, 30, tzinfo=UTC)
LATER = NOON + timedelta(minutes=10)


def beside_others(told: Story) -> None:
    """Another push holds the opportunity, then the project; then it died long ago."""
    note = write(PushRecord(LARKSPUR.key, running=Running("0000beef", "sam@desk", NOON)))[0]
    deal = "/sales/opportunities/4711/notes"
    told.behind(lambda cw: cw.post(deal, {"text": note}))
    told.push("the other one has the opportunity", LARKSPUR, ALL)
    told.clock.sleep(600)
    told.push("it is still there", LARKSPUR, ALL)
    pushed = told.push("taken over", LARKSPUR, replace(ALL, take_over=True))
    assert pushed is not None
    notes = f"/project/projects/{pushed.plan.project.id}/notes"
    later = write(PushRecord(LARKSPUR.key, running=Running("0000cafe", "kim@desk", LATER)))[0]
    told.behind(lambda cw: cw.post(deal, {"text": note}))
    told.behind(lambda cw: cw.post(notes, {"text": later}))
    told.push("another one has the project", grown(), ALL)
    told.clock.sleep(901)
    told.push("that one died", grown(), ALL)
    told.behind(lambda cw: cw.post(notes, {"text": later}))
    told.misbehave(Fault("GET sales/opportunities/*/notes", Do.STATUS, status=403))
    told.push("one more that died", grown(), ALL)


def made_meanwhile(told: Story) -> None:
    """A plan that another push overtakes before it is applied."""
    told.say("\n# two plans\n")
    first, second = told.prepared(LARKSPUR, ALL), told.prepared(LARKSPUR, ALL)
    told.say("\n# the first is applied\n")
    told.applied(LARKSPUR, first)
    told.say("\n# the second comes too late\n")
    told.applied(LARKSPUR, second)
    told.say("\n# the same in a project that is there\n")
    more = grown()
    first, second = told.prepared(more, ALL), told.prepared(more, ALL)
    told.applied(more, first)
    told.applied(more, second)


def interrupted(told: Story) -> None:
    """Ctrl-C before anything was created, while an answer is looked for, and in between."""
    told.say("\n# before anything\n")
    told.applied(LARKSPUR, told.prepared(LARKSPUR, ALL), stop_after=1)
    told.say("\n# after two tickets\n")
    told.applied(LARKSPUR, told.prepared(LARKSPUR, ALL), stop_after=9)
    told.misbehave(Fault("POST project/tickets", Do.STATUS, status=502))
    told.say("\n# while one is looked for\n")
    told.applied(LARKSPUR, told.prepared(LARKSPUR, ALL), stop_after=2)


class Rival(Hooks):
    """Somebody else creates the same project, just before ours or just after."""

    def __init__(self, told: Story, *, first: bool) -> None:
        self._told = told
        self._first = first
        self._done = False

    def before(self, request: Request) -> Answer | None:
        if self._first:
            self._create(request)
        return None

    def after(self, request: Request, answer: Answer) -> Answer:
        if not self._first:
            self._create(request)
        return answer

    def _create(self, request: Request) -> None:
        if self._done or (request.method, request.path) != ("POST", "project/projects"):
            return
        self._done = True
        body = {"name": "Theirs", "description": "ScopeStack project 5150, by cwsync"}
        places = {"company": {"id": 263}, "board": {"id": 31}, "billingMethod": "FixedFee"}
        dates = {"estimatedStart": "2027-01-04T00:00:00Z", "estimatedEnd": "2027-03-26T00:00:00Z"}
        self._told.behind(lambda cw: cw.post("/project/projects", {**body, **places, **dates}))


def rivals(told: Story) -> None:
    """Without an opportunity the projects themselves settle who goes on."""
    told.sandbox.hooks = Rival(told, first=True)
    told.push("somebody was faster", UNLINKED, TO_ACME)
    told.sandbox.hooks = Rival(told, first=False)
    told.push("somebody was slower, and stays", UNLINKED, replace(TO_ACME, new=True))


RIVALS: dict[str, tuple[Callable[[Story], None], dict[str, Any]]] = {
    "beside-others": (beside_others, {}),
    "made-meanwhile": (made_meanwhile, {}),
    "interrupted": (interrupted, {}),
    "rivals": (rivals, {}),
}
