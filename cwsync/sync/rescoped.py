"""An export whose ids changed, as a new version in ScopeStack may bring. Pure.

What was pushed before goes by other ids then: it looks dropped, and would be made once more.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from cwsync.closest import folded, some_of
from cwsync.errors import PreconditionFailed
from cwsync.export.project import Notice
from cwsync.mapping.workplan import Kind
from cwsync.sync.plan import Action, Plan, PlannedItem

MANY = 3  # fewer may have been deleted and scoped anew by somebody
LISTED = 10
NAMED = 3


def renewed(items: Sequence[PlannedItem]) -> tuple[PlannedItem, ...]:
    """The tickets to be created that a dropped one of the same phase and name stands for."""
    left = Counter(_place(item) for item in _tickets(items, Action.DROPPED))
    found: list[PlannedItem] = []
    for item in _tickets(items, Action.CREATE):
        if left[_place(item)]:
            left[_place(item)] -= 1
            found.append(item)
    return tuple(found)


def about_ids(items: Sequence[PlannedItem]) -> Iterator[Notice]:
    """A warning where tickets would be made once more under other ids."""
    again = renewed(items)
    if again:
        names = some_of([f"“{item.name}”" for item in again], NAMED)
        message = f"what was pushed under other ids of ScopeStack would be made again: {names}"
        yield Notice("ids_changed", message)


def check_ids(plan: Plan) -> None:
    """Raises `PreconditionFailed` where many tickets would be made again under other ids."""
    again = renewed(plan.items)
    if len(again) < MANY:
        return
    raise PreconditionFailed(
        f"the ids of the export changed: {len(again):,} tickets would be made a second time",
        details=tuple(f"{item.key}  {item.name}" for item in again[:LISTED]),
        hint="push the version that was pushed before, or use a new project with --new; "
        "where they are to be made all the same, give --accept-new-ids",
        code="ids_changed",
    )


def _tickets(items: Iterable[PlannedItem], action: Action) -> Iterator[PlannedItem]:
    return (item for item in items if item.kind is Kind.TICKET and item.action is action)


def _place(item: PlannedItem) -> tuple[str | None, str]:
    return item.parent_key, folded(item.name)
