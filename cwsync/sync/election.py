"""Two pushes that begin at once must end with one project.

ConnectWise hands out ids in order, so whoever sees an older project with the same marker right
after creating its own came second, and steps back.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from cwsync.client.failures import AnswerLost
from cwsync.errors import CwsyncError, PreconditionFailed

if TYPE_CHECKING:
    from cwsync.client.connectwise import ConnectWise


def elect(cw: ConnectWise, mine: int, all_of_them: Iterable[int]) -> None:
    """Raises `PreconditionFailed` where an older project won; takes the empty one away first."""
    older = [id for id in all_of_them if id < mine]
    if not older:
        return
    left = _take_away(cw, mine)
    raise PreconditionFailed(
        f"another push created project {min(older)} for this export at the same moment",
        hint="wait for it to end, then push again" + left,
        code="push_running",
    )


def _take_away(cw: ConnectWise, project_id: int) -> str:
    try:
        cw.delete(f"/project/projects/{project_id}")
    except (CwsyncError, AnswerLost):
        return f"; the empty project {project_id} could not be deleted: delete it in ConnectWise"
    return ""
