"""`cwsync.project/1`: an export as a tree for scripts, as `export show` prints it. Pure.

Money and hours of a service hold those of its active sub-services; null where nothing is known.
"""

from __future__ import annotations

from collections.abc import Iterable

from cwsync.export.project import (
    Governance,
    Phase,
    Product,
    Project,
    Service,
    SubService,
)
from cwsync.export.sums import Sum, of_governance, of_item, of_service, of_services
from cwsync.mapping.totals import CategoryTotal, totals
from cwsync.terminal.documents import Document, notices_part


def project_document(project: Project) -> Document:
    """`cwsync.project/1`."""
    professional = project.professional_services
    return {
        "schema": "cwsync.project/1",
        "project": _head(project),
        "phases": [
            _phase(phase, [s for s in professional if s.phase_key == phase.key])
            for phase in project.phases
        ],
        "unphased_services": [_service(s) for s in professional if s.phase_key is None],
        "managed_services": [_service(s) for s in project.managed_services],
        "governance": [_item(item) for item in project.governance],
        "products": [_product(product) for product in project.products],
        "totals": {
            "phases": _sum(of_services(professional)),
            "governance": _sum(of_governance(project.governance)),
            **{category.value: _category(total) for category, total in totals(project).items()},
            "contract_revenue": project.contract_revenue,
        },
        "notices": notices_part(project.notices),
    }


def _head(project: Project) -> Document:
    link = project.opportunity
    return {
        "key": project.key,
        "id": project.id,
        "name": project.name,
        "status": project.status.value,
        "client": project.client,
        "currency": project.currency,
        "pricing_model": project.pricing_model,
        "terms": project.terms,
        "opportunity": None if link is None else {"id": link.id, "name": link.name},
        "format": project.source.kind,
    }


def _phase(phase: Phase, services: Iterable[Service]) -> Document:
    own = list(services)
    return {
        "key": phase.key,
        "id": phase.id,
        "name": phase.name,
        "active": phase.active,
        **_sum(of_services(own)),
        "services": [_service(service) for service in own],
    }


def _service(service: Service) -> Document:
    return {
        "key": service.key,
        "id": service.id,
        "name": service.name,
        "active": service.active,
        "location": service.location,
        "quantity": service.quantity,
        "period": service.period,
        **_sum(of_service(service)),
        "subservices": [_subservice(sub) for sub in service.subservices],
    }


def _subservice(sub: SubService) -> Document:
    return {
        "key": sub.key,
        "id": sub.id,
        "name": sub.name,
        "active": sub.active,
        "quantity": sub.quantity,
        "hours": sub.hours,
        "revenue": sub.revenue,
        "cost": sub.cost,
    }


def _item(item: Governance) -> Document:
    return {
        "key": item.key,
        "id": item.id,
        "name": item.name,
        "active": item.active,
        "allocation": item.allocation.value,
        "phase_key": item.phase_key,
        **_sum(of_item(item)),
    }


def _product(product: Product) -> Document:
    return {
        "key": product.key,
        "id": product.id,
        "name": product.name,
        "active": product.active,
        "quantity": product.quantity,
        "unit_price": product.unit_price,
        "unit_cost": product.unit_cost,
        "period": product.frequency,
    }


def _sum(total: Sum) -> Document:
    return {"hours": total.hours, "revenue": total.revenue, "cost": total.cost}


def _category(total: CategoryTotal) -> Document:
    money = total.money
    return {
        "revenue": None if money is None else money.revenue,
        "cost": None if money is None else money.cost,
        "declared": total.declared is not None,
    }
