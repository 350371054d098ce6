from __future__ import annotations

from dataclasses import replace

import pytest

from cwsync.export.project import Location, Notice, Project, ServiceType
from cwsync.mapping.plan import work_plan
from cwsync.mapping.workplan import DesiredTask, DesiredTicket, MappingOptions, WorkPlan
from tests.projects import LONG, governance, larkspur, phase, project, service, sub

EVERYTHING = MappingOptions(governance=True, subservices=True)


def mapped(made: Project, options: MappingOptions = EVERYTHING) -> WorkPlan:
    return work_plan(made, options)


def outline(plan: WorkPlan) -> dict[str, list[str]]:
    """Names of phases and tickets, with hours."""
    return {
        phase.name: [f"{ticket.name}: {ticket.hours}" for ticket in phase.tickets]
        for phase in plan.phases
    }


def only_ticket(plan: WorkPlan) -> DesiredTicket:
    (ticket,) = plan.phases[0].tickets
    return ticket


def test_the_whole_of_a_small_project() -> None:
    plan = mapped(larkspur())
    assert outline(plan) == {
        "Plan": ["Kick-off workshop: 4.00", "Wireless survey: 6.50", "Documentation: 1.40"],
        "Install": [
            "Access points: 12.00",
            "Acceptance: 0.00",
            "Documentation: 1.60",
            "Status meetings: 2.00",
        ],
        "Unassigned": ["Handbook: 1.00"],
        "Project governance": ["Project management: 4.00"],
    }
    assert [phase.key for phase in plan.phases] == [
        "phase:11",
        "phase:12",
        "phase:unphased",
        "phase:governance",
    ]
    assert [ticket.key for phase in plan.phases for ticket in phase.tickets] == [
        "svc:101",
        "svc:102",
        "gov:301@phase:11",
        "svc:103",
        "svc:104",
        "gov:301@phase:12",
        "gov:302",
        "svc:107",
        "gov:303",
    ]
    assert str(plan.hours) == "32.50"
    assert plan.project_key == "project:5150"


def test_one_ticket_in_full() -> None:
    plan = mapped(larkspur())
    assert plan.phases[0].tickets[1] == DesiredTicket(
        key="svc:102",
        name="Wireless survey",
        hours=larkspur().services[1].total_hours,
        description="Location: Main clinic\n\nWalk the floors of Larkspur Veterinary Clinics.",
        marker="ScopeStack service 102 (project 5150), by cwsync",
        tasks=(DesiredTask("sub:201", "Collect the floor plans"), DesiredTask("sub:202", "Report")),
    )
    assert plan.phases[0].marker == "ScopeStack phase 11 (project 5150), by cwsync"


def test_the_project_says_where_it_came_from() -> None:
    made = project()
    assert mapped(made).description == "ScopeStack project 5150, by cwsync"
    made = replace(made, source=replace(made.source, url="https://scope.example/projects/5150"))
    plan = mapped(made)
    assert plan.marker == "ScopeStack project 5150, by cwsync"
    assert plan.description == f"{plan.marker}\nhttps://scope.example/projects/5150"


def test_the_project_name_fits() -> None:
    assert mapped(project(name=LONG * 2)).name == f"{LONG}Move the…"
    assert mapped(project(name=" ")).name == "ScopeStack project"


def test_only_active_professional_services_make_tickets() -> None:
    made = project(
        [phase("1")],
        [
            service("1", phase="1"),
            service("2", phase="1", active=False),
            service("3", phase="1", type=ServiceType.MANAGED),
            service("4", type=ServiceType.MANAGED),
        ],
    )
    plan = mapped(made)
    assert outline(plan) == {"Phase 1": ["Service 1: 1.00"]}
    assert plan.skipped == ()
    assert plan.notices == ()


def test_a_phase_without_a_ticket_is_not_created() -> None:
    made = project([phase("1"), phase("2")], [service("1", phase="2")])
    assert outline(mapped(made)) == {"Phase 2": ["Service 1: 1.00"]}
    assert mapped(project([phase("1")])).phases == ()


def test_a_service_in_an_inactive_phase_keeps_it() -> None:
    made = project([phase("1", active=False)], [service("1", phase="1")])
    assert outline(mapped(made)) == {"Phase 1": ["Service 1: 1.00"]}


def test_a_service_of_a_phase_that_is_not_there_is_never_guessed() -> None:
    with pytest.raises(KeyError):
        mapped(project([phase("1")], [service("1", phase="2")]))


def test_hours_are_never_multiplied() -> None:
    made = project([phase("1")], [service("1", hours="13.005", quantity="12", phase="1")])
    assert str(only_ticket(mapped(made)).hours) == "13.01"


def test_services_without_a_phase_come_behind_the_others() -> None:
    made = project([phase("1")], [service("1"), service("2", phase="1"), service("3")])
    options = replace(EVERYTHING, unphased_phase="Not\nyet planned")
    assert outline(mapped(made, options)) == {
        "Phase 1": ["Service 2: 1.00"],
        "Not yet planned": ["Service 1: 1.00", "Service 3: 1.00"],
    }
    blank = mapped(made, replace(EVERYTHING, unphased_phase=" "))
    assert blank.phases[1].name == "Unassigned"


def test_a_phase_of_the_export_called_unassigned_takes_them_in() -> None:
    made = project(
        [phase("1", " UNASSIGNED"), phase("2")],
        [service("1", phase="2"), service("2"), service("3", phase="1"), service("4")],
    )
    plan = mapped(made)
    assert outline(plan) == {
        "UNASSIGNED": ["Service 2: 1.00", "Service 3: 1.00", "Service 4: 1.00"],
        "Phase 2": ["Service 1: 1.00"],
    }
    assert plan.phases[0].key == "phase:1"


def test_an_inactive_empty_phase_called_unassigned_does_not() -> None:
    made = project([phase("1", "Unassigned", active=False)], [service("1")])
    assert [phase.key for phase in mapped(made).phases] == ["phase:unphased"]


def test_phases_of_one_name_are_told_apart() -> None:
    made = project(
        [phase("1", "Install"), phase("2", "install"), phase("3", "Install"), phase("4", "")],
        [service("1", phase="1"), service("3", phase="3"), service("4", phase="4")],
    )
    assert [phase.name for phase in mapped(made).phases] == ["Install", "Install (2)", "Phase"]


def test_names_that_collide_within_a_phase() -> None:
    made = project(
        [phase("1"), phase("2")],
        [
            service("1", "Cut-over", phase="1", location="Main clinic"),
            service("2", "CUT-OVER", phase="1", location="Harbour branch"),
            service("3", "Cut-over", phase="1", location="Main clinic"),
            service("4", "Cut-over", phase="2"),
        ],
        [governance("1", "Cut-over", phase="2")],
    )
    assert outline(mapped(made)) == {
        "Phase 1": ["Cut-over: 1.00", "CUT-OVER (Harbour branch): 1.00", "Cut-over (2): 1.00"],
        "Phase 2": ["Cut-over: 1.00", "Cut-over (governance): 4.00"],
    }


def test_the_whole_of_a_name_that_was_cut_opens_the_description() -> None:
    whole = (LONG * 2).strip()
    made = project(
        [phase("1")],
        [service("1", whole, phase="1", description="<p>Text</p>")],
        [governance("1", whole, phase="1")],
    )
    of_service, of_governance = mapped(made).phases[0].tickets
    assert of_service.name.endswith("…")
    assert of_service.description == f"{whole}\n\nText"
    assert of_governance.name.endswith("… (governance)")
    assert of_governance.description == whole


def test_the_location_is_named_where_there_are_several() -> None:
    one = project([phase("1")], [service("1", phase="1", location="Main clinic")])
    assert only_ticket(mapped(one)).description == ""
    several = replace(one, locations=(Location("main clinic "), Location("Harbour branch")))
    assert only_ticket(mapped(several)).description == "Location: Main clinic"


def test_a_quantity_is_named() -> None:
    made = project([phase("1")], [service("1", phase="1", quantity="2.50", description="Text")])
    assert only_ticket(mapped(made)).description == "Quantity: 2.5\n\nText"


def test_a_description_is_limited() -> None:
    made = project([phase("1")], [service("1", phase="1", description="word " * 10_000)])
    description = only_ticket(mapped(made)).description
    assert len(description) == 30_000
    assert description.endswith("word…")


def test_sub_services_become_tasks_in_order() -> None:
    subs = (
        sub("1", "Name", "<p>Described\r\nin <b>lines</b></p>"),
        sub("2", "Plain\nname", " <br> "),
        sub("3", "Left out", active=False),
        sub("4", "Filled", "{{subservice_name}} in {{service_name}} × {{quantity}}"),
        sub("5", " ", None),
        sub("6", "Long", "word " * 300),
    )
    made = project([phase("1")], [service("1", phase="1", quantity="9", subs=subs)])
    tasks = only_ticket(mapped(made)).tasks
    assert [(task.key, task.text) for task in tasks[:4]] == [
        ("sub:1", "Described in lines"),
        ("sub:2", "Plain name"),
        ("sub:4", "Filled in Service 1 × 1"),
        ("sub:5", "Task"),
    ]
    assert tasks[4].text == "word " * 199 + "word…"
    assert only_ticket(mapped(made, MappingOptions(governance=True))).tasks == ()


def test_tokens_are_filled_in_and_the_others_warned_of() -> None:
    text = "{{client_name}}, {{service_location_name}}, {{project_name}}, {{business_unit_name}}"
    made = project(
        [phase("1")],
        [
            service("1", phase="1", location="Main clinic", description=text),
            service("2", phase="1", description="{{room}}", subs=(sub("1", "x", "{{room}}"),)),
            service("3", phase="1", description="{{room}} {{room}}"),
        ],
    )
    plan = mapped(made)
    assert plan.phases[0].tickets[0].description == (
        "Larkspur Veterinary Clinics, Main clinic, Larkspur network renewal, {{business_unit_name}}"
    )
    stays = "stays in the text: nothing is known to fill it in"
    assert plan.notices == (
        Notice("unknown_token", f"{{{{business_unit_name}}}} {stays}", key="svc:1"),
        Notice("unknown_token", f"{{{{room}}}} {stays}, also in 2 other items", key="svc:2"),
    )


def test_tokens_in_names_are_filled_in_and_warned_of_as_well() -> None:
    long = "{{client_name}} " + "survey of every room and corridor " * 3
    made = project(
        [phase("1", "Plan for {{client_name}}")],
        [
            service(
                "1",
                "Survey at {{service_location_name}} {{x}}",
                phase="1",
                location="Main clinic",
                description="{{service_name}}",
                subs=(sub("1", "Rooms of {{client_name}}"), sub("2", "y", "{{subservice_name}}")),
            ),
            service("2", long, phase="1"),
        ],
        [governance("7", "Reports to {{client_name}}", phase="1")],
    )
    plan = mapped(made, MappingOptions(governance=True, subservices=True))
    (planned,) = plan.phases
    survey, whole, reports = planned.tickets
    assert planned.name == "Plan for Larkspur Veterinary Clinics"
    assert survey.name == survey.description == "Survey at Main clinic {{x}}"
    assert [task.text for task in survey.tasks] == ["Rooms of Larkspur Veterinary Clinics", "y"]
    assert whole.name.startswith("Larkspur Veterinary Clinics survey")
    assert whole.description.startswith("Larkspur Veterinary Clinics survey of every room")
    assert reports.name == "Reports to Larkspur Veterinary Clinics"
    assert [(notice.code, notice.key) for notice in plan.notices] == [("unknown_token", "svc:1")]


def test_what_has_no_name_is_called_what_it_is() -> None:
    made = project(
        [phase("1", " ")],
        [service("1", "", phase="1"), service("2", " ", phase="1"), service("3", "")],
        [governance("4", "", phase="1"), governance("5", " ", phase="1")],
        name="",
    )
    plan = work_plan(made, MappingOptions(governance=True))
    assert [(row.name, [ticket.name for ticket in row.tickets]) for row in plan.phases] == [
        ("Phase", ["Service", "Service (2)", "Governance", "Governance (2)"]),
        ("Unassigned", ["Service"]),
    ]
