"""Items of a comparison with all that they say."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from functools import partial

from cwsync.mapping.workplan import DesiredTicket, Kind
from cwsync.sync.compare import (
    EMPTY,
    GIVEN_OUT,
    NEW_TASK,
    PHASE_AGAIN,
    REMOVED,
    Choices,
    compare,
)
from cwsync.sync.existing import Existing
from cwsync.sync.plan import Action, Difference, PlannedItem

from .build import phase, plan, record, task, there, ticket

ONE = plan(phase(1, "Plan", ticket(11, "Workshop", "4")))


def test_what_is_there_or_was_there_stands_with_all_that_is_known_of_it() -> None:
    """Whole items: nothing that is not to be created has something that is desired."""
    desired = plan(
        phase(1, "Plan", ticket(11, "Workshop", "4", task(111, "Invite"), task(112, "Book"))),
        phase(2, "Build", ticket(21, "Racks", "2", task(211, "Order")), ticket(22, "Cables")),
        phase(3, "Test", ticket(31, "Trial", "3")),
        phase(4, "Close"),
    )
    ids = {"phase:1": 5, "svc:11": 50, "sub:111": 500, "phase:2": 6, "svc:21": 60, "svc:31": 70}
    existing = there({5: "Planning", 9: "Theirs"}, {50: ("Workshop", 9)}, {50: {500: "Invite"}})
    items, _ = compare(desired, existing, record(ids), Choices())
    (plan_1, workshop, invite, book, build, racks, order, cables, test, trial, close) = items
    assert plan_1 == PlannedItem(
        "phase:1",
        Kind.PHASE,
        Action.CHANGED,
        "Plan",
        id=5,
        hours=Decimal(4),
        differences=(Difference("name", "Plan", "Planning"),),
    )
    assert workshop == PlannedItem(
        "svc:11",
        Kind.TICKET,
        Action.CHANGED,
        "Workshop",
        id=50,
        parent_key="phase:1",
        hours=Decimal(4),
        differences=(Difference("hours", "4.00", "1.00"), Difference("phase", "Plan", "Theirs")),
    )
    of_workshop = partial(PlannedItem, kind=Kind.TASK, parent_key="svc:11")
    assert invite == of_workshop("sub:111", action=Action.EXISTS, name="Invite", id=500)
    assert book == of_workshop("sub:112", action=Action.SKIP, name="Book", reason=NEW_TASK)
    assert build == PlannedItem(
        "phase:2",
        Kind.PHASE,
        Action.CREATE,
        "Build",
        hours=Decimal(1),
        reason=PHASE_AGAIN,
        desired=desired.phases[1],
    )
    gone = partial(PlannedItem, action=Action.REMOVED, reason=REMOVED)
    assert racks == gone(
        "svc:21", Kind.TICKET, name="Racks", parent_key="phase:2", hours=Decimal(2)
    )
    assert order == gone("sub:211", Kind.TASK, name="Order", parent_key="svc:21")
    assert cables == PlannedItem(
        "svc:22",
        Kind.TICKET,
        Action.CREATE,
        "Cables",
        parent_key="phase:2",
        hours=Decimal(1),
        desired=desired.phases[1].tickets[1],
    )
    assert test == gone("phase:3", Kind.PHASE, name="Test", hours=Decimal(3))
    assert trial == gone(
        "svc:31", Kind.TICKET, name="Trial", parent_key="phase:3", hours=Decimal(3)
    )
    assert close == PlannedItem(
        "phase:4", Kind.PHASE, Action.SKIP, "Close", hours=Decimal(0), reason=EMPTY
    )


def test_what_is_deleted_is_made_again_without_a_word_where_that_is_asked_for() -> None:
    known = record({"phase:2": 6, "svc:21": 60})
    desired = plan(phase(2, "Build", ticket(21, "Racks")))
    items, _ = compare(desired, Existing(), known, Choices(recreate=True))
    assert items == (
        PlannedItem(
            "phase:2",
            Kind.PHASE,
            Action.CREATE,
            "Build",
            hours=Decimal(1),
            desired=desired.phases[0],
        ),
        PlannedItem(
            "svc:21",
            Kind.TICKET,
            Action.CREATE,
            "Racks",
            parent_key="phase:2",
            hours=Decimal(1),
            desired=desired.phases[0].tickets[0],
        ),
    )


def test_a_new_share_of_what_was_given_out_says_so() -> None:
    share = replace(ticket(1, "Reporting", "2"), key="gov:9@phase:2", remark="its share")
    items, _ = compare(
        plan(phase(2, "Build", share)), Existing(), record({"gov:9@phase:1": 50}), Choices()
    )
    assert items[1] == PlannedItem(
        "gov:9@phase:2",
        Kind.TICKET,
        Action.SKIP,
        "Reporting",
        parent_key="phase:2",
        hours=Decimal(2),
        reason=GIVEN_OUT,
        remark="its share",
    )


def test_a_phase_has_the_hours_of_what_is_there_or_will_be() -> None:
    desired = plan(phase(1, "Plan", ticket(11, "Workshop", "4"), ticket(12, "Tour", "8")))
    known = record({"phase:1": 5, "svc:11": 50, "svc:12": 51})
    items, _ = compare(desired, there({5: "Plan"}, {50: ("Workshop", 5)}), known, Choices())
    assert items[0].hours == Decimal(4)  # without the deleted one
    nothing_left, _ = compare(desired, there({5: "Plan"}), known, Choices())
    assert nothing_left[0].hours == Decimal(12)


def test_a_ticket_in_an_unknown_phase_names_it_by_its_id() -> None:
    known = record({"phase:1": 5, "svc:11": 50})
    existing = there({5: "Plan"}, {50: ("Workshop", 77)}, hours="4")
    items, _ = compare(ONE, existing, known, Choices())
    assert items[1].differences == (Difference("phase", "Plan", "phase 77"),)


def test_shares_that_do_not_add_up_any_more_are_a_difference() -> None:
    def share(number: int, hours: str) -> DesiredTicket:
        return replace(ticket(1, "Reporting", hours), key=f"gov:9@phase:{number}")

    desired = plan(phase(1, "Plan", share(1, "3")), phase(2, "Build", share(2, "1")))
    known = record({"phase:1": 5, "phase:2": 6, "gov:9@phase:1": 50, "gov:9@phase:2": 60})
    there_too = {50: ("Reporting", 5), 60: ("Reporting", 6)}
    same = there({5: "Plan", 6: "Build"}, there_too, hours="2")
    items, _ = compare(desired, same, known, Choices())
    assert [(i.action, i.hours) for i in items if i.kind is Kind.TICKET] == [
        (Action.EXISTS, Decimal(2)),
        (Action.EXISTS, Decimal(2)),
    ]
    less = there({5: "Plan", 6: "Build"}, {50: ("Reporting", 5)}, hours="2")
    items, _ = compare(desired, less, known, Choices())
    assert items[1].differences == (Difference("hours", "3.00", "2.00"),)
    more = there({5: "Plan", 6: "Build"}, there_too, hours="3")
    items, _ = compare(desired, more, known, Choices())
    assert [i.differences for i in items if i.kind is Kind.TICKET] == [
        (),
        (Difference("hours", "1.00", "3.00"),),
    ]
