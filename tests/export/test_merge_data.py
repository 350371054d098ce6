"""Merge data: version 2 as well as its names allow, version 1 not at all."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

import pytest

from cwsync.export.load import load
from cwsync.export.project import (
    Allocation,
    Governance,
    Location,
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
from cwsync.mapping.plan import work_plan
from cwsync.mapping.workplan import MappingOptions, WorkPlan
from tests.export.exports import EXAMPLES, loaded, problems, refused

EXAMPLE = json.loads((EXAMPLES / "harbor-clinic-merge-data.json").read_text("utf-8"))


def content(**pricing: Any) -> dict[str, Any]:
    """Merge data of a small project, without the answer around it."""
    service = {"name": "Survey", "total_hours": "4.0", "total_revenue": "600.0"}
    return {
        "project": {"project_name": "Bakery tills", "approved_at": "2026-10-01"},
        "project_pricing": {
            "professional_services": {"phases": [{"name": "Plan", "services": [service]}]},
            **pricing,
        },
    }


def formatted(value: Any) -> Any:
    """The same with formatting included: numbers become objects."""
    if isinstance(value, dict):
        return {key: formatted(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [formatted(inner) for inner in value]
    if isinstance(value, str) and value.replace(".", "").isdigit():
        return {"value": value, "to_currency": f"${value}", "to_formatted_time": value}
    return value


def outline(plan: WorkPlan) -> list[Any]:
    """What a person sees of a plan: names, hours and texts."""
    return [
        (
            phase.name,
            [(t.name, t.hours, t.description, [k.text for k in t.tasks]) for t in phase.tickets],
        )
        for phase in plan.phases
    ]


@pytest.mark.parametrize("given", [EXAMPLE, formatted(EXAMPLE)], ids=["plain", "formatted"])
def test_the_example_gives_the_plan_of_its_api_export(given: dict[str, Any]) -> None:
    """But for governance that names no phase: merge data does not say how that is allocated."""
    merge, whole = loaded(given), load(EXAMPLES / "harbor-clinic.json")
    options = MappingOptions(governance=False, subservices=True)
    assert outline(work_plan(merge, options)) == outline(work_plan(whole, options))
    options = MappingOptions(governance=True, subservices=True)
    aligned = {item.name for item in whole.governance if item.allocation is Allocation.PHASE}
    services = {service.name for service in whole.services}
    tickets = [t.name for phase in work_plan(merge, options).phases for t in phase.tickets]
    assert {name for name in tickets if name in {i.name for i in whole.governance}} == aligned
    assert aligned - services == aligned
    assert merge.source.kind == "merge_data"
    assert [notice.code for notice in merge.notices].count("allocation_unknown") == 3


def test_all_of_it() -> None:
    project = loaded(
        {
            "data": {
                "attributes": {
                    "content": {
                        "project": {
                            "project_name": " Bakery tills ",
                            "client_name": "Fernhill Bakeries",
                            "submitted_at": "2026-10-01",
                            "sales_executive": {"name": "Ola Dene"},
                        },
                        "project_pricing": {
                            "total_contract_value": "1500.0",
                            "professional_services": {
                                "net_revenue": "1000.0",
                                "phases": [
                                    {
                                        "name": "Plan",
                                        "services": [
                                            {
                                                "name": "Survey",
                                                "quantity": 2,
                                                "service_description": "Look",
                                                "total_hours": "5.0",
                                                "total_revenue": "750.0",
                                                "location_name": "Mill Lane",
                                                "subservices": [
                                                    {"name": "Count", "extended_hours": "1.5"}
                                                ],
                                            }
                                        ],
                                    },
                                    {
                                        "name": None,
                                        "services": [{"name": "Survey", "total_hours": "1.0"}],
                                    },
                                ],
                            },
                            "managed_services": {
                                "net_revenue": "400.0",
                                "services": [
                                    {"name": "Care", "quantity": 3, "payment_frequency": "monthly"}
                                ],
                            },
                            "products": {
                                "net_revenue": "100.0",
                                "products": [{"name": "Till", "quantity": 2, "unit_price": "50.0"}],
                            },
                            "governance": [
                                {"name": "Review", "hours": "2.0", "phase": "plan"},
                                {
                                    "name": "Papers",
                                    "hours": "1.0",
                                    "allocation_method": "prorate_phases_by_effort",
                                },
                            ],
                        },
                        "project_payments": {
                            "pricing_model": "fixed_fee",
                            "include_hardware": True,
                        },
                        "locations": [{"name": "Mill Lane"}],
                    }
                }
            }
        }
    )
    assert project == Project(
        key="project:bakery-tills",
        id=None,
        name="Bakery tills",
        status=Status.PENDING_APPROVAL,
        raw_status="pending_approval",
        source=project.source,
        client="Fernhill Bakeries",
        sales_executive="Ola Dene",
        pricing_model="fixed_fee",
        include_product=True,
        locations=(Location("Mill Lane"),),
        phases=(Phase("phase:plan", None, "Plan"),),
        services=(
            Service(
                key="svc:plan/survey",
                id=None,
                name="Survey",
                phase_key="phase:plan",
                location="Mill Lane",
                description="Look",
                quantity=Decimal(2),
                own_hours=Decimal("3.5"),
                total_hours=Decimal(5),
                revenue=Decimal(750),
                subservices=(
                    SubService(
                        key="sub:plan/survey/count",
                        id=None,
                        name="Count",
                        hours=Decimal("1.5"),
                        revenue=Decimal(0),
                        cost=Decimal(0),
                    ),
                ),
            ),
            Service(
                key="svc:unphased/survey",
                id=None,
                name="Survey",
                own_hours=Decimal(1),
                total_hours=Decimal(1),
            ),
            Service(
                key="svc:managed/care",
                id=None,
                name="Care",
                type=ServiceType.MANAGED,
                quantity=Decimal(3),
                period="month",
            ),
        ),
        governance=(
            Governance(
                "gov:review", None, "Review", Decimal(2), Allocation.PHASE, phase_key="phase:plan"
            ),
            Governance("gov:papers", None, "Papers", Decimal(1), Allocation.PRORATE),
        ),
        products=(Product("prod:till", None, "Till", Decimal(2), unit_price=Decimal(50)),),
        totals=Totals(Total(Decimal(1000)), Total(Decimal(400)), Total(Decimal(100))),
        contract_revenue=Decimal(1500),
        notices=project.notices,
    )


def test_what_it_means_to_have_names_alone_is_told() -> None:
    notices = {notice.code: notice.message for notice in loaded(content()).notices}
    assert set(notices) == {"names_as_keys", "no_opportunity", "status_by_dates"}
    assert "counts as new when this is pushed again" in notices["names_as_keys"]


def test_keys_do_not_depend_on_hours_or_texts() -> None:
    changed = content()
    changed["project_pricing"]["professional_services"]["phases"][0]["services"][0] |= {
        "total_hours": "9.0",
        "service_description": "new",
    }
    keys = [[s.key for s in loaded(given).services] for given in (content(), changed)]
    assert keys[0] == keys[1] == ["svc:plan/survey"]


@pytest.mark.parametrize(
    ("head", "status"),
    [
        ({}, Status.BUILDING),
        ({"submitted_at": "2026-10-01"}, Status.PENDING_APPROVAL),
        ({"submitted_at": "2026-10-01", "approved_at": "2026-10-02"}, Status.APPROVED),
        ({"status": "won"}, Status.WON),
    ],
)
def test_the_status_follows_from_the_dates(head: dict[str, str], status: Status) -> None:
    given = content()
    given["project"] = {"project_name": "Tills", **head}
    assert loaded(given).status is status


def test_other_names_for_the_same() -> None:
    given = content(
        governance={"governance": [{"description": "Review", "total_hours": 2, "phase_name": "P"}]},
        products=[{"product_name": "Till", "price": "50.0", "quantity": 1}],
        managed_services=[{"name": "Care"}],
        professional_services={
            "phases": [
                {
                    "name": "P",
                    "services": [
                        {
                            "name": "Survey",
                            "hours": 2,
                            "description": "Look",
                            "location": {"name": "Quay"},
                            "sub_services": [{"name": "Count", "hours": 1}],
                        }
                    ],
                }
            ]
        },
    )
    project = loaded(given)
    survey, care = project.services
    assert survey.total_hours == 2
    assert (survey.location, survey.description) == ("Quay", "Look")
    assert [sub.hours for sub in survey.subservices] == [1]
    assert care.type is ServiceType.MANAGED
    assert [item.phase_key for item in project.governance] == ["phase:p"]
    assert [product.unit_price for product in project.products] == [50]


def test_every_problem_is_listed_with_its_pointer() -> None:
    given = content(governance=[{"name": "Review", "phase": "Do"}, {"hours": 1}])
    given["project_pricing"]["professional_services"]["phases"][0]["services"] = [
        {"name": "A"},
        {"name": "B", "total_hours": "much", "subservices": "none"},
    ]
    place = "/project_pricing/professional_services/phases/0/services"
    assert problems(given) == [
        '/project_pricing/governance/0: governance "Review" has no hours',
        '/project_pricing/governance/0/phase: there is no phase "Do"',
        "/project_pricing/governance/1: name is missing",
        f'{place}/0: service "A" has no total_hours',
        f'{place}/1/subservices: subservices must be a list, not "none"',
        f'{place}/1/total_hours: total_hours must be a number such as 12.5, not "much"',
    ]


def test_no_phases_at_all() -> None:
    assert problems(content(professional_services={"net_revenue": "1.0"})) == [
        "/project_pricing/professional_services: the phases of professional_services are missing, "
        "and their hours"
    ]


def test_an_id_may_be_asked_for_only_where_there_is_one() -> None:
    error = refused(content(), project_id="77")
    assert error.message == "standard input does not hold project 77; it names no id"


@pytest.mark.parametrize("inside", [False, True])
def test_version_1_is_refused_with_the_way_out(inside: bool) -> None:
    given: dict[str, Any] = {"project_name": "Tills", "phases_with_tasks": []}
    error = refused({"data": {"attributes": {"content": given}}} if inside else given)
    assert error.message == (
        "standard input is not a valid export: "
        "it is ScopeStack merge data, version 1, which holds no hours"
    )
    assert error.hint is not None
    assert error.hint.startswith("fetch the project itself: https://api.scopestack.io/")
    assert error.hint.endswith("add ?filter[version]=2 to its address")
