"""The scope of merge data: phases, services, sub-services and governance, in written order."""

from __future__ import annotations

from collections import defaultdict

from cwsync.closest import folded
from cwsync.export.governance import allocation_of, settled
from cwsync.export.keys import NAMELESS, Keys
from cwsync.export.merge_rows import first, named, rows_in
from cwsync.export.problems import Problems, printable, shown
from cwsync.export.project import (
    Allocation,
    Governance,
    Phase,
    Service,
    ServiceType,
    SubService,
)
from cwsync.export.remarks import Remarks, active_hours
from cwsync.export.rows import Row
from cwsync.export.values import HOURS, MONEY, PRICE, ZERO, period

_DESCRIPTIONS = ("service_description", "description", "formatted_service_description")
_LOCATIONS = ("location_name", "service_location_name", "location")
_SERVICE_HOURS = ("total_hours", "hours", "extended_hours")
_SUB_HOURS = ("extended_hours", "total_hours", "hours")
_REVENUE = ("total_revenue", "revenue", "net_revenue")
_COST = ("total_cost", "cost")
_PHASES = ("phase", "phase_name", "project_phase")


class MergeScope:
    """Reads the scope from `project_pricing`."""

    def __init__(self, pricing: Row, keys: Keys, remarks: Remarks) -> None:
        self._keys = keys
        self._remarks = remarks
        professional = pricing.row("professional_services")
        if professional is None or professional.get("phases") is None:
            row, name = professional or pricing, "professional_services"
            row.wrong(name, "the phases of professional_services are missing, and their hours")
        rows = list((professional or Row({}, (), Problems())).rows("phases"))
        read = [(self._phase(row), row) for row in rows]
        self.phases = tuple(phase for phase, _ in read if phase is not None)
        self._called: dict[str, list[Phase]] = defaultdict(list)
        for known in self.phases:
            self._called[folded(known.name)].append(known)
        with_phase = [(phase, row) for phase, row in read if phase is not None]
        without = [row for phase, row in read if phase is None]
        services = [s for phase, row in with_phase for s in self._services(phase, row)]
        services += [service for row in without for service in self._services(None, row)]
        services += [self._managed(row) for row in _managed_rows(pricing)]
        self.services = tuple(services)
        self.governance = tuple(self._governance(pricing))

    def _phase(self, row: Row) -> Phase | None:
        """The phase; None where it has no name, which is where services without one stand."""
        name = row.label("name")
        if name is None:
            return None
        key = self._keys.key("phase", NAMELESS, name)
        return Phase(key=key, id=None, name=name, active=row.flag("active", True))

    def _services(self, phase: Phase | None, row: Row) -> list[Service]:
        return [self._service(below, phase) for below in rows_in(row, "services")]

    def _service(self, row: Row, phase: Phase | None) -> Service:
        name = row.name()
        names = (phase.name if phase else "unphased", name)
        below = rows_in(row, "subservices", "sub_services")
        subservices = tuple(self._subservice(sub, names) for sub in below)
        hours = row.number(first(row, *_SERVICE_HOURS), HOURS)
        if row.get(first(row, *_SERVICE_HOURS)) is None:
            row.wrong("total_hours", f"service {shown(name)} has no total_hours")
        total = hours or ZERO
        service = Service(
            key=self._keys.key("svc", NAMELESS, *names),
            id=None,
            name=name,
            phase_key=phase.key if phase else None,
            location=_location(row),
            description=row.text(first(row, *_DESCRIPTIONS)),
            quantity=row.quantity(),
            own_hours=max(ZERO, total - active_hours(subservices)),
            total_hours=total,
            revenue=row.number(first(row, *_REVENUE), MONEY),
            cost=row.number(first(row, *_COST), MONEY),
            subservices=subservices,
            active=row.flag("active", True),
        )
        self._remarks.about_service(service, phase, row.path)
        return service

    def _subservice(self, row: Row, above: tuple[str, str]) -> SubService:
        """A sub-service. Its money is inside the total of its service."""
        name = row.name()
        return SubService(
            key=self._keys.key("sub", NAMELESS, *above, name),
            id=None,
            name=name,
            description=row.text(first(row, *_DESCRIPTIONS)),
            quantity=row.quantity(),
            hours=row.number(first(row, *_SUB_HOURS), HOURS) or ZERO,
            revenue=ZERO,
            cost=ZERO,
            active=row.flag("active", True),
        )

    def _managed(self, row: Row) -> Service:
        """A managed service. What it comes to stands in the totals: per period it is not known."""
        name = row.name()
        return Service(
            key=self._keys.key("svc", NAMELESS, "managed", name),
            id=None,
            name=name,
            type=ServiceType.MANAGED,
            location=_location(row),
            description=row.text(first(row, *_DESCRIPTIONS)),
            quantity=row.quantity(),
            period=period(row.label("payment_frequency")),
            active=row.flag("active", True),
        )

    def _governance(self, pricing: Row) -> list[Governance]:
        busy = {s.phase_key for s in self.services if s.active and s.phase_key}
        rows = rows_in(pricing, "governance", "governances", "project_governances")
        return [self._item(row, busy) for row in rows]

    def _item(self, row: Row, busy: set[str]) -> Governance:
        name = row.name(first(row, "name", "description"))
        phase = self._phase_called(row)
        in_services = row.flag("assign_effort_to_service")
        method = row.label("allocation_method")
        allocation = allocation_of(method, phase, in_services=in_services)
        allocation, phase_key = settled(allocation, phase, busy)
        hours_name = first(row, "hours", "total_hours")
        if row.get(hours_name) is None:
            row.wrong("hours", f"governance {shown(name)} has no hours")
        item = Governance(
            key=self._keys.key("gov", NAMELESS, name),
            id=None,
            name=name,
            hours=row.number(hours_name, HOURS) or ZERO,
            allocation=allocation,
            phase_key=phase_key,
            hourly_rate=row.number(first(row, "hourly_rate", "rate"), PRICE),
            hourly_cost=row.number("hourly_cost", PRICE),
            active=row.flag("active", True),
        )
        self._remark(item, method, row)
        return item

    def _phase_called(self, row: Row) -> Phase | None:
        called = named(row, first(row, *_PHASES))
        if called is None:
            return None
        fitting = self._called.get(folded(called), [])
        if len(fitting) != 1:
            count = f"there are {len(fitting)} phases" if fitting else "there is no phase"
            row.wrong(first(row, *_PHASES), f"{count} {shown(called)}")
        return fitting[0] if fitting else None

    def _remark(self, item: Governance, method: str | None, row: Row) -> None:
        if item.active and item.allocation is Allocation.NONE and method is None:
            self._remarks.add(
                "allocation_unknown",
                f'merge data does not say how governance "{printable(item.name)}" is allocated, '
                "and it names no phase: it makes no ticket",
                row.path,
                item.key,
            )


def _managed_rows(pricing: Row) -> list[Row]:
    managed = pricing.get("managed_services")
    if isinstance(managed, list):
        return list(pricing.rows("managed_services"))
    row = pricing.row("managed_services")
    return [] if row is None else list(rows_in(row, "services", "managed_services"))


def _location(row: Row) -> str | None:
    return named(row, first(row, *_LOCATIONS))
