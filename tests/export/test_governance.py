"""Where ScopeStack's governance attributes send the hours, and the hours that are missing."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from cwsync.export.project import Allocation, Governance, Notice
from tests.export.exports import (
    document,
    governance,
    link,
    loaded,
    phase,
    problems,
    row,
    service,
)

SCOPE = (
    phase("31", "Build", position=1),
    phase("32", "Project Management", position=2),
    phase("33", " project  GOVERNANCE ", position=3),
    phase("34", "Project Management", position=4),
    phase("35", "Project management office", position=5),
    service("41", "31", "10.0"),
    service("42", "34", "2.0"),
    service("43", "32", "8.0", active=False),
)


def only(item: dict[str, Any], *more: dict[str, Any]) -> Governance:
    (found,) = loaded(document(*SCOPE, item, *more)).governance
    return found


@pytest.mark.parametrize(
    ("aligned", "method", "expected", "phase_key"),
    [
        (None, "prorate_phases_by_effort", Allocation.PRORATE, None),
        (None, "Prorate", Allocation.PRORATE, None),
        (None, "project_management", Allocation.PROJECT, None),
        (None, "set-to-project-management-phase", Allocation.PROJECT, None),
        (None, "Project Governance", Allocation.PROJECT, None),
        (None, "assign_to_phase", Allocation.NONE, None),
        (None, None, Allocation.NONE, None),
        ("31", "assign_to_phase", Allocation.PHASE, "phase:31"),
        ("31", "prorate_phases_by_effort", Allocation.PHASE, "phase:31"),
        ("31", "project_management", Allocation.PHASE, "phase:31"),
        ("32", "assign_to_phase", Allocation.PROJECT, None),
        ("33", None, Allocation.PROJECT, None),
        ("34", None, Allocation.PHASE, "phase:34"),
        ("35", None, Allocation.PHASE, "phase:35"),
    ],
)
def test_where_the_hours_go(
    aligned: str | None, method: str | None, expected: Allocation, phase_key: str | None
) -> None:
    item = only(governance("61", aligned, **{"allocation-method": method}))
    assert (item.allocation, item.phase_key) == (expected, phase_key)


def test_effort_inside_the_services_is_no_ticket_of_its_own() -> None:
    item = only(governance("61", "31", **{"assign-effort-to-service": True}))
    assert (item.allocation, item.phase_key) == (Allocation.SERVICES, None)


def test_rates_come_from_the_resource() -> None:
    item = governance("61")
    item["relationships"]["project-resource"] = {"data": link("project-resources", "81")}
    rates = row("project-resources", "81", {"hourly-rate": "150.0", "hourly-cost": "90.5"})
    assert only(item, rates) == Governance(
        key="gov:61",
        id="61",
        name="Item 61",
        hours=Decimal(3),
        allocation=Allocation.NONE,
        hourly_rate=Decimal(150),
        hourly_cost=Decimal("90.5"),
    )


@pytest.mark.parametrize(
    ("attributes", "hours", "how"),
    [
        ({"calculation-type": "fixed_hours", "fixed-hours": "5.5"}, "5.5", "fixed-hours"),
        ({"fixed-hours": "5.5"}, "5.5", "fixed-hours"),
        (
            {"calculation-type": "percent_of_total", "rate": "0.1", "fixed-hours": "0.0"},
            "1.2",
            "its rate times the hours of all services",
        ),
        (
            {"rate": "0.25", "filter-type": "all_services"},
            "3",
            "its rate times the hours of all services",
        ),
    ],
)
def test_missing_hours_are_computed_and_told(
    attributes: dict[str, Any], hours: str, how: str
) -> None:
    project = loaded(document(*SCOPE, governance("61", hours=None, **attributes)))
    (item,) = project.governance
    assert item.hours == Decimal(hours)
    (notice,) = project.notices
    assert notice == Notice(
        "hours_computed",
        f'governance "Item 61" has no hours in the file; {item.hours} h taken from {how}',
        "gov:61",
        "/included/8",
    )


def test_hours_of_zero_are_not_missing() -> None:
    project = loaded(document(*SCOPE, governance("61", hours="0.0", **{"fixed-hours": "9.0"})))
    assert project.governance[0].hours == 0
    assert project.notices == ()


@pytest.mark.parametrize(
    ("attributes", "expected"),
    [
        ({}, "hours is missing, and fixed-hours, too"),
        ({"calculation-type": "percent_of_total"}, "hours is missing, and rate, too"),
        (
            {"rate": "0.1", "filter-type": "by_lob"},
            "hours is missing, and its rate does not apply to all services",
        ),
    ],
)
def test_hours_that_cannot_be_computed(attributes: dict[str, Any], expected: str) -> None:
    tree = document(*SCOPE, governance("61", hours=None, **attributes))
    assert problems(tree) == [f"/included/8/attributes/hours: {expected}"]


def test_inactive_items_are_kept_whatever_they_lack() -> None:
    item = only(governance("61", "99", hours=None, active=False))
    assert item == Governance("gov:61", "61", "Item 61", Decimal(0), Allocation.NONE, active=False)


def test_an_item_keeps_its_inactive_phase() -> None:
    project = loaded(document(phase("31", "Old", active=False), governance("61", "31")))
    assert project.governance[0].phase_key == "phase:31"
    assert project.notices == (
        Notice(
            "inactive_phase",
            'governance "Item 61" is active, but its phase "Old" is not; the phase is kept',
            "gov:61",
            "/included/1",
        ),
    )


def test_items_stand_by_position() -> None:
    rows = [governance(id_, position=p) for id_, p in (("1", None), ("2", 3), ("3", 1))]
    assert [item.id for item in loaded(document(*rows)).governance] == ["3", "2", "1"]
