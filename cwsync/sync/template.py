"""Wait for a project template to expand: it may go on for a while after the project was created."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from cwsync.errors import Interrupted, StoppedHalfWay
from cwsync.sync.events import Waiting, Watcher
from cwsync.sync.existing import Existing, read_work_plan

if TYPE_CHECKING:
    from cwsync.client.connectwise import ConnectWise

INTERVAL_S = 2.0
STILL_FOR = 15  # so many equal readings in a row mean that no more comes, though more was expected
AT_MOST_S = 120.0


def wait_for_template(
    cw: ConnectWise,
    project_id: int,
    template_id: int,
    watcher: Watcher,
    stop: Callable[[], bool],
) -> Existing:
    """The work plan that the template brought, once it is there, or a part that stands still.

    Raises `StoppedHalfWay` after two minutes, `Interrupted` on `stop`: what comes later could not
    be told from what a push creates.
    """
    expected = _expected(cw, template_id)
    seen: list[Existing] = []
    until = cw.clock.now() + AT_MOST_S
    while True:
        seen.append(read_work_plan(cw, project_id))
        if _is_complete(seen[-1], expected) or _stands_still(seen):
            return seen[-1]
        if stop():
            raise Interrupted(
                f"stopped while the template of project {project_id} was being applied; "
                "push again, without --new: it waits for the template first"
            )
        if cw.clock.now() >= until:
            raise _too_late(project_id)
        watcher(Waiting("the template is being applied", INTERVAL_S))
        cw.clock.sleep(INTERVAL_S)


def _too_late(project_id: int) -> StoppedHalfWay:
    return StoppedHalfWay(
        f"project {project_id} was created, and its template was not applied to the end within "
        f"{AT_MOST_S:.0f} s; nothing else was created in it",
        hint="push again, without --new: it waits for the template first; "
        f"to go on without the rest of it: --into {project_id}",
        code="template_not_there",
    )


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
