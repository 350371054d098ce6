"""What `export check` says: valid or not, what is odd, and how a push deals with the rest."""

from __future__ import annotations

from cwsync.commands.session import Session
from cwsync.errors import ExitCode, InvalidExport, InvalidInput
from cwsync.export.project import Notice, Project
from cwsync.mapping.advice import advice
from cwsync.mapping.forecast import ForecastOptions, desired_forecast
from cwsync.mapping.plan import work_plan
from cwsync.mapping.workplan import MappingOptions, WorkPlan
from cwsync.terminal.check_document import check_document, invalid_document
from cwsync.terminal.report import checked


def check(session: Session, export: str, project_id: str | None, *, strict: bool) -> int:
    """Check an export and give the exit code. Raises InvalidInput where nothing is to be printed.

    `strict` makes an error of every warning; how things are dealt with is none.
    """
    from cwsync.export.load import load

    try:
        project = load(export, project_id=project_id)
        plan = work_plan(project, MappingOptions(governance=True, subservices=True))
        warnings = _warnings(project, plan)
        if strict and warnings:
            raise _strict(project, warnings)
    except InvalidInput as error:
        if not session.wants_json:
            raise
        session.screen.json(invalid_document(error))
        return error.exit_code
    _show(session, project, plan, warnings)
    return ExitCode.DONE


def _warnings(project: Project, plan: WorkPlan) -> tuple[Notice, ...]:
    forecast = desired_forecast(project, ForecastOptions(include_product=True))
    return (*project.notices, *plan.notices, *forecast.notices)


def _strict(project: Project, warnings: tuple[Notice, ...]) -> InvalidExport:
    count = f"{len(warnings)} warning{'s' * (len(warnings) > 1)}"
    return InvalidExport(
        f"{project.name} is valid, but with {count}, and --strict allows none",
        tuple((notice.place, notice.message) for notice in warnings),
        code="warnings",
    )


def _show(session: Session, project: Project, plan: WorkPlan, warnings: tuple[Notice, ...]) -> None:
    notes = tuple(advice(project))
    if session.wants_json:
        session.screen.json(check_document(project, plan, warnings, notes))
        return
    session.screen.out(checked(project, plan))
    for notice in warnings:
        session.screen.warn(notice)
    for notice in notes:
        session.screen.note(f"note: {notice.message}")
