"""Wait for a project template to expand: it may go on for a while after the project was created."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from cwsync.sync.events import Waiting, Watcher
from cwsync.sync.existing import Existing, read_work_plan

if TYPE_CHECKING:
    from cwsync.client.connectwise import ConnectWise

INTERVAL_S = 2.0
STILL_FOR = 2  # so many equal readings in a row mean that it stands still
AT_MOST_S = 120.0


def wait_for_template(
    cw: ConnectWise,
    project_id: int,
    template_id: int,
    watcher: Watcher,
    stop: Callable[[], bool],
) -> Existing:
    """The work plan that the template brought, once it is there and stands still.

    Gives up waiting after two minutes, or on `stop`, and takes what is there by then.
    """
    expected = _expected(cw, template_id)
    seen: list[Existing] = []
    until = cw.clock.now() + AT_MOST_S
    while True:
        seen.append(read_work_plan(cw, project_id))
        if _is_complete(seen[-1], expected) or _stands_still(seen):
            return seen[-1]
        if cw.clock.now() >= until or stop():
            return seen[-1]
        watcher(Waiting("the template is being applied", INTERVAL_S))
        cw.clock.sleep(INTERVAL_S)


def _expected(cw: ConnectWise, template_id: int) -> tuple[int, int]:
    """How many phases and tickets the template holds."""
    root = f"/project/projectTemplates/{template_id}"
    phases = cw.list(f"{root}/projectTemplatePhases", fields=("id",))
    tickets = cw.list(f"{root}/projectTemplateTickets", fields=("id",))
    return len(phases), len(tickets)


def _is_complete(there: Existing, expected: tuple[int, int]) -> bool:
    return len(there.phases) >= expected[0] and len(there.tickets) >= expected[1]


def _stands_still(seen: list[Existing]) -> bool:
    last = seen[-(STILL_FOR + 1) :]
    if len(last) <= STILL_FOR or not (last[-1].phases or last[-1].tickets):
        return False
    return all(reading == last[-1] for reading in last)
