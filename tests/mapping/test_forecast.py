"""The lines that a project wants in the forecast."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cwsync.export.project import Product, Project, Status, Total, Totals
from cwsync.mapping.forecast import (
    DealState,
    ForecastOptions,
    desired_forecast,
    line_description,
)
from cwsync.mapping.totals import Category, Money
from tests.projects import project, projects, service

ALL = ForecastOptions(include_product=True)
DECLARED = Totals(
    professional_services=Total(Decimal(8150), Decimal(5380)),
    managed_services=Total(Decimal(10800), Decimal(6480)),
    product=Total(Decimal(16600)),
)


def test_one_line_for_each_category() -> None:
    desired = desired_forecast(replace(project(id="90210"), totals=DECLARED), ALL)
    assert [(line.description, line.type, line.money) for line in desired.lines] == [
        ("ScopeStack 90210: Product", "Product", Money(Decimal(16600))),
        (
            "ScopeStack 90210: Professional Services",
            "Service",
            Money(Decimal(8150), Decimal(5380)),
        ),
        ("ScopeStack 90210: Managed Services", "Agreement", Money(Decimal(10800), Decimal(6480))),
    ]
    assert desired.notices == ()


def test_products_only_where_they_are_included() -> None:
    line = desired_forecast(replace(project(), totals=DECLARED), ForecastOptions()).lines[0]
    assert line.money is None
    assert "--include-product" in (line.reason or "")


def test_types_are_the_profiles() -> None:
    types = dict(zip(Category, ("Other1", "Other2", "Product"), strict=True))
    lines = desired_forecast(project(), ForecastOptions(True, types)).lines
    assert [line.type for line in lines] == ["Other1", "Other2", "Product"]


@pytest.mark.parametrize(
    ("status", "state"),
    [
        (Status.BUILDING, DealState.OPEN),
        (Status.PENDING_APPROVAL, DealState.OPEN),
        (Status.APPROVED, DealState.OPEN),
        (Status.WON, DealState.WON),
        (Status.LOST, DealState.LOST),
    ],
)
def test_the_state_of_the_deal(status: Status, state: DealState) -> None:
    assert desired_forecast(project(status=status), ALL).state is state


def test_a_category_without_prices_is_left_alone_and_says_what_is_missing() -> None:
    services = [service(str(n), f"Step {n}", "1") for n in range(5)]
    line = desired_forecast(project(services=services), ALL).lines[1]
    assert line.money is None
    assert line.reason == (
        "the export declares no total, and there is no price for Step 0, Step 1, Step 2 and 2 more"
    )


def test_declared_and_computed_totals_are_both_shown_when_they_differ() -> None:
    product = Product("product:1", "1", "Switch", Decimal(2), Decimal(800), Decimal(600))
    made = replace(project(), products=(product,), totals=DECLARED)
    (notice,) = desired_forecast(made, ALL).notices
    assert (notice.code, notice.key) == ("totals_differ", "product")
    assert notice.message == (
        "Product: the export declares 16,600.00, its items add up to 1,600.00 (cost 1,200.00); "
        "the declared total is used"
    )
    assert desired_forecast(made, ForecastOptions()).notices == ()


@pytest.mark.parametrize(
    ("revenue", "told"),
    [("35550", False), ("35550.05", False), ("18950", False), ("35550.06", True), ("1", True)],
)
def test_the_contract_revenue_is_held_against_the_three(revenue: str, told: bool) -> None:
    made = replace(project(), totals=DECLARED, contract_revenue=Decimal(revenue))
    codes = [notice.code for notice in desired_forecast(made, ALL).notices]
    assert codes == (["contract_differs"] if told else [])


@pytest.mark.parametrize(
    ("id", "key", "description"),
    [
        ("90210", "project:90210", "ScopeStack 90210: Professional Services"),
        (
            None,
            "project:larkspur",
            'ScopeStack "larkspur": Professional Services',
        ),
        (
            None,
            "project:larkspur-network-renewal",
            'ScopeStack "larkspu-3debfe": Professional Services',
        ),
        ("9" * 17, f"project:{'9' * 17}", 'ScopeStack "9999999-3a7fbb": Professional Services'),
    ],
)
def test_descriptions_stay_as_they_are_for_years(
    id: str | None, key: str, description: str
) -> None:
    made = replace(project(id=id), key=key)
    assert line_description(made, Category.PROFESSIONAL) == description


@given(st.one_of(st.none(), st.text(min_size=1, max_size=60)), st.text(max_size=60))
def test_any_project_has_short_plain_descriptions_of_its_own(id: str | None, slug: str) -> None:
    made = replace(project(id=id), key=f"project:{id if id is not None else slug}")
    described = {line_description(made, category) for category in Category}
    assert len(described) == len(Category)
    assert all(len(text) <= 50 and text.isascii() and text.isprintable() for text in described)
    assert all(text == " ".join(text.split()) for text in described)


@given(st.text(min_size=1, max_size=40), st.text(min_size=1, max_size=40))
def test_two_projects_without_ids_keep_apart(one: str, other: str) -> None:
    first, second = (replace(project(id=None), key=f"project:{slug}") for slug in (one, other))
    same = line_description(first, Category.MANAGED) == line_description(second, Category.MANAGED)
    assert same is (one == other)


@given(projects())
def test_any_project_has_three_lines_in_cents(made: Project) -> None:
    desired = desired_forecast(made, ALL)
    assert [line.category for line in desired.lines] == list(Category)
    for line in desired.lines:
        assert (line.money is None) is (line.reason is not None)
        if line.money is not None:
            assert line.money.revenue == round(line.money.revenue, 2)
