"""What holds for every project."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from cwsync.closest import folded
from cwsync.export.project import Allocation, Project, Service, ServiceType
from cwsync.mapping.hours import rounded
from cwsync.mapping.plan import work_plan
from cwsync.mapping.text import length, one_line
from cwsync.mapping.workplan import MappingOptions, WorkPlan, kind_of
from tests.projects import projects

EVERYTHING = MappingOptions(governance=True, subservices=True)
options = st.builds(
    MappingOptions,
    governance=st.booleans(),
    subservices=st.booleans(),
    unphased_phase=st.sampled_from(("Unassigned", "Discovery", "Project governance", "")),
)


def pushed(project: Project) -> list[Service]:
    return [s for s in project.services if s.active and s.type is ServiceType.PROFESSIONAL]


def keys_of(plan: WorkPlan) -> list[str]:
    return [
        key
        for phase in plan.phases
        for ticket in phase.tickets
        for key in (ticket.key, *(task.key for task in ticket.tasks))
    ]


@given(projects(), options)
def test_every_active_professional_service_is_one_ticket_in_order(
    project: Project, options: MappingOptions
) -> None:
    plan = work_plan(project, options)
    tickets = Counter(key for key in keys_of(plan) if key.startswith("svc:"))
    assert tickets == Counter(service.key for service in pushed(project))
    order = {service.key: n for n, service in enumerate(project.services)}
    for phase in plan.phases:
        services = [order[t.key] for t in phase.tickets if t.remark is None]
        assert services == sorted(services)
        assert [t.remark is None for t in phase.tickets] == sorted(
            (t.remark is None for t in phase.tickets), reverse=True
        )


@given(projects())
def test_phases_keep_their_order_and_all_hold_tickets(project: Project) -> None:
    plan = work_plan(project, EVERYTHING)
    order = [phase.key for phase in project.phases] + ["phase:unphased", "phase:governance"]
    places = [order.index(phase.key) for phase in plan.phases]
    assert places == sorted(set(places))
    assert all(phase.tickets for phase in plan.phases)


@given(projects(), options)
def test_hours_are_the_rounded_ones_of_services_and_placed_governance(
    project: Project, options: MappingOptions
) -> None:
    plan = work_plan(project, options)
    lost = {item.key for item in plan.skipped if item.parent_key is None}
    expected = [rounded(service.total_hours) for service in pushed(project)]
    if options.governance:
        items = [item for item in project.governance if item.active and item.key not in lost]
        expected += [rounded(item.hours) for item in items]
    assert plan.hours == sum(expected, Decimal(0))


@given(projects())
def test_every_active_governance_item_is_a_ticket_or_skipped_with_a_reason(
    project: Project,
) -> None:
    plan = work_plan(project, EVERYTHING)
    made = {key.partition("@")[0] for key in keys_of(plan) if key.startswith("gov:")}
    skipped = {item.key for item in plan.skipped}
    assert all(item.reason for item in plan.skipped)
    for item in project.governance:
        assert ((item.key in made) != (item.key in skipped)) is item.active
        if item.allocation in (Allocation.NONE, Allocation.SERVICES):
            assert item.key not in made


@given(projects(), options)
def test_names_fit_and_differ_within_their_parent(
    project: Project, options: MappingOptions
) -> None:
    plan = work_plan(project, options)
    siblings: list[Sequence[str]] = [[phase.name for phase in plan.phases]]
    siblings += [[ticket.name for ticket in phase.tickets] for phase in plan.phases]
    for names in siblings:
        assert len(set(map(folded, names))) == len(names)
        assert all(0 < length(name) <= 100 and name == one_line(name) for name in names)
    assert 0 < length(plan.name) <= 100


@given(projects(), options)
def test_keys_and_markers_are_unique_and_texts_are_clean(
    project: Project, options: MappingOptions
) -> None:
    plan = work_plan(project, options)
    keys = [*(phase.key for phase in plan.phases), *keys_of(plan)]
    assert len(set(keys)) == len(keys)
    tickets = [ticket for phase in plan.phases for ticket in phase.tickets]
    markers = [plan.marker, *(p.marker for p in plan.phases), *(t.marker for t in tickets)]
    assert len(set(markers)) == len(markers)
    assert all(len(marker.splitlines()) == 1 for marker in markers)
    assert all(kind_of(task.key) == "task" for ticket in tickets for task in ticket.tasks)
    for text in (task.text for ticket in tickets for task in ticket.tasks):
        assert text
        assert len(text.splitlines()) == 1
        assert length(text) <= 1_000
    assert not any({"\r", "\x1b", "\u202e"} & set(ticket.description) for ticket in tickets)


@given(projects(), options)
def test_the_same_project_gives_the_same_plan(project: Project, options: MappingOptions) -> None:
    assert work_plan(project, options) == work_plan(replace(project), options)


@given(projects(most_services=6))
def test_a_service_added_at_the_end_renames_no_other(project: Project) -> None:
    before = work_plan(project, MappingOptions())
    for service in pushed(project)[:3]:
        grown = replace(project, services=(*project.services, replace(service, key="svc:new")))
        after = work_plan(grown, MappingOptions())
        names = {t.key: t.name for phase in after.phases for t in phase.tickets}
        for ticket in (ticket for phase in before.phases for ticket in phase.tickets):
            assert names[ticket.key] == ticket.name
