"""An export as a tree: phases, services, hours, governance, managed services, products. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from itertools import chain
from typing import TYPE_CHECKING

from cwsync.export.project import (
    Allocation,
    Governance,
    Phase,
    Product,
    Project,
    Service,
    ServiceType,
    SubService,
)
from cwsync.export.sums import Sum, of_governance, of_item, of_service, of_services
from cwsync.mapping.totals import Category, CategoryTotal, totals
from cwsync.terminal.layout import Block, Prose, Row, assemble, unbroken
from cwsync.terminal.words import in_hours

if TYPE_CHECKING:
    from rich.text import Text

TITLES = {
    Category.PROFESSIONAL: "Professional services in all",
    Category.MANAGED: "Managed services over all periods",
    Category.PRODUCT: "Products in all",
}
ALLOCATIONS = {
    Allocation.PRORATE: "prorated over the phases",
    Allocation.PROJECT: "project management",
    Allocation.SERVICES: "inside the services",
    Allocation.NONE: "not assigned, not prorated",
}


def export_tree(project: Project, *, width: int | None) -> Text:
    """The export, fitted to `width` columns (None: nothing is cut), without a final line break."""
    professional = project.professional_services
    blocks = chain(
        _header(project),
        _phases(project, professional),
        _governance(project),
        _section("Managed services", [_service(s) for s in project.managed_services]),
        _section("Products", [_product(p) for p in project.products]),
        _totals(project, of_services(professional)),
    )
    return assemble(list(blocks), width=width)


def _header(project: Project) -> Iterator[Block]:
    facts = (
        project.raw_status.replace("_", " "),
        project.id and f"project {project.id}",
        project.client,
        project.opportunity and f"opportunity {project.opportunity.id}",
        project.pricing_model and project.pricing_model.replace("_", " "),
        project.currency,
    )
    yield Prose(project.name, style="bold")
    yield Prose(unbroken(fact for fact in facts if fact), indent=2)


def _phases(project: Project, services: Iterable[Service]) -> Iterator[Block]:
    by_phase: dict[str | None, list[Service]] = {}
    for service in services:
        by_phase.setdefault(service.phase_key, []).append(service)
    for phase in project.phases:
        yield from _phase(phase, by_phase.pop(phase.key, []))
    for rest in by_phase.values():
        yield from _phase(Phase(key="", id=None, name="Without a phase"), rest)


def _phase(phase: Phase, services: list[Service]) -> Iterator[Block]:
    yield Prose("")
    total = of_services(services)
    yield Row(
        phase.name,
        sign=_sign(phase.active),
        middle=_remarks(active=phase.active),
        right=(in_hours(total.hours), _money(total.revenue)),
        style="bold",
    )
    for service in services:
        yield _service(service)
        yield from (_subservice(sub) for sub in service.subservices)


def _service(service: Service) -> Row:
    """With its sub-services: their hours are in its total, so their money stands here, too."""
    remarks = (_times(service.quantity), service.location or "", _per(service.period))
    return Row(
        service.name,
        indent=2,
        sign=_sign(service.active),
        middle=_remarks(*remarks, active=service.active),
        right=(_hours_of(service), _money(of_service(service).revenue)),
    )


def _subservice(sub: SubService) -> Row:
    """Its hours stand beside the name, since the service's hold them already."""
    remarks = (_times(sub.quantity), f"of it {in_hours(sub.hours)}")
    middle = _remarks(*remarks, active=sub.active)
    return Row(sub.name, indent=4, sign=_sign(sub.active), middle=middle, style="dim")


def _governance(project: Project) -> Iterator[Block]:
    phases = {phase.key: phase.name for phase in project.phases}
    return _section("Governance", [_governance_item(item, phases) for item in project.governance])


def _governance_item(item: Governance, phases: dict[str, str]) -> Row:
    if item.allocation is Allocation.PHASE:
        where = f"in {phases.get(item.phase_key or '', 'a phase')}"
    else:
        where = ALLOCATIONS[item.allocation]
    return Row(
        item.name,
        indent=2,
        sign=_sign(item.active),
        middle=_remarks(where, active=item.active),
        right=(in_hours(item.hours), _money(of_item(item).revenue)),
    )


def _product(product: Product) -> Row:
    return Row(
        product.name,
        indent=2,
        sign=_sign(product.active),
        middle=_remarks(_times(product.quantity), _per(product.frequency), active=product.active),
        right=("", _money(_price(product.quantity, product.unit_price))),
    )


def _section(title: str, rows: list[Row]) -> Iterator[Block]:
    if rows:
        yield Prose("")
        yield Row(title, style="bold")
        yield from rows


def _totals(project: Project, services: Sum) -> Iterator[Block]:
    governance = of_governance(project.governance)
    yield Prose("")
    yield Row(
        "Total of the phases",
        middle=project.currency or "",
        right=(in_hours(services.hours), _money(services.revenue)),
        style="bold",
    )
    if project.governance:
        figures = (in_hours(governance.hours), _money(governance.revenue))
        yield Row("Governance", indent=2, right=figures)
    hours = in_hours((services + governance).hours)
    found = totals(project)
    for category, title in TITLES.items():
        total = found[category]
        if total.listed or total.declared is not None:
            professional = category is Category.PROFESSIONAL
            yield _category(title, total, hours if professional else "")
    if project.contract_revenue is not None:
        yield Row("Contract revenue", indent=2, right=("", _money(project.contract_revenue)))


def _category(title: str, total: CategoryTotal, hours: str) -> Row:
    """What the forecast takes: the declared total, else what the items add up to."""
    remark = "declared" if total.declared is not None else ""
    if total.money is None:
        unpriced = len(total.unpriced)
        remark = f"no price for {unpriced} item{'s' * (unpriced > 1)}"
    revenue = None if total.money is None else total.money.revenue
    return Row(title, indent=2, middle=remark, right=(hours, _money(revenue)), style="bold")


def _sign(active: bool) -> str:
    """Marks what is inactive also where there is no room for the word."""
    return "" if active else "-"


def _hours_of(service: Service) -> str:
    recurring = service.type is ServiceType.MANAGED and not service.total_hours
    return "" if recurring else in_hours(service.total_hours)


def _price(quantity: Decimal, unit: Decimal | None) -> Decimal | None:
    return None if unit is None else quantity * unit


def _money(amount: Decimal | None) -> str:
    return "" if amount is None else f"{amount:,.2f}"


def _times(quantity: Decimal) -> str:
    return "" if quantity == 1 else f"{quantity.normalize():f} ×"


def _per(period: str | None) -> str:
    return f"per {period}" if period else ""


def _remarks(*remarks: str, active: bool) -> str:
    return ", ".join(text for text in (*remarks, "" if active else "inactive") if text)
