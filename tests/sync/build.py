"""Work plans, existing work plans and records for the tests of this room, in few words."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from cwsync.mapping.workplan import DesiredPhase, DesiredTask, DesiredTicket, WorkPlan
from cwsync.sync.existing import Existing, ExistingPhase, ExistingTask, ExistingTicket
from cwsync.sync.record import PushRecord

KEY = "project:70001"


def task(number: int, text: str) -> DesiredTask:
    return DesiredTask(f"sub:{number}", text)


def ticket(number: int, name: str, hours: str = "1", *tasks: DesiredTask) -> DesiredTicket:
    return DesiredTicket(
        key=f"svc:{number}",
        name=name,
        hours=Decimal(hours),
        description="",
        marker=f"ScopeStack service {number} (project 70001), by cwsync",
        tasks=tasks,
    )


def phase(number: int, name: str, *tickets: DesiredTicket) -> DesiredPhase:
    marker = f"ScopeStack phase {number} (project 70001), by cwsync"
    return DesiredPhase(f"phase:{number}", name, marker, tickets)


def plan(*phases: DesiredPhase) -> WorkPlan:
    marker = "ScopeStack project 70001, by cwsync"
    return WorkPlan(KEY, "Clinic refresh", marker, marker, phases)


def record(ids: Mapping[str, int] | None = None, **more: object) -> PushRecord:
    return PushRecord(KEY, ids or {}, **more)  # type: ignore[arg-type]


def there(
    phases: Mapping[int, str],
    tickets: Mapping[int, tuple[str, int]] | None = None,
    tasks: Mapping[int, Mapping[int, str]] | None = None,
    analyses: Mapping[int, str] | None = None,
    hours: str = "1",
) -> Existing:
    """Phases by id; tickets as id → (summary, phase id); tasks as ticket id → id → text."""
    return Existing(
        phases=tuple(ExistingPhase(id, name) for id, name in phases.items()),
        tickets=tuple(
            ExistingTicket(id, summary, phase_id, Decimal(hours))
            for id, (summary, phase_id) in (tickets or {}).items()
        ),
        tasks={
            ticket_id: tuple(ExistingTask(id, text) for id, text in known.items())
            for ticket_id, known in (tasks or {}).items()
        },
        analyses=analyses or {},
    )
