"""The native format, `cwsync: 1`, → Project. Rows stand in the order in which they are written."""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple

from cwsync.export.governance import settled
from cwsync.export.keys import Keys
from cwsync.export.problems import Problems, shown
from cwsync.export.project import (
    Allocation,
    Governance,
    Location,
    OpportunityLink,
    Phase,
    Product,
    Project,
    Service,
    ServiceType,
    Source,
    Status,
    SubService,
    Total,
    Totals,
)
from cwsync.export.remarks import Remarks, active_hours
from cwsync.export.rows import Row
from cwsync.export.values import COUNT, HOURS, MONEY, ONE, PERIODS, PRICE, RATE, ZERO, Range

_OPPORTUNITY_ID = Range(ONE, Decimal(2**31 - 1), "the id of an opportunity in ConnectWise")


def read_native(
    root: dict[str, object], source: Source, problems: Problems, remarks: Remarks
) -> Project:
    """The project of a native file; a stand-in for it where there are problems."""
    return _Native(problems, remarks).project(Row(root, (), problems), source)


class _PhaseRow(NamedTuple):
    phase: Phase
    row: Row


class _Native:
    def __init__(self, problems: Problems, remarks: Remarks) -> None:
        self._problems = problems
        self._remarks = remarks
        self._keys = Keys()

    def project(self, root: Row, source: Source) -> Project:
        root.get("cwsync")
        if root.get("project") is None:
            root.wrong("project", "project is missing: at least its name and status")
        head = root.row("project") or Row({"name": "", "status": "building"}, (), self._problems)
        phases = self._phases(root)
        services = self._services(root, phases)
        project = Project(
            key="",
            id=head.identity(),
            name=head.name(),
            status=_status(head),
            raw_status=head.label("status") or "",
            source=source,
            client=head.label("client"),
            business_unit=head.label("business_unit"),
            sales_executive=head.label("sales_executive"),
            currency=head.label("currency"),
            pricing_model=head.label("pricing_model"),
            include_product=_maybe_flag(head, "include_product"),
            terms=head.whole("terms", PERIODS),
            opportunity=_opportunity(head),
            locations=_locations(root),
            phases=tuple(row.phase for row in phases),
            services=tuple(services),
            governance=self._governance(root, phases, services),
            products=self._products(root),
            totals=_totals(root),
            contract_revenue=head.number("contract_revenue", MONEY),
        )
        _refuse_unknown(head, root)
        return project

    def _phases(self, root: Row) -> list[_PhaseRow]:
        rows = list(root.rows("phases", or_text="name"))
        ids = [self._keys.claim("phase", row) for row in rows]
        return [
            _PhaseRow(self._phase(row, id), row) for row, id in zip(rows, ids, strict=True)
        ]

    def _phase(self, row: Row, identity: str | None) -> Phase:
        name = row.name()
        return Phase(
            key=self._keys.key("phase", identity, name),
            id=identity,
            name=name,
            active=row.flag("active", True),
        )

    def _services(self, root: Row, phases: list[_PhaseRow]) -> list[Service]:
        services = [
            self._service(row, phase) for phase, above in phases for row in above.rows("services")
        ]
        services += [self._service(row, None) for row in root.rows("unphased_services")]
        services += [self._managed(row) for row in root.rows("managed_services")]
        for _, row in phases:
            row.refuse_unknown()
        return services

    def _service(self, row: Row, phase: Phase | None) -> Service:
        identity, name = self._keys.claim("svc", row), row.name()
        path = (phase.name if phase else "unphased", name)
        own = _effort(row)
        subservices = tuple(self._subservice(sub, path) for sub in row.rows("subservices"))
        declared = row.number("total_hours", HOURS)
        if own is None and declared is None and not row.fields.get("subservices"):
            row.wrong("hours", f"{shown(name)} has no hours; write 0 if it takes none")
        subtotal = sum((sub.hours for sub in subservices if sub.active), ZERO)
        if own is None:
            own = max(ZERO, declared - subtotal) if declared is not None else ZERO
        service = Service(
            key=self._keys.key("svc", identity, *path),
            id=identity,
            name=name,
            phase_key=phase.key if phase else None,
            location=row.label("location"),
            description=row.text("description"),
            quantity=_quantity(row),
            own_hours=own,
            total_hours=own + subtotal if declared is None else declared,
            revenue=row.number("revenue", MONEY),
            cost=row.number("cost", MONEY),
            subservices=subservices,
            active=row.flag("active", True),
        )
        row.refuse_unknown()
        self._remarks.about_service(service, phase, row.path)
        return service

    def _subservice(self, row: Row, above: tuple[str, str]) -> SubService:
        identity, name = self._keys.claim("sub", row), row.name()
        subservice = SubService(
            key=self._keys.key("sub", identity, *above, name),
            id=identity,
            name=name,
            description=row.text("description"),
            quantity=_quantity(row),
            hours=_effort(row) or ZERO,
            revenue=row.number("revenue", MONEY),
            cost=row.number("cost", MONEY),
            active=row.flag("active", True),
        )
        row.refuse_unknown()
        return subservice

    def _managed(self, row: Row) -> Service:
        identity, name = self._keys.claim("svc", row), row.name()
        service = Service(
            key=self._keys.key("svc", identity, "managed", name),
            id=identity,
            name=name,
            type=ServiceType.MANAGED,
            location=row.label("location"),
            description=row.text("description"),
            quantity=_quantity(row),
            revenue=row.number("revenue", MONEY),
            cost=row.number("cost", MONEY),
            period=row.label("period"),
            active=row.flag("active", True),
        )
        row.refuse_unknown()
        return service
