"""Governance items as tickets: ScopeStack's four cases (`behaviour` section 2)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from cwsync.export.project import Allocation, Governance
from cwsync.mapping.hours import prorated, rounded
from cwsync.mapping.workplan import Kind, SkippedItem

PHASE_KEY = "phase:governance"
PHASE_NAME = "Project governance"
UNASSIGNED = (
    "not assigned to a phase and not prorated; assign it to a phase in ScopeStack, "
    "or set it to Prorate"
)
INSIDE_SERVICES = "its hours are inside the services already"
NO_EFFORT = "prorated, but no phase has service hours; assign it to a phase in ScopeStack"
NO_SHARE = "its share of this phase rounds to 0 hours"


@dataclass(frozen=True, slots=True)
class Share:
    """A governance ticket to be: where it goes, with how many hours."""

    key: str
    item: Governance
    phase_key: str
    hours: Decimal
    remark: str


def shares(item: Governance, effort: Mapping[str, Decimal]) -> Iterator[Share | SkippedItem]:
    """The tickets of one item. `effort`: service hours of each phase that takes part, in order."""
    if item.allocation is Allocation.PHASE and item.phase_key is not None:
        yield Share(item.key, item, item.phase_key, rounded(item.hours), "governance")
    elif item.allocation is Allocation.PROJECT:
        yield Share(item.key, item, PHASE_KEY, rounded(item.hours), "governance")
    elif item.allocation is Allocation.PRORATE:
        yield from _spread(item, effort)
    else:
        inside = item.allocation is Allocation.SERVICES
        yield _skipped(item, INSIDE_SERVICES if inside else UNASSIGNED)


def _spread(item: Governance, effort: Mapping[str, Decimal]) -> Iterator[Share | SkippedItem]:
    taking_part = {key: hours for key, hours in effort.items() if hours > 0}
    if not taking_part:
        yield _skipped(item, NO_EFFORT)
        return
    parts = prorated(item.hours, list(taking_part.values()))
    for phase_key, hours in zip(taking_part, parts, strict=True):
        key = f"{item.key}@{phase_key}"
        if hours > 0:
            yield Share(key, item, phase_key, hours, "governance, its share")
        else:
            yield _skipped(item, NO_SHARE, key=key, hours=hours, parent_key=phase_key)


def _skipped(
    item: Governance,
    reason: str,
    *,
    key: str | None = None,
    hours: Decimal | None = None,
    parent_key: str | None = None,
) -> SkippedItem:
    return SkippedItem(
        key=key or item.key,
        kind=Kind.TICKET,
        name=item.name,
        reason=reason,
        hours=rounded(item.hours) if hours is None else hours,
        parent_key=parent_key,
    )
