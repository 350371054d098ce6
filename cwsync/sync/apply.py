"""Apply a plan: create what it says, each record exactly once, and keep the push record."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from cwsync.errors import CwsyncError, Forbidden, NotConnected, Unreachable
from cwsync.export.project import Notice, Project
from cwsync.mapping.workplan import Kind
from cwsync.sync.bodies import project_body
from cwsync.sync.election import elect
from cwsync.sync.events import Created, Started, Watcher
from cwsync.sync.find import projects_of
from cwsync.sync.making import Maker
from cwsync.sync.once import StillUnknown, create_once
from cwsync.sync.plan import Action, Failure, Outcome, Plan, PlannedItem
from cwsync.sync.push import Prepared, plan_for
from cwsync.sync.recordkeeper import RecordKeeper
from cwsync.sync.setup import Setup
from cwsync.sync.steps import Results, Step, carry_out
from cwsync.sync.template import wait_for_template

NO_RECORD = Notice(
    "no_push_record",
    "this member may not write project notes, so there is no push record; "
    "names and markers alone will tell a later push what is there",
)

if TYPE_CHECKING:
    from cwsync.client.connectwise import ConnectWise


NOT_COMPLETED = Notice(
    "record_not_completed",
    "the push record could not be completed; the next push sorts it out by names and markers",
)
# after one of these there is no point in trying the next item
FATAL = (NotConnected, Unreachable, StillUnknown)


@dataclass(frozen=True, slots=True)
class Run:
    """Who applies, and how it is watched and stopped. `who` is shown to others ("pat@laptop")."""

    id: str
    who: str
    watcher: Watcher
    stop: Callable[[], bool] = lambda: False


def apply(cw: ConnectWise, project: Project, prepared: Prepared, run: Run) -> Outcome:
    """Carry out the plan and give it back with the ids that its items got, and with what failed.

    Raises where nothing could be applied; what failed after that is in the outcome.
    """
    begun = cw.clock.now()
    plan = prepared.plan
    if plan.creates == 0:
        return Outcome(plan)
    run.watcher(Started(plan.creates))
    if plan.project.action is Action.CREATE:
        prepared = _with_project(cw, project, prepared, run)
    outcome = _Application(cw, prepared, run).carried_out()
    return replace(outcome, elapsed_s=cw.clock.now() - begun)


def _with_project(cw: ConnectWise, project: Project, prepared: Prepared, run: Run) -> Prepared:
    """Create the project, settle who won if two did, and wait for its template."""
    assert prepared.setup is not None  # a plan that creates a project has one
    id = _create_project(cw, prepared, prepared.setup, run)
    created = replace(prepared.plan.project, id=id, url=cw.connection.project_url(id))
    prepared = replace(prepared, plan=replace(prepared.plan, project=created))
    if prepared.setup is None or prepared.setup.template is None:
        return prepared
    brought = wait_for_template(cw, id, prepared.setup.template.id, run.watcher)
    floor = max((ticket.id for ticket in brought.tickets), default=0)
    record = replace(prepared.kept.record, template_floor=floor)
    plan = plan_for(
        project,
        prepared.work_plan,
        prepared.plan.target,
        created,
        brought,
        record,
        prepared.request.choices,
    )
    kept = replace(prepared.kept, record=record)
    return replace(prepared, plan=plan, existing=brought, kept=kept)


def _create_project(cw: ConnectWise, prepared: Prepared, setup: Setup, run: Run) -> int:
    def ours() -> list[int]:
        found = projects_of(
            cw,
            prepared.work_plan.marker,
            company_id=prepared.company_id,
            opportunity_id=prepared.opportunity_id,
        )
        return [project.id for project in found]

    before = set(ours()) if prepared.request.new else set()
    made = create_once(
        cw,
        "/project/projects",
        project_body(prepared.work_plan, setup),
        look=lambda: next((id for id in ours() if id not in before), None),
        watcher=run.watcher,
        stop=run.stop,
    )
    elect(cw, made.id, [id for id in ours() if id not in before])
    name = prepared.work_plan.name
    run.watcher(Created(prepared.work_plan.project_key, "project", name, made.id, made.adopted))
    return made.id


class _Application:
    """One apply into a project that is there."""

    def __init__(self, cw: ConnectWise, prepared: Prepared, run: Run) -> None:
        project_id = prepared.plan.project.id
        assert project_id is not None
        self._cw = cw
        self._plan = prepared.plan
        self._floor = prepared.kept.record.template_floor
        self._run = run
        self._keeper = RecordKeeper(cw, project_id, prepared.kept, run=run.id, who=run.who)
        self._maker = Maker(cw, project_id, prepared, run.watcher, run.stop)

    def carried_out(self) -> Outcome:
        self._keeper.begin(template_floor=self._floor)
        results = carry_out(
            _steps(self._plan, self._maker),
            {item.key: item.id for item in self._plan.items if item.id is not None},
            at_a_time=self._cw.connection.concurrency,
            stop=self._run.stop,
            is_fatal=lambda error: isinstance(error, FATAL),
        )
        completed = self._keeper.end(_recorded(self._plan, results))
        return self._outcome(results, () if completed else (NOT_COMPLETED,))

    def _outcome(self, results: Results, notices: tuple[Notice, ...]) -> Outcome:
        items = tuple(
            replace(item, id=results.ids.get(item.key, item.id)) for item in self._plan.items
        )
        if not self._keeper.allowed:
            notices = (NO_RECORD,)
        plan = replace(self._plan, items=items, notices=(*self._plan.notices, *notices))
        if not results.ids and plan.project.action is not Action.CREATE:
            _raise_first(results)
        failures = tuple(_failures(plan, results))
        return Outcome(plan, failures=failures, interrupted=self._run.stop())


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
            yield Failure(item.key, _why(results.errors[item.key]))
        elif item.key in results.blocked:
            blamed = results.blocked[item.key]
            reason = f"not tried: {blamed} is not there" if blamed else "not tried"
            yield Failure(item.key, reason, blocked=True)


def _why(error: Exception) -> str:
    """What kept an item away; where a permission is lacking, how to grant it, too."""
    if isinstance(error, Forbidden):
        return "; ".join(filter(None, (error.message, *error.details[-1:], error.hint)))
    return str(error)


def _raise_first(results: Results) -> None:
    """Nothing was applied: the first error says why."""
    for error in results.errors.values():
        if isinstance(error, CwsyncError):
            raise error
