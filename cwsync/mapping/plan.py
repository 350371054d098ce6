"""A scoped project as the work plan that ConnectWise should hold (`behaviour` sections 1 and 2)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from decimal import Decimal

from cwsync.closest import folded
from cwsync.export.project import Allocation, Notice, Project, Service, ServiceType
from cwsync.mapping import governance
from cwsync.mapping.governance import Share
from cwsync.mapping.markers import item_marker, project_marker
from cwsync.mapping.names import short, unique
from cwsync.mapping.tickets import Tickets
from cwsync.mapping.workplan import (
    DesiredPhase,
    DesiredTicket,
    MappingOptions,
    SkippedItem,
    WorkPlan,
)

UNPHASED_KEY = "phase:unphased"


def work_plan(project: Project, options: MappingOptions) -> WorkPlan:
    """What ConnectWise should hold for this project. Pure; the same project gives the same plan.

    Raises KeyError for a service of a phase that the project does not have: a reader of exports
    refuses such a file.
    """
    return _Mapping(project, options).work_plan()


class _Mapping:
    def __init__(self, project: Project, options: MappingOptions) -> None:
        self.project = project
        self.options = options
        self.tickets = Tickets(project, with_tasks=options.subservices)
        self.items = [item for item in project.governance if item.active]
        self.names = {phase.key: phase.name for phase in project.phases}
        self.services: dict[str, list[Service]] = {key: [] for key in self.names}
        self.shares: dict[str, list[Share]] = defaultdict(list)
        self.skipped: list[SkippedItem] = []

    def work_plan(self) -> WorkPlan:
        effort = self._place_services()
        project_phase = self._phase_called(governance.PHASE_NAME, governance.PHASE_KEY)
        if self.options.governance:
            self._place_governance(effort, project_phase)
        marker = project_marker(self.project)
        url = self.project.source.url
        phases = tuple(self._phases())
        return WorkPlan(
            project_key=self.project.key,
            name=short(self.project.name, "ScopeStack project"),
            marker=marker,
            description=f"{marker}\n{url}" if url else marker,
            phases=phases,
            skipped=tuple(self.skipped),
            notices=(*self._about_governance(), *self.tickets.notices()),
        )

    def _place_services(self) -> dict[str, Decimal]:
        """Put each service into its phase; what comes back is the effort that prorating weighs.

        Inactive phases take no part in that, nor do services without a phase.
        """
        effort = {phase.key: Decimal(0) for phase in self.project.phases if phase.active}
        pushed = [s for s in self.project.services if _is_pushed(s)]
        busy = {service.phase_key for service in pushed}
        unphased = self._unphased_key(busy)
        for service in pushed:
            if service.phase_key in effort:
                effort[service.phase_key] += service.total_hours
            self.services[service.phase_key or unphased].append(service)
        return effort

    def _unphased_key(self, busy: set[str | None]) -> str:
        """The phase of services without one: the export's own of that name, if it is in use."""
        wanted = folded(short(self.options.unphased_phase, "Unassigned"))
        for phase in self.project.phases:
            if folded(phase.name) == wanted and (phase.active or phase.key in busy):
                return phase.key
        return self._add_phase(UNPHASED_KEY, self.options.unphased_phase)

    def _phase_called(self, name: str, key: str) -> str:
        """The phase in use that has this name, else a new one behind the others.

        Two phases of one name could not be told apart in ConnectWise.
        """
        aligned = {item.phase_key for item in self.items if item.allocation is Allocation.PHASE}
        for known, other in self.names.items():
            if folded(other) == folded(name) and (self.services[known] or known in aligned):
                return known
        return self._add_phase(key, name)

    def _add_phase(self, key: str, name: str) -> str:
        self.names[key] = name
        self.services[key] = []
        return key

    def _place_governance(self, effort: dict[str, Decimal], project_phase: str) -> None:
        for item in self.items:
            for share in governance.shares(item, effort, project_phase):
                if isinstance(share, SkippedItem):
                    self.skipped.append(share)
                else:
                    self.shares[share.phase_key].append(share)

    def _about_governance(self) -> Iterable[Notice]:
        about = governance.warnings if self.options.governance else governance.left_out
        return about(self.items)

    def _phases(self) -> Iterable[DesiredPhase]:
        held = [key for key in self.names if self.services[key] or key in self.shares]
        names = [self.tickets.name_of(self.names[key], key) for key in held]
        wanted = [short(name, _fallback(key)) for name, key in zip(names, held, strict=True)]
        for key, name in zip(held, unique(wanted, [None] * len(held)), strict=True):
            tickets = self._tickets(self.services[key], self.shares.get(key, ()))
            yield DesiredPhase(key, name, item_marker(self.project, key), tuple(tickets))

    def _tickets(
        self, services: Sequence[Service], shares: Sequence[Share]
    ) -> Iterable[DesiredTicket]:
        wanted = [short(self.tickets.name_of_service(s), "Service") for s in services]
        wanted += [short(self.tickets.name_of(s.item.name, s.key), "Governance") for s in shares]
        places = [service.location for service in services]
        names = iter(unique(wanted, [*places, *("governance" for _ in shares)]))
        for service in services:
            yield self.tickets.of_service(service, next(names))
        for share in shares:
            yield self.tickets.of_share(share, next(names))


def _is_pushed(service: Service) -> bool:
    return service.active and service.type is ServiceType.PROFESSIONAL


def _fallback(key: str) -> str:
    return "Unassigned" if key == UNPHASED_KEY else "Phase"
