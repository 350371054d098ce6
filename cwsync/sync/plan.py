"""A plan: what a push would do, or did, item by item. Values only."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from cwsync.export.project import Notice
from cwsync.mapping.workplan import DesiredPhase, DesiredTask, DesiredTicket, Kind


class Action(StrEnum):
    """What a push does with an item. Only CREATE writes."""

    CREATE = "create"
    EXISTS = "exists"
    CHANGED = "changed"  # differs from the export: shown, never updated
    REMOVED = "removed"  # pushed before, deleted in ConnectWise since
    DROPPED = "dropped"  # pushed before, no longer in the export
    SKIP = "skip"


# What ConnectWise holds, or will hold after the push.
THERE = (Action.CREATE, Action.EXISTS, Action.CHANGED)


@dataclass(frozen=True, slots=True)
class Difference:
    """One field that the export and ConnectWise do not agree on, as text to show."""

    field: str
    export: str
    connectwise: str


@dataclass(frozen=True, slots=True)
class PlannedItem:
    """One line of the plan. `id` is ConnectWise's, None while it does not exist.

    `desired` is what to create (for CREATE), else None where the export no longer has it.
    """

    key: str
    kind: Kind
    action: Action
    name: str
    id: int | None = None
    parent_key: str | None = None
    hours: Decimal | None = None
    reason: str | None = None
    remark: str | None = None
    differences: tuple[Difference, ...] = ()
    desired: DesiredPhase | DesiredTicket | DesiredTask | None = None


@dataclass(frozen=True, slots=True)
class PlannedProject:
    """The ConnectWise project of the plan. `action` is CREATE or EXISTS.

    `facts` are the short texts of the diff's first line, in order ("board Implementations", "Open",
    "FixedFee", "opportunity 4711").
    """

    name: str
    action: Action
    id: int | None = None
    url: str | None = None
    facts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Target:
    """Where a plan goes: shown before the question. `host` as the user knows it."""

    host: str
    company_id: str
    company_name: str


@dataclass(frozen=True, slots=True)
class Plan:
    """Items in the order of the tree: each phase, its tickets, their tasks.

    `title` and `origin` name the export ("approved in ScopeStack, project 90210").
    """

    title: str
    origin: str
    target: Target
    project: PlannedProject
    items: tuple[PlannedItem, ...]
    notices: tuple[Notice, ...] = ()

    @property
    def creates(self) -> int:
        """How many records this plan would create, the project included."""
        count = sum(item.action is Action.CREATE for item in self.items)
        return count + (self.project.action is Action.CREATE)

    def counts(self) -> dict[Action, Counter[str]]:
        """Per action, how many of each kind (`project`, `phase`, `ticket`, `task`)."""
        result: dict[Action, Counter[str]] = {action: Counter() for action in Action}
        result[self.project.action]["project"] += 1
        for item in self.items:
            result[item.action][item.kind.value] += 1
        return result


@dataclass(frozen=True, slots=True)
class Failure:
    """An item that could not be created, and why; `blocked` when it was not tried at all."""

    key: str
    message: str
    blocked: bool = False


@dataclass(frozen=True, slots=True)
class Requests:
    """How many requests were sent."""

    read: int = 0
    write: int = 0
    retried: int = 0


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an apply left behind: the plan with the ids that items got, and what failed.

    Items that were to be created and were not keep `id=None`. `elapsed_s` is wall time.
    """

    plan: Plan
    failures: tuple[Failure, ...] = ()
    elapsed_s: float = 0.0
    interrupted: bool = False
