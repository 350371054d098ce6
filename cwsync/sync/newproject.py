"""Create the project of a push: one, whoever else begins at the same moment."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from typing import TYPE_CHECKING

from cwsync.closest import folded
from cwsync.errors import (
    CwsyncError,
    Forbidden,
    Interrupted,
    PreconditionFailed,
    StoppedHalfWay,
    Unreachable,
)
from cwsync.export.project import Project
from cwsync.mapping.markers import mentions
from cwsync.sync.bodies import project_body
from cwsync.sync.claims import Claimant, Stake
from cwsync.sync.election import elect
from cwsync.sync.events import Created
from cwsync.sync.existing import Existing, read_analysis
from cwsync.sync.find import projects_of
from cwsync.sync.matching import all_tickets
from cwsync.sync.once import CannotLook, StillUnknown, create_once
from cwsync.sync.plan import Action
from cwsync.sync.push import Prepared, plan_for
from cwsync.sync.template import wait_for_template
from cwsync.sync.wire import as_record

if TYPE_CHECKING:
    from cwsync.client.connectwise import ConnectWise


@contextmanager
def opportunity_claimed(cw: ConnectWise, prepared: Prepared, claimant: Claimant) -> Iterator[None]:
    """While this is open, the notes of the linked opportunity say that a project is being created.

    Raises `PreconditionFailed` where another push said so first. Without a linked opportunity, or
    where its notes are forbidden, the projects themselves have to settle it.
    """
    stake = _stake(cw, prepared, claimant)
    try:
        yield
    except CannotLook:
        raise  # the project may still appear, so nobody should create another one yet
    except BaseException:
        _withdraw(stake)
        raise
    _withdraw(stake)


def with_project(
    cw: ConnectWise, project: Project, prepared: Prepared, claimant: Claimant
) -> Prepared:
    """Create the project, settle who won if two did, and wait for its template."""
    assert prepared.setup is not None  # a plan that creates a project has one

    def ours() -> set[int]:
        found = projects_of(
            cw,
            prepared.work_plan.marker,
            company_id=prepared.company_id,
            opportunity_id=prepared.opportunity_id,
        )
        return {project.id for project in found}

    before = ours()
    if before - prepared.left_aside:
        raise _created_meanwhile(min(before - prepared.left_aside))
    if claimant.stop():
        raise Interrupted("stopped before anything was created")
    made = create_once(
        cw,
        "/project/projects",
        project_body(prepared.work_plan, prepared.setup),
        look=lambda: min(ours() - before, default=None),
        watcher=claimant.watcher,
        stop=claimant.stop,
    )
    with half_way(made.id, new=prepared.request.new):
        key, watcher = prepared.work_plan.project_key, claimant.watcher
        elect(cw, made.id, lambda: ours() - before, project_key=key, watcher=watcher)
        watcher(Created(key, "project", prepared.work_plan.name, made.id, made.adopted))
        created = replace(prepared.plan.project, id=made.id, url=cw.connection.project_url(made.id))
        prepared = replace(prepared, plan=replace(prepared.plan, project=created))
        if prepared.setup is None or prepared.setup.template is None:
            return prepared
        return _with_template(cw, project, prepared, claimant, prepared.setup.template.id)


@contextmanager
def half_way(project_id: int, *, new: bool) -> Iterator[None]:
    """What fails in here fails after the project was created; --new would not find it again."""
    into = f", with --into {project_id} in place of --new" if new else ""
    try:
        yield
    except (PreconditionFailed, StoppedHalfWay, Interrupted):
        raise
    except CwsyncError as error:
        raise StoppedHalfWay(
            f"project {project_id} was created, and nothing in it yet: {error.message}",
            details=error.details,
            hint=f"run the same command again{into}: it goes on in that project",
        ) from None


def is_unclaimed(prepared: Prepared) -> bool:
    """Whether a push created this project and, so its notes say, died before it claimed it."""
    found = prepared.plan.project.action is Action.EXISTS and prepared.request.into is None
    return found and prepared.kept.is_blank


def with_template_of_the_dead(
    cw: ConnectWise, project: Project, prepared: Prepared, claimant: Claimant
) -> Prepared:
    """For an unclaimed project: wait for its template, as the push that created it would have.

    Where something of ours is in it, it was claimed, and somebody deleted the notes.
    """
    project_id = prepared.plan.project.id
    assert project_id is not None
    there = as_record(cw.get(f"/project/projects/{project_id}", fields=("projectTemplateId",)))
    template_id = there.get("projectTemplateId")
    if not isinstance(template_id, int) or template_id <= 0 or _holds_ours(cw, prepared):
        return prepared
    return _with_template(cw, project, prepared, claimant, template_id)


def _holds_ours(cw: ConnectWise, prepared: Prepared) -> bool:
    desired, existing = prepared.work_plan, prepared.existing
    for phase in desired.phases:
        if any(mentions(there.notes, phase.marker) for there in existing.phases):
            return True
    tickets = list(all_tickets(desired))
    names = {folded(ticket.name) for ticket in tickets}
    for there in existing.tickets:
        if folded(there.summary) in names:
            analysis = read_analysis(cw, there.id)
            if any(mentions(analysis, ticket.marker) for ticket in tickets):
                return True
    return False


def _with_template(
    cw: ConnectWise, project: Project, prepared: Prepared, claimant: Claimant, template_id: int
) -> Prepared:
    """The plan made again, once the template has brought what it holds."""
    project_id = prepared.plan.project.id
    assert project_id is not None
    brought = wait_for_template(cw, project_id, template_id, claimant.watcher, claimant.stop)
    floor = max((ticket.id for ticket in brought.tickets), default=0)
    record = replace(prepared.kept.record, template_floor=floor)
    kept = replace(prepared.kept, record=record)
    return planned_anew(project, replace(prepared, kept=kept), brought)


def planned_anew(project: Project, prepared: Prepared, existing: Existing) -> Prepared:
    """The same push, into a project that holds something else than it did."""
    plan = plan_for(
        project,
        prepared.work_plan,
        prepared.plan.target,
        prepared.plan.project,
        existing,
        prepared.kept.record,
        prepared.request.choices,
    )
    return replace(prepared, plan=plan, existing=existing)


def _stake(cw: ConnectWise, prepared: Prepared, claimant: Claimant) -> Stake | None:
    if prepared.opportunity_id is None:
        return None
    stake = _of_opportunity(cw, prepared.opportunity_id, prepared, claimant)
    try:
        stake.drop_others(stake.place(stake.runs() if prepared.request.take_over else ()))
    except Forbidden:
        stake.withdraw()
        return None
    except StillUnknown as unknown:
        raise Unreachable(unknown.message, hint="run the same command again") from None
    return stake


def forget_creation(cw: ConnectWise, prepared: Prepared, claimant: Claimant) -> None:
    """Take claims out of the opportunity's notes that a push left there when it died.

    To be called once the project is ours: what they were about is settled then.
    """
    if prepared.opportunity_id is None or prepared.request.into is not None:
        return
    stake = _of_opportunity(cw, prepared.opportunity_id, prepared, claimant)
    with suppress(CwsyncError):
        stake.drop_others(stake.rows())


def _of_opportunity(
    cw: ConnectWise, opportunity_id: int, prepared: Prepared, claimant: Claimant
) -> Stake:
    path = f"/sales/opportunities/{opportunity_id}/notes"
    return Stake(cw, path, prepared.work_plan.project_key, claimant)


def _withdraw(stake: Stake | None) -> None:
    if stake is not None:
        stake.withdraw()


def _created_meanwhile(project_id: int) -> PreconditionFailed:
    return PreconditionFailed(
        f"another push created project {project_id} for this export since this plan was made; "
        "nothing was changed",
        hint="run the same command again: it makes a new plan",
        code="stale_plan",
    )
