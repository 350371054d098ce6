"""Wishes by name become ids of the connected ConnectWise; what is missing is asked for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

import httpx
import pytest

from cwsync.client.connection import Connection
from cwsync.client.connectwise import ConnectWise
from cwsync.errors import InvalidUsage, NotFound
from cwsync.export.project import Project, Source, Status
from cwsync.sandbox import tenant
from cwsync.sandbox.app import Sandbox
from cwsync.sync.directory import BillingMethod, Directory, Ref, pick
from cwsync.sync.setup import Setup, Wishes, find_company, settle
from tests.client.scripted import talking_to

START, END = date(2027, 1, 4), date(2027, 3, 26)
PROJECT = Project(
    key="project:1",
    id="1",
    name="Till replacement",
    status=Status.APPROVED,
    raw_status="approved",
    source=Source("native", "tills.yaml", ""),
    client="Copperfield Legal",
    pricing_model="time_and_materials",
)
WISHES = Wishes(board="Implementations", start=START, end=END)


@pytest.fixture
def directory(tmp_path: Path) -> Iterator[Directory]:
    sandbox = Sandbox(tmp_path / "connectwise.sqlite")
    keys = (tenant.COMPANY_ID, tenant.PUBLIC_KEY, tenant.PRIVATE_KEY, tenant.CLIENT_ID)
    transport = httpx.WSGITransport(app=sandbox)
    with ConnectWise(Connection(tenant.HOST, *keys), transport=transport) as cw:
        yield Directory(cw)
    sandbox.close()


@dataclass
class Person:
    """Answers with the last choice, and with the dates in turn."""

    asked: list[str] = field(default_factory=list)
    choices: dict[str, list[str]] = field(default_factory=dict)
    days: list[date] = field(default_factory=lambda: [START, END])

    def choose(self, title: str, choices: Sequence[Ref]) -> Ref:
        self.asked.append(title)
        self.choices[title] = [choice.name for choice in choices]
        return choices[-1]

    def ask_date(self, title: str, earliest: date | None) -> date:
        self.asked.append(f"{title} from {earliest}")
        return self.days.pop(0)


def settled(
    directory: Directory, wishes: Wishes, person: Person | None = None, project: Project = PROJECT
) -> Setup:
    company = find_company(project, wishes, directory, None)
    return settle(project, wishes, directory, company=company, opportunity=None, asker=person)


def test_names_become_ids_without_regard_to_case_and_spaces(directory: Directory) -> None:
    wishes = replace(
        WISHES,
        board="  implementations ",
        company="copperfieldlaw",
        ticket_status="scheduled",
        project_status="IN PROGRESS",
        manager="Mercy Okafor",
        template="cloud  migration",
        billing_method="fixed_fee",
    )
    setup = settled(directory, wishes)
    assert (setup.board.id, setup.company.name) == (31, "Copperfield Legal")
    assert setup.ticket_status is not None
    assert setup.ticket_status.name == "Scheduled"
    assert setup.facts == (
        "board Implementations",
        "In Progress",
        "FixedFee",
        "template Cloud Migration",
        "manager mokafor",
        "2027-01-04 to 2027-03-26",
    )


def test_ids_work_wherever_names_do(directory: Directory) -> None:
    setup = settled(directory, replace(WISHES, board="32", company="251", project_status="3"))
    assert (setup.board.name, setup.company.id) == ("Infrastructure", 251)
    assert setup.project_status == Ref(3, "On Hold")


def test_company_and_billing_method_follow_from_the_export(directory: Directory) -> None:
    setup = settled(directory, WISHES)
    assert setup.company.name == "Copperfield Legal"
    assert setup.billing_method is BillingMethod.ACTUAL_RATES


def test_a_company_in_the_recycle_bin_is_none(directory: Directory) -> None:
    project = replace(PROJECT, client="Tallgrass Foods")
    company = find_company(project, WISHES, directory, None)
    assert company is not None
    assert company.also == ("TallgrassFoods",)


@pytest.mark.parametrize(
    ("wishes", "message", "detail"),
    [
        ({"board": "Infrastrukture"}, 'board "Infrastrukture" does not exist', "Infrastructure"),
        ({"board": "Help Desk"}, 'board "Help Desk" does not exist', None),
        ({"board": "Projects (before 2024)"}, 'board "Projects (before 2024)" does', None),
        ({"ticket_status": "Planned"}, 'ticket status "Planned" does not exist', None),
        ({"ticket_status": "Completd"}, 'ticket status "Completd" does', "Completed"),
        ({"project_status": "Waiting for Parts"}, 'project status "Waiting for Parts"', None),
        ({"manager": "oldtech"}, 'manager "oldtech" does not exist', None),
        ({"template": "Standard"}, 'template "Standard" does', "Standard Implementation"),
        ({"company": "Coperfield Legal"}, 'company "Coperfield Legal" d', "Copperfield Legal"),
        ({"company": "9999"}, "company 9999 does not exist in ConnectWise", None),
        ({"billing_method": "fixed"}, 'billing method "fixed" does not exist', "FixedFee"),
    ],
)
def test_what_does_not_exist_gets_the_closest(
    directory: Directory, wishes: dict[str, Any], message: str, detail: str | None
) -> None:
    with pytest.raises(NotFound) as refused:
        settled(directory, replace(WISHES, **wishes))
    assert refused.value.message.startswith(message)
    assert detail is None or detail in refused.value.details[0]


def test_what_is_not_in_use_is_no_choice_whatever_was_asked_for() -> None:
    out = ("inactiveFlag", "inactive", "deletedFlag")
    rows = [
        {"id": 1, "name": "Used", "identifier": "used", "projectFlag": True},
        {"id": "2", "name": "Odd", "projectFlag": True},
        *(
            {"id": n, "name": "Out", "projectFlag": True, flag: True}
            for n, flag in enumerate(out, 3)
        ),
        {"id": 6, "name": "No board of projects", "identifier": "other"},
    ]
    directory = Directory(talking_to(httpx.Response(200, json=rows)).cw)
    assert [ref.id for ref in directory.boards()] == [1, 4, 5]
    assert [ref.id for ref in directory.ticket_statuses(1)] == [1, 3, 5, 6]
    assert [ref.id for ref in directory.project_statuses()] == [1, 4, 5, 6]
    assert [ref.id for ref in directory.members()] == [1, 4, 5, 6]
    assert [ref.id for ref in directory.companies()] == [1, 3, 4, 6]
    assert [ref.id for ref in directory.companies_named("x")] == [1, 3, 4, 6]
    assert [ref.id for ref in directory.templates()] == [1, 4, 5, 6]


def test_a_name_that_fits_twice_lists_the_candidates() -> None:
    boards = (Ref(1, "Projects"), Ref(2, "projects"))
    with pytest.raises(NotFound) as refused:
        pick("board", "Projects", boards, see="cwsync lookup boards")
    assert refused.value.details == ("1  Projects", "2  projects")
    assert refused.value.code == "board_ambiguous"
    assert refused.value.message == 'board "Projects" is ambiguous'
    assert refused.value.hint == "give the id instead"


def test_a_company_whose_name_fits_twice_lists_the_candidates() -> None:
    rows = [{"id": n, "name": "Acme", "identifier": f"acme{n}"} for n in (7, 8)]
    directory = Directory(talking_to(httpx.Response(200, json=rows)).cw)
    with pytest.raises(NotFound) as refused:
        directory.company("Acme")
    assert refused.value.message == 'company "Acme" is ambiguous'
    assert refused.value.details == ("7  Acme", "8  Acme")
    assert refused.value.code == "company_ambiguous"


def test_of_many_names_none_of_which_is_close_the_first_are_listed() -> None:
    refs = [Ref(n, f"Board {n}") for n in range(1, 1012)]
    with pytest.raises(NotFound) as refused:
        pick("ticket status", "qqqq", refs, see="cwsync lookup boards")
    first = ", ".join(f"Board {n}" for n in range(1, 9))
    assert refused.value.details == (f"there are: {first} and 1,003 more",)
    assert refused.value.code == "ticket_status_not_found"
    with pytest.raises(NotFound) as refused:
        pick("ticket status", "qqqq", refs[:8], see="cwsync lookup boards")
    assert refused.value.details == (f"there are: {first}",)


def test_everything_missing_is_listed_at_once(directory: Directory) -> None:
    nothing_said = replace(PROJECT, client=None, pricing_model=None)
    with pytest.raises(InvalidUsage) as refused:
        settled(directory, Wishes(), project=nothing_said)
    flags = [detail.split()[0] for detail in refused.value.details]
    assert flags == ["--board", "--company", "--billing-method", "--start", "--end"]
    with pytest.raises(InvalidUsage) as refused:
        settled(directory, Wishes(board="Implementations", end=END))
    assert refused.value.details == ("--start YYYY-MM-DD       the estimated start",)


def test_a_person_is_asked_for_what_is_missing(directory: Directory) -> None:
    person = Person()
    nothing_said = replace(PROJECT, client=None, pricing_model=None)
    setup = settled(directory, Wishes(), person, nothing_said)
    assert person.asked == [
        "Company",
        "Project board",
        "Billing method",
        "Estimated start from None",
        "Estimated end from 2027-01-04",
    ]
    assert person.choices["Billing method"] == list(BillingMethod)
    assert person.choices["Project board"] == [
        "Implementations",
        "Infrastructure",
        "Cloud Migrations",
    ]
    assert (setup.board.name, setup.billing_method.value) == ("Cloud Migrations", "OverrideRate")
    assert (setup.start, setup.end) == (START, END)


def test_a_person_is_not_asked_for_what_is_known(directory: Directory) -> None:
    person = Person()
    settled(directory, WISHES, person)
    assert person.asked == []


def test_an_end_before_the_start_is_refused(directory: Directory) -> None:
    with pytest.raises(InvalidUsage) as refused:
        settled(directory, replace(WISHES, end=date(2026, 12, 31)))
    assert refused.value.message == (
        "the estimated end 2026-12-31 is before the estimated start 2027-01-04"
    )
    assert refused.value.hint == "give --start and --end as YYYY-MM-DD, in this order"
    assert settled(directory, replace(WISHES, end=START)).end == START
