"""Where a project stands: its status in ScopeStack, its opportunity in ConnectWise."""

from __future__ import annotations

from cwsync.errors import InvalidUsage, PreconditionFailed
from cwsync.export.project import Project, Status


def origin(project: Project) -> str:
    """`approved in ScopeStack, project 90210`."""
    status = "won" if project.status is Status.WON else project.raw_status.replace("_", " ")
    number = f", project {project.id}" if project.id else ""
    return f"{status} in ScopeStack{number}"


def linked_opportunity(project: Project, wished: int | None) -> int | None:
    """The opportunity of the export, else the wished one. Raises `InvalidUsage` if they differ."""
    linked = project.opportunity.id if project.opportunity else None
    if linked is not None and wished is not None and wished != linked:
        raise InvalidUsage(
            f"the export is linked to opportunity {linked}, not {wished}",
            hint="leave out --opportunity, or change the link in ScopeStack",
        )
    return linked if linked is not None else wished


def needed_opportunity(project: Project, wished: int | None) -> int:
    """The same where there has to be one. Raises `PreconditionFailed` where there is none."""
    id = linked_opportunity(project, wished)
    if id is None:
        raise PreconditionFailed(
            f'"{project.name}" is not linked to an opportunity',
            hint="link it in ScopeStack and export it again, or give --opportunity ID; "
            "see cwsync opportunities list",
            code="no_opportunity",
        )
    return id
