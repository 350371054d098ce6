"""What ConnectWise should hold for a project: the desired work plan.

Names are final (≤ 100 characters, one line, unique within their parent), hours are rounded to
0.01 h, descriptions are plain text. Nothing here knows ids of ConnectWise.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from cwsync.export.project import Notice


class Kind(StrEnum):
    """The three kinds of item in a work plan."""

    PHASE = "phase"
    TICKET = "ticket"
    TASK = "task"


def kind_of(key: str) -> Kind:
    """The kind of item that a key stands for: `phase:…`, `sub:…`, else a ticket."""
    if key.startswith("phase:"):
        return Kind.PHASE
    return Kind.TASK if key.startswith("sub:") else Kind.TICKET


@dataclass(frozen=True, slots=True)
class DesiredTask:
    """A task of a ticket. `text` is one line."""

    key: str
    text: str


@dataclass(frozen=True, slots=True)
class DesiredTicket:
    """A ticket: `name` becomes the summary, `hours` the budget, `marker` the internal analysis.

    `remark` is shown beside it in the diff ("governance, its share"), None for services.
    """

    key: str
    name: str
    hours: Decimal
    description: str
    marker: str
    tasks: tuple[DesiredTask, ...] = ()
    remark: str | None = None


@dataclass(frozen=True, slots=True)
class DesiredPhase:
    """A phase with at least one ticket; `marker` becomes its notes."""

    key: str
    name: str
    marker: str
    tickets: tuple[DesiredTicket, ...]

    @property
    def hours(self) -> Decimal:
        """The sum of its tickets' hours."""
        return sum((ticket.hours for ticket in self.tickets), Decimal(0))


@dataclass(frozen=True, slots=True)
class SkippedItem:
    """Something of the export that becomes no ticket or task, and why."""

    key: str
    kind: Kind
    name: str
    reason: str
    hours: Decimal | None = None
    parent_key: str | None = None


@dataclass(frozen=True, slots=True)
class MappingOptions:
    """What the person chose: governance items as tickets, sub-services as tasks."""

    governance: bool = False
    subservices: bool = False
    unphased_phase: str = "Unassigned"


@dataclass(frozen=True, slots=True)
class WorkPlan:
    """The desired work plan of one project. `description` opens with the marker line."""

    project_key: str
    name: str
    marker: str
    description: str
    phases: tuple[DesiredPhase, ...]
    skipped: tuple[SkippedItem, ...] = ()
    notices: tuple[Notice, ...] = ()

    @property
    def hours(self) -> Decimal:
        """The sum of all tickets' hours, which a new project gets as `estimatedHours`."""
        return sum((phase.hours for phase in self.phases), Decimal(0))
