"""The native format: what each line of it means, and every problem with its place."""

from __future__ import annotations

import json
from decimal import Decimal

import pytest

from cwsync.export.project import (
    Allocation,
    Governance,
    Location,
    Notice,
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
from tests.export.exports import NATIVE, loaded, native, problems, refused, text_of


def test_the_least_that_a_file_can_hold() -> None:
    project = loaded("cwsync: 1\nproject: {name: Bakery tills, status: won}\n")
    assert project == Project(
        key="project:bakery-tills",
        id=None,
        name="Bakery tills",
        status=Status.WON,
        raw_status="won",
        source=project.source,
    )


def test_all_of_the_head() -> None:
    project = loaded("""\
cwsync: 1
project:
  id: 7700
  name: " Bakery tills "
  status: Sales approval
  client: Fernhill Bakeries
  business_unit: Retail
  sales_executive: Ola Dene
  currency: EUR
  pricing_model: time_and_materials
  include_product: no
  terms: 12
  contract_revenue: 1000.10
  url: https://app.example/projects/7700
  approved_at: 2026-10-01
  opportunity: {id: 88, name: Tills, company_id: 5, company_name: Fernhill Bakeries}
locations: [Mill Lane, {name: Quayside, city: Fernhill}]
totals:
  professional_services: {revenue: 10, cost: 4}
  managed_services: {recurring_revenue: 20.5, recurring_cost: 9, periods: 12, period: monthly}
  product: {revenue: 0}
""")
    assert project.source.url == "https://app.example/projects/7700"
    assert project == Project(
        key="project:7700",
        id="7700",
        name="Bakery tills",
        status=Status.PENDING_APPROVAL,
        raw_status="Sales approval",
        source=project.source,
        client="Fernhill Bakeries",
        business_unit="Retail",
        sales_executive="Ola Dene",
        currency="EUR",
        pricing_model="time_and_materials",
        include_product=False,
        terms=12,
        opportunity=OpportunityLink(88, "Tills", 5, "Fernhill Bakeries"),
        locations=(Location("Mill Lane"), Location("Quayside", "Fernhill")),
        totals=Totals(
            professional_services=Total(Decimal(10), Decimal(4)),
            managed_services=Total(
                Decimal(246), None, Decimal("20.5"), Decimal(9), periods=12, period="month"
            ),
            product=Total(Decimal(0)),
        ),
        contract_revenue=Decimal("1000.10"),
    )


def test_the_opportunity_may_be_its_id_alone() -> None:
    project = loaded(native("", "  opportunity: 88\n"))
    assert project.opportunity == OpportunityLink(88)


def test_all_of_a_scope() -> None:
    project = loaded(
        native("""\
phases:
- Plan
- id: 31
  name: Build
  services:
  - id: 41
    name: Till
    quantity: 3
    unit_hours: 0.5
    location: Quayside
    description: |-
      Set up {{quantity}} tills.
    revenue: 225
    cost: 120
    subservices:
    - {id: 51, name: Scanner, description: Pair the scanner, quantity: 3, unit_hours: 0.1,
       revenue: 45, cost: 24}
    - {id: 52, name: Drawer, hours: 1, active: false}
unphased_services:
- {id: 42, name: Report, total_hours: 2}
managed_services:
- {id: 43, name: Till care, quantity: 3, period: Monthly, revenue: 30, cost: 12}
products:
- {id: 61, name: Till, quantity: 3, unit_price: 400, unit_cost: 310, frequency: one_time}
""")
    )
    till = Service(
        key="svc:41",
        id="41",
        name="Till",
        phase_key="phase:31",
        location="Quayside",
        description="Set up {{quantity}} tills.",
        quantity=Decimal(3),
        own_hours=Decimal("1.5"),
        total_hours=Decimal("1.8"),
        revenue=Decimal(225),
        cost=Decimal(120),
        subservices=(
            SubService(
                key="sub:51",
                id="51",
                name="Scanner",
                description="Pair the scanner",
                quantity=Decimal(3),
                hours=Decimal("0.3"),
                revenue=Decimal(45),
                cost=Decimal(24),
            ),
            SubService("sub:52", "52", "Drawer", hours=Decimal(1), active=False),
        ),
    )
    report = Service("svc:42", "42", "Report", own_hours=Decimal(2), total_hours=Decimal(2))
    care = Service(
        key="svc:43",
        id="43",
        name="Till care",
        type=ServiceType.MANAGED,
        quantity=Decimal(3),
        revenue=Decimal(30),
        cost=Decimal(12),
        period="month",
    )
    assert project.phases == (Phase("phase:plan", None, "Plan"), Phase("phase:31", "31", "Build"))
    assert project.services == (till, report, care)
    assert project.products == (
        Product("prod:61", "61", "Till", Decimal(3), Decimal(400), Decimal(310)),
    )
    assert project.notices == ()


def test_governance_in_all_its_cases() -> None:
    project = loaded(
        native("""\
phases:
- {name: Plan, services: [{name: Survey, hours: 4}]}
- Project Management
governance:
- {id: 1, name: Reports, hours: 4, allocation: prorate, hourly_rate: 150, hourly_cost: 90}
- {id: 2, name: Lead, hours: 6, allocation: project}
- {id: 3, name: Readiness, hours: 2, allocation: phase, phase: " PLAN"}
- {id: 4, name: Readiness, hours: 1, phase: Plan}
- {id: 5, name: Board, hours: 3}
- {id: 6, name: Inside, hours: 3, allocation: services, active: no}
- {id: 7, name: Steering, hours: 1, phase: project management}
""")
    )
    assert project.governance == (
        Governance(
            key="gov:1",
            id="1",
            name="Reports",
            hours=Decimal(4),
            allocation=Allocation.PRORATE,
            hourly_rate=Decimal(150),
            hourly_cost=Decimal(90),
        ),
        Governance("gov:2", "2", "Lead", Decimal(6), Allocation.PROJECT),
        Governance("gov:3", "3", "Readiness", Decimal(2), Allocation.PHASE, "phase:plan"),
        Governance("gov:4", "4", "Readiness", Decimal(1), Allocation.PHASE, "phase:plan"),
        Governance("gov:5", "5", "Board", Decimal(3), Allocation.NONE),
        Governance("gov:6", "6", "Inside", Decimal(3), Allocation.SERVICES, active=False),
        Governance("gov:7", "7", "Steering", Decimal(1), Allocation.PROJECT),
    )


def test_a_phase_may_be_named_by_its_id() -> None:
    project = loaded(
        native("""\
phases: [{id: 8, name: Build}, {id: 9, name: Build}]
governance: [{name: A, hours: 1, phase: 9}]
""")
    )
    assert project.governance[0].phase_key == "phase:9"


def test_yaml_reads_what_is_written() -> None:
    project = loaded(
        native("""\
phases:
- name: no
  services:
  - {id: 007, name: 2024-01-05, hours: 1.10, description: 1e3}
  - {id: 0o17, name: "~", hours: "2", description: ~}
""")
    )
    assert [phase.name for phase in project.phases] == ["no"]
    first, second = project.services
    assert (first.key, first.name, str(first.own_hours)) == ("svc:007", "2024-01-05", "1.10")
    assert first.description == "1e3"
    assert (second.key, second.name, second.description) == ("svc:0o17", "~", None)


def test_json_and_flow_style_are_the_same_format() -> None:
    tree = {
        "cwsync": 1,
        "project": {"name": "Bakery tills", "status": "approved"},
        "phases": [{"name": "Plan", "services": [{"name": "Survey", "hours": 4}]}],
    }
    flow = """{cwsync: 1, project: {name: Bakery tills, status: approved},
        phases: [{name: Plan, services: [{name: Survey, hours: 4}]}]}"""
    parts = [
        (project.name, project.phases, project.services)
        for project in (loaded(NATIVE), loaded(tree), loaded(flow))
    ]
    assert parts[0] == parts[1] == parts[2]


def test_a_declared_total_stands_and_a_mismatch_is_told() -> None:
    project = loaded(
        native("""\
phases:
- name: Plan
  services:
  - {name: Survey, hours: 4, total_hours: 6, subservices: [{name: Report, hours: 1}]}
  - {name: Close, hours: 4, total_hours: 4.01}
  - {name: Old, hours: 4, total_hours: 9, active: false}
""")
    )
    assert [service.total_hours for service in project.services] == [6, Decimal("4.01"), 9]
    assert project.notices == (
        Notice(
            "hours_mismatch",
            'service "Survey": its total of 6 h stands, although its own hours and its '
            "sub-services add up to 5 h",
            "svc:plan/survey",
            "line 8, column 5",
        ),
    )


def test_active_things_in_an_inactive_phase_are_kept_and_told() -> None:
    project = loaded(
        native("""\
phases:
- {name: Old, active: false, services: [{name: Survey, hours: 4}]}
governance:
- {name: Readiness, hours: 1, phase: Old}
""")
    )
    assert [service.phase_key for service in project.services] == ["phase:old"]
    assert [(notice.code, notice.key, notice.place) for notice in project.notices] == [
        ("inactive_phase", "svc:old/survey", "line 6, column 41"),
        ("inactive_phase", "gov:readiness", "line 8, column 3"),
    ]


BAD = """\
cwsync: 1
project:
  nmae: Bakery tills
  status: aproved
  opportunity: {id: x, compny_name: B}
  url: bakery
  terms: 3.5
phases:
  - Plan
  - name: plan
    services:
      - {name: Survey, hours: four}
      - {name: Survey}
      - {id: a b, name: Cabling, hours: 2, unit_hours: 1, quantity: -1}
      - hours: 1e9
      - 12
      - {name: Many, unit_hours: 1000, quantity: 1001}
  - name: Old
    active: maybe
unphased_services: none
governance:
  - {name: A, hours: 1, allocation: prorated}
  - {name: B, allocation: phase}
  - {name: C, hours: 1, phase: PLAN}
  - {name: D, hours: 1, phase: Desing}
  - {name: E, hours: 1, allocation: prorate, phase: Old}
totals:
  product: {cost: 2}
colour: red
"""


def test_every_problem_is_listed_with_its_line_and_column() -> None:
    assert (
        text_of(refused(BAD))
        == """\
standard input is not a valid export: 26 problems
  line 3, column 3: name is missing
  line 3, column 3: "nmae" is not known here; did you mean name?
  line 4, column 11: status "aproved" is unknown; one of building, pending_approval, approved, \
won, lost, canceled, or a stage such as technical_approval
  line 5, column 21: id must be a whole number, not "x"
  line 5, column 24: "compny_name" is not known here; did you mean company_name?
  line 6, column 8: url must start with https://
  line 7, column 10: terms must be a whole number, not "3.5"
  line 12, column 31: hours must be a number such as 12.5, not "four"
  line 13, column 9: service "Survey" has no hours; 0 is fine
  line 14, column 14: id "a b" may hold letters, digits and . _ - only, 64 at most
  line 14, column 56: give hours (in all) or unit_hours (each), not both
  line 14, column 69: quantity must be from 0 to 1,000,000,000, not "-1"
  line 15, column 9: name is missing
  line 15, column 16: hours must be from 0 to 1,000,000, not "1e9"
  line 16, column 9: an item of services must be a mapping, not "12"
  line 17, column 34: unit_hours times quantity must be from 0 to 1,000,000
  line 19, column 13: active must be true or false, not "maybe"
  line 20, column 20: unphased_services must be a list, not "none"
  line 22, column 37: allocation "prorated" is unknown; did you mean prorate?
  line 23, column 5: governance "B" has no hours
  line 23, column 5: allocation phase needs the name of the phase, too
  line 24, column 32: there are 2 phases "PLAN"; name one by its id
  line 25, column 32: phase "Desing" is not one of the phases above
  line 26, column 53: phase does not go with allocation prorate
  line 28, column 12: revenue is missing
  line 29, column 1: "colour" is not known here; known are cwsync, governance, locations, \
managed_services, phases, products, project, totals, unphased_services"""
    )


def test_json_problems_have_the_same_places() -> None:
    tree = """\
{
  "cwsync": 1,
  "project": {"name": "Tills \\ud83e\\uddc1 \\"\\\\", "status": "won", "owner": "x"},
  "phases": [
    {"name": "Plan", "services": [
      {"name": "A", "hours": 1},
      {"name": "B", "hours": {"of": []}},
      {"name": true, "hours": []}
    ]},
    {"nmae": ""}
  ]
}
"""
    assert problems(tree) == [
        'line 3, column 67: "owner" is not known here; known are account, approved_at, '
        "business_unit, client, contract_revenue, currency, id, include_product, key, name, "
        "opportunity, pricing_model, pushed_by_scopestack, sales_executive, status, terms, url",
        "line 7, column 30: hours must be a number such as 12.5, not a mapping",
        "line 8, column 16: name must be text, not true",
        "line 8, column 31: hours must be a number such as 12.5, not a list",
        "line 10, column 5: name is missing",
        'line 10, column 6: "nmae" is not known here; did you mean name?',
    ]


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("cwsync: 1\n", "line 1, column 1: project is missing; it holds at least name and status"),
        ("cwsync: 1\nproject: x\n", 'line 2, column 10: project must be a mapping, not "x"'),
        (
            native("phases: [~]\n"),
            "line 5, column 10: an item of phases must be a mapping, not null",
        ),
        (native("phases: ['']\n"), "line 5, column 10: name is missing"),
        (native("totals: 3\n"), 'line 5, column 9: totals must be a mapping, not "3"'),
        (
            native("", "  opportunity: [1]\n"),
            "line 5, column 16: opportunity must be a mapping, not a list",
        ),
        (
            native("", "  opportunity: 0\n"),
            'line 5, column 16: opportunity must be an id of ConnectWise, not "0"',
        ),
        (
            native("", "  opportunity: {name: A}\n"),
            "line 5, column 16: the opportunity needs the id that it has in ConnectWise",
        ),
    ],
)
def test_a_problem_on_its_own(content: str, expected: str) -> None:
    assert problems(content) == [expected]


def test_ids_are_unique() -> None:
    assert problems(
        native("""\
phases:
- {id: 1, name: Plan, services: [{id: 1, name: A, hours: 1}, {id: 1, name: B, hours: 1}]}
- {id: 1, name: Build}
- {id: governance, name: Run}
""")
    ) == [
        "line 6, column 67: id 1 is used twice; ids must be unique",
        "line 7, column 8: id 1 is used twice; ids must be unique",
        "line 8, column 8: id governance is reserved; ids must be unique",
    ]


def test_what_yaml_offers_beyond_plain_values_is_refused() -> None:
    assert problems(
        native("""\
phases:
- &plan {name: Plan}
- *plan
- {name: !!str Build, name: Build}
- {name: *plan}
""")
    ) == [
        "line 6, column 3: anchors (&name) are not accepted; write the value out",
        "line 7, column 3: aliases (*name) are not accepted; write the value out",
        "line 8, column 10: tags (!name) are not accepted; write the plain value",
        "line 8, column 23: name stands here twice",
        "line 9, column 10: aliases (*name) are not accepted; write the value out",
    ]


def test_json_keys_that_stand_twice_and_numbers_that_are_none() -> None:
    tree = """\
{"cwsync": 1, "cwsync": 1,
 "project": {"name": "Tills", "status": "won", "terms": NaN, "name": "Tills"},
 "products": [{"name": "Till", "unit_price": -Infinity}]}
"""
    assert problems(tree) == [
        "line 1, column 15: cwsync stands here twice",
        "line 2, column 57: NaN is not a number",
        "line 2, column 62: name stands here twice",
        "line 3, column 46: -Infinity is not a number",
    ]


def test_problems_beyond_the_first_thousand_are_counted() -> None:
    tree = {"cwsync": 1, "project": {"name": "A", "status": "won"}}
    error = refused(json.dumps(tree | {f"extra{n}": 1 for n in range(1500)}))
    assert error.message == "standard input is not a valid export: 1,500 problems"
    assert len(error.details) == 1001
    assert error.details[-1] == "… and 500 more"


def test_the_project_id_must_be_the_one_in_the_file() -> None:
    numbered = native("", "  id: 7700\n")
    assert loaded(numbered, project_id="7700").id == "7700"
    error = refused(numbered, project_id="7701")
    assert error.message == "standard input does not hold project 7701; it holds 7700"
    error = refused(NATIVE, project_id="7701")
    assert error.message == "standard input does not hold project 7701; it names no id"
