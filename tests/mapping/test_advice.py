"""What is said beforehand about an export that is unusual but right."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from cwsync.export.project import (
    Location,
    Notice,
    Product,
    Project,
    Service,
    ServiceType,
    Status,
)
from cwsync.mapping.advice import advice
from cwsync.mapping.names import short
from tests import projects
from tests.projects import governance, phase, service, sub

LONG = "Move the reception desks and the imaging room to the new network " * 3
PLAIN = replace(projects.project(), currency="USD")


def notes(project: Project) -> list[Notice]:
    return list(advice(project))


def with_services(*services: Service, locations: tuple[Location, ...] = ()) -> Project:
    return replace(PLAIN, phases=(phase("1"),), services=services, locations=locations)


def test_nothing_is_said_of_a_usual_project() -> None:
    usual = with_services(service("1", phase="1"), locations=(Location("Main clinic"),))
    assert notes(usual) == []
    assert notes(replace(usual, status=Status.WON)) == []


@pytest.mark.parametrize(
    ("status", "said"),
    [
        (Status.BUILDING, "is not submitted for approval yet"),
        (Status.PENDING_APPROVAL, "waits for approval"),
        (Status.LOST, "is lost"),
        (Status.CANCELED, "is canceled"),
    ],
)
def test_what_is_not_pushed_yet(status: Status, said: str) -> None:
    assert notes(replace(PLAIN, status=status)) == [
        Notice(
            "not_approved",
            f"the project {said}: only an approved or won one is pushed; "
            "--dry-run shows what a push would do",
        )
    ]


def test_services_without_a_phase() -> None:
    one = replace(PLAIN, services=(service("1", "Survey"),))
    assert notes(one) == [
        Notice("unphased", "“Survey” has no phase and goes to one of its own", key="svc:1")
    ]
    two = replace(PLAIN, services=(service("2", "Racks"), service("1", "Survey")))
    assert notes(two) == [
        Notice(
            "unphased", "“Racks” and “Survey” have no phase and go to one of their own", key="svc:2"
        )
    ]


def test_phases_without_a_service() -> None:
    names = ("Plan", "Build", "Test", "Hand over", "Operate")
    rows = [phase(str(n), name) for n, name in enumerate(names, 1)]
    busy = (service("1", phase="1"), service("2", phase="2", active=False))
    some = replace(PLAIN, phases=(*rows[:2], phase("9", active=False)), services=busy[:1])
    assert [n for n in notes(some) if n.code != "inactive"] == [
        Notice("empty_phase", "“Build” holds no service: ConnectWise gets no phase for that")
    ]
    governed = replace(
        PLAIN, phases=tuple(rows), services=busy[:1], governance=(governance("1", phase="2"),)
    )
    assert notes(governed) == [
        Notice(
            "empty_phase",
            "“Test”, “Hand over” and “Operate” hold no service: ConnectWise gets no phase for that",
        )
    ]
    empty = replace(PLAIN, phases=tuple(rows))
    assert notes(empty) == [
        Notice(
            "empty_phase",
            "“Plan”, “Build”, “Test” and 2 more hold no service: "
            "ConnectWise gets no phase for that",
        )
    ]


def test_hours_that_are_none_or_rounded() -> None:
    rows = [service(str(n), hours=h, phase="1") for n, h in enumerate(("0", "1.005", "2"), 1)]
    assert notes(with_services(*rows)) == [
        Notice("no_hours", "“Service 1” has no hours: its ticket has a budget of 0", key="svc:1"),
        Notice("rounded_hours", "“Service 2” has hours that are rounded to 0.01 h", key="svc:2"),
    ]
    twice = [service(str(n), hours="0", phase="1") for n in (4, 5)]
    finer = [service(str(n), hours="0.001", phase="1") for n in (6, 7)]
    assert notes(with_services(*twice, *finer)) == [
        Notice(
            "no_hours",
            "“Service 4” and “Service 5” have no hours: their tickets have a budget of 0",
            key="svc:4",
        ),
        Notice(
            "rounded_hours",
            "“Service 6” and “Service 7” have hours that are rounded to 0.01 h",
            key="svc:6",
        ),
    ]


def test_names_that_stand_more_than_once() -> None:
    rows = [
        service("1", "Racks", phase="1"),
        service("2", "Cables", phase="1"),
        service("3", " racks", phase="1"),
        service("4", "RACKS"),
    ]
    (note,) = [n for n in notes(with_services(*rows)) if n.code == "same_name"]
    assert note == Notice(
        "same_name",
        "“Racks” stands more than once in its phase: the location, else a number, is added",
        key="svc:1",
    )
    rows += [service("5", "Cables", phase="1"), service("6", "Cables", phase="1")]
    (note,) = [n for n in notes(with_services(*rows)) if n.code == "same_name"]
    assert note == Notice(
        "same_name",
        "“Racks” and “Cables” stand more than once in their phases: "
        "the location, else a number, is added",
        key="svc:1",
    )


def test_names_that_are_cut() -> None:
    one = with_services(service("1", LONG, phase="1"), service("2", "Handbook…", phase="1"))
    assert notes(one) == [
        Notice(
            "long_name",
            f"“{short(LONG, '')}” is longer than 100 characters: "
            "the name is cut, and opens the description in full",
            key="svc:1",
        )
    ]
    two = with_services(service("1", LONG, phase="1"), service("2", f"All: {LONG}", phase="1"))
    (note,) = notes(two)
    assert (note.code, note.key) == ("long_name", "svc:1")
    assert note.message.endswith(
        "are longer than 100 characters: the names are cut, and open the descriptions in full"
    )
    assert notes(replace(PLAIN, name=LONG)) == [
        Notice("long_name", "the name of the project is cut to 100 characters")
    ]
    assert notes(replace(PLAIN, name="Larkspur and more…")) == []
    assert notes(with_services(service("1", " ", phase="1"))) == []
    assert notes(replace(PLAIN, name=" ")) == []


def test_what_is_left_out() -> None:
    managed = ServiceType.MANAGED
    one = with_services(service("1", phase="1"), service("2", "Monitoring", type=managed))
    assert notes(one) == [
        Notice(
            "managed_services",
            "“Monitoring” is a managed service: it makes no ticket and counts in the forecast",
            key="svc:2",
        )
    ]
    two = with_services(
        service("1", phase="1", subs=(sub("8", "Old step", active=False),)),
        service("2", "Monitoring", type=managed),
        service("3", "Backup", type=managed),
        service("4", "Withdrawn", type=managed, active=False),
    )
    assert notes(two) == [
        Notice(
            "managed_services",
            "“Monitoring” and “Backup” are managed services: "
            "they make no tickets and count in the forecast",
            key="svc:2",
        ),
        Notice("inactive", "“Withdrawn” and “Old step” are inactive in ScopeStack: left out"),
    ]
    product = Product("prod:1", "1", "", Decimal(1), active=False)
    assert notes(replace(PLAIN, products=(product,))) == [
        Notice("inactive", "“unnamed” is inactive in ScopeStack: left out")
    ]
    governed = replace(PLAIN, governance=(governance("1", "Meetings", active=False),))
    assert notes(governed) == [Notice("inactive", "“Meetings” is inactive in ScopeStack: left out")]


def test_several_locations() -> None:
    rows = (service("1", phase="1", location="Harbour"), service("2", phase="1"))
    two = with_services(*rows, locations=(Location("Main clinic"),))
    assert notes(two) == [
        Notice("several_locations", "the project takes place at 2 locations: tickets name theirs")
    ]
    assert notes(with_services(*rows)) == []


def test_money_of_no_currency() -> None:
    priced = replace(PLAIN, contract_revenue=Decimal(0))
    assert notes(priced) == []
    assert notes(replace(priced, currency=None)) == [
        Notice(
            "no_currency", "the export names no currency: money is taken to be in ConnectWise's own"
        )
    ]
    assert notes(replace(PLAIN, currency=None)) == []
