"""The JSON documents that scripts rely on, as plain dicts. Pure.

Hours are Decimals here; `Screen.json` writes them as numbers. `schemas` describes each document.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from cwsync.export.project import Project, ServiceType
from cwsync.export.sums import of_services
from cwsync.mapping.workplan import Kind, WorkPlan
from cwsync.sync.plan import Action, Difference, Failure, Plan, PlannedItem, Requests

if TYPE_CHECKING:
    from cwsync.errors import CwsyncError
    from cwsync.export.project import Notice

Document = dict[str, Any]

KINDS = ("project", *(kind.value for kind in Kind))


def push_document(
    plan: Plan,
    *,
    mode: str = "plan",
    failures: Sequence[Failure] = (),
    requests: Requests | None = None,
    run: str = "",
) -> Document:
    """`cwsync.push/1`. `mode` is `plan` (what would be done) or `apply` (what was done).

    In mode `apply` an item that could not be created has the action `skip` and says why.
    """
    rows = _rows(plan, mode, failures)
    return {
        "schema": "cwsync.push/1",
        "mode": mode,
        "changed": any(row["action"] == Action.CREATE for row in (_project(plan), *rows)),
        **_plan_part(plan, rows),
        "failed": [{"key": failure.key, "message": failure.message} for failure in failures],
        "warnings": warnings_part(plan.notices),
        "requests": _requests(requests),
        "run": run,
    }


def status_document(plan: Plan, *, requests: Requests | None = None, run: str = "") -> Document:
    """`cwsync.status/1`: the items as in mode `plan`; `create` means “not pushed”."""
    return {
        "schema": "cwsync.status/1",
        "pushed": plan.project.action is Action.EXISTS,
        "complete": plan.creates == 0,
        **_plan_part(plan, _rows(plan, "plan", ())),
        "warnings": warnings_part(plan.notices),
        "requests": _requests(requests),
        "run": run,
    }


def error_document(error: CwsyncError) -> Document:
    """`cwsync.error/1`."""
    return {
        "schema": "cwsync.error/1",
        "error": {
            "code": error.code,
            "exit_code": int(error.exit_code),
            "message": error.message,
            "hint": error.hint,
            "details": list(error.details),
        },
    }


def export_document(project: Project, plan: WorkPlan) -> Document:
    """`cwsync.export/1` of a valid export; `plan` is what a push would take from it."""
    return {
        "schema": "cwsync.export/1",
        "valid": True,
        "problems": [],
        "project": {
            "key": project.key,
            "id": project.id,
            "name": project.name,
            "status": project.status.value,
            "format": project.source.kind,
        },
        "counts": _export_counts(project),
        "hours": {
            "services": of_services(project.professional_services).hours,
            "governance": _governance_hours(project),
        },
        "push": _would_push(plan),
        "notices": notices_part((*project.notices, *plan.notices)),
    }


def _plan_part(plan: Plan, rows: Sequence[Document]) -> Document:
    return {"project": _project(plan), "items": list(rows), "summary": _summary(plan, rows)}


def _project(plan: Plan) -> Document:
    project = plan.project
    return {
        "id": project.id,
        "name": project.name,
        "action": project.action.value,
        "url": project.url,
    }


def _rows(plan: Plan, mode: str, failures: Sequence[Failure]) -> list[Document]:
    reasons = {failure.key: failure.message for failure in failures}
    rows = [_item(item) for item in plan.items]
    if mode == "apply":
        for row in rows:
            if row["action"] == Action.CREATE and row["id"] is None:
                row["action"] = Action.SKIP.value
                row["reason"] = f"not created: {reasons.get(row['key'], 'the push stopped before')}"
    return rows


def _item(item: PlannedItem) -> Document:
    return {
        "key": item.key,
        "kind": item.kind.value,
        "action": item.action.value,
        "id": item.id,
        "parent_key": item.parent_key,
        "name": item.name,
        "hours": item.hours,
        "reason": item.reason,
        "differences": [
            {
                "field": d.field,
                "export": _value(d, d.export),
                "connectwise": _value(d, d.connectwise),
            }
            for d in item.differences
        ],
    }


def _value(difference: Difference, text: str) -> str | Decimal:
    """A value as JSON has it: hours are numbers."""
    return Decimal(text) if difference.field == "hours" else text


def _summary(plan: Plan, rows: Iterable[Document]) -> Document:
    counts = {action.value: dict.fromkeys(KINDS, 0) for action in Action}
    counts[plan.project.action.value]["project"] = 1
    for row in rows:
        counts[row["action"]][row["kind"]] += 1
    return counts


def warnings_part(notices: Iterable[Notice]) -> list[Document]:
    """The warnings as every document has them."""
    return [{"code": n.code, "message": n.message, "key": n.key} for n in notices]


def notices_part(notices: Iterable[Notice]) -> list[Document]:
    """What an export gives to note, with the places in the file."""
    return [{"code": n.code, "message": n.message, "key": n.key, "place": n.place} for n in notices]


def _requests(requests: Requests | None) -> Document:
    sent = requests or Requests()
    return {"read": sent.read, "write": sent.write, "retried": sent.retried}


def _export_counts(project: Project) -> Document:
    services = [service for service in project.services if service.active]
    return {
        "phases": _active(project.phases),
        "services": sum(s.type is ServiceType.PROFESSIONAL for s in services),
        "managed_services": sum(s.type is ServiceType.MANAGED for s in services),
        "subservices": sum(_active(service.subservices) for service in services),
        "governance": _active(project.governance),
        "products": _active(project.products),
    }


def _active(rows: Iterable[Any]) -> int:
    return sum(row.active for row in rows)


def _governance_hours(project: Project) -> Decimal:
    return sum((item.hours for item in project.governance if item.active), Decimal(0))


def _would_push(plan: WorkPlan) -> Document:
    tickets = [ticket for phase in plan.phases for ticket in phase.tickets]
    return {
        "phases": len(plan.phases),
        "tickets": len(tickets),
        "tasks": sum(len(ticket.tasks) for ticket in tickets),
        "hours": plan.hours,
        "skipped": [
            {
                "key": s.key,
                "kind": s.kind.value,
                "name": s.name,
                "hours": s.hours,
                "reason": s.reason,
            }
            for s in plan.skipped
        ],
    }
