"""What an export holds, in numbers."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from cwsync.export.project import Allocation, Project, ServiceType


@dataclass(frozen=True, slots=True)
class Summary:
    """Counts of what is active, and of `inactive` rows of every kind; hours as the file has them.

    `governance_hours` leaves out what is inside the services already.
    """

    phases: int
    services: int
    unphased: int
    subservices: int
    managed_services: int
    governance: int
    products: int
    inactive: int
    service_hours: Decimal
    governance_hours: Decimal


def summary(project: Project) -> Summary:
    """The counts and hours of a project."""
    active = [service for service in project.services if service.active]
    services = [service for service in active if service.type is ServiceType.PROFESSIONAL]
    governance = [item for item in project.governance if item.active]
    outside = [item for item in governance if item.allocation is not Allocation.SERVICES]
    return Summary(
        phases=sum(phase.active for phase in project.phases),
        services=len(services),
        unphased=sum(service.phase_key is None for service in services),
        subservices=sum(sub.active for service in services for sub in service.subservices),
        managed_services=len(active) - len(services),
        governance=len(governance),
        products=sum(product.active for product in project.products),
        inactive=_inactive(project),
        service_hours=sum((service.total_hours for service in services), Decimal(0)),
        governance_hours=sum((item.hours for item in outside), Decimal(0)),
    )


def _inactive(project: Project) -> int:
    subservices = [sub for service in project.services for sub in service.subservices]
    rows = (project.phases, project.services, subservices, project.governance, project.products)
    return sum(not row.active for group in rows for row in group)
