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
from cwsync.sync.existing import Existing, read_tasks
from cwsync.sync.find import (
    ExistingProject,
    of_this_deal,
    project_by_id,
    projects_of,
    pushed_projects,
    the_project,
)
from cwsync.sync.link import linked_opportunity, origin
from cwsync.sync.matching import all_tickets, dropped_tasks, match
from cwsync.sync.plan import Action, Plan, PlannedProject, Target
from cwsync.sync.reading import read_existing
from cwsync.sync.record import PushRecord
from cwsync.sync.recordkeeper import Kept, read_record
from cwsync.sync.rescoped import about_ids
from cwsync.sync.setup import (
    Asker,
    Setup,
    Wishes,
    billing_method,
    find_company,
    pick_ticket_status,
    settle,
)

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
    `other_company` is the deal's company, where the project was named and is another company's.
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
    other_company: str | None = None
    left_aside: frozenset[int] = frozenset()


def unfit(prepared: Prepared) -> PreconditionFailed | None:
    """Why nothing should be created in the project of this plan, None where it may be."""
    project, owner = prepared.plan.project, prepared.plan.target.company_name
    if prepared.closed and prepared.plan.creates:
        return PreconditionFailed(
            f"project {project.id} is closed in ConnectWise",
            hint="open it again there, or push into a new one with --new",
            code="project_closed",
        )
    if prepared.other_company and prepared.plan.creates:
        return PreconditionFailed(
            f"project {project.id} is one of {owner}, and the deal is with "
            f"{prepared.other_company}",
            hint=f'give --company "{owner}" if it is to go there all the same',
            code="other_company",
        )
    return None


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
    billing_method(project, request.wishes)  # a wrong one is told even where none is needed
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

    Reads the tasks of the tickets, so that removed and dropped ones are noticed.
    `as_pushed` names the parts (governance, subservices) that count where they were pushed, though
    the request leaves them out.
    """
    desired = work_plan(project, request.mapping)
    return _Preparation(cw, project, request, desired, Directory(cw)).surveyed(as_pushed)


def _other_company(there: ExistingProject, company: Ref | None) -> str | None:
    if company is None or there.company_id in (None, company.id):
        return None
    return company.name


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
            into = self._into(there, opportunity, kept)
            return replace(into, other_company=_other_company(there, company))
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
        # tasks may have been dropped, and the record does not say from which tickets
        all_of_them = self.request.mapping.subservices and dropped_tasks(self.desired, kept.record)
        unread = [
            found.tickets[ticket.key].id
            for ticket in all_tickets(self.desired)
            if (ticket.tasks or all_of_them) and ticket.key in found.tickets
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
        opportunity_id = opportunity.id if opportunity else None
        found = pushed_projects(
            self.cw,
            self.desired,
            company_id=company.id if company else None,
            opportunity_id=opportunity_id,
        )
        if self.project.id is None:
            found = of_this_deal(found, opportunity_id)
        return the_project(found)

    def _marked(self, company: Ref, opportunity: Opportunity | None) -> tuple[ExistingProject, ...]:
        return projects_of(
            self.cw,
            self.desired.marker,
            company_id=company.id,
            opportunity_id=opportunity.id if opportunity else None,
        )

    def _into(
        self, there: ExistingProject, opportunity: Opportunity | None, kept: Kept
    ) -> Prepared:
        existing = read_existing(self.cw, there, self.desired, kept, self.request)
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
        there = self._marked(setup.company, opportunity) if self.request.new else ()
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
