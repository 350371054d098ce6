"""Governance items as tickets: ScopeStack's four cases (`behaviour` section 2)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from cwsync.export.project import Allocation, Governance, Notice
from cwsync.mapping.hours import prorated, rounded, total
from cwsync.mapping.names import short
from cwsync.mapping.workplan import Kind, SkippedItem

PHASE_KEY = "phase:governance"
LEFT_OUT = "governance_left_out"  # the code of the notice
PHASE_NAME = "Project governance"
UNASSIGNED = (
    "not assigned to a phase and not prorated; assign it to a phase in ScopeStack, "
    "or set it to Prorate"
)
INSIDE_SERVICES = (
    "its hours are inside the services already; for a ticket of its own, "
    "stop assigning its effort to services in ScopeStack"
)
NO_EFFORT = "prorated, but no phase has service hours; assign it to a phase in ScopeStack"
NO_HOURS = "prorated, but it has no hours; give it some in ScopeStack, or assign it to a phase"
NO_SHARE = "its share of this phase rounds to 0 hours; assign it to a phase in ScopeStack instead"


@dataclass(frozen=True, slots=True)
class Share:
    """A governance ticket to be: where it goes, with how many hours."""

    key: str
    item: Governance
    phase_key: str
    hours: Decimal
    remark: str


def shares(
    item: Governance, effort: Mapping[str, Decimal], project_phase: str
) -> Iterator[Share | SkippedItem]:
    """The tickets of one item, or why there are none.

    `effort` is the service hours of each phase that may take part, in order; `project_phase` the
    key of the phase "Project governance".
    """
    if item.allocation is Allocation.PHASE and item.phase_key is not None:
        yield Share(item.key, item, item.phase_key, rounded(item.hours), "governance")
    elif item.allocation is Allocation.PROJECT:
        yield Share(item.key, item, project_phase, rounded(item.hours), "governance")
    elif item.allocation is Allocation.PRORATE:
        yield from _spread(item, effort)
    elif item.allocation is Allocation.SERVICES:
        yield _skipped(item, INSIDE_SERVICES)
    else:
        yield _skipped(item, UNASSIGNED)


def warnings(items: Iterable[Governance]) -> Iterator[Notice]:
    """A warning for each item whose hours are inside the services."""
    for item in items:
        if item.allocation is Allocation.SERVICES:
            message = f"“{_name(item)}” makes no ticket: {INSIDE_SERVICES}"
            yield Notice("governance_in_services", message, key=item.key)


def left_out(items: Iterable[Governance]) -> Iterator[Notice]:
    """What is lost while governance makes no tickets, in one line; nothing where nothing is."""
    nowhere = (Allocation.SERVICES, Allocation.NONE)
    hours = rounded(total(item.hours for item in items if item.allocation not in nowhere))
    if hours > 0:
        message = f"{hours} h of governance make no tickets; add them with --governance"
        yield Notice(LEFT_OUT, message)


def _spread(item: Governance, effort: Mapping[str, Decimal]) -> Iterator[Share | SkippedItem]:
    taking_part = {key: hours for key, hours in effort.items() if hours > 0}
    if not taking_part:
        yield _skipped(item, NO_EFFORT)
        return
    if not rounded(item.hours):
        yield _skipped(item, NO_HOURS)
        return
    parts = prorated(item.hours, list(taking_part.values()))
    for phase_key, hours in zip(taking_part, parts, strict=True):
        key = f"{item.key}@{phase_key}"
        if hours:
            yield Share(key, item, phase_key, hours, "governance, its share")
        else:
            yield SkippedItem(key, Kind.TICKET, _name(item), NO_SHARE, hours, phase_key)


def _skipped(item: Governance, reason: str) -> SkippedItem:
    return SkippedItem(item.key, Kind.TICKET, _name(item), reason, rounded(item.hours))


def _name(item: Governance) -> str:
    return short(item.name, "Governance")
