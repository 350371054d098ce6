"""A scoped project as the work plan that ConnectWise should hold (`behaviour` sections 1 and 2)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import replace
from decimal import Decimal

from cwsync.export.project import Allocation, Notice, Project, Service, ServiceType, SubService
from cwsync.mapping import governance, tokens
from cwsync.mapping.hours import rounded
from cwsync.mapping.markers import item_marker, project_marker
from cwsync.mapping.names import MOST, short, unique
from cwsync.mapping.text import MOST_DESCRIPTION, one_line, plain, shorten
from cwsync.mapping.workplan import (
    DesiredPhase,
    DesiredTask,
    DesiredTicket,
    MappingOptions,
    SkippedItem,
    WorkPlan,
)

UNPHASED_KEY = "phase:unphased"
MOST_TASK = 1_000


def work_plan(project: Project, options: MappingOptions) -> WorkPlan:
    """What ConnectWise should hold for this project. Pure; the same project gives the same plan."""
    return _Mapping(project, options).work_plan()


class _Mapping:
    def __init__(self, project: Project, options: MappingOptions) -> None:
        self.project = project
        self.options = options
        self.notices: list[Notice] = []
        self.skipped: list[SkippedItem] = []
        self.services: dict[str, list[Service]] = defaultdict(list)
        for service in project.services:
            if service.active and service.type is ServiceType.PROFESSIONAL:
                self.services[service.phase_key or UNPHASED_KEY].append(service)

    def work_plan(self) -> WorkPlan:
        shares = self._shares()
        marker = project_marker(self.project)
        names = self._phase_names()
        phases = [
            self._phase(key, name, shares.get(key, []))
            for key, name in names.items()
            if self.services[key] or key in shares
        ]
        lines = (marker, self.project.source.url or "")
        return WorkPlan(
            project_key=self.project.key,
            name=short(self.project.name, "ScopeStack project"),
            marker=marker,
            description="\n".join(line for line in lines if line),
            phases=tuple(phases),
            skipped=tuple(self.skipped),
            notices=tuple(self.notices),
        )

    def _phase_names(self) -> dict[str, str]:
        """The phases that may hold tickets, in order, with names that tell them apart."""
        wanted = {phase.key: short(phase.name, "Phase") for phase in self.project.phases}
        wanted[UNPHASED_KEY] = short(self.options.unphased_phase, "Unassigned")
        wanted[governance.PHASE_KEY] = governance.PHASE_NAME
        governed = self._governed()
        held = [
            key
            for key in wanted
            if self.services.get(key) or key in governed or key == governance.PHASE_KEY
        ]
        names = unique([wanted[key] for key in held], [None] * len(held))
        return dict(zip(held, names, strict=True))

    def _governed(self) -> set[str]:
        items = self.project.governance if self.options.governance else ()
        return {item.phase_key for item in items if item.active and item.phase_key}

    def _shares(self) -> Mapping[str, list[governance.Share]]:
        by_phase: dict[str, list[governance.Share]] = defaultdict(list)
        active = [item for item in self.project.governance if item.active]
        if not self.options.governance:
            self._note_left_out(sum((item.hours for item in active), Decimal(0)))
            return by_phase
        effort = self._effort()
        project_phase = self._governance_phase()
        for item in active:
            if item.allocation is Allocation.SERVICES:
                message = f"“{one_line(item.name)}” makes no ticket: {governance.INSIDE_SERVICES}"
                self.notices.append(Notice("governance_in_services", message, key=item.key))
            for share in governance.shares(item, effort):
                if isinstance(share, SkippedItem):
                    self.skipped.append(replace(share, name=short(share.name, "Governance")))
                else:
                    whole = share.phase_key == governance.PHASE_KEY
                    by_phase[project_phase if whole else share.phase_key].append(share)
        return by_phase

    def _governance_phase(self) -> str:
        """The phase "Project governance": the export's own where it has one with services."""
        for phase in self.project.phases:
            same = one_line(phase.name).casefold() == governance.PHASE_NAME.casefold()
            if same and self.services.get(phase.key):
                return phase.key
        return governance.PHASE_KEY

    def _note_left_out(self, hours: Decimal) -> None:
        if hours > 0:
            message = (
                f"{rounded(hours)} h of governance make no tickets; add them with --governance"
            )
            self.notices.append(Notice("governance_left_out", message))

    def _effort(self) -> dict[str, Decimal]:
        """Service hours of the phases that take part in prorating, in order."""
        return {
            phase.key: sum((s.total_hours for s in self.services[phase.key]), Decimal(0))
            for phase in self.project.phases
            if phase.active
        }

    def _phase(self, key: str, name: str, shares: list[governance.Share]) -> DesiredPhase:
        services = self.services[key]
        raw = [short(s.name, "Service") for s in services]
        raw += [short(share.item.name, "Governance") for share in shares]
        places: list[str | None] = [service.location for service in services]
        names = unique(raw, places + [None] * len(shares))
        tickets = [self._ticket(s, n) for s, n in zip(services, names, strict=False)]
        tickets += [self._share(s, n) for s, n in zip(shares, names[len(services) :], strict=True)]
        return DesiredPhase(key, name, item_marker(self.project, key), tuple(tickets))

    def _ticket(self, service: Service, name: str) -> DesiredTicket:
        tasks: tuple[DesiredTask, ...] = ()
        if self.options.subservices:
            tasks = tuple(self._tasks(service))
        return DesiredTicket(
            key=service.key,
            name=name,
            hours=rounded(service.total_hours),
            description=self._description(service),
            marker=item_marker(self.project, service.key),
            tasks=tasks,
        )

    def _share(self, share: governance.Share, name: str) -> DesiredTicket:
        full = one_line(share.item.name)
        return DesiredTicket(
            key=share.key,
            name=name,
            hours=share.hours,
            description=full if len(full) > MOST else "",
            marker=item_marker(self.project, share.key),
            remark=share.remark,
        )

    def _description(self, service: Service) -> str:
        full = one_line(service.name)
        facts = [f"Location: {one_line(service.location)}" if service.location else ""]
        if service.quantity != 1:
            facts.append(f"Quantity: {tokens.number(service.quantity)}")
        parts = (
            full if len(full) > MOST else "",
            "\n".join(fact for fact in facts if fact),
            self._filled(plain(service.description), service.key, self._values(service)),
        )
        return shorten("\n\n".join(part for part in parts if part), MOST_DESCRIPTION)

    def _tasks(self, service: Service) -> Iterator[DesiredTask]:
        for sub in service.subservices:
            if sub.active:
                yield DesiredTask(sub.key, self._task_text(sub, service))

    def _task_text(self, sub: SubService, service: Service) -> str:
        """The description where there is one, else the name."""
        values = self._values(service) | {
            "quantity": tokens.number(sub.quantity),
            "subservice_name": one_line(sub.name),
        }
        described = one_line(self._filled(plain(sub.description), sub.key, values))
        return shorten(described or one_line(sub.name) or "Task", MOST_TASK)

    def _values(self, service: Service) -> dict[str, str | None]:
        return {
            "quantity": tokens.number(service.quantity),
            "client_name": self.project.client,
            "business_unit_name": self.project.business_unit,
            "project_name": self.project.name,
            "service_name": one_line(service.name),
            "service_location_name": service.location,
        }

    def _filled(self, text: str, key: str, values: Mapping[str, str | None]) -> str:
        filled, unknown = tokens.fill(text, values)
        if unknown:
            left = ", ".join(f"{{{{{name}}}}}" for name in unknown)
            self.notices.append(Notice("unknown_token", f"{left} stays as it is", key=key))
        return filled
