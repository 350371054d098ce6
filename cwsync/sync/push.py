"""A push, from what a person wants to what ConnectWise holds: prepare, then apply."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from cwsync.errors import InvalidUsage, PreconditionFailed
from cwsync.export.project import Project
from cwsync.mapping.governance import LEFT_OUT
from cwsync.mapping.plan import work_plan
from cwsync.mapping.workplan import MappingOptions, WorkPlan
from cwsync.sync.compare import Choices, compare
from cwsync.sync.directory import Directory, Heard, Opportunity, Ref, ignore
from cwsync.sync.existing import Existing, read_analysis, read_tasks, read_work_plan
from cwsync.sync.find import ExistingProject, project_by_id, projects_of, the_project
from cwsync.sync.link import linked_opportunity, origin
from cwsync.sync.matching import all_tickets, match, tickets_to_identify, tickets_to_read
from cwsync.sync.plan import Action, Plan, PlannedProject, Target
from cwsync.sync.record import PushRecord
from cwsync.sync.recordkeeper import Kept, read_record
from cwsync.sync.rescoped import about_ids
from cwsync.sync.setup import Asker, Setup, Wishes, find_company, pick_ticket_status, settle

if TYPE_CHECKING:
    from cwsync.client.connectwise import ConnectWise

# what can be left out of a push, and how the keys of its items begin
PARTS = {"governance": "gov", "subservices": "sub"}


@dataclass(frozen=True, slots=True)
class PushRequest:
    """What a person asked for. `into` is the id of an existing project; `new` forbids using one."""

    wishes: Wishes
    mapping: MappingOptions
    into: int | None = None
    new: bool = False
    add_tasks: bool = False
    recreate: bool = False
    take_over: bool = False
    accept_new_ids: bool = False

    @property
    def choices(self) -> Choices:
        """The part of it that the comparison needs."""
        return Choices(
            add_tasks=self.add_tasks,
            recreate=self.recreate,
            governance=self.mapping.governance,
            subservices=self.mapping.subservices,
        )


@dataclass(frozen=True, slots=True)
class Prepared:
    """A plan with everything that applying it needs.

    `setup` is None where the project exists; `ticket_status` then belongs to its board.
    `left_aside` are projects of this export that were there already when a new one was asked for.
    """

    plan: Plan
    work_plan: WorkPlan
    request: PushRequest
    existing: Existing
    kept: Kept
    setup: Setup | None
    ticket_status: Ref | None
    company_id: int
    opportunity_id: int | None
    closed: bool = False
    left_aside: frozenset[int] = frozenset()


def check_open(prepared: Prepared) -> None:
    """Raises `PreconditionFailed` where something is to be created in a closed project."""
    if prepared.closed and prepared.plan.creates:
        raise PreconditionFailed(
            f"project {prepared.plan.project.id} is closed in ConnectWise",
            hint="open it again there, or push into a new one with --new",
            code="project_closed",
        )


def prepare(
    cw: ConnectWise,
    project: Project,
    request: PushRequest,
    *,
    asker: Asker | None,
    heard: Heard = ignore,
) -> Prepared:
    """Read ConnectWise and work out the plan. Changes nothing. `heard` is told what was listed."""
    if request.new and request.into is not None:
        raise InvalidUsage("--new and --into exclude each other")
    desired = work_plan(project, request.mapping)
    return _Preparation(cw, project, request, desired, Directory(cw, heard=heard)).prepared(asker)


def survey(
    cw: ConnectWise,
    project: Project,
    request: PushRequest,
    *,
    as_pushed: frozenset[str] = frozenset(),
) -> Plan:
    """What of the export is in ConnectWise; unlike a push it needs no setup where nothing is.

    Reads the tasks of every ticket that should have some, so that removed ones are noticed.
    `as_pushed` names the parts (governance, subservices) that count where they were pushed, though
    the request leaves them out.
    """
    desired = work_plan(project, request.mapping)
    return _Preparation(cw, project, request, desired, Directory(cw)).surveyed(as_pushed)


def read_existing(
    cw: ConnectWise, project_id: int, desired: WorkPlan, kept: Kept, request: PushRequest
) -> Existing:
    """What the project holds: phases, tickets, and the notes and tasks the record leaves open."""
    existing = read_work_plan(cw, project_id)
    unknown = tickets_to_identify(desired, existing, kept.record)
    if unknown and not _is_foreign(kept, request):
        existing = replace(existing, analyses={id: read_analysis(cw, id) for id in unknown})
    unread = tickets_to_read(desired, existing, kept.record, add_tasks=request.add_tasks)
    return existing.with_tasks({id: read_tasks(cw, id) for id in unread})


def _is_foreign(kept: Kept, request: PushRequest) -> bool:
    """Whether nothing in the project can be ours: it was named, and it has no trace of a push."""
    untouched = not kept.record.ids and kept.record.running is None
    return request.into is not None and kept.allowed and untouched


def plan_for(
    project: Project,
    desired: WorkPlan,
    target: Target,
    there: PlannedProject,
    existing: Existing,
    record: PushRecord,
    choices: Choices,
) -> Plan:
    """The plan of an export against what exists. Pure."""
    items, notices = compare(desired, existing, record, choices)
    if any(key.startswith("gov:") for key in record.ids):  # pushed before, so nothing is left out
        desired = replace(desired, notices=tuple(n for n in desired.notices if n.code != LEFT_OUT))
    return Plan(
        title=project.name,
        origin=origin(project),
        target=target,
        project=there,
        items=items,
        notices=(*project.notices, *desired.notices, *notices, *about_ids(items)),
    )


@dataclass(frozen=True, slots=True)
class _Preparation:
    cw: ConnectWise
    project: Project
    request: PushRequest
    desired: WorkPlan
    directory: Directory

    def prepared(self, asker: Asker | None) -> Prepared:
        opportunity = self._opportunity()
        company = find_company(self.project, self.request.wishes, self.directory, opportunity)
        there = self._project(company, opportunity)
        if there is not None:
            kept = read_record(self.cw, there.id, self.desired.project_key)
            return self._into(there, opportunity, kept)
        return self._new(company, opportunity, asker)

    def surveyed(self, as_pushed: frozenset[str]) -> Plan:
        opportunity = self._opportunity()
        company = find_company(self.project, self.request.wishes, self.directory, opportunity)
        there = self._project(company, opportunity)
        if there is None:
            name = company.name if company else self.project.client or "an unknown company"
            planned = PlannedProject(self.desired.name, Action.CREATE)
            kept = Kept(PushRecord(self.desired.project_key))
            return self._plan(name, planned, Existing(), kept)
        kept = read_record(self.cw, there.id, self.desired.project_key)
        return self._with_parts(kept.record, as_pushed)._surveyed_in(there, opportunity, kept)

    def _with_parts(self, record: PushRecord, parts: frozenset[str]) -> _Preparation:
        """The same with these parts switched on, as far as the record says they were pushed."""
        kinds = {key.partition(":")[0] for key in record.ids}
        pushed = {part for part in parts if PARTS[part] in kinds}
        asked = self.request.mapping
        mapping = replace(
            asked,
            governance=asked.governance or "governance" in pushed,
            subservices=asked.subservices or "subservices" in pushed,
        )
        request = replace(self.request, mapping=mapping)
        return replace(self, request=request, desired=work_plan(self.project, mapping))

    def _surveyed_in(
        self, there: ExistingProject, opportunity: Opportunity | None, kept: Kept
    ) -> Plan:
        prepared = self._into(there, opportunity, kept)
        found = match(self.desired, prepared.existing, kept.record)
        unread = [
            found.tickets[ticket.key].id
            for ticket in all_tickets(self.desired)
            if ticket.tasks and ticket.key in found.tickets
        ]
        tasks = {id: read_tasks(self.cw, id) for id in unread}
        existing = prepared.existing.with_tasks(tasks)
        return self._plan(there.company_name, prepared.plan.project, existing, kept)

    def _opportunity(self) -> Opportunity | None:
        id = linked_opportunity(self.project, self.request.wishes.opportunity)
        return None if id is None else self.directory.opportunity(id)

    def _project(
        self, company: Ref | None, opportunity: Opportunity | None
    ) -> ExistingProject | None:
        if self.request.into is not None:
            return project_by_id(self.cw, self.request.into)
        if self.request.new:
            return None
        return the_project(self._projects(company, opportunity))

    def _projects(
        self, company: Ref | None, opportunity: Opportunity | None
    ) -> tuple[ExistingProject, ...]:
        return projects_of(
            self.cw,
            self.desired.marker,
            company_id=company.id if company else None,
            opportunity_id=opportunity.id if opportunity else None,
        )

    def _into(
        self, there: ExistingProject, opportunity: Opportunity | None, kept: Kept
    ) -> Prepared:
        existing = read_existing(self.cw, there.id, self.desired, kept, self.request)
        status = None
        if there.board_id is not None:
            status = pick_ticket_status(self.request.wishes, self.directory, there.board_id)
        planned = PlannedProject(
            name=there.name,
            action=Action.EXISTS,
            id=there.id,
            url=self.cw.connection.project_url(there.id),
            facts=there.facts,
        )
        return Prepared(
            plan=self._plan(there.company_name, planned, existing, kept),
            work_plan=self.desired,
            request=self.request,
            existing=existing,
            kept=kept,
            setup=None,
            ticket_status=status,
            company_id=there.company_id or 0,
            opportunity_id=opportunity.id if opportunity else None,
            closed=there.closed,
        )

    def _new(
        self, company: Ref | None, opportunity: Opportunity | None, asker: Asker | None
    ) -> Prepared:
        setup = settle(
            self.project,
            self.request.wishes,
            self.directory,
            company=company,
            opportunity=opportunity,
            asker=asker,
        )
        kept = Kept(PushRecord(self.desired.project_key))
        there = self._projects(setup.company, opportunity) if self.request.new else ()
        planned = PlannedProject(self.desired.name, Action.CREATE, facts=setup.facts)
        return Prepared(
            plan=self._plan(setup.company.name, planned, Existing(), kept),
            work_plan=self.desired,
            request=self.request,
            existing=Existing(),
            kept=kept,
            setup=setup,
            ticket_status=setup.ticket_status,
            company_id=setup.company.id,
            opportunity_id=opportunity.id if opportunity else None,
            left_aside=frozenset(project.id for project in there),
        )

    def _plan(
        self, company_name: str, planned: PlannedProject, existing: Existing, kept: Kept
    ) -> Plan:
        connection = self.cw.connection
        target = Target(connection.site, connection.company_id, company_name)
        return plan_for(
            self.project,
            self.desired,
            target,
            planned,
            existing,
            kept.record,
            self.request.choices,
        )
