"""Whether the member may create what a plan holds, asked before the first write.

Without it, a permission that is lacking for tickets would show when the project is there already.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from cwsync.client.permissions import WAY_ON, Permission, needed
from cwsync.errors import Forbidden
from cwsync.mapping.workplan import Kind
from cwsync.sync.plan import Action, Plan

if TYPE_CHECKING:
    from cwsync.client.connectwise import ConnectWise

# where each is created, whatever the ids
_PROJECT = "/project/projects"
_PATHS = {
    Kind.PHASE: "/project/projects/0/phases",
    Kind.TICKET: "/project/tickets",
    Kind.TASK: "/project/tickets/0/tasks",
}


def refusal(cw: ConnectWise, plan: Plan) -> Forbidden | None:
    """The error that names what the member's role denies of the plan, None where nothing.

    One request, and none where nothing is to be created. Where ConnectWise does not tell what the
    role grants, only creating shows it.
    """
    wanted = list(_needed(plan))
    role = cw.role() if wanted else None
    denied = [permission for permission in wanted if role and role.denies(permission)]
    if not denied:
        return None
    return Forbidden(
        f"the API member may not create this: its role lacks {' and '.join(map(str, denied))}",
        details=tuple(permission.advice for permission in denied),
        hint=f"{WAY_ON}\nwhere the role is told wrongly, push all the same: "
        "cwsync config set push.check_permissions false",
    )


def _needed(plan: Plan) -> Iterator[Permission]:
    """What creating the plan's records needs, in the order in which they are created."""
    kinds = {item.kind for item in plan.items if item.action is Action.CREATE}
    paths = [_PROJECT] if plan.project.action is Action.CREATE else []
    for path in (*paths, *(_PATHS[kind] for kind in _PATHS if kind in kinds)):
        permission = needed("POST", path)
        if permission is not None:
            yield permission
