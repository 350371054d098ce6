"""Tasks that left the export, and governance that was given out without a record of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from cwsync.mapping.workplan import DesiredTicket, Kind
from cwsync.sync.compare import DROPPED, Choices, compare
from cwsync.sync.plan import Action, PlannedItem
from cwsync.sync.record import Running

from .build import phase, plan, record, task, there, ticket

RUNNING = Running("ab12", "pat@desk", datetime(2026, 11, 24, 10, 0, tzinfo=UTC))


def test_a_task_that_left_the_export_is_dropped_where_tasks_were_read() -> None:
    desired = plan(phase(1, "Plan", ticket(11, "Workshop", "1", task(111, "Invite"))))
    known = record({"phase:1": 5, "svc:11": 50, "sub:111": 3, "sub:112": 4, "sub:113": 9})
    read = there({5: "Plan"}, {50: ("Workshop", 5)}, {50: {3: "Invite", 4: "Book", 6: "Theirs"}})
    items, notices = compare(desired, read, known, Choices())
    assert items[-1] == PlannedItem(
        "sub:112",
        Kind.TASK,
        Action.DROPPED,
        "Book",
        id=4,
        parent_key="svc:11",
        reason=DROPPED,
    )
    assert len(items) == 4
    assert notices == ()
    assert len(compare(desired, read, known, Choices(subservices=False))[0]) == 3
    assert len(compare(desired, replace(read, tasks={}), known, Choices())[0]) == 3


def share_of(number: int, hours: str) -> DesiredTicket:
    return replace(ticket(1, "Reporting", hours), key=f"gov:9@phase:{number}")


def test_without_a_record_the_hours_say_whether_an_item_was_given_out() -> None:
    desired = plan(
        phase(1, "Plan", share_of(1, "1.34")),
        phase(2, "Build", share_of(2, "1.33")),
        phase(3, "Test", share_of(3, "1.33")),
    )
    both = {50: ("Reporting", 5), 60: ("Reporting", 6)}
    all_of_it = there({5: "Plan", 6: "Build", 7: "Test"}, both, hours="2")
    items, _ = compare(desired, all_of_it, record(running=RUNNING), Choices())
    assert (items[-1].key, items[-1].action) == ("gov:9@phase:3", Action.SKIP)
    half = there({5: "Plan", 6: "Build", 7: "Test"}, both, hours="1.33")
    items, _ = compare(desired, half, record(running=RUNNING), Choices())
    assert (items[-1].key, items[-1].action) == ("gov:9@phase:3", Action.CREATE)
