from __future__ import annotations

import pytest

from cwsync.export.project import Allocation, Governance, Notice, Project
from cwsync.mapping.governance import INSIDE_SERVICES, NO_EFFORT, NO_HOURS, NO_SHARE, UNASSIGNED
from cwsync.mapping.plan import work_plan
from cwsync.mapping.workplan import DesiredPhase, Kind, MappingOptions, SkippedItem, WorkPlan
from tests.projects import governance, phase, project, service


def mapped(made: Project) -> WorkPlan:
    return work_plan(made, MappingOptions(governance=True))


def made_with(*items: Governance) -> Project:
    """Phases of 10, 0 and 30 h, an inactive one of 8 h, and 5 h without a phase."""
    return project(
        [phase("1"), phase("2"), phase("3"), phase("4", active=False)],
        [
            service("1", hours="10", phase="1"),
            service("2", hours="0", phase="2"),
            service("3", hours="30", phase="3"),
            service("4", hours="8", phase="4"),
            service("5", hours="5"),
            service("6", hours="99", phase="1", active=False),
        ],
        items,
    )


def governed(phases: tuple[DesiredPhase, ...]) -> list[tuple[str, str, str, str | None]]:
    return [
        (phase.key, ticket.key, str(ticket.hours), ticket.remark)
        for phase in phases
        for ticket in phase.tickets
        if ticket.remark
    ]


def test_aligned_to_a_phase() -> None:
    plan = mapped(made_with(governance("1", hours="2.005", phase="2")))
    assert governed(plan.phases) == [("phase:2", "gov:1", "2.01", "governance")]


def test_aligned_to_a_phase_without_services() -> None:
    made = project(
        [phase("1"), phase("2")], [service("1", phase="2")], [governance("1", phase="1")]
    )
    assert governed(mapped(made).phases) == [("phase:1", "gov:1", "4.00", "governance")]


def test_prorated_over_the_phases_with_effort() -> None:
    plan = mapped(made_with(governance("1", hours="5")))
    assert governed(plan.phases) == [
        ("phase:1", "gov:1@phase:1", "1.25", "governance, its share"),
        ("phase:3", "gov:1@phase:3", "3.75", "governance, its share"),
    ]
    assert plan.skipped == ()
    ticket = plan.phases[0].tickets[-1]
    assert ticket.name == "Governance 1"
    assert ticket.marker == (
        "ScopeStack governance item 1, share of phase 1 (project 5150), by cwsync"
    )


def test_a_share_that_rounds_to_nothing_is_reported() -> None:
    plan = mapped(made_with(governance("1", hours="0.01")))
    assert governed(plan.phases) == [("phase:3", "gov:1@phase:3", "0.01", "governance, its share")]
    (skipped,) = plan.skipped
    assert skipped == SkippedItem(
        key="gov:1@phase:1",
        kind=Kind.TICKET,
        name="Governance 1",
        reason=NO_SHARE,
        hours=skipped.hours,
        parent_key="phase:1",
    )
    assert skipped.hours == 0


@pytest.mark.parametrize(
    ("item", "reason", "hours"),
    [
        (governance("1", allocation=Allocation.NONE), UNASSIGNED, "4.00"),
        (governance("1", allocation=Allocation.SERVICES), INSIDE_SERVICES, "4.00"),
        (governance("1", hours="0.004"), NO_HOURS, "0.00"),
    ],
)
def test_items_that_make_no_ticket(item: Governance, reason: str, hours: str) -> None:
    plan = mapped(made_with(item))
    assert governed(plan.phases) == []
    (skipped,) = plan.skipped
    assert (skipped.key, skipped.reason, str(skipped.hours)) == ("gov:1", reason, hours)
    assert skipped.parent_key is None


def test_prorated_without_any_effort() -> None:
    made = project(
        [phase("1"), phase("2", active=False)],
        [service("1", hours="0", phase="1"), service("2", phase="2"), service("3")],
        [governance("1")],
    )
    assert [item.reason for item in mapped(made).skipped] == [NO_EFFORT]


def test_hours_inside_the_services_are_warned_of() -> None:
    plan = mapped(made_with(governance("1", "Travel", allocation=Allocation.SERVICES)))
    message = f"“Travel” makes no ticket: {INSIDE_SERVICES}"
    assert plan.notices == (Notice("governance_in_services", message, key="gov:1"),)


def test_project_management_has_a_phase_of_its_own_at_the_end() -> None:
    plan = mapped(made_with(governance("1", allocation=Allocation.PROJECT)))
    assert governed(plan.phases) == [("phase:governance", "gov:1", "4.00", "governance")]
    assert plan.phases[-1].name == "Project governance"
    assert plan.phases[-1].marker == 'ScopeStack phase "governance" (project 5150), by cwsync'


def test_a_phase_of_that_name_with_services_takes_it_in() -> None:
    made = project(
        [phase("1", "project  Governance "), phase("2")],
        [service("1", phase="1"), service("2", phase="2")],
        [governance("1", allocation=Allocation.PROJECT)],
    )
    plan = mapped(made)
    assert governed(plan.phases) == [("phase:1", "gov:1", "4.00", "governance")]
    assert [phase.name for phase in plan.phases] == ["project Governance", "Phase 2"]


def test_a_phase_of_that_name_without_services_does_not() -> None:
    made = project(
        [phase("1", "Project governance"), phase("2")],
        [service("2", phase="2")],
        [governance("1", allocation=Allocation.PROJECT)],
    )
    assert [phase.key for phase in mapped(made).phases] == ["phase:2", "phase:governance"]


def test_a_phase_of_that_name_that_another_item_is_aligned_to_does() -> None:
    made = project(
        [phase("1", "Project governance"), phase("2")],
        [service("2", phase="2")],
        [governance("1", allocation=Allocation.PROJECT), governance("2", phase="1")],
    )
    plan = mapped(made)
    assert [phase.key for phase in plan.phases] == ["phase:1", "phase:2"]
    assert [ticket.key for ticket in plan.phases[0].tickets] == ["gov:1", "gov:2"]


def test_items_of_a_phase_keep_their_order_behind_its_services() -> None:
    made = made_with(
        governance("1", phase="3"), governance("2", hours="4"), governance("3", phase="3")
    )
    phases = {phase.key: phase for phase in mapped(made).phases}
    assert [ticket.key for ticket in phases["phase:3"].tickets] == [
        "svc:3",
        "gov:1",
        "gov:2@phase:3",
        "gov:3",
    ]


def test_inactive_items_are_left_out_silently() -> None:
    plan = mapped(made_with(governance("1", active=False)))
    assert governed(plan.phases) == []
    assert (plan.skipped, plan.notices) == ((), ())


def test_governance_switched_off_says_what_is_lost_in_one_line() -> None:
    made = made_with(
        governance("1", hours="2.25"),
        governance("2", hours="1", phase="1"),
        governance("3", hours="50", allocation=Allocation.SERVICES),
        governance("4", hours="50", allocation=Allocation.NONE),
        governance("5", hours="50", active=False),
    )
    plan = work_plan(made, MappingOptions())
    assert governed(plan.phases) == []
    assert plan.skipped == ()
    message = "3.25 h of governance make no tickets; add them with --governance"
    assert plan.notices == (Notice("governance_left_out", message),)


def test_governance_switched_off_where_there_is_none() -> None:
    assert work_plan(made_with(), MappingOptions()).notices == ()


def test_a_phase_of_a_quarter_of_an_hour_takes_part() -> None:
    made = project(
        [phase("1"), phase("2")],
        [service("1", hours="0.25", phase="1"), service("2", hours="0.75", phase="2")],
        [governance("1", hours="4")],
    )
    share = "governance, its share"
    assert governed(mapped(made).phases) == [
        ("phase:1", "gov:1@phase:1", "1.00", share),
        ("phase:2", "gov:1@phase:2", "3.00", share),
    ]
