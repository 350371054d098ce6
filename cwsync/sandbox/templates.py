"""Project templates: what they hold appears in a project, at once or some time later."""

from __future__ import annotations

from cwsync.sandbox.store import Row
from cwsync.sandbox.wire import Record
from cwsync.sandbox.work import Work


def apply(work: Work, project: Row, template_id: int) -> None:
    """Fill a project from a template, or note that this is to be done later."""
    config = work.config
    if not config.template_delay_reads and not config.template_delay_s:
        expand(work, project, template_id)
        return
    pending = {
        "projectId": project.id,
        "templateId": template_id,
        "reads": config.template_delay_reads,
        "due": work.later(config.template_delay_s),
    }
    work.create("pendingTemplate", pending)


def catch_up(work: Work) -> None:
    """A list of phases or tickets is read: what is due by now appears."""
    for pending in work.store.select("pendingTemplate"):
        left = pending.body["reads"]
        if left <= 0 and pending.body["due"] <= work.stamp:
            _finish(work, pending)
        elif left > 0:
            pending.body["reads"] = left - 1
            work.keep(pending)


def expand(work: Work, project: Row, template_id: int) -> None:
    """Everything that the template holds, after what the project has already."""
    phases: dict[int, Row] = {}
    for row in work.store.children("templatePhase", template_id):
        above = phases.get(row.body.get("parentPhase", 0))
        phases[row.id] = work.create("phase", _phase(row, above), project)
    for row in work.store.children("templateTicket", template_id):
        phase = phases.get(row.body.get("projectTemplatePhaseId", 0))
        if phase is not None:
            _ticket(work, row, phase)


def _finish(work: Work, pending: Row) -> None:
    project = work.store.get("project", pending.body["projectId"])
    if project is not None:
        expand(work, project, pending.body["templateId"])
    work.store.delete(pending.kind, pending.id)


def _phase(row: Row, above: Row | None) -> Record:
    phase = _copied(row, "description", "notes", "budgetHours")
    phase["markAsMilestoneFlag"] = row.body.get("markAsMilestone", False)
    return phase if above is None else {**phase, "parentPhase": {"id": above.id}}


def _ticket(work: Work, row: Row, phase: Row) -> None:
    sent = _copied(row, "budgetHours", "priority", "workRole", "duration")
    sent.update(
        summary=row.body["description"],
        phase={"id": phase.id},
        initialDescription=row.body.get("notes"),
        initialInternalAnalysis=row.body.get("internalAnalysis"),
    )
    ticket = work.create("ticket", sent)
    for task in work.store.children("templateTask", row.id):
        work.create("task", {"notes": task.body.get("description", "")}, ticket)


def _copied(row: Row, *fields: str) -> Record:
    return {name: row.body[name] for name in fields if name in row.body}
