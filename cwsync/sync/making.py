"""Create the items of a plan in a project, one by one, and find them where an answer was lost."""

from __future__ import annotations

import threading
from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from cwsync.client.failures import Rejected
from cwsync.closest import folded
from cwsync.errors import CwsyncError, Forbidden
from cwsync.mapping.markers import mentions
from cwsync.mapping.workplan import DesiredPhase, DesiredTask, DesiredTicket, Kind
from cwsync.sync.bodies import phase_body, task_body, ticket_body
from cwsync.sync.events import Created, Event, Failed, Watcher
from cwsync.sync.existing import (
    Existing,
    ExistingTicket,
    read_analysis,
    read_phases,
    read_tasks,
    read_tickets,
)
from cwsync.sync.once import Made, create_once
from cwsync.sync.plan import PlannedItem

if TYPE_CHECKING:
    from cwsync.client.connectwise import ConnectWise
    from cwsync.sync.push import Prepared


class Maker:
    """Creates phases, tickets and tasks in one project, from any thread.

    `guard` is called before anything is sent, and raises where the push is no longer ours.
    """

    def __init__(
        self,
        cw: ConnectWise,
        project_id: int,
        prepared: Prepared,
        watcher: Watcher,
        stop: Callable[[], bool],
        guard: Callable[[], None],
    ) -> None:
        self._cw = cw
        self._project_id = project_id
        self._status = prepared.ticket_status
        self._places = _places(prepared.plan.items)
        self._taken = _Taken(prepared.existing)
        self._forbidden: dict[Kind, str] = {}
        self._watcher = watcher
        self._stop = stop
        self._guard = guard
        self._lock = threading.Lock()

    def step(self, item: PlannedItem) -> Callable[[int], int]:
        """What creates this item: takes the id of its parent, gives the id of the item."""

        def make(parent_id: int) -> int:
            try:
                made = self._make(item, parent_id)
            except CwsyncError as error:
                if isinstance(error, Forbidden):
                    # the others of its kind need not be tried; they name the permission alone
                    self._forbidden.setdefault(item.kind, error.message)
                self._tell(Failed(item.key, item.kind.value, item.name, reason_of(error)))
                raise
            self._tell(Created(item.key, item.kind.value, item.name, made.id, made.adopted))
            return made.id

        return make

    def _make(self, item: PlannedItem, parent_id: int) -> Made:
        if item.kind in self._forbidden:
            raise Forbidden(f"not tried: {self._forbidden[item.kind]}")
        path, body, find = self._request(item, parent_id)

        def look() -> int | None:
            found = find()
            if found is None:
                self._guard()  # it may be sent again
            return found

        self._guard()
        made = create_once(self._cw, path, body, look=look, watcher=self._tell, stop=self._stop)
        self._taken.add(item.kind, made.id)
        return made

    def _request(
        self, item: PlannedItem, parent_id: int
    ) -> tuple[str, dict[str, Any], Callable[[], int | None]]:
        """Where to send what, and how to look whether it is there."""
        desired = item.desired
        if isinstance(desired, DesiredPhase):
            path = f"/project/projects/{self._project_id}/phases"
            return path, phase_body(desired), lambda: self._find_phase(desired)
        if isinstance(desired, DesiredTicket):
            body = ticket_body(desired, parent_id, self._status)
            return "/project/tickets", body, lambda: self._find_ticket(desired, parent_id)
        assert isinstance(desired, DesiredTask)  # nothing else is ever to be created
        path = f"/project/tickets/{parent_id}/tasks"
        body = task_body(desired, self._places[item.key])
        return path, body, lambda: self._find_task(desired, parent_id)

    def _find_phase(self, desired: DesiredPhase) -> int | None:
        for phase in read_phases(self._cw, self._project_id):
            if self._taken.is_free(Kind.PHASE, phase.id) and mentions(phase.notes, desired.marker):
                return phase.id
        return None

    def _find_ticket(self, desired: DesiredTicket, phase_id: int) -> int | None:
        for ticket in read_tickets(self._cw, self._project_id, phase_id=phase_id):
            if self._taken.is_free(Kind.TICKET, ticket.id) and self._is_ours(ticket, desired):
                return ticket.id
        return None

    def _is_ours(self, ticket: ExistingTicket, desired: DesiredTicket) -> bool:
        """By its marker alone: ConnectWise may have changed the summary."""
        try:
            return mentions(read_analysis(self._cw, ticket.id), desired.marker)
        except Forbidden:  # its name and its phase have to do
            return folded(ticket.summary) == folded(desired.name)

    def _find_task(self, desired: DesiredTask, ticket_id: int) -> int | None:
        for task in read_tasks(self._cw, ticket_id):
            same = folded(task.text) == folded(desired.text)
            if same and self._taken.is_free(Kind.TASK, task.id):
                return task.id
        return None

    def _tell(self, event: Event) -> None:
        with self._lock:
            self._watcher(event)


def reason_of(error: Exception) -> str:
    """Why something failed, in one line: what ConnectWise said about single fields with it.

    Where a permission is lacking, how to grant it, too.
    """
    if isinstance(error, Forbidden):
        return "; ".join(filter(None, (error.message, *error.details[-1:], error.hint)))
    if isinstance(error, Rejected) and error.details:
        return f"{error}: {'; '.join(error.details)}"
    return str(error)


class _Taken:
    """Records that belong to an item already; ids are unique within their kind only."""

    def __init__(self, existing: Existing) -> None:
        self._ids = {(Kind.PHASE, phase.id) for phase in existing.phases}
        self._ids |= {(Kind.TICKET, ticket.id) for ticket in existing.tickets}
        self._ids |= {(Kind.TASK, task.id) for tasks in existing.tasks.values() for task in tasks}

    def add(self, kind: Kind, id: int) -> None:
        self._ids.add((kind, id))

    def is_free(self, kind: Kind, id: int) -> bool:
        return (kind, id) not in self._ids


def _places(items: Iterable[PlannedItem]) -> dict[str, int]:
    """The place of each task within its ticket, from 1."""
    counts: dict[str | None, int] = defaultdict(int)
    places: dict[str, int] = {}
    for item in items:
        if item.kind is Kind.TASK:
            counts[item.parent_key] += 1
            places[item.key] = counts[item.parent_key]
    return places
