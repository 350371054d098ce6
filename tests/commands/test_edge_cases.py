"""Every edge case of ScopeStack's data that concerns a reader, as `export check` tells of it.

Numbered as the reference of the data numbers them. Ids that changed after a rescope (case 23) are
no matter of one file.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.export.exports import document, governance, link, native, phase, row, service, sub
from tests.export.sets import answer, bakery, written

from .conftest import Cwsync

LONG = "Move the reception desks, the appointment kiosks and the payment terminals " * 2
Check = Callable[..., Any]


@pytest.fixture
def check(cwsync: Cwsync, tmp_path: Path) -> Check:
    """What `export check -o json` prints about a content."""

    def call(content: dict[str, Any] | str, flags: str = "") -> Any:
        path = tmp_path / "export"
        path.write_text(content if isinstance(content, str) else json.dumps(content), "utf-8")
        return cwsync(f"export check {path} -o json {flags}").document

    return call


def told(document_: Any, level: str) -> dict[str, str]:
    """The notices of a level by their codes."""
    return {n["code"]: n["message"] for n in document_["notices"] if n["level"] == level}


def notes(document_: Any) -> dict[str, str]:
    return told(document_, "note")


def warnings(document_: Any) -> dict[str, str]:
    return told(document_, "warning")


def small(*rows: dict[str, Any], **attributes: Any) -> dict[str, Any]:
    """A compound document with a phase and these rows."""
    return document(phase("1"), *rows, **attributes)


def test_case_01_services_without_a_phase(check: Check) -> None:
    found = check(small(service("2", None)))
    assert notes(found)["unphased"] == "“Service 2” has no phase and goes to one of its own"
    unknown = small(service("2", "1"))
    del unknown["included"][1]["relationships"]["project-phase"]
    refused = check(unknown)
    assert refused["valid"] is False
    assert refused["problems"] == [
        {
            "place": "/included/1",
            "message": "data is missing, so its project-phase cannot be known",
        }
    ]
    assert "include=client,crm-opportunity" in refused["error"]["hint"]


def test_case_02_services_without_hours(check: Check) -> None:
    none = service("2", "1", "0.0")
    below = service("3", "1", "1.0", subs=["5"], **{"extended-hours": "0.0"})
    linked = small(none, below, sub("5"))
    message = "“Service 2” has no hours: its ticket has a budget of 0"
    assert notes(check(linked))["no_hours"] == message


def test_case_03_names_that_stand_twice(check: Check) -> None:
    found = check(small(service("2", "1", name="Cutover"), service("3", "1", name="cutover ")))
    message = "“Cutover” stands more than once in its phase: the location, else a number, is added"
    assert notes(found)["same_name"] == message


def test_case_04_a_quantity_is_in_the_hours_already(check: Check) -> None:
    found = check(small(service("2", "1", "6.0", quantity=12, **{"override-hours": "0.5"})))
    assert found["hours"]["services"] == found["push"]["hours"] == 6.0


def test_case_05_hours_that_do_not_add_up(check: Check) -> None:
    found = check(small(service("2", "1", "5.0", subs=["5"]), sub("5", "2.0")))
    assert warnings(found)["hours_mismatch"] == (
        'service "Service 2": its total of 5.0 h stands, although its own hours and its '
        "sub-services add up to 7.0 h"
    )
    within = check(small(service("2", "1", "5.0", **{"extended-hours": "4.99"})))
    assert "hours_mismatch" not in warnings(within)


@pytest.mark.parametrize("empty", [None, "", " ", "<p><br></p>"])
def test_case_06_sub_services_without_a_description(
    cwsync: Cwsync, tmp_path: Path, empty: str | None
) -> None:
    described = sub("5")
    described["attributes"] |= {"name": "Label", "service-description": empty}
    path = tmp_path / "export.json"
    path.write_text(json.dumps(small(service("2", "1", subs=["5"]), described)), "utf-8")
    pushed = cwsync(
        f"project push {path} --sandbox --board Implementations --company 'Harbor Clinic Group' "
        "--new --start 2027-01-04 --end 2027-02-01 --billing-method FixedFee --subservices "
        "--dry-run -o json"
    )
    tasks = [item["name"] for item in pushed.document["items"] if item["kind"] == "task"]
    assert tasks == ["Label"]


def test_case_07_tokens_that_are_left(check: Check) -> None:
    text = "{{quantity}} for {{client_name}} by {{team_lead}}"
    found = check(small(service("2", "1", **{"service-description": text}), client_name="Fern"))
    message = "{{team_lead}} stays in the text: nothing is known to fill it in"
    assert warnings(found) == {"unknown_token": message}


@pytest.mark.parametrize("rich", ["<ul><li>a &amp; b</li></ul>", "**a**\r\n- b", "a\r\n\r\nb"])
def test_case_08_rich_text_is_no_problem(check: Check, rich: str) -> None:
    found = check(small(service("2", "1", **{"service-description": rich})))
    assert found["valid"] is True
    assert warnings(found) == {}


def test_case_09_names_that_are_too_long(check: Check) -> None:
    found = check(small(service("2", "1", name=LONG)))
    assert notes(found)["long_name"].endswith(
        "is longer than 100 characters: the name is cut, and opens the description in full"
    )
    project = check(small(project_name=LONG))
    assert notes(project)["long_name"] == "the name of the project is cut to 100 characters"


def test_case_10_inactive_rows(check: Check) -> None:
    rows = (service("2", "9"), service("3", "1", active=False), phase("9", "Rest", active=False))
    found = check(small(*rows, governance("4", "9")))
    assert notes(found)["inactive"] == "“Rest” and “Service 3” are inactive in ScopeStack: left out"
    kept = [n for n in found["notices"] if n["code"] == "inactive_phase"]
    assert [(n["key"], n["level"]) for n in kept] == [("svc:2", "warning"), ("gov:4", "warning")]


def test_case_11_phases_without_services(check: Check) -> None:
    found = check(small(phase("8", "Pilot"), service("2", "1")))
    message = "“Pilot” holds no service: ConnectWise gets no phase for that"
    assert notes(found)["empty_phase"] == message


def test_case_12_hours_with_many_decimals(check: Check) -> None:
    found = check(small(service("2", "1", "0.333333333333333333")))
    assert notes(found)["rounded_hours"] == "“Service 2” has hours that are rounded to 0.01 h"
    assert found["push"]["hours"] == 0.33


def test_case_13_managed_services(check: Check) -> None:
    managed = service("2", None, None, **{"service-type": "managed_services", "name": "Care"})
    found = check(small(managed))
    message = "“Care” is a managed service: it makes no ticket and counts in the forecast"
    assert notes(found)["managed_services"] == message
    assert found["push"]["tickets"] == 0


def test_case_14_effort_that_is_assigned_to_services(check: Check) -> None:
    inside = governance("4")
    inside["attributes"]["assign-effort-to-service"] = True
    found = check(small(service("2", "1"), inside))
    assert "its hours are inside the services already" in warnings(found)["governance_in_services"]
    assert found["push"]["tickets"] == 1


def test_case_15_phases_that_stand_for_project_management(check: Check) -> None:
    rows = (phase("8", "Project Management"), service("2", "1"), governance("4", "8"))
    found = check(small(*rows))
    assert found["push"]["phases"] == 2
    assert found["push"]["tickets"] == 2


def test_case_16_several_locations(check: Check) -> None:
    places = [
        row("project-locations", id_, {"name": name}) for id_, name in zip("67", "AB", strict=True)
    ]
    found = check(small(service("2", "1"), *places))
    message = "the project takes place at 2 locations: tickets name theirs"
    assert notes(found)["several_locations"] == message


def test_case_17_no_currency(check: Check) -> None:
    found = check(small(service("2", "1"), contract_revenue="300.0"))
    assert "names no currency" in notes(found)["no_currency"]
    named = native("", "  contract_revenue: 300\n  currency: EUR\n")
    assert "no_currency" not in notes(check(named))


@pytest.mark.parametrize(
    ("status", "reason"),
    [
        ("building", "is not submitted for approval yet"),
        ("sales_approval", "waits for approval"),
        ("lost", "is lost"),
        ("canceled", "is canceled"),
    ],
)
def test_case_18_a_status_that_is_in_the_way(check: Check, status: str, reason: str) -> None:
    found = notes(check(small(status=status)))["not_approved"]
    assert found.startswith(f"the project {reason}: only an approved or won one is pushed")
    assert "not_approved" not in notes(check(small(status="won")))


def test_case_19_rows_without_a_position(check: Check) -> None:
    found = check(small(service("10", "1"), service("9", "1"), service("2", "1", position=None)))
    assert found["valid"] is True
    assert warnings(found) == {}


def test_case_20_several_projects_in_one_file(check: Check) -> None:
    one, other = small(), small(id_="7701")
    several = {"data": [one["data"], other["data"]], "included": one["included"]}
    refused = check(several)
    assert refused["error"]["details"] == ['7700  "Bakery tills"', '7701  "Bakery tills"']
    assert refused["error"]["hint"] == "choose one with --project-id"
    assert check(several, "--project-id 7700")["project"]["id"] == "7700"


def test_case_21_pages_that_are_missing(check: Check, cwsync: Cwsync, tmp_path: Path) -> None:
    one = small()
    refused = check({**one, "data": [one["data"]], "meta": {"page-count": 3}})
    assert refused["problems"] == [
        {"place": "/meta/page-count", "message": "this is one of 3 pages"}
    ]
    files = bakery() | {"project-phases.json": answer(phase("11"), record_count=2)}
    folder = written(tmp_path / "set", files)
    first = cwsync(f"export check {folder} -o json").document["problems"][0]
    assert first == {
        "place": "project-phases.json: /meta/record-count",
        "message": "the answer has 2 project-phases, and 1 of them are here: "
        "fetch its other pages, too",
    }


def test_case_22_what_yaml_makes_of_plain_values(check: Check) -> None:
    found = check(
        native("phases: [no, 2027-01-04, 007]\nunphased_services: [{id: 21, name: on, hours: 1}]\n")
    )
    assert found["counts"]["phases"] == 3
    assert notes(found)["unphased"].startswith("“on” ")


def test_totals_that_differ(check: Check) -> None:
    """Section 5 of the reference: the parts held against the whole."""
    services = "unphased_services: [{name: A, hours: 1, revenue: 100}]\n"
    declared = native(f"totals: {{professional_services: {{revenue: 90}}}}\n{services}")
    assert (
        "declares 90.00, its items add up to 100.00" in warnings(check(declared))["totals_differ"]
    )
    whole = native(services, "  contract_revenue: 250\n")
    assert "250.00 as the contract revenue" in warnings(check(whole))["contract_differs"]


def test_the_opportunity_of_another_system(check: Check) -> None:
    linked = small(row("crm-opportunities", "5", {"opportunity-id": "0065g00000"}))
    linked["data"]["relationships"]["crm-opportunity"] = {"data": link("crm-opportunities", "5")}
    assert "opportunity_elsewhere" in warnings(check(linked))
