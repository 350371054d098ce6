"""The scope of a JSON:API project document: phases, services, sub-services and governance."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from cwsync.export.governance import allocation_of, settled
from cwsync.export.keys import RESERVED
from cwsync.export.linkage import Compound, Need, Resource
from cwsync.export.problems import printable, shown
from cwsync.export.project import (
    Governance,
    Phase,
    Service,
    ServiceType,
    SubService,
)
from cwsync.export.remarks import Remarks, active_hours
from cwsync.export.rows import Row
from cwsync.export.values import HOURS, MONEY, POSITION, PRICE, RATE, ZERO, period


def in_order(resources: Iterable[Resource]) -> list[Resource]:
    """By position; those without one last, by id, numerically where it is a number."""
    return sorted(resources, key=_rank)


def _rank(resource: Resource) -> tuple[bool, Decimal, bool, int, str]:
    position, id_ = resource.attributes.number("position", POSITION), resource.id
    number = int(id_) if id_.isascii() and id_.isdigit() and len(id_) < 20 else None
    return position is None, position or ZERO, number is None, number or 0, id_


class JsonapiScope:
    """Reads the scope of the project whose resource is `head`."""

    def __init__(self, head: Resource, compound: Compound, remarks: Remarks) -> None:
        self._compound = compound
        self._remarks = remarks
        self._seen: set[tuple[str, str]] = set()
        rows = in_order(self._once(head, "project-phases", Need.LINKAGE))
        self._phases = {row.id: _phase(row) for row in rows}
        self.phases = tuple(self._phases.values())
        self.services = self._services(head)
        self.governance = self._governance(head)

    def _once(self, owner: Resource, name: str, need: Need) -> Iterable[Resource]:
        """The rows of a relationship; one that was linked before is a problem."""
        for row in self._compound.many(owner, name, need):
            if (row.type, row.id) in self._seen:
                row.attributes.problems.add(row.path, f"{row.type} {row.id} is linked twice")
            else:
                self._seen.add((row.type, row.id))
                yield row

    def _services(self, head: Resource) -> tuple[Service, ...]:
        rows = in_order(self._once(head, "project-services", Need.LINKAGE))
        services = [self._service(row) for row in rows]
        places = {phase.key: place for place, phase in enumerate(self.phases)}
        last = len(places)
        services.sort(key=lambda s: last if s.phase_key is None else places[s.phase_key])
        return tuple(services)

    def _service(self, found: Resource) -> Service:
        row = found.attributes
        active = row.flag("active", True)
        type_ = row.choice("service-type", ServiceType, ServiceType.PROFESSIONAL)
        strict = active and type_ is ServiceType.PROFESSIONAL
        phase = self._phase_of(found, Need.LINKAGE if strict else Need.NOTHING)
        below = self._once(found, "project-subservices", Need.LINKAGE if strict else Need.NOTHING)
        subservices = tuple(_subservice(sub) for sub in in_order(below))
        own, total = _service_hours(row, subservices, strict)
        revenue, cost = _prices(row)
        service = Service(
            key=f"svc:{found.id}",
            id=found.id,
            name=row.name(),
            type=type_,
            phase_key=phase.key if phase else None,
            location=self._location_of(found),
            description=row.text("service-description"),
            quantity=row.quantity(),
            own_hours=own,
            total_hours=total,
            revenue=revenue,
            cost=cost,
            period=period(row.label("payment-frequency")),
            subservices=subservices,
            active=active,
        )
        self._remarks.about_service(service, phase, found.path)
        return service

    def _phase_of(self, found: Resource, need: Need) -> Phase | None:
        row = self._compound.one(found, "project-phase", "project-phases", need)
        if row is None:
            return None
        phase = self._phases.get(row.id)
        if phase is None and need is not Need.NOTHING:
            path = (*found.path, "relationships", "project-phase", "data")
            message = f"project-phases {shown(row.id)} is not a phase of this project"
            found.attributes.problems.add(path, message)
        return phase

    def _location_of(self, found: Resource) -> str | None:
        row = self._compound.one(found, "project-location", "project-locations", Need.ROWS)
        return row.attributes.label("name") if row else None

    def _governance(self, head: Resource) -> tuple[Governance, ...]:
        rows = in_order(self._once(head, "project-governances", Need.LINKAGE))
        services = [s for s in self.services if s.active and s.type is ServiceType.PROFESSIONAL]
        busy = {service.phase_key for service in services if service.phase_key}
        effort = sum((service.total_hours for service in services), ZERO)
        return tuple(self._item(row, busy, effort) for row in rows)

    def _item(self, found: Resource, busy: set[str], effort: Decimal) -> Governance:
        row = found.attributes
        active = row.flag("active", True)
        phase = self._phase_of(found, Need.LINKAGE if active else Need.NOTHING)
        in_services = row.flag("assign-effort-to-service")
        allocation = allocation_of(row.label("allocation-method"), phase, in_services=in_services)
        allocation, phase_key = settled(allocation, phase, busy)
        rates = self._rates(found)
        item = Governance(
            key=f"gov:{found.id}",
            id=found.id,
            name=row.label("description") or row.name("name"),
            hours=self._governance_hours(found, effort) if active else _stated(row) or ZERO,
            allocation=allocation,
            phase_key=phase_key,
            hourly_rate=rates.number("hourly-rate", PRICE),
            hourly_cost=rates.number("hourly-cost", PRICE),
            active=active,
        )
        self._remarks.about_governance(item, phase, found.path)
        return item

    def _rates(self, found: Resource) -> Row:
        resource = self._compound.one(found, "project-resource", "project-resources", Need.NOTHING)
        return resource.attributes if resource else Row({}, (), found.attributes.problems)

    def _governance_hours(self, found: Resource, effort: Decimal) -> Decimal:
        """The computed hours; where the file lacks them, what ScopeStack would compute."""
        row = found.attributes
        if row.get("hours") is not None:
            return _stated(row) or ZERO
        hours, how = _computed_hours(row, effort)
        if hours is None:
            row.wrong("hours", f"hours is missing, and {how}")
            return ZERO
        name = printable(row.label("description") or found.id)
        message = f'governance "{name}" has no hours in the file; {hours} h taken from {how}'
        self._remarks.add("hours_computed", message, found.path, f"gov:{found.id}")
        return hours


def _phase(found: Resource) -> Phase:
    row = found.attributes
    key, active = f"phase:{found.id}", row.flag("active", True)
    if key in RESERVED:
        row.problems.add(found.path, f"id {found.id} is reserved")
    return Phase(key=key, id=found.id, name=row.name(), active=active)


def _subservice(found: Resource) -> SubService:
    row = found.attributes
    revenue, cost = _prices(row)
    return SubService(
        key=f"sub:{found.id}",
        id=found.id,
        name=row.name(),
        description=row.text("service-description"),
        quantity=row.quantity(),
        hours=_extended_hours(row) or ZERO,
        revenue=revenue,
        cost=cost,
        active=row.flag("active", True),
    )


def _extended_hours(row: Row) -> Decimal | None:
    """Own effort times quantity, which `override-hours` is without."""
    extended = row.number("extended-hours", HOURS)
    if extended is not None:
        return extended
    unit = row.number("override-hours", HOURS)
    if unit is None or (hours := unit * row.quantity()) <= HOURS.most:
        return None if unit is None else hours
    row.wrong("override-hours", f"override-hours times quantity must be {HOURS.what}")
    return ZERO


def _service_hours(
    row: Row, subservices: tuple[SubService, ...], strict: bool
) -> tuple[Decimal, Decimal]:
    """Own and total hours. The file's total stands: it holds quantity and sub-services already."""
    own, total = _extended_hours(row), row.number("total-hours", HOURS)
    below = active_hours(subservices)
    names = ("extended-hours", "override-hours", "total-hours")
    if strict and all(row.get(name) is None for name in names):
        row.wrong("total-hours", "total-hours is missing, and extended-hours, too")
    if own is None:
        own = ZERO if total is None else max(ZERO, total - below)
    return own, own + below if total is None else total


def _prices(row: Row) -> tuple[Decimal | None, Decimal | None]:
    """Revenue and cost of the own effort, material with it; None where the file has none."""
    prices = row.row("calculated-pricing")
    if prices is None:
        return None, None
    return _added(prices, "revenue"), _added(prices, "cost")


def _added(prices: Row, what: str) -> Decimal | None:
    service, material = (prices.number(f"{of}_{what}", MONEY) for of in ("service", "material"))
    if service is None or material is None:
        return material if service is None else service
    return service + material


def _stated(row: Row) -> Decimal | None:
    return row.number("hours", HOURS)


def _computed_hours(row: Row, effort: Decimal) -> tuple[Decimal | None, str]:
    """Hours of an item that states none, and how they came about or why they cannot."""
    fixed, rate = row.number("fixed-hours", HOURS), row.number("rate", RATE)
    kind = row.label("calculation-type") or ("percent" if rate else "fixed")
    if "percent" not in kind:
        return fixed, "fixed-hours" if fixed is not None else "fixed-hours, too"
    if (row.label("filter-type") or "all_services") != "all_services":
        return None, "its rate does not apply to all services"
    hours = None if rate is None else rate * effort
    return hours, "its rate times the hours of all services" if rate is not None else "rate, too"
