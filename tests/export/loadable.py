"""Projects as a reader of exports could give them, for what must hold for every file."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from cwsync.export.governance import settled
from cwsync.export.native_tree import written_order
from cwsync.export.project import (
    Governance,
    Location,
    OpportunityLink,
    Phase,
    Product,
    Project,
    Service,
    ServiceType,
    Status,
    SubService,
    Total,
    Totals,
)
from tests.projects import PLACES, projects

_LABELS = st.one_of(
    st.sampled_from(("Harbor & Sons", "no", "null", "12", "- dash", "a: b", "#1", "Ünïcode 配線")),
    st.text(max_size=20),
).map(str.strip)
LABELS = st.none() | _LABELS.filter(bool)
MONEY = st.none() | st.decimals(-(10**9), 10**9, places=2) | st.decimals(0, 10, places=12)
PRICES = st.none() | st.decimals(0, 10**6, places=2)
PERIODS = st.sampled_from((None, "month", "two months", "half-year", "fortnight"))
STATUSES = st.sampled_from(
    [(Status.PENDING_APPROVAL, "Sales approval"), *((status, status.value) for status in Status)]
)


@st.composite
def loadable(draw: st.DrawFn) -> Project:
    """Any project that a reader of exports could give: every field, with ids or without."""
    made = draw(projects(status=Status.APPROVED))
    numbers = iter(range(1, 10_000))
    phases = tuple(replace(p, name=_named(p.name, numbers)) for p in made.phases)
    services = tuple(_service(draw, s, numbers) for s in made.services)
    status, raw = draw(STATUSES)
    name = _named(made.name, numbers)
    project = replace(
        made,
        name=name,
        status=status,
        raw_status=raw,
        source=replace(
            made.source,
            url=draw(st.sampled_from((None, "https://app.example/projects/1?a=b#c"))),
            account_slug=draw(st.sampled_from((None, "harbor-msp"))),
        ),
        client=draw(LABELS),
        business_unit=draw(LABELS),
        sales_executive=draw(LABELS),
        currency=draw(LABELS),
        pricing_model=draw(LABELS),
        include_product=draw(st.none() | st.booleans()),
        terms=draw(st.none() | st.integers(0, 120)),
        opportunity=draw(st.none() | _opportunities()),
        pushed_by_scopestack=draw(st.booleans()),
        locations=tuple(Location(p.strip(), draw(LABELS)) for p in PLACES if p),
        phases=phases,
        services=services,
        governance=tuple(_item(draw, g, phases, services, numbers) for g in made.governance),
        products=tuple(draw(st.lists(_products(numbers, made.id is not None), max_size=3))),
        totals=draw(_totals()),
        contract_revenue=draw(MONEY),
    )
    return replace(project, services=written_order(project))


def _service(draw: st.DrawFn, service: Service, numbers: Iterator[int]) -> Service:
    managed = service.type is ServiceType.MANAGED
    change = draw(st.sampled_from((Decimal(0), Decimal(0), Decimal("1.5"))))
    return replace(
        service,
        name=_named(service.name, numbers),
        phase_key=None if managed else service.phase_key,
        location=service.location and service.location.strip(),
        description=_described(service.description),
        total_hours=service.total_hours + change,
        revenue=draw(MONEY),
        cost=draw(MONEY),
        period=draw(PERIODS),
        subservices=tuple(_sub(draw, sub, numbers) for sub in service.subservices),
    )


def _sub(draw: st.DrawFn, sub: SubService, numbers: Iterator[int]) -> SubService:
    return replace(
        sub,
        name=_named(sub.name, numbers),
        description=_described(sub.description),
        quantity=draw(st.sampled_from((Decimal(1), Decimal("2.50"), Decimal(0)))),
        revenue=draw(MONEY),
        cost=draw(MONEY),
    )


def _item(
    draw: st.DrawFn,
    item: Governance,
    phases: tuple[Phase, ...],
    services: tuple[Service, ...],
    numbers: Iterator[int],
) -> Governance:
    phase = next((phase for phase in phases if phase.key == item.phase_key), None)
    busy = {s.phase_key for s in services if s.active and s.phase_key}
    allocation, phase_key = settled(item.allocation, phase, busy)
    return replace(
        item,
        name=_named(item.name, numbers),
        allocation=allocation,
        phase_key=phase_key,
        hourly_rate=draw(PRICES),
        hourly_cost=draw(PRICES),
    )


@st.composite
def _products(draw: st.DrawFn, numbers: Iterator[int], with_ids: bool) -> Product:
    number = next(numbers)
    return Product(
        key=f"prod:{number}" if with_ids else f"prod:row#{number}",
        id=str(number) if with_ids else None,
        name=draw(_LABELS.filter(bool)),
        quantity=draw(st.decimals(0, 500, places=1)),
        unit_price=draw(PRICES),
        unit_cost=draw(PRICES),
        frequency=draw(PERIODS),
        active=draw(st.booleans()),
    )


def _opportunities() -> st.SearchStrategy[OpportunityLink]:
    ids = st.integers(1, 2**31 - 1)
    return st.builds(OpportunityLink, ids, LABELS, st.none() | ids, LABELS)


def _totals() -> st.SearchStrategy[Totals]:
    revenue: Any = MONEY.filter(lambda amount: amount is not None)
    once = st.none() | st.builds(Total, revenue, MONEY)
    managed = st.builds(
        Total, revenue, MONEY, MONEY, MONEY, st.none() | st.integers(0, 99), PERIODS
    )
    return st.builds(Totals, once, st.none() | managed, once)


def _named(name: str, numbers: Iterator[int]) -> str:
    return name.strip() or f"Row {next(numbers)}"


def _described(text: str | None) -> str | None:
    return text if text and re.search(r"\S", text) else None
