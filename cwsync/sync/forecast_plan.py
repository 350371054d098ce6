"""What a sync would do with the forecast of an opportunity, or did. Values only."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from cwsync.errors import CwsyncError
from cwsync.export.project import Notice
from cwsync.mapping.totals import Category, Money
from cwsync.sync.plan import Difference


class LineAction(StrEnum):
    """What a sync does with a line. CREATE and UPDATE write."""

    CREATE = "create"
    UPDATE = "update"
    UNCHANGED = "unchanged"
    SKIP = "skip"


@dataclass(frozen=True, slots=True)
class OpportunityState:
    """The opportunity that the lines belong to. `status` is its own; None where it has none."""

    id: int
    name: str
    status_id: int | None = None
    status: str = ""
    closed: bool = False


@dataclass(frozen=True, slots=True)
class PlannedLine:
    """One line. `id` is ConnectWise's, None while it does not exist.

    `money` is what it should hold; None where it is left alone, which `reason` explains. `previous`
    is what it holds now. A `duplicate` is one of ours too many: it is set to zero.
    """

    category: Category
    action: LineAction
    description: str
    type: str
    status: str
    status_id: int | None = None
    money: Money | None = None
    id: int | None = None
    previous: Money | None = None
    reason: str | None = None
    differences: tuple[Difference, ...] = ()
    duplicate: bool = False

    @property
    def writes(self) -> bool:
        """Whether it takes a request that changes something."""
        return self.action in (LineAction.CREATE, LineAction.UPDATE)


@dataclass(frozen=True, slots=True)
class ForecastPlan:
    """What a sync does. `skipped` says why it does nothing at all; then there are no lines.

    `opportunity` is None where it is not known. `others` counts the lines that are not ours.
    """

    title: str
    origin: str
    site: str
    opportunity: OpportunityState | None
    lines: tuple[PlannedLine, ...] = ()
    others: int = 0
    notices: tuple[Notice, ...] = ()
    skipped: str | None = None

    @property
    def writes(self) -> int:
        """How many lines it creates or updates."""
        return sum(line.writes for line in self.lines)

    def count(self, action: LineAction) -> int:
        """How many lines have this action."""
        return sum(line.action is action for line in self.lines)


@dataclass(frozen=True, slots=True)
class LineFailure:
    """A line that could not be written, and why."""

    line: PlannedLine
    error: CwsyncError


@dataclass(frozen=True, slots=True)
class ForecastOutcome:
    """A plan carried out: its lines have their ids, those that failed the action SKIP."""

    plan: ForecastPlan
    failures: tuple[LineFailure, ...] = ()
    interrupted: bool = False

    @property
    def changed(self) -> bool:
        """Whether something was written."""
        return self.plan.writes > 0
