"""Hours and money of services and governance, added up. Pure, and exact."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from cwsync.export.project import Allocation, Governance, Service


@dataclass(frozen=True, slots=True)
class Sum:
    """Hours and money; None for money that the export does not give."""

    hours: Decimal = Decimal(0)
    revenue: Decimal | None = None
    cost: Decimal | None = None

    def __add__(self, other: Sum) -> Sum:
        return Sum(
            self.hours + other.hours,
            _added(self.revenue, other.revenue),
            _added(self.cost, other.cost),
        )


def of_service(service: Service) -> Sum:
    """A service with its active sub-services, whose hours its total holds already.

    The price of a service is that of its own effort.
    """
    revenue, cost = service.revenue, service.cost
    for sub in service.subservices:
        if sub.active:
            revenue, cost = _added(revenue, sub.revenue), _added(cost, sub.cost)
    return Sum(service.total_hours, revenue, cost)


def of_services(services: Iterable[Service]) -> Sum:
    """The active ones together."""
    return sum((of_service(service) for service in services if service.active), Sum())


def of_item(item: Governance) -> Sum:
    """A governance item: its hours at its rate."""
    return Sum(
        item.hours, _times(item.hours, item.hourly_rate), _times(item.hours, item.hourly_cost)
    )


def of_governance(items: Iterable[Governance]) -> Sum:
    """The active ones together, without those whose hours are inside the services already."""
    counted = (i for i in items if i.active and i.allocation is not Allocation.SERVICES)
    return sum((of_item(item) for item in counted), Sum())


def _added(one: Decimal | None, other: Decimal | None) -> Decimal | None:
    if one is None or other is None:
        return one if other is None else other
    return one + other


def _times(hours: Decimal, rate: Decimal | None) -> Decimal | None:
    return None if rate is None else hours * rate
