"""Whether a project is approved in ScopeStack, and what to do where it is not. Pure."""

from __future__ import annotations

from cwsync.errors import PreconditionFailed
from cwsync.export.project import Project, Status

APPROVED = (Status.APPROVED, Status.WON)  # won counts as approved


def obstacle(project: Project) -> str | None:
    """What stands in the way of pushing or ordering this project, None where nothing does."""
    if project.status in APPROVED:
        return None
    return f"the project is {project.raw_status.replace('_', ' ')} in ScopeStack, not approved"


def way_on(project: Project) -> str:
    """What to do about a project that is not approved."""
    if project.status in (Status.CANCELED, Status.LOST):
        return "if that is no longer so, open it again in ScopeStack and export it once more"
    return "have it approved in ScopeStack and export it again"


def unapproved(project: Project) -> PreconditionFailed | None:
    """The error of pushing a project that is not approved, None for one that is."""
    reason = obstacle(project)
    if reason is None:
        return None
    hint = f"{way_on(project)}; --dry-run shows what a push would do"
    return PreconditionFailed(reason, hint=hint, code="not_approved")


def check_pushable(project: Project) -> None:
    """Raises `PreconditionFailed` for a project that is not approved."""
    error = unapproved(project)
    if error is not None:
        raise error
