"""Which existing record is which desired item. Pure.

Finding things again (`behaviour` section 3), each step only for what the one before left open:

    1. the push record            keys → ids; a recorded id that is gone was REMOVED
    2. the marker                 phase notes; internal analysis where it was read
    3. the name within its parent phase, then ticket summary, then task text, duplicates in order

To read the internal analysis of a ticket costs a request. It is read where the record does not say
all and the names leave a ticket open, or could mistake it for another one.
"""

from __future__ import annotations

from collections import Counter, defaultdict, deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from cwsync.closest import folded
from cwsync.mapping.markers import is_marked, mentions
from cwsync.mapping.names import stem
from cwsync.mapping.workplan import DesiredPhase, DesiredTicket, Kind, WorkPlan, kind_of
from cwsync.sync.existing import Existing, ExistingPhase, ExistingTicket
from cwsync.sync.record import PushRecord

T = TypeVar("T")


@dataclass(slots=True)
class Matches:
    """Which existing record is which desired item; `removed`: recorded, and gone since."""

    phases: dict[str, ExistingPhase] = field(default_factory=dict)
    tickets: dict[str, ExistingTicket] = field(default_factory=dict)
    tasks: dict[str, int] = field(default_factory=dict)
    removed: set[str] = field(default_factory=set)


def settled(record: PushRecord) -> bool:
    """Whether a push came to its end, so that the record alone says what is ours."""
    return bool(record.ids) and record.running is None and record.complete


def match(desired: WorkPlan, existing: Existing, record: PushRecord) -> Matches:
    """Find the desired items again in what exists."""
    found = Matches()
    _by_record(desired, existing, record, found)
    _phases_by_marker_and_name(desired, existing, found)
    _shares_by_record(desired, existing, record, found)
    _tickets_by_marker(desired, existing, record, found)
    _tickets_by_name(desired, existing, record, found)
    _tasks_by_text(desired, existing, found)
    return found


def tickets_to_identify(desired: WorkPlan, existing: Existing, record: PushRecord) -> list[int]:
    """Ids of the tickets whose marker has to be read now; what they say may call for others.

    These are the ones that names could confuse and, while desired ones are missing, the unclaimed.
    """
    if settled(record):
        return []
    found = match(desired, existing, record)
    unknown = _confusable(desired, existing, record, found)
    if any(ticket.key not in found.tickets for ticket in all_tickets(desired)):
        unknown += free_tickets(existing, record, found)
    return [ticket.id for ticket in unknown if ticket.id not in existing.analyses]


def _confusable(
    desired: WorkPlan, existing: Existing, record: PushRecord, found: Matches
) -> list[ExistingTicket]:
    """Tickets found by a name that another item could have had, before something was added."""
    there = Counter((ticket.phase_id, stem(ticket.summary)) for ticket in existing.tickets)
    unsure = []
    for phase in desired.phases:
        wanted = Counter(stem(ticket.name) for ticket in phase.tickets)
        for ticket in phase.tickets:
            known = found.tickets.get(ticket.key)
            if known is None or known.id == record.ids.get(ticket.key):
                continue
            name = stem(ticket.name)
            if wanted[name] > 1 or there[known.phase_id, name] > 1:
                unsure.append(known)
    return unsure


def tickets_to_confirm(desired: WorkPlan, existing: Existing, record: PushRecord) -> list[int]:
    """Ids of the tickets of which only the marker says whether a push died amid their tasks."""
    if record.running is None:
        return []
    found = match(desired, existing, record)
    return [
        found.tickets[ticket.key].id
        for ticket in all_tickets(desired)
        if ticket.key in found.tickets
        and record.ids.get(ticket.key) not in (0, found.tickets[ticket.key].id)
        and any(task.key not in found.tasks for task in ticket.tasks)
        and found.tickets[ticket.key].id not in existing.analyses
    ]


def tickets_to_read(
    desired: WorkPlan,
    existing: Existing,
    record: PushRecord,
    *,
    add_tasks: bool = False,
    recreate: bool = False,
) -> list[int]:
    """Ids of the tickets whose tasks have to be read: the record does not settle all of them.

    To `recreate`, all that should have some: a task that is gone is seen in no other way.
    """
    if settled(record) and not (add_tasks or recreate):
        return []
    found = match(desired, existing, record)
    return [
        found.tickets[ticket.key].id
        for ticket in all_tickets(desired)
        if ticket.key in found.tickets
        and any(recreate or task.key not in found.tasks for task in ticket.tasks)
        and found.tickets[ticket.key].id not in existing.tasks
    ]


def all_tickets(desired: WorkPlan) -> Iterator[DesiredTicket]:
    """Every desired ticket, in order."""
    for phase in desired.phases:
        yield from phase.tickets


def dropped_tasks(desired: WorkPlan, record: PushRecord) -> dict[int, str]:
    """The keys of recorded tasks that are no longer desired, by their ids."""
    wanted = {task.key for ticket in all_tickets(desired) for task in ticket.tasks}
    return {
        id: key
        for key, id in record.ids.items()
        if id and kind_of(key) is Kind.TASK and key not in wanted
    }


def _by_record(desired: WorkPlan, existing: Existing, record: PushRecord, found: Matches) -> None:
    phases = {phase.id: phase for phase in existing.phases}
    tickets = {ticket.id: ticket for ticket in existing.tickets}
    for phase in desired.phases:
        _settle(phase.key, record, phases, found.phases, found.removed)
        for ticket in phase.tickets:
            _settle(ticket.key, record, tickets, found.tickets, found.removed)
            _settle_tasks(ticket, existing, record, found)


def _settle(
    key: str, record: PushRecord, there: Mapping[int, T], into: dict[str, T], removed: set[str]
) -> None:
    id = record.ids.get(key, 0)
    if id in there:
        into[key] = there[id]
    elif id:
        removed.add(key)


def _settle_tasks(
    ticket: DesiredTicket, existing: Existing, record: PushRecord, found: Matches
) -> None:
    if ticket.key not in found.tickets:
        return  # gone with its ticket, or never pushed
    read = existing.tasks.get(found.tickets[ticket.key].id)
    there = None if read is None else {task.id for task in read}
    for task in ticket.tasks:
        id = record.ids.get(task.key, 0)
        if id and (there is None or id in there):
            found.tasks[task.key] = id  # tasks that were not read are taken to be there
        elif id:
            found.removed.add(task.key)


def _phases_by_marker_and_name(desired: WorkPlan, existing: Existing, found: Matches) -> None:
    for phase in desired.phases:
        if phase.key in found.phases:
            continue
        for candidate in free_phases(existing, found):
            if mentions(candidate.notes, phase.marker):
                found.phases[phase.key] = candidate
                break
    open_phases = [phase for phase in desired.phases if phase.key not in found.phases]
    _pair(open_phases, free_phases(existing, found), lambda p: folded(p.name), found.phases)
    found.removed.difference_update(found.phases)  # somebody made the phase again


def _shares_by_record(
    desired: WorkPlan, existing: Existing, record: PushRecord, found: Matches
) -> None:
    """Shares of spread governance items whose phase goes by another key than when it was pushed.

    Their keys hold the phase's, which another format of the same export may not know.
    """
    recorded = {id: key for key, id in record.ids.items() if kind_of(key) is Kind.PHASE}
    tickets = {ticket.id: ticket for ticket in existing.tickets}
    for phase in desired.phases:
        there = found.phases.get(phase.key)
        before = recorded.get(there.id) if there else None
        if before is None or before == phase.key:
            continue
        for ticket in _open_tickets(phase, found):
            item, at, _ = ticket.key.partition("@")
            id = record.ids.get(f"{item}@{before}", 0) if at else 0
            if id in tickets:
                found.tickets[ticket.key] = tickets[id]


def _tickets_by_name(
    desired: WorkPlan, existing: Existing, record: PushRecord, found: Matches
) -> None:
    by_phase: dict[int | None, list[ExistingTicket]] = defaultdict(list)
    for ticket in free_tickets(existing, record, found):
        if not is_marked(existing.analyses.get(ticket.id, "")):  # else it is another item
            by_phase[ticket.phase_id].append(ticket)
    for phase in desired.phases:
        if phase.key in found.phases:
            there = by_phase[found.phases[phase.key].id]
            _pair(_open_tickets(phase, found), there, lambda t: folded(t.name), found.tickets)


def _tickets_by_marker(
    desired: WorkPlan, existing: Existing, record: PushRecord, found: Matches
) -> None:
    candidates = [t for t in free_tickets(existing, record, found) if existing.analyses.get(t.id)]
    for phase in desired.phases if candidates else ():
        for ticket in phase.tickets:
            if ticket.key in found.tickets:
                continue
            for candidate in candidates:
                if mentions(existing.analyses[candidate.id], ticket.marker):
                    found.tickets[ticket.key] = candidate
                    found.removed.discard(ticket.key)  # a push that died made it again
                    candidates.remove(candidate)
                    break


def _tasks_by_text(desired: WorkPlan, existing: Existing, found: Matches) -> None:
    for ticket in all_tickets(desired):
        if ticket.key not in found.tickets:
            continue
        claimed = {found.tasks[task.key] for task in ticket.tasks if task.key in found.tasks}
        free: dict[str, deque[int]] = defaultdict(deque)
        for there in existing.tasks.get(found.tickets[ticket.key].id, ()):
            if there.id not in claimed:
                free[folded(there.text)].append(there.id)
        missing = [task for task in ticket.tasks if task.key not in found.tasks]
        for task in sorted(missing, key=lambda task: task.key in found.removed):
            queue = free.get(folded(task.text))
            if queue:
                found.tasks[task.key] = queue.popleft()
                found.removed.discard(task.key)  # somebody, or a push that died, made it again


Desired = TypeVar("Desired", DesiredPhase, DesiredTicket)
There = TypeVar("There", ExistingPhase, ExistingTicket)


def _pair(
    desired: Iterable[Desired],
    there: Iterable[There],
    name_of: Callable[[Desired], str],
    into: dict[str, There],
) -> None:
    """Pair by folded name; of equal names the oldest goes to the first."""
    by_name: dict[str, deque[There]] = defaultdict(deque)
    for record in there:
        name = record.name if isinstance(record, ExistingPhase) else record.summary
        by_name[folded(name)].append(record)
    for item in desired:
        queue = by_name.get(name_of(item))
        if queue:
            into[item.key] = queue.popleft()


def free_phases(existing: Existing, found: Matches) -> list[ExistingPhase]:
    """Phases that no desired one is found as."""
    claimed = {phase.id for phase in found.phases.values()}
    return [phase for phase in existing.phases if phase.id not in claimed]


def free_tickets(existing: Existing, record: PushRecord, found: Matches) -> list[ExistingTicket]:
    """Tickets that nobody claims: no desired one, no key of the record, no template."""
    recorded = (id for key, id in record.ids.items() if kind_of(key) is Kind.TICKET)
    claimed = {ticket.id for ticket in found.tickets.values()}.union(recorded)
    return [
        ticket
        for ticket in existing.tickets
        if ticket.id not in claimed and ticket.id > record.template_floor
    ]


def _open_tickets(phase: DesiredPhase, found: Matches) -> list[DesiredTicket]:
    return [
        ticket
        for ticket in phase.tickets
        if ticket.key not in found.tickets and ticket.key not in found.removed
    ]
