"""Two pushes that begin at once must end with one project.

ConnectWise hands out ids in order, so whoever sees an older project with the same marker right
after creating its own came second, and steps back. Who does not see its own one yet may not see
the others either, and looks again, for 24 s at most. A younger one is about to be taken away; where
it is in use instead, its push had looked before our project could be seen, and has won.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import TYPE_CHECKING

from cwsync.client.failures import AnswerLost, Missing
from cwsync.errors import CwsyncError, PreconditionFailed
from cwsync.sync.claims import WAITS_S
from cwsync.sync.events import Waiting, Watcher
from cwsync.sync.existing import read_phases
from cwsync.sync.recordkeeper import read_record

if TYPE_CHECKING:
    from cwsync.client.connectwise import ConnectWise

NOT_LISTED = "ConnectWise does not list the new project yet"
STEPPED_BACK = (
    "This project is empty: another push created one for the same export at the same moment. "
    "It can be deleted."
)


def elect(
    cw: ConnectWise,
    mine: int,
    all_of_them: Callable[[], Collection[int]],
    *,
    project_key: str,
    watcher: Watcher,
) -> None:
    """Raises `PreconditionFailed` where another project won; takes the empty one away first."""
    there = all_of_them()
    for wait_s in WAITS_S:
        if set(there) == {mine} or min(there, default=mine) < mine:
            break
        watcher(Waiting("another push began at the same moment" if there else NOT_LISTED, wait_s))
        cw.clock.sleep(wait_s)
        there = all_of_them()
    others = [id for id in there if id != mine]
    winners = [id for id in others if id < mine]
    if not winners:
        winners = [id for id in others if _is_in_use(cw, id, project_key)]
    if not winners:
        return
    left = _take_away(cw, mine)
    raise PreconditionFailed(
        f"another push created project {min(winners)} for this export at the same moment",
        hint="wait for it to end, then push again" + left,
        code="push_running",
    )


def _is_in_use(cw: ConnectWise, project_id: int, project_key: str) -> bool:
    try:
        kept = read_record(cw, project_id, project_key)
        return bool(kept.claims or read_phases(cw, project_id))
    except Missing:
        return False  # taken away in this moment


def _take_away(cw: ConnectWise, project_id: int) -> str:
    path = f"/project/projects/{project_id}"
    try:
        cw.delete(path)
    except (CwsyncError, AnswerLost):
        named = f"; the empty project {project_id} could not be deleted: delete it in ConnectWise"
        _disown(cw, path)
        return named
    return ""


def _disown(cw: ConnectWise, path: str) -> None:
    """Take the marker out of it, so that no later push takes it for its own."""
    try:
        cw.patch(path, [{"op": "replace", "path": "description", "value": STEPPED_BACK}])
    except (CwsyncError, AnswerLost):
        return
