"""What `export check` says: valid or not, what is odd, and how a push deals with the rest."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cwsync.commands.naming import named
from cwsync.commands.session import Session
from cwsync.errors import ExitCode, InvalidExport, InvalidInput
from cwsync.export.project import Notice, Project
from cwsync.mapping.advice import advice
from cwsync.mapping.forecast import ForecastOptions, desired_forecast
from cwsync.mapping.plan import work_plan
from cwsync.mapping.workplan import MappingOptions, WorkPlan
from cwsync.terminal.check_document import check_document, checks_document, invalid_document
from cwsync.terminal.documents import Document
from cwsync.terminal.report import checked
from cwsync.terminal.words import counted

if TYPE_CHECKING:
    from cwsync.terminal.screen import Screen


def check(session: Session, export: str, project_id: str | None, *, strict: bool) -> int:
    """Check an export and give the exit code. Raises InvalidInput where nothing is to be printed.

    `strict` makes an error of every warning; how things are dealt with is none.
    """
    try:
        found = _checked(export, project_id, strict=strict)
    except InvalidInput as error:
        if not session.wants_json:
            raise
        session.screen.json(invalid_document(error))
        return error.exit_code
    if session.wants_json:
        session.screen.json(found.document)
    else:
        _show(session.screen, found)
    return ExitCode.DONE


def check_many(session: Session, exports: Sequence[str], *, strict: bool) -> int:
    """Check each of several exports and give the one exit code: 3 where any is invalid."""
    screen = session.screen
    results: list[tuple[str, _Valid | InvalidInput]] = []
    for export in dict.fromkeys(exports):
        try:
            found: _Valid | InvalidInput = _checked(export, None, strict=strict)
        except InvalidInput as error:
            found = error
        results.append((export, found))
        if not session.wants_json:
            _tell(screen, export, found)
    bad = sum(isinstance(found, InvalidInput) for _, found in results)
    counts = {"exports": len(results), "valid": len(results) - bad, "invalid": bad}
    if session.wants_json:
        screen.json(checks_document(map(_document, results), counts))
    else:
        all_of_them = counted(len(results), "export")
        screen.out(f"{all_of_them}: {counts['valid']} valid, {bad} invalid.")
    return ExitCode.INVALID if bad else ExitCode.DONE


@dataclass(frozen=True, slots=True)
class _Valid:
    """A valid export, and what a push would take from it."""

    project: Project
    plan: WorkPlan
    warnings: tuple[Notice, ...]

    @property
    def document(self) -> Document:
        return check_document(self.project, self.plan, self.warnings, advice(self.project))


def _checked(export: str, project_id: str | None, *, strict: bool) -> _Valid:
    """Raises `InvalidInput` with every problem."""
    from cwsync.export.load import load

    project = load(export, project_id=project_id)
    plan = work_plan(project, MappingOptions(governance=True, subservices=True))
    warnings = _warnings(project, plan)
    if strict and warnings:
        raise _strict(project, warnings)
    return _Valid(project, plan, warnings)


def _document(result: tuple[str, _Valid | InvalidInput]) -> Document:
    export, found = result
    told = invalid_document(found) if isinstance(found, InvalidInput) else found.document
    return {"export": export, **told}


def _tell(screen: Screen, export: str, found: _Valid | InvalidInput) -> None:
    if isinstance(found, InvalidInput):
        screen.error(named(export, found))
        return
    screen.out(export)
    _show(screen, found)
    screen.out("")


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


def _show(screen: Screen, found: _Valid) -> None:
    screen.out(checked(found.project, found.plan))
    for notice in found.warnings:
        screen.warn(notice)
    for notice in advice(found.project):
        screen.note(f"note: {notice.message}")
