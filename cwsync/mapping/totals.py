"""What each category of a project comes to: as the export declares it, else from its items.

Money stays exact until here and is rounded once, to cents, half up.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal, localcontext
from enum import StrEnum

from cwsync.export.project import Allocation, Project, Service, ServiceType, Total

CENT = Decimal("0.01")
_EXACT = Context(prec=200)  # prices, quantities and their sums lose nothing before the rounding


class Category(StrEnum):
    """What ScopeStack keeps apart, each a line of the forecast; in the order of its help page."""

    PRODUCT = "product"
    PROFESSIONAL = "professional_services"
    MANAGED = "managed_services"


@dataclass(frozen=True, slots=True)
class Money:
    """What is charged and what that costs us, in cents exactly; None for a cost nobody knows."""

    revenue: Decimal
    cost: Decimal | None = None


@dataclass(frozen=True, slots=True)
class CategoryTotal:
    """The total of one category by both ways; each is None where the export does not allow it.

    `unpriced` are the names of the items that lack a price, so that nothing can be added up;
    `listed` says whether there are items at all.
    """

    declared: Money | None
    computed: Money | None
    unpriced: tuple[str, ...] = ()
    listed: bool = True

    @property
    def money(self) -> Money | None:
        """The declared total, else the computed one: never something of both."""
        return self.declared if self.declared is not None else self.computed

    @property
    def differs(self) -> bool:
        """Whether both are known and do not agree; no items are no contradiction."""
        if self.declared is None or self.computed is None or not self.listed:
            return False
        if self.declared.revenue != self.computed.revenue:
            return True
        costs = (self.declared.cost, self.computed.cost)
        return None not in costs and costs[0] != costs[1]


@dataclass(frozen=True, slots=True)
class _Item:
    """Something with a price. What takes no effort needs none: it is free."""

    name: str
    revenue: Decimal | None
    cost: Decimal | None
    effortless: bool = False


def totals(project: Project) -> dict[Category, CategoryTotal]:
    """The three totals, over all periods of managed services."""
    declared = {
        Category.PRODUCT: project.totals.product,
        Category.PROFESSIONAL: project.totals.professional_services,
        Category.MANAGED: project.totals.managed_services,
    }
    with localcontext(_EXACT):
        items = {
            Category.PRODUCT: list(_products(project)),
            Category.PROFESSIONAL: [*_services(project), *_governance(project)],
            Category.MANAGED: list(_managed(project)),
        }
        return {category: _total(declared[category], items[category]) for category in Category}


def in_cents(amount: Decimal) -> Decimal:
    """To the cent, half up."""
    return amount.quantize(CENT, ROUND_HALF_UP, _EXACT)


def _total(declared: Total | None, items: Sequence[_Item]) -> CategoryTotal:
    unpriced = tuple(i.name for i in items if i.revenue is None and not i.effortless)
    return CategoryTotal(
        declared=None if declared is None else _money(declared.revenue, declared.cost),
        computed=None if unpriced else _added(items),
        unpriced=unpriced,
        listed=bool(items),
    )


def _added(items: Sequence[_Item]) -> Money:
    revenue = sum((item.revenue or Decimal(0) for item in items), Decimal(0))
    known = all(item.cost is not None or item.effortless for item in items)
    cost = sum((item.cost or Decimal(0) for item in items), Decimal(0))
    return _money(revenue, cost if known else None)


def _money(revenue: Decimal, cost: Decimal | None) -> Money:
    return Money(in_cents(revenue), None if cost is None else in_cents(cost))


def _services(project: Project) -> Iterator[_Item]:
    for service in _active(project, ServiceType.PROFESSIONAL):
        free = service.own_hours == 0
        yield _Item(service.name, service.revenue, service.cost, free)
        yield from _subservices(service)


def _subservices(service: Service) -> Iterator[_Item]:
    for sub in service.subservices:
        if sub.active:
            yield _Item(sub.name, sub.revenue, sub.cost, sub.hours == 0)


def _governance(project: Project) -> Iterator[_Item]:
    """Hours times rate; what is assigned to services is inside their price already."""
    for item in project.governance:
        if item.active and item.allocation is not Allocation.SERVICES:
            revenue, cost = _times(item.hours, item.hourly_rate, item.hourly_cost)
            yield _Item(item.name, revenue, cost, item.hours == 0)


def _managed(project: Project) -> Iterator[_Item]:
    """The price of a period times the periods; a service without a period is paid once."""
    for service in _active(project, ServiceType.MANAGED):
        periods = None if service.period is not None else Decimal(1)
        if periods is None and project.terms is not None:
            periods = Decimal(project.terms)
        for item in (_Item(service.name, service.revenue, service.cost), *_subservices(service)):
            if periods is None and item.revenue:
                yield _Item(f"{item.name} (number of periods)", None, None)
            else:
                revenue, cost = _times(periods or Decimal(0), item.revenue, item.cost)
                yield _Item(item.name, revenue, cost, item.effortless)


def _products(project: Project) -> Iterator[_Item]:
    for product in project.products:
        if product.active:
            revenue, cost = _times(product.quantity, product.unit_price, product.unit_cost)
            yield _Item(product.name, revenue, cost, product.quantity == 0)


def _active(project: Project, type: ServiceType) -> Iterable[Service]:
    return (service for service in project.services if service.active and service.type is type)


def _times(
    number: Decimal, revenue: Decimal | None, cost: Decimal | None
) -> tuple[Decimal | None, Decimal | None]:
    return (
        None if revenue is None else number * revenue,
        None if cost is None else number * cost,
    )
