"""The scope of a native file: phases, services, sub-services and governance, in written order."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal
from typing import NamedTuple

from cwsync.closest import folded
from cwsync.export.governance import settled
from cwsync.export.keys import Claim, Keys
from cwsync.export.problems import shown
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


class _PhaseRow(NamedTuple):
    phase: Phase
    row: Row


class NativeScope:
    """Reads the scope from the root of a native file."""

    def __init__(self, root: Row, keys: Keys, remarks: Remarks) -> None:
        self._keys = keys
        self._remarks = remarks
        rows = list(root.rows("phases", or_text="name"))
        claims = [keys.claim("phase", row) for row in rows]
        self._phases = [
            _PhaseRow(self._phase(row, claim), row) for row, claim in zip(rows, claims, strict=True)
        ]
        self.phases = tuple(phase for phase, _ in self._phases)
        self._called: dict[str, list[Phase]] = defaultdict(list)
        for phase in self.phases:
            self._called[folded(phase.name)].append(phase)
        self._exactly = {name: p for p in self.phases for name in (p.id, p.key) if name}
        self.services = tuple(self._services(root))
        self.governance = tuple(self._governance(root))

    def _phase(self, row: Row, claim: Claim) -> Phase:
        name = row.name()
        key = self._keys.key("phase", claim, name)
        return Phase(key=key, id=claim.id, name=name, active=row.flag("active", True))

    def _services(self, root: Row) -> list[Service]:
        services = []
        for phase, row in self._phases:
            services += [self._professional(below, phase) for below in row.rows("services")]
            row.refuse_unknown()
        services += [self._professional(row, None) for row in root.rows("unphased_services")]
        services += [
            self._service(row, "managed", type=ServiceType.MANAGED)
            for row in root.rows("managed_services")
        ]
        return services

    def _professional(self, row: Row, phase: Phase | None) -> Service:
        service = self._service(row, phase.name if phase else "unphased", phase)
        self._remarks.about_service(service, phase, row.path)
        return service

    def _service(
        self,
        row: Row,
        where: str,
        phase: Phase | None = None,
        type: ServiceType = ServiceType.PROFESSIONAL,
    ) -> Service:
        """A service; `where` tells its key from that of a namesake elsewhere."""
        claim, name = self._keys.claim("svc", row), row.name()
        subservices = tuple(
            self._subservice(below, (where, name)) for below in row.rows("subservices")
        )
        own, total = _hours_of(row, subservices, required=type is ServiceType.PROFESSIONAL)
        service = Service(
            key=self._keys.key("svc", claim, where, name),
            id=claim.id,
            name=name,
            phase_key=phase.key if phase else None,
            type=type,
            location=row.label("location"),
            description=row.text("description"),
            quantity=row.quantity(),
            own_hours=own,
            total_hours=total,
            revenue=row.number("revenue", MONEY),
            cost=row.number("cost", MONEY),
            period=period(row.label("period")),
            subservices=subservices,
            active=row.flag("active", True),
        )
        row.refuse_unknown()
        return service

    def _subservice(self, row: Row, above: tuple[str, str]) -> SubService:
        claim, name = self._keys.claim("sub", row), row.name()
        subservice = SubService(
            key=self._keys.key("sub", claim, *above, name),
            id=claim.id,
            name=name,
            description=row.text("description"),
            quantity=row.quantity(),
            hours=_effort(row) or ZERO,
            revenue=row.number("revenue", MONEY),
            cost=row.number("cost", MONEY),
            active=row.flag("active", True),
        )
        row.refuse_unknown()
        return subservice

    def _governance(self, root: Row) -> list[Governance]:
        rows = list(root.rows("governance"))
        claims = [self._keys.claim("gov", row) for row in rows]
        busy = {s.phase_key for s in self.services if s.active and s.phase_key}
        return [self._item(row, claim, busy) for row, claim in zip(rows, claims, strict=True)]

    def _item(self, row: Row, claim: Claim, busy: set[str]) -> Governance:
        name, hours = row.name(), row.number("hours", HOURS)
        if row.get("hours") is None:
            row.wrong("hours", f"governance {shown(name)} has no hours")
        phase, allocation = self._aligned(row)
        allocation, phase_key = settled(allocation, phase, busy)
        item = Governance(
            key=self._keys.key("gov", claim, name),
            id=claim.id,
            name=name,
            hours=hours or ZERO,
            allocation=allocation,
            phase_key=phase_key,
            hourly_rate=row.number("hourly_rate", PRICE),
            hourly_cost=row.number("hourly_cost", PRICE),
            active=row.flag("active", True),
        )
        row.refuse_unknown()
        self._remarks.about_governance(item, phase, row.path)
        return item

    def _aligned(self, row: Row) -> tuple[Phase | None, Allocation]:
        """The phase that a governance row names, and its allocation, which must go together."""
        named = row.label("phase")
        default = Allocation.PHASE if named else Allocation.NONE
        allocation = row.choice("allocation", Allocation, default)
        if allocation is Allocation.PHASE and named is None:
            row.wrong("phase", "allocation phase needs the name of the phase, too")
        elif allocation is not Allocation.PHASE and named is not None:
            row.wrong("phase", f"phase does not go with allocation {allocation}")
        return (self._named(row, named) if named else None), allocation

    def _named(self, row: Row, named: str) -> Phase | None:
        exact = self._exactly.get(named)
        found = [exact] if exact else self._called.get(folded(named), [])
        if not found:
            row.wrong("phase", f"phase {shown(named)} is not one of the phases above")
        elif len(found) > 1:
            row.wrong("phase", f"there are {len(found)} phases {shown(named)}; name one by its id")
        return found[0] if found else None


def _effort(row: Row) -> Decimal | None:
    """Own hours, already times the quantity; None where the row says nothing."""
    hours, unit = row.number("hours", HOURS), row.number("unit_hours", HOURS)
    if row.get("hours") is not None and row.get("unit_hours") is not None:
        row.wrong("unit_hours", "give hours (in all) or unit_hours (each), not both")
    if unit is None:
        return hours
    if (hours := unit * row.quantity()) > HOURS.most:
        row.wrong("unit_hours", f"unit_hours times quantity must be {HOURS.what}")
        return ZERO
    return hours


def _hours_of(
    row: Row, subservices: tuple[SubService, ...], *, required: bool
) -> tuple[Decimal, Decimal]:
    """Own and total hours. A declared total stands; own hours not given are what is left of it.

    With `required` a service without sub-services has to say something of them.
    """
    own, declared = _effort(row), row.number("total_hours", HOURS)
    silent = all(row.get(name) is None for name in ("hours", "unit_hours", "total_hours"))
    if required and silent and not subservices:
        row.wrong("hours", f"service {shown(row.label('name') or '')} has no hours; 0 is fine")
    below = active_hours(subservices)
    if own is None:
        own = ZERO if declared is None else max(ZERO, declared - below)
    return own, own + below if declared is None else declared
