"""Compare a desired work plan with what ConnectWise holds, and say what a push would do. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from cwsync.closest import folded
from cwsync.export.project import Notice
from cwsync.mapping.markers import mentions
from cwsync.mapping.workplan import (
    DesiredPhase,
    DesiredTask,
    DesiredTicket,
    Kind,
    SkippedItem,
    WorkPlan,
    kind_of,
)
from cwsync.sync.duplicates import duplicates
from cwsync.sync.existing import Existing, ExistingTicket
from cwsync.sync.matching import Matches, all_tickets, dropped_tasks, match
from cwsync.sync.plan import THERE, Action, Difference, PlannedItem
from cwsync.sync.record import PushRecord

GIVEN_OUT = "its hours are given out already: an earlier push spread this item over the phases"
NEW_TASK = "new sub-service of a ticket that exists; add it with --add-tasks"
REMOVED = "pushed before and deleted in ConnectWise; make it again with --recreate"
PHASE_AGAIN = "deleted in ConnectWise, needed again for new tickets"
EMPTY = "none of its tickets is to be created"
DROPPED = "pushed before, no longer in the export; left alone in ConnectWise"


@dataclass(frozen=True, slots=True)
class Choices:
    """What the person chose about things that exist, and the parts that were asked for."""

    add_tasks: bool = False
    recreate: bool = False
    governance: bool = True
    subservices: bool = True


def compare(
    desired: WorkPlan, existing: Existing, record: PushRecord, choices: Choices
) -> tuple[tuple[PlannedItem, ...], tuple[Notice, ...]]:
    """The items of the plan in the order of the tree, and what is worth a warning."""
    found = match(desired, existing, record)
    spread = _spread(desired, record, found)
    comparison = _Comparison(
        desired,
        existing,
        record,
        choices,
        found,
        spread,
        _shifted(desired, found),
        dropped_tasks(desired, record),
    )
    return tuple(comparison.items()), tuple(duplicates(desired, existing, record, found))


@dataclass(frozen=True, slots=True)
class _Comparison:
    desired: WorkPlan
    existing: Existing
    record: PushRecord
    choices: Choices
    found: Matches
    spread: frozenset[str]
    shifted: frozenset[str]
    dropped_tasks: Mapping[int, str]

    def items(self) -> Iterator[PlannedItem]:
        skipped: dict[str | None, list[PlannedItem]] = defaultdict(list)
        for left_out in self.desired.skipped:
            skipped[left_out.parent_key].append(_skipped(left_out))
        dropped = self._dropped()
        for phase in self.desired.phases:
            tickets = [item for ticket in phase.tickets for item in self._ticket(ticket, phase)]
            yield self._phase(phase, tickets)
            for item in tickets:
                yield item
                yield from skipped.pop(item.key, ())
            yield from skipped.pop(phase.key, ())
            yield from dropped.pop(phase.key, ())
        for rest in (*dropped.values(), *skipped.values()):
            yield from rest

    def _phase(self, phase: DesiredPhase, tickets: Sequence[PlannedItem]) -> PlannedItem:
        there = self.found.phases.get(phase.key)
        item = PlannedItem(
            key=phase.key,
            kind=Kind.PHASE,
            action=Action.CREATE,
            name=phase.name,
            hours=_present_hours(tickets, phase.hours),
            desired=phase,
        )
        if there is not None:
            return _existing(item, there.id, tuple(_name_differs(phase.name, there.name)))
        needed = any(ticket.action is Action.CREATE for ticket in tickets)
        if phase.key in self.found.removed and needed and not self.choices.recreate:
            return replace(item, reason=PHASE_AGAIN)
        if needed:
            return item
        if any(ticket.action is Action.REMOVED for ticket in tickets):
            return replace(item, action=Action.REMOVED, reason=REMOVED, desired=None)
        return replace(item, action=Action.SKIP, reason=EMPTY, desired=None)

    def _ticket(self, ticket: DesiredTicket, phase: DesiredPhase) -> Iterator[PlannedItem]:
        item = PlannedItem(
            key=ticket.key,
            kind=Kind.TICKET,
            action=Action.CREATE,
            name=ticket.name,
            parent_key=phase.key,
            hours=ticket.hours,
            remark=ticket.remark,
            desired=ticket,
        )
        there = self.found.tickets.get(ticket.key)
        if there is not None:
            item = _existing(item, there.id, tuple(self._differences(ticket, phase, there)))
            if self._is_shifted(ticket) and there.hours is not None:
                item = replace(item, hours=there.hours)
        elif self._is_removed(ticket.key):
            item = replace(item, action=Action.REMOVED, reason=REMOVED, desired=None)
        elif self._given_out(ticket.key):
            item = replace(item, action=Action.SKIP, reason=GIVEN_OUT, desired=None)
        yield item
        unfinished = there is not None and self._in_progress(ticket, there)
        for task in ticket.tasks:
            yield self._task(task, item, add=unfinished or self.choices.add_tasks)
        if there is not None:
            yield from self._dropped_tasks(ticket, there)

    def _task(self, task: DesiredTask, ticket: PlannedItem, *, add: bool) -> PlannedItem:
        item = PlannedItem(
            key=task.key,
            kind=Kind.TASK,
            action=Action.CREATE,
            name=task.text,
            parent_key=ticket.key,
            desired=task,
        )
        if task.key in self.found.tasks:
            return _existing(item, self.found.tasks[task.key], ())
        if ticket.action is Action.CREATE:
            return item
        if ticket.action in (Action.REMOVED, Action.SKIP):
            return replace(item, action=ticket.action, reason=ticket.reason, desired=None)
        if self._is_removed(task.key):
            return replace(item, action=Action.REMOVED, reason=REMOVED, desired=None)
        add = add or task.key in self.found.removed
        return item if add else replace(item, action=Action.SKIP, reason=NEW_TASK, desired=None)

    def _is_removed(self, key: str) -> bool:
        return key in self.found.removed and not self.choices.recreate

    def _given_out(self, key: str) -> bool:
        """Whether this is a new share of a governance item that was spread before."""
        item, at, _ = key.partition("@")
        return bool(at) and key not in self.record.ids and item in self.spread

    def _in_progress(self, ticket: DesiredTicket, there: ExistingTicket) -> bool:
        """Whether the ticket comes from a push of ours that did not get to all of its tasks."""
        if self.record.ids.get(ticket.key) in (0, there.id):
            return any(self.record.ids.get(task.key) == 0 for task in ticket.tasks)
        ours = mentions(self.existing.analyses.get(there.id, ""), ticket.marker)
        return ours and self.record.running is not None

    def _differences(
        self, ticket: DesiredTicket, phase: DesiredPhase, there: ExistingTicket
    ) -> Iterator[Difference]:
        yield from _name_differs(ticket.name, there.summary)
        shifted = self._is_shifted(ticket)
        if there.hours is not None and there.hours != ticket.hours and not shifted:
            yield Difference("hours", f"{ticket.hours:.2f}", f"{there.hours:.2f}")
        expected = self.found.phases.get(phase.key)
        if there.phase_id is not None and (expected is None or expected.id != there.phase_id):
            yield Difference("phase", phase.name, self._phase_name(there.phase_id))

    def _is_shifted(self, ticket: DesiredTicket) -> bool:
        return ticket.key.partition("@")[0] in self.shifted

    def _phase_name(self, phase_id: int) -> str:
        names = (phase.name for phase in self.existing.phases if phase.id == phase_id)
        return next(names, f"phase {phase_id}")

    def _dropped(self) -> dict[str | None, list[PlannedItem]]:
        """Recorded items that ConnectWise holds and the export no longer has, by their phase."""
        wanted = {item.key for item in self.desired.skipped}.union(
            key
            for phase in self.desired.phases
            for ticket in phase.tickets
            for key in (phase.key, ticket.key, *(task.key for task in ticket.tasks))
        )
        phases = {phase.id: phase for phase in self.existing.phases}
        tickets = {ticket.id: ticket for ticket in self.existing.tickets}
        keys = {phase.id: key for key, phase in self.found.phases.items()}
        claimed = {ticket.id for ticket in self.found.tickets.values()}
        dropped: dict[str | None, list[PlannedItem]] = defaultdict(list)
        for key, id in self.record.ids.items():
            if key in wanted or not self._asked_for(key):
                continue
            if kind_of(key) is Kind.PHASE and id in phases and id not in keys:
                dropped[None].append(_dropped_item(key, phases[id].name, id))
            elif kind_of(key) is Kind.TICKET and id in tickets and id not in claimed:
                parent = keys.get(tickets[id].phase_id or 0)
                there = tickets[id]
                hours = there.hours or Decimal(0)
                dropped[parent].append(_dropped_item(key, there.summary, id, parent, hours))
        return dropped

    def _dropped_tasks(self, ticket: DesiredTicket, there: ExistingTicket) -> Iterator[PlannedItem]:
        """Recorded tasks of this ticket that the export no longer has, where they were read."""
        for task in self.existing.tasks.get(there.id, ()) if self.choices.subservices else ():
            key = self.dropped_tasks.get(task.id)
            if key is not None:
                yield _dropped_item(key, task.text, task.id, ticket.key)

    def _asked_for(self, key: str) -> bool:
        if key.startswith("gov:") or key == "phase:governance":
            return self.choices.governance
        return True


def _present_hours(tickets: Iterable[PlannedItem], desired: Decimal) -> Decimal:
    """The hours of the tickets that are or will be there, the desired ones where none is."""
    present = [
        item.hours or Decimal(0)
        for item in tickets
        if item.kind is Kind.TICKET and item.action in THERE
    ]
    return sum(present, Decimal(0)) if present else desired


def _spread(desired: WorkPlan, record: PushRecord, found: Matches) -> frozenset[str]:
    """Governance items that were spread over the phases before.

    Where no record says so, the shares that are there do, if they hold all hours of the item.
    """
    recorded = {key.partition("@")[0] for key in record.ids if "@" in key}
    return _shifted(desired, found).union(recorded)


def _shifted(desired: WorkPlan, found: Matches) -> frozenset[str]:
    """Spread governance items of which ConnectWise holds all hours, though spread otherwise.

    Any change of a service shifts the shares of every phase; an item that was given out is not
    spread again, so that is no difference as long as the total is the same.
    """
    totals: dict[str, Decimal] = defaultdict(Decimal)
    for ticket in all_tickets(desired):
        item, at, _ = ticket.key.partition("@")
        if at:
            there = found.tickets.get(ticket.key)
            totals[item] += ticket.hours - (there.hours or 0 if there else 0)
    return frozenset(item for item, left in totals.items() if left == 0)


def _existing(item: PlannedItem, id: int, differences: tuple[Difference, ...]) -> PlannedItem:
    action = Action.CHANGED if differences else Action.EXISTS
    return replace(item, action=action, id=id, differences=differences, desired=None)


def _name_differs(desired: str, there: str) -> Iterator[Difference]:
    if folded(desired) != folded(there):
        yield Difference("name", desired, there)


def _skipped(item: SkippedItem) -> PlannedItem:
    return PlannedItem(
        key=item.key,
        kind=item.kind,
        action=Action.SKIP,
        name=item.name,
        parent_key=item.parent_key,
        hours=item.hours,
        reason=item.reason,
    )


def _dropped_item(
    key: str, name: str, id: int, parent: str | None = None, hours: Decimal | None = None
) -> PlannedItem:
    return PlannedItem(
        key=key,
        kind=kind_of(key),
        action=Action.DROPPED,
        name=name,
        id=id,
        parent_key=parent,
        hours=hours,
        reason=DROPPED,
    )
