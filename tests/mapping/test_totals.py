"""Totals: declared or computed, never something of both, rounded once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cwsync.export.project import (
    Allocation,
    Governance,
    Product,
    Project,
    Service,
    ServiceType,
    SubService,
    Total,
    Totals,
)
from cwsync.mapping.totals import Category, CategoryTotal, Money, in_cents, totals
from tests.projects import governance, project, service, sub

PS, MS, PRODUCT = Category.PROFESSIONAL, Category.MANAGED, Category.PRODUCT


def money(revenue: str, cost: str | None = None) -> Money:
    return Money(Decimal(revenue), None if cost is None else Decimal(cost))


def priced(
    id: str, revenue: str | None, cost: str | None = None, *, subs: Sequence[SubService] = ()
) -> Service:
    return replace(
        service(id, hours="2", subs=subs),
        revenue=None if revenue is None else Decimal(revenue),
        cost=None if cost is None else Decimal(cost),
    )


def managed(id: str, revenue: str | None, period: str | None = "month") -> Service:
    return replace(priced(id, revenue), type=ServiceType.MANAGED, period=period)


def rated(id: str, hours: str, rate: str | None, allocation: Allocation) -> Governance:
    item = governance(id, hours=hours, allocation=allocation)
    return replace(item, hourly_rate=None if rate is None else Decimal(rate))


def product(id: str, quantity: str, price: str | None) -> Product:
    unit_price = None if price is None else Decimal(price)
    return Product(f"product:{id}", id, f"Product {id}", Decimal(quantity), unit_price)


def of(made: Project, category: Category) -> CategoryTotal:
    return totals(made)[category]


def test_services_their_active_subservices_and_governance_add_up() -> None:
    subs = (
        replace(sub("1"), revenue=Decimal("10.10"), cost=Decimal(4)),
        replace(sub("2", active=False), revenue=Decimal(1000), cost=Decimal(1000)),
    )
    made = project(
        services=(
            priced("1", "100", "60", subs=subs),
            replace(priced("2", "500", "1"), active=False),
        ),
        governance=(
            replace(rated("1", "1.5", "150", Allocation.PRORATE), hourly_cost=Decimal("90")),
            replace(rated("2", "8", "150", Allocation.PRORATE), active=False),
            rated("3", "8", "150", Allocation.SERVICES),  # inside the services already
        ),
    )
    assert of(made, PS).money == money("335.10", "199.00")


def test_a_governance_item_that_gets_no_ticket_is_paid_all_the_same() -> None:
    made = project(governance=(rated("1", "2", "100", Allocation.NONE),))
    assert of(made, PS).money == money("200.00")


def test_managed_services_are_paid_each_period() -> None:
    made = project(services=(managed("1", "300.05"), managed("2", "40", period=None)))
    assert of(replace(made, terms=36), MS).money == money("10841.80")


def test_managed_services_without_a_number_of_periods_cannot_be_added_up() -> None:
    total = of(project(services=(managed("1", "300"),)), MS)
    assert total.money is None
    assert total.unpriced == ("Service 1 (number of periods)",)


def test_products_are_quantity_times_price() -> None:
    made = replace(project(), products=(product("1", "12", "1250"), product("2", "2", "800")))
    assert of(made, PRODUCT).money == money("16600.00")


@pytest.mark.parametrize(
    ("made", "category", "names"),
    [
        (project(services=(priced("1", None), priced("2", "5"))), PS, ("Service 1",)),
        (project(services=(priced("1", "5", subs=(sub("9", "Report"),)),)), PS, ("Report",)),
        (project(governance=(rated("1", "2", None, Allocation.NONE),)), PS, ("Governance 1",)),
        (replace(project(services=(managed("1", None),)), terms=3), MS, ("Service 1",)),
        (replace(project(), products=(product("1", "2", None),)), PRODUCT, ("Product 1",)),
    ],
)
def test_what_lacks_a_price_is_named_and_nothing_is_added_up(
    made: Project, category: Category, names: tuple[str, ...]
) -> None:
    total = of(made, category)
    assert (total.money, total.unpriced) == (None, names)


def test_what_takes_no_effort_needs_no_price() -> None:
    free = (
        service("1", hours="0"),
        priced("2", "7", "3", subs=(replace(sub("8"), hours=Decimal(0)),)),
    )
    made = project(services=free, governance=(rated("1", "0", None, Allocation.PRORATE),))
    made = replace(made, products=(product("1", "0", None),))
    assert of(made, PS).money == money("7.00", "3.00")
    assert of(made, PRODUCT).money == money("0.00", "0.00")


def test_a_project_without_items_comes_to_nothing() -> None:
    assert {total.money for total in totals(project()).values()} == {money("0.00", "0.00")}


def test_one_unknown_cost_makes_the_cost_unknown() -> None:
    assert of(project(services=(priced("1", "1", "1"), priced("2", "1"))), PS).money == money(
        "2.00"
    )


def test_a_declared_total_stands_alone() -> None:
    declared = Totals(professional_services=Total(Decimal("99.995")))
    made = replace(project(services=(priced("1", "100", "60"),)), totals=declared)
    total = of(made, PS)
    assert total.money == money("100.00")  # no cost: the items' is not mixed in
    assert total.computed == money("100.00", "60.00")
    assert not total.differs


@pytest.mark.parametrize(
    ("revenue", "cost", "differs"),
    [("100", "60", False), ("100", None, False), ("100.01", "60", True), ("100", "61", True)],
)
def test_when_declared_and_computed_differ(revenue: str, cost: str | None, differs: bool) -> None:
    known = None if cost is None else Decimal(cost)
    declared = Totals(professional_services=Total(Decimal(revenue), known))
    made = replace(project(services=(priced("1", "100", "60"),)), totals=declared)
    assert of(made, PS).differs is differs


def test_a_declared_total_without_items_is_no_contradiction() -> None:
    made = replace(project(), totals=Totals(product=Total(Decimal(500))))
    assert not of(made, PRODUCT).differs
    assert of(made, PRODUCT).money == money("500.00")


@pytest.mark.parametrize(
    ("amount", "cents"),
    [
        ("0.005", "0.01"),
        ("0.0049", "0.00"),
        ("-0.005", "-0.01"),
        ("1e25", "1e25"),
        ("2.675", "2.68"),
    ],
)
def test_cents_are_rounded_half_up(amount: str, cents: str) -> None:
    assert in_cents(Decimal(amount)) == Decimal(cents)


def amounts() -> st.SearchStrategy[Decimal]:
    return st.decimals(-(10**12), 10**12, places=7, allow_nan=False, allow_infinity=False)


@given(st.lists(st.tuples(amounts(), amounts()), max_size=40))
def test_whatever_the_prices_nothing_is_lost_before_the_one_rounding(
    prices: list[tuple[Decimal, Decimal]],
) -> None:
    services = tuple(
        replace(priced(str(n), "0"), revenue=revenue, cost=cost)
        for n, (revenue, cost) in enumerate(prices)
    )
    total = of(project(services=services), PS).money
    assert total is not None

    def exact(at: int) -> Fraction:
        return sum((Fraction(price[at]) for price in prices), Fraction(0))

    assert abs(Fraction(total.revenue) - exact(0)) <= Fraction(1, 200)
    assert abs(Fraction(total.cost or 0) - exact(1)) <= Fraction(1, 200)


def test_any_amount_is_rounded_to_cents() -> None:
    assert in_cents(Decimal("9" * 60 + ".125")) == Decimal("9" * 60 + ".13")
