"""Apply a plan: create what it says, each record exactly once, and keep the push record."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from cwsync.errors import CwsyncError, NotConnected, Unreachable
from cwsync.export.project import Notice, Project
from cwsync.mapping.workplan import Kind
from cwsync.sync.claims import Claimant
from cwsync.sync.events import Started, Watcher
from cwsync.sync.making import Maker, reason_of
from cwsync.sync.matching import settled
from cwsync.sync.newproject import (
    forget_creation,
    half_way,
    is_unclaimed,
    opportunity_claimed,
    with_project,
    with_template_of_the_dead,
)
from cwsync.sync.once import CannotLook, StillUnknown
from cwsync.sync.plan import Action, Failure, Outcome, Plan, PlannedItem
from cwsync.sync.push import Prepared
from cwsync.sync.recordkeeper import End, RecordKeeper, TakenOver
from cwsync.sync.steps import Results, Step, carry_out

if TYPE_CHECKING:
    from cwsync.client.connectwise import ConnectWise

NO_RECORD = Notice(
    "no_push_record",
    "this member may not write project notes, so there is no push record; "
    "names and markers alone will tell a later push what is there",
)
NOT_COMPLETED = Notice(
    "record_not_completed",
    "the push record could not be completed and still says that this push runs: push again in "
    "15 min, or with --take-over; names and markers then tell what is there",
)
TAKEN = Notice(
    "taken_over",
    "another push took this one over and keeps the record now: when it has ended, "
    "push again to see that all is there, once",
)
ENDINGS = {End.COMPLETED: (), End.OPEN: (NOT_COMPLETED,), End.TAKEN_OVER: (TAKEN,)}
FATAL = (NotConnected, Unreachable, CannotLook, TakenOver)
MOST_UNKNOWN = 3  # one item that ConnectWise never answers costs minutes; several are an outage


@dataclass(frozen=True, slots=True)
class Run:
    """Who applies, and how it is watched and stopped. `who` is shown to others ("pat@laptop")."""

    id: str
    who: str
    watcher: Watcher
    stop: Callable[[], bool] = lambda: False

    @property
    def claimant(self) -> Claimant:
        """The same, as far as claiming needs it."""
        return Claimant(self.id, self.who, self.watcher, self.stop)


def is_unfinished(prepared: Prepared) -> bool:
    """Whether an earlier push did not get to complete its record, and a push should now."""
    kept = prepared.kept
    return is_unclaimed(prepared) or (
        kept.allowed and (bool(kept.claims) or not kept.record.complete)
    )


def apply(cw: ConnectWise, project: Project, prepared: Prepared, run: Run) -> Outcome:
    """Carry out the plan and give it back with the ids that its items got, and with what failed.

    Raises where nothing could be applied; what failed after that is in the outcome.
    """
    begun = cw.clock.now()
    plan = prepared.plan
    if plan.creates == 0 and not is_unfinished(prepared):
        return Outcome(plan)
    if plan.creates:
        run.watcher(Started(plan.creates))
    outcome = _begun(cw, project, prepared, run).carried_out()
    return replace(outcome, elapsed_s=cw.clock.now() - begun)


def _begun(cw: ConnectWise, project: Project, prepared: Prepared, run: Run) -> _Application:
    """The project is there, and it is ours to push into."""
    if prepared.plan.project.action is not Action.CREATE:
        if is_unclaimed(prepared):
            prepared = with_template_of_the_dead(cw, project, prepared, run.claimant)
        application = _Application(cw, prepared, run)
        application.begin()
        if not settled(prepared.kept.record):
            forget_creation(cw, prepared, run.claimant)
        return application
    with opportunity_claimed(cw, prepared, run.claimant):
        prepared = with_project(cw, project, prepared, run.claimant)
        application = _Application(cw, prepared, run)
        with half_way(prepared.plan.project.id or 0, new=prepared.request.new):
            application.begin()
        return application


class _Application:
    """One apply into a project that is there."""

    def __init__(self, cw: ConnectWise, prepared: Prepared, run: Run) -> None:
        project_id = prepared.plan.project.id
        assert project_id is not None
        self._cw = cw
        self._plan = prepared.plan
        self._take_over = prepared.request.take_over
        self._run = run
        self._keeper = RecordKeeper(cw, project_id, prepared.kept, run.claimant)
        keep = self._keeper.keep
        self._maker = Maker(cw, project_id, prepared, run.watcher, run.stop, keep)
        self._unknown = 0

    def begin(self) -> None:
        self._keeper.begin(take_over=self._take_over)

    def carried_out(self) -> Outcome:
        results = carry_out(
            _steps(self._plan, self._maker),
            {item.key: item.id for item in self._plan.items if item.id is not None},
            at_a_time=self._cw.connection.concurrency,
            stop=self._run.stop,
            is_fatal=self._is_fatal,
        )
        known = not any(isinstance(error, CannotLook) for error in results.errors.values())
        recorded = _recorded(self._plan, results)
        end = self._keeper.end(recorded, settled=known)
        return self._outcome(results, ENDINGS[end])

    def _is_fatal(self, error: Exception) -> bool:
        """Whether there is no point in trying the next item."""
        self._unknown += isinstance(error, StillUnknown)
        return isinstance(error, FATAL) or self._unknown >= MOST_UNKNOWN

    def _outcome(self, results: Results, notices: tuple[Notice, ...]) -> Outcome:
        items = tuple(
            replace(item, id=results.ids.get(item.key, item.id)) for item in self._plan.items
        )
        if not self._keeper.allowed:
            notices = (NO_RECORD,)
        plan = replace(self._plan, items=items, notices=(*self._plan.notices, *notices))
        interrupted = self._run.stop()
        if not results.ids and not interrupted and plan.project.action is not Action.CREATE:
            _raise_first(results)
        failures = tuple(_failures(plan, results))
        return Outcome(plan, failures=failures, interrupted=interrupted)


def _steps(plan: Plan, maker: Maker) -> list[Step]:
    """What is to be created: phases in order, tickets in order in a phase, tasks in order."""
    creations = [item for item in plan.items if item.action is Action.CREATE]
    waiting = Counter(item.parent_key for item in creations)
    last: dict[str | None, str] = {}
    steps: list[Step] = []
    for item in creations:
        steps.append(
            Step(
                key=item.key,
                run=maker.step(item),
                parent=item.parent_key,
                after=last.get(item.parent_key),
                weight=_weight(item, waiting[item.parent_key]),
            )
        )
        waiting[item.parent_key] -= 1
        last[item.parent_key] = item.key
    return steps


def _weight(item: PlannedItem, waiting: int) -> int:
    """Phases first, then the phase with the most tickets still to come, tasks in between."""
    return {Kind.PHASE: 1_000_000, Kind.TICKET: waiting, Kind.TASK: 0}[item.kind]


def _recorded(plan: Plan, results: Results) -> dict[str, int]:
    """The ids for the push record; what was to be created and is not there stands with 0."""
    planned = {
        item.key: item.id or 0
        for item in plan.items
        if item.id is not None or item.action is Action.CREATE
    }
    return {**planned, **results.ids}


def _failures(plan: Plan, results: Results) -> Iterator[Failure]:
    for item in plan.items:
        if item.key in results.errors:
            yield Failure(item.key, reason_of(results.errors[item.key]))
        elif item.key in results.blocked:
            blamed = results.blocked[item.key]
            reason = f"not tried: {blamed} is not there" if blamed else "not tried"
            yield Failure(item.key, reason, blocked=True)


def _raise_first(results: Results) -> None:
    """Nothing was applied: the first error says why."""
    for error in results.errors.values():
        if isinstance(error, CwsyncError):
            raise error
