"""The JSON:API document: attributes, order, hours, and every problem with its JSON pointer."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

import pytest

from cwsync.export.project import (
    Location,
    Notice,
    OpportunityLink,
    Product,
    Service,
    ServiceType,
    Status,
    SubService,
)
from tests.export.exports import API, document, link, loaded, phase, problems, row, service, sub


def test_the_head() -> None:
    rows = [
        row("clients", "1", {"name": "Fernhill Bakeries"}),
        row("sales-executives", "2", {"name": "Ola Dene"}),
        row("business-units", "3", {"name": "Retail"}),
        row("crm-opportunities", "4", OPPORTUNITY),
        row("project-locations", "5", {"name": "Quayside", "city": "Fernhill"}),
        row("project-locations", "6", {"name": None, "city": "Fernhill"}),
        row("project-locations", "7"),
    ]
    tree = document(
        *rows,
        status="technical_approval",
        mrr_terms=36,
        contract_revenue="123.450",
        client_name="Fernhill",
        payment_info={"pricing-model": "fixed_fee", "include-product": False},
    )
    for name, type_, id_ in LINKS:
        tree["data"]["relationships"][name] = {"data": link(type_, id_)}
    project = loaded(tree)
    assert project.source.account_slug == "fernhill-it"
    assert project.source.url == f"{API}/projects/7700"
    assert (project.key, project.id, project.name) == ("project:7700", "7700", "Bakery tills")
    assert (project.status, project.raw_status) == (Status.PENDING_APPROVAL, "technical_approval")
    assert (project.client, project.business_unit) == ("Fernhill Bakeries", "Retail")
    assert (project.sales_executive, project.terms) == ("Ola Dene", 36)
    assert (project.pricing_model, project.include_product) == ("fixed_fee", False)
    assert project.contract_revenue == Decimal("123.45")
    assert project.opportunity == OpportunityLink(88, "Tills", 5, "Fernhill Bakeries")
    assert project.locations == (
        Location("Quayside", "Fernhill"),
        Location("Fernhill", "Fernhill"),
        Location("Location 7"),
    )
    assert project.notices == ()


OPPORTUNITY = {
    "opportunity-id": "88",
    "name": "Tills",
    "account-id": "5",
    "account-name": "Fernhill Bakeries",
}
LINKS = (
    ("client", "clients", "1"),
    ("sales-executive", "sales-executives", "2"),
    ("business-unit", "business-units", "3"),
    ("crm-opportunity", "crm-opportunities", "4"),
)


@pytest.mark.parametrize(
    ("raw", "status"),
    [
        ("building", Status.BUILDING),
        ("technical_approval", Status.PENDING_APPROVAL),
        ("sales_approval", Status.PENDING_APPROVAL),
        ("business_approval", Status.PENDING_APPROVAL),
        ("Finance Approval", Status.PENDING_APPROVAL),
        ("approved", Status.APPROVED),
        ("won", Status.WON),
        ("lost", Status.LOST),
        ("canceled", Status.CANCELED),
    ],
)
def test_every_status(raw: str, status: Status) -> None:
    project = loaded(document(status=raw))
    assert (project.status, project.raw_status) == (status, raw)


def test_a_service_with_all_of_it() -> None:
    till = service(
        "41",
        "31",
        "1.5",
        ["51", "52"],
        **{
            "name": " Till ",
            "quantity": 3,
            "total-hours": "1.80",
            "service-description": "<p>Set up</p>\r\n",
            "payment-frequency": "one_time",
            "calculated-pricing": {
                "service_revenue": "225.0",
                "material_revenue": 10,
                "service_cost": "120.0",
                "material_cost": None,
            },
        },
    )
    till["relationships"]["project-location"] = {"data": link("project-locations", "7")}
    scanner = sub("51", "0.3", **{"service-description": "Pair it", "quantity": 3, "position": 2})
    drawer = sub("52", "1.0", active=False, position=1)
    place = row("project-locations", "7", {"name": "Quayside"})
    project = loaded(document(phase("31"), till, scanner, drawer, place))
    assert project.services == (
        Service(
            key="svc:41",
            id="41",
            name="Till",
            phase_key="phase:31",
            location="Quayside",
            description="<p>Set up</p>\r\n",
            quantity=Decimal(3),
            own_hours=Decimal("1.5"),
            total_hours=Decimal("1.8"),
            revenue=Decimal(235),
            cost=Decimal(120),
            subservices=(
                SubService("sub:52", "52", "Sub-service 52", hours=Decimal(1), active=False),
                SubService("sub:51", "51", "Sub-service 51", "Pair it", Decimal(3), Decimal("0.3")),
            ),
        ),
    )
    assert project.notices == ()


def test_a_managed_service_needs_neither_phase_nor_hours() -> None:
    care = row(
        "project-services",
        "43",
        {
            "name": "Till care",
            "service-type": "managed_services",
            "payment-frequency": "monthly",
            "calculated-pricing": {"service_revenue": "30.0"},
        },
    )
    project = loaded(document(care))
    assert project.services == (
        Service(
            key="svc:43",
            id="43",
            name="Till care",
            type=ServiceType.MANAGED,
            revenue=Decimal(30),
            period="month",
        ),
    )


def test_no_phase_is_said_by_null() -> None:
    project = loaded(document(service("41", None)))
    assert [service.phase_key for service in project.services] == [None]


def test_rows_stand_by_position_then_id_then_as_they_came() -> None:
    rows = [
        phase("12", position=None),
        phase("9", position=None),
        phase("30", position=2),
        phase("31", position="1"),
        service("1", None, position=1),
        service("100", "30", position=None),
        service("20", "30", position=None),
        service("x", "30", position=None),
        service("50", "30", position=7),
        service("51", "30", position=2),
        service("60", "9", position=1),
        service("61", "31", position=5),
    ]
    project = loaded(document(*rows))
    assert [phase.id for phase in project.phases] == ["31", "30", "9", "12"]
    order = ["61", "51", "50", "20", "100", "x", "60", "1"]
    assert [service.id for service in project.services] == order


@pytest.mark.parametrize(
    ("hours", "own", "total"),
    [
        ({"extended-hours": "2.0", "total-hours": "3.0"}, "2.0", "3.0"),
        ({"extended-hours": "2.0", "total-hours": None}, "2.0", "3.0"),
        ({"extended-hours": None, "total-hours": "3.0"}, "2.0", "3.0"),
        ({"extended-hours": None, "total-hours": "0.5"}, "0", "0.5"),
        ({"extended-hours": None, "total-hours": None, "override-hours": 0.5}, "2.0", "3.0"),
        ({"extended-hours": "0.0", "total-hours": "1"}, "0", "1"),
    ],
)
def test_hours_that_are_missing_follow_from_the_others(
    hours: dict[str, Any], own: str, total: str
) -> None:
    more: dict[str, Any] = {"quantity": 4, **hours}
    project = loaded(document(service("41", None, None, ["51"], **more), sub("51", "1")))
    found = project.services[0]
    assert (found.own_hours, found.total_hours) == (Decimal(own), Decimal(total))


def test_hours_are_read_exactly_however_they_are_written() -> None:
    texts = ["12.5", "0.333333333333333333333333", 7, 0.1, "1e2", " 3 ", "+4", ".5", "5."]
    hours: list[dict[str, Any]] = [{"total-hours": text} for text in texts]
    rows = [service(str(n), None, None, position=n, **own) for n, own in enumerate(hours, 1)]
    read = [service.total_hours for service in loaded(document(*rows)).services]
    assert read == [Decimal(str(text).strip()) for text in texts]


@pytest.mark.parametrize(
    "wrong",
    ["twelve", "", "1,5", "1_000", "0x10", "NaN", "Infinity", "1e9999", "١", True, [], {}],
)
def test_hours_that_are_no_number(wrong: object) -> None:
    hours: dict[str, Any] = {"total-hours": wrong}
    lines = problems(document(service("41", None, None, **hours)))
    said = {True: "true"}.get(wrong) if isinstance(wrong, bool) else None
    said = said or {"[]": "a list", "{}": "a mapping"}.get(str(wrong), f'"{wrong}"')
    assert lines == [
        f"/included/0/attributes/total-hours: total-hours must be a number such as 12.5, not {said}"
    ]


@pytest.mark.parametrize("wrong", ["-1", "1000000.01", 1e300, "9" * 90])
def test_hours_beyond_reason(wrong: object) -> None:
    hours: dict[str, Any] = {"total-hours": wrong}
    (line,) = problems(document(service("41", None, None, **hours)))
    place = "/included/0/attributes/total-hours"
    assert line.startswith(f"{place}: total-hours must be from 0 to 1,000,000, not ")


def test_a_negative_zero_is_zero() -> None:
    (found,) = loaded(document(service("41", None, "-0.0"))).services
    assert str(found.total_hours) == "0"


def test_hours_that_do_not_add_up_are_told() -> None:
    rows = [service("41", None, "2.0", ["51"], **{"total-hours": "5.0"}), sub("51", "2.0")]
    project = loaded(document(*rows))
    assert project.services[0].total_hours == 5
    assert project.notices == (
        Notice(
            "hours_mismatch",
            'service "Service 41": its total of 5.0 h stands, although its own hours and its '
            "sub-services add up to 4.0 h",
            "svc:41",
            "/included/0",
        ),
    )


def test_inactive_rows_are_kept() -> None:
    rows = [
        phase("31", active=False),
        service("41", "31", active=False),
        service("42", "99", active=False),
        service("43", None, None, active=False),
    ]
    project = loaded(document(*rows))
    assert [phase.active for phase in project.phases] == [False]
    assert [(service.phase_key, service.active) for service in project.services] == [
        ("phase:31", False),
        (None, False),
        (None, False),
    ]
    assert project.notices == ()


def test_an_active_service_keeps_its_inactive_phase() -> None:
    project = loaded(document(phase("31", "Old", active=False), service("41", "31")))
    assert project.services[0].phase_key == "phase:31"
    assert project.notices == (
        Notice(
            "inactive_phase",
            'service "Service 41" is active, but its phase "Old" is not; the phase is kept',
            "svc:41",
            "/included/1",
        ),
    )


def test_what_stands_around_the_scope_is_told() -> None:
    tree = document(row("crm-opportunities", "4", {"opportunity-id": "006Q0"}), active=False)
    relationships = tree["data"]["relationships"]
    del relationships["project-products"]
    relationships["psa-project"] = {"data": link("psa-projects", "5")}
    relationships["crm-opportunity"] = {"data": link("crm-opportunities", "4")}
    project = loaded(tree)
    assert (project.pushed_by_scopestack, project.opportunity) == (True, None)
    assert [(notice.code, notice.place) for notice in project.notices] == [
        ("archived", "/data"),
        ("pushed_by_scopestack", "/data/relationships/psa-project"),
        ("not_in_file", "/data"),
        ("opportunity_elsewhere", "/included/0/attributes/opportunity-id"),
    ]


def test_products_are_read_as_well_as_they_are_known() -> None:
    first = {"name": "Till", "quantity": 3, "unit-price": "400.0", "unit-cost": "310.0"}
    rows = [
        row("project-products", "62", {"sku": "DRW-1", "position": 2, "active": False}),
        row("project-products", "61", {**first, "billing-frequency": "One Time", "position": 1}),
        row("project-products", "63", {"billing-frequency": "Quarterly"}),
    ]
    assert loaded(document(*rows)).products == (
        Product("prod:61", "61", "Till", Decimal(3), Decimal(400), Decimal(310)),
        Product("prod:62", "62", "DRW-1", Decimal(1), active=False),
        Product("prod:63", "63", "Product 63", Decimal(1), frequency="quarter"),
    )


def test_one_project_of_several() -> None:
    first, second = (document(service(n, None), id_=n) for n in ("7700", "7701"))
    tree = {
        "data": [first["data"], second["data"]],
        "included": first["included"] + second["included"],
    }
    project = loaded(tree, project_id="7701")
    assert (project.id, [service.id for service in project.services]) == ("7701", ["7701"])


def test_a_list_of_one_project_needs_no_choice() -> None:
    tree = document()
    assert loaded({**tree, "data": [tree["data"]]}).id == "7700"


def test_yaml_of_the_same_content() -> None:
    flow = "# saved as YAML\n" + json.dumps(document(phase("31"), service("41", "31")))
    assert [service.key for service in loaded(flow).services] == ["svc:41"]


def test_every_problem_is_listed_with_its_pointer() -> None:
    listed: dict[str, Any] = {"service-description": ["x"]}
    tree = document(
        phase("31", ""),
        service("41", "31", **{"service-type": "third_party", "active": "perhaps"}),
        service("42", "31", name=None, **listed),
        service("43", "31", **{"calculated-pricing": "no", "quantity": "many"}),
        {**service("44", "31"), "attributes": "none"},
        row("project-products", "61", {"name": "Half \ud800", "unit-price": "-1"}),
        status="archived",
        mrr_terms="a/b~c",
    )
    tree["included"] += [12, {"type": "x"}, {"type": "clients", "id": "a b"}]
    tree["included"] += [phase("31")]
    assert problems(tree) == [
        '/data/attributes/mrr-terms: mrr-terms must be a whole number, not "a/b~c"',
        '/data/attributes/status: status "archived" is unknown; one of building, '
        "pending_approval, approved, won, lost, canceled, or a stage such as technical_approval",
        "/included/0/attributes/name: name is missing",
        '/included/1/attributes/active: active must be true or false, not "perhaps"',
        '/included/1/attributes/service-type: service-type "third_party" is unknown; known are '
        "managed_services, professional_services",
        "/included/2/attributes/name: name is missing",
        "/included/2/attributes/service-description: service-description must be text, not a list",
        '/included/3/attributes/calculated-pricing: calculated-pricing must be a mapping, not "no"',
        '/included/3/attributes/quantity: quantity must be a number such as 12.5, not "many"',
        '/included/4/attributes: attributes must be a mapping, not "none"',
        "/included/5/attributes/name: name holds half a character (a lone surrogate)",
        "/included/5/attributes/unit-price: unit-price must be from 0 to 1,000,000,000,000, "
        'not "-1"',
        "/included/6: an included row must be a mapping with a type and an id",
        "/included/7: an included row must be a mapping with a type and an id",
        '/included/8: id "a b" may hold letters, digits and . _ - only, 64 at most',
        "/included/9: project-phases 31 stands here again, first at /included/0",
    ]


def test_duplicate_keys_and_constants_have_pointers_too() -> None:
    text = json.dumps(document(service("41", None)))
    text = text.replace('"total-hours"', '"odd/key": [NaN], "name": "A", "total-hours"')
    assert problems(text) == [
        "/included/0/attributes/name: name stands here twice",
        "/included/0/attributes/odd~1key/0: NaN is not a number",
    ]


def test_a_row_may_be_linked_once() -> None:
    tree = document(service("41", None, subs=["51"]), service("42", None, subs=["51"]), sub("51"))
    tree["data"]["relationships"]["project-services"]["data"] *= 2
    assert problems(tree) == [
        "/included/0: project-services 41 is linked twice",
        "/included/1: project-services 42 is linked twice",
        "/included/2: project-subservices 51 is linked twice",
    ]


def test_reserved_ids_are_refused() -> None:
    assert problems(document(phase("unphased"))) == ["/included/0: id unphased is reserved"]
