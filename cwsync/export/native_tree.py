"""Project → the mapping that a native file holds. Pure.

Numbers are Decimal or int, everything that is None, empty or the default is left out. Service rows
stand where the format has them: in their phases, then those without one, then managed services.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal

from cwsync.closest import folded
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
    SubService,
    Total,
    Totals,
)
from cwsync.export.remarks import active_hours
from cwsync.export.status import status_of

Tree = dict[str, object]


def native_tree(project: Project, *, keys: bool) -> Tree:
    """The project as a native file has it; with `keys`, each row without an id states its key."""
    return _Writing(project, keys).tree()


def written_order(project: Project) -> tuple[Service, ...]:
    """The services in the order in which a native file has them."""
    professional = project.professional_services
    places: dict[str | None, int] = {phase.key: n for n, phase in enumerate(project.phases)}
    professional.sort(key=lambda service: places.get(service.phase_key, len(places)))
    return (*professional, *project.managed_services)


class _Writing:
    def __init__(self, project: Project, keys: bool) -> None:
        self._project = project
        self._keys = keys
        self._by_phase: dict[str | None, list[Service]] = {}
        self._managed: list[Service] = []
        for service in written_order(project):
            if service.type is ServiceType.MANAGED:
                self._managed.append(service)
            else:
                self._by_phase.setdefault(service.phase_key, []).append(service)

    def tree(self) -> Tree:
        project = self._project
        return _filled(
            {
                "cwsync": 1,
                "project": self._head(),
                "locations": [_location(location) for location in project.locations],
                "phases": [self._phase(phase) for phase in project.phases],
                "unphased_services": self._services(self._by_phase.get(None, ())),
                "managed_services": self._services(self._managed),
                "governance": [self._item(item) for item in project.governance],
                "products": [self._product(product) for product in project.products],
                "totals": _totals(project.totals),
            }
        )

    def _head(self) -> Tree:
        project = self._project
        return _filled(
            {
                **self._identity("project", project.id, project.key),
                "name": project.name,
                "status": _status(project),
                "client": project.client,
                "business_unit": project.business_unit,
                "sales_executive": project.sales_executive,
                "currency": project.currency,
                "pricing_model": project.pricing_model,
                "include_product": project.include_product,
                "terms": project.terms,
                "contract_revenue": project.contract_revenue,
                "url": project.source.url,
                "account": project.source.account_slug,
                "pushed_by_scopestack": project.pushed_by_scopestack or None,
                "opportunity": _opportunity(project.opportunity),
            }
        )

    def _identity(self, prefix: str, id: str | None, key: str) -> Tree:
        own = self._keys and key != f"{prefix}:{id}"
        return {"id": id, "key": key if own else None}

    def _phase(self, phase: Phase) -> Tree:
        return _filled(
            {
                **self._identity("phase", phase.id, phase.key),
                "name": phase.name,
                "active": None if phase.active else False,
                "services": self._services(self._by_phase.get(phase.key, ())),
            }
        )

    def _services(self, services: Iterable[Service]) -> list[Tree]:
        return [self._service(service) for service in services]

    def _service(self, service: Service) -> Tree:
        declared = service.own_hours + active_hours(service.subservices) != service.total_hours
        subservices = [self._subservice(sub) for sub in service.subservices]
        silent = service.type is ServiceType.MANAGED and not service.own_hours and not declared
        return _filled(
            {
                **self._identity("svc", service.id, service.key),
                "name": service.name,
                "quantity": _unless_one(service.quantity),
                "hours": None if silent else service.own_hours,
                "total_hours": service.total_hours if declared else None,
                "location": service.location,
                "period": service.period,
                "revenue": service.revenue,
                "cost": service.cost,
                "active": None if service.active else False,
                "description": service.description,
                "subservices": subservices,
            }
        )

    def _subservice(self, sub: SubService) -> Tree:
        return _filled(
            {
                **self._identity("sub", sub.id, sub.key),
                "name": sub.name,
                "quantity": _unless_one(sub.quantity),
                "hours": sub.hours,
                "revenue": sub.revenue,
                "cost": sub.cost,
                "active": None if sub.active else False,
                "description": sub.description,
            }
        )

    def _item(self, item: Governance) -> Tree:
        unassigned = item.allocation is Allocation.NONE
        return _filled(
            {
                **self._identity("gov", item.id, item.key),
                "name": item.name,
                "hours": item.hours,
                "allocation": None if unassigned else item.allocation.value,
                "phase": self._phase_named(item.phase_key),
                "hourly_rate": item.hourly_rate,
                "hourly_cost": item.hourly_cost,
                "active": None if item.active else False,
            }
        )

    def _phase_named(self, key: str | None) -> str | None:
        """What names the phase and no other: its name, else its id, else its key."""
        phase = next((phase for phase in self._project.phases if phase.key == key), None)
        if phase is None:
            return None
        name = folded(phase.name)
        others = [other for other in self._project.phases if other is not phase]
        taken = {folded(o.name) for o in others} | {o.id for o in others} | {o.key for o in others}
        return phase.name if name not in taken | {None} else phase.id or phase.key

    def _product(self, product: Product) -> Tree:
        return _filled(
            {
                **self._identity("prod", product.id, product.key),
                "name": product.name,
                "quantity": product.quantity,
                "unit_price": product.unit_price,
                "unit_cost": product.unit_cost,
                "frequency": product.frequency,
                "active": None if product.active else False,
            }
        )


def _filled(fields: Mapping[str, object]) -> Tree:
    """The fields that say something."""
    return {name: value for name, value in fields.items() if value not in (None, [], {})}


def _status(project: Project) -> str:
    """The file's own word for the status, where it is one."""
    raw = project.raw_status
    return raw if status_of(raw) is project.status else project.status.value


def _opportunity(link: OpportunityLink | None) -> Tree | None:
    if link is None:
        return None
    return _filled(
        {
            "id": link.id,
            "name": link.name,
            "company_id": link.company_id,
            "company_name": link.company_name,
        }
    )


def _location(location: Location) -> Tree:
    return _filled({"name": location.name, "city": location.city})


def _totals(totals: Totals) -> Tree:
    return _filled(
        {
            "professional_services": _total(totals.professional_services),
            "managed_services": _total(totals.managed_services),
            "product": _total(totals.product),
        }
    )


def _total(total: Total | None) -> Tree | None:
    if total is None:
        return None
    return _filled(
        {
            "revenue": total.revenue,
            "cost": total.cost,
            "recurring_revenue": total.recurring_revenue,
            "recurring_cost": total.recurring_cost,
            "periods": total.periods,
            "period": total.period,
        }
    )


def _unless_one(quantity: Decimal) -> Decimal | None:
    return None if quantity == 1 else quantity
