"""What a ConnectWise project holds, read in as few requests as its size allows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from cwsync.client.conditions import equals
from cwsync.sync.wire import by_id, decimal, reference_id, text

if TYPE_CHECKING:
    from cwsync.client.connectwise import ConnectWise


@dataclass(frozen=True, slots=True)
class ExistingPhase:
    """A work plan phase; `notes` may hold our marker."""

    id: int
    name: str
    notes: str = ""


@dataclass(frozen=True, slots=True)
class ExistingTicket:
    """A project ticket; `hours` is its budget, None where the member may not see it."""

    id: int
    summary: str
    phase_id: int | None
    hours: Decimal | None


@dataclass(frozen=True, slots=True)
class ExistingTask:
    """A task of a ticket."""

    id: int
    text: str


@dataclass(frozen=True, slots=True)
class Existing:
    """The work plan of one project as ConnectWise has it, oldest records first.

    `tasks` holds only the tickets whose tasks were read; `analyses` the internal analysis notes of
    the tickets whose notes were read.
    """

    phases: tuple[ExistingPhase, ...] = ()
    tickets: tuple[ExistingTicket, ...] = ()
    tasks: Mapping[int, tuple[ExistingTask, ...]] = field(default_factory=dict)
    analyses: Mapping[int, str] = field(default_factory=dict)

    def with_tasks(self, tasks: Mapping[int, tuple[ExistingTask, ...]]) -> Existing:
        """The same work plan, with these tasks known as well."""
        return replace(self, tasks={**self.tasks, **tasks})

    def with_analyses(self, analyses: Mapping[int, str]) -> Existing:
        """The same work plan, with the internal analysis of these tickets known as well."""
        return replace(self, analyses={**self.analyses, **analyses})


def read_work_plan(cw: ConnectWise, project_id: int) -> Existing:
    """Phases and tickets of a project: one request each for every 1,000 of them."""
    return Existing(phases=read_phases(cw, project_id), tickets=read_tickets(cw, project_id))


def read_phases(cw: ConnectWise, project_id: int) -> tuple[ExistingPhase, ...]:
    """The phases of a project, oldest first."""
    rows = cw.list(f"/project/projects/{project_id}/phases", fields=("id", "description", "notes"))
    return tuple(_phase(row) for row in by_id(rows))


def read_tickets(
    cw: ConnectWise, project_id: int, *, phase_id: int | None = None
) -> tuple[ExistingTicket, ...]:
    """The tickets of a project, or of one of its phases, oldest first."""
    where = equals("project/id", project_id)
    if phase_id is not None:
        where = equals("phase/id", phase_id)
    rows = cw.list(
        "/project/tickets",
        conditions=where,
        fields=("id", "summary", "phase/id", "budgetHours"),
    )
    return tuple(_ticket(row) for row in by_id(rows))


def read_tasks(cw: ConnectWise, ticket_id: int) -> tuple[ExistingTask, ...]:
    """The tasks of a ticket, oldest first."""
    rows = cw.list(f"/project/tickets/{ticket_id}/tasks", fields=("id", "notes"))
    return tuple(ExistingTask(id=row["id"], text=text(row, "notes")) for row in by_id(rows))


def read_analysis(cw: ConnectWise, ticket_id: int) -> str:
    """All internal analysis notes of a ticket, where the marker stands."""
    rows = cw.list(
        f"/project/tickets/{ticket_id}/notes", fields=("id", "text", "internalAnalysisFlag")
    )
    return "\n".join(text(row, "text") for row in rows if row.get("internalAnalysisFlag"))


def _phase(row: dict[str, Any]) -> ExistingPhase:
    return ExistingPhase(id=row["id"], name=text(row, "description"), notes=text(row, "notes"))


def _ticket(row: dict[str, Any]) -> ExistingTicket:
    return ExistingTicket(
        id=row["id"],
        summary=text(row, "summary"),
        phase_id=reference_id(row, "phase"),
        hours=decimal(row, "budgetHours"),
    )
