"""The records that a push sends: ids in references, no nulls, markers in the creating request."""

from __future__ import annotations

from datetime import date
from typing import Any

from cwsync.mapping.workplan import DesiredPhase, DesiredTask, DesiredTicket, WorkPlan
from cwsync.sync.directory import Ref
from cwsync.sync.setup import Setup


def project_body(work_plan: WorkPlan, setup: Setup) -> dict[str, Any]:
    """A new project; `estimatedHours` is the sum of its tickets."""
    body: dict[str, Any] = {
        "name": work_plan.name,
        "description": work_plan.description,
        "company": {"id": setup.company.id},
        "board": {"id": setup.board.id},
        "billingMethod": setup.billing_method.value,
        "estimatedStart": _day(setup.start),
        "estimatedEnd": _day(setup.end),
        "estimatedHours": work_plan.hours,
    }
    if setup.opportunity is not None:
        body["opportunity"] = {"id": setup.opportunity.id}
    if setup.template is not None:
        body["projectTemplateId"] = setup.template.id
    for field, ref in (("status", setup.project_status), ("manager", setup.manager)):
        if ref is not None:
            body[field] = {"id": ref.id}
    return body


def phase_body(phase: DesiredPhase) -> dict[str, Any]:
    """A phase of the project that the path names."""
    return {"description": phase.name, "notes": phase.marker}


def ticket_body(ticket: DesiredTicket, phase_id: int, status: Ref | None) -> dict[str, Any]:
    """A ticket; the project follows from its phase. Nobody is mailed."""
    body: dict[str, Any] = {
        "summary": ticket.name,
        "phase": {"id": phase_id},
        "budgetHours": ticket.hours,
        "initialInternalAnalysis": ticket.marker,
        "processNotifications": False,
    }
    if ticket.description:
        body["initialDescription"] = ticket.description
    if status is not None:
        body["status"] = {"id": status.id}
    return body


def task_body(task: DesiredTask, priority: int) -> dict[str, Any]:
    """A task of the ticket that the path names; `priority` is its place in the order."""
    return {"notes": task.text, "priority": priority}


def _day(day: date) -> str:
    return f"{day.isoformat()}T00:00:00Z"
