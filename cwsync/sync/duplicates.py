"""What stands in ConnectWise more often than the export has it. Pure.

Only what nobody claims is too much: what the record knows, a template brought or another marker
names is not.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from cwsync.closest import folded
from cwsync.export.project import Notice
from cwsync.mapping.markers import is_marked, mentions
from cwsync.mapping.workplan import DesiredPhase, DesiredTicket, Kind, WorkPlan, kind_of
from cwsync.sync.existing import Existing, ExistingTicket
from cwsync.sync.matching import Matches, free_phases, free_tickets
from cwsync.sync.record import PushRecord


def duplicates(
    desired: WorkPlan, existing: Existing, record: PushRecord, found: Matches
) -> Iterator[Notice]:
    """A warning for each phase, ticket and task that stands there more than once.

    Tasks are compared as far as they were read.
    """
    free: dict[tuple[int | None, str], list[ExistingTicket]] = defaultdict(list)
    for ticket in free_tickets(existing, record, found):
        free[ticket.phase_id, folded(ticket.summary)].append(ticket)
    for phase in desired.phases:
        yield from _of_phase(phase, existing, record, found)
        for wanted in phase.tickets:
            yield from _of_ticket(wanted, phase, free, existing, found)
            yield from _of_tasks(wanted, existing, record, found)


def _of_phase(
    phase: DesiredPhase, existing: Existing, record: PushRecord, found: Matches
) -> Iterator[Notice]:
    there = found.phases.get(phase.key)
    if there is None:
        return
    recorded = _recorded(record, Kind.PHASE)
    others = [
        other.id
        for other in free_phases(existing, found)
        if other.id not in recorded
        and (folded(other.name) == folded(phase.name) or mentions(other.notes, phase.marker))
    ]
    yield from _notice(f"the phase “{phase.name}” stands", there.id, others)


def _of_ticket(
    ticket: DesiredTicket,
    phase: DesiredPhase,
    free: dict[tuple[int | None, str], list[ExistingTicket]],
    existing: Existing,
    found: Matches,
) -> Iterator[Notice]:
    """Where it stands, and where it should, by its name there and in the export."""
    there = found.tickets.get(ticket.key)
    if there is None:
        return
    places = {(there.phase_id, folded(name)) for name in (there.summary, ticket.name)}
    if phase.key in found.phases:
        places.add((found.phases[phase.key].id, folded(ticket.name)))
    others = [
        other.id
        for place in places
        for other in free.pop(place, ())
        if _may_be(ticket, existing.analyses.get(other.id, ""))
    ]
    yield from _notice(f"“{ticket.name}” stands", there.id, others)


def _may_be(ticket: DesiredTicket, analysis: str) -> bool:
    return mentions(analysis, ticket.marker) or not is_marked(analysis)


def _of_tasks(
    ticket: DesiredTicket, existing: Existing, record: PushRecord, found: Matches
) -> Iterator[Notice]:
    there = found.tickets.get(ticket.key)
    tasks = existing.tasks.get(there.id, ()) if there else ()
    claimed = {found.tasks[task.key] for task in ticket.tasks if task.key in found.tasks}
    claimed |= _recorded(record, Kind.TASK)
    free: dict[str, list[int]] = defaultdict(list)
    for other in tasks:
        if other.id not in claimed:
            free[folded(other.text)].append(other.id)
    for task in ticket.tasks:
        if task.key in found.tasks:
            others = free.pop(folded(task.text), [])
            what = f"the task “{task.text}” stands in “{ticket.name}”"
            yield from _notice(what, found.tasks[task.key], others, where="")


def _recorded(record: PushRecord, kind: Kind) -> set[int]:
    return {id for key, id in record.ids.items() if kind_of(key) is kind}


def _notice(
    what: str, id: int, others: Sequence[int], *, where: str = "there "
) -> Iterator[Notice]:
    if others:
        times = "twice" if len(others) == 1 else f"{len(others) + 1} times"
        ids = ", ".join(f"#{one}" for one in sorted((id, *others)))
        yield Notice("duplicate", f"{what} {where}{times}: {ids}")
