"""What a push would do, by what exists and what the record says."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from functools import partial

from cwsync.mapping.workplan import DesiredTicket, Kind, SkippedItem, WorkPlan
from cwsync.sync.compare import (
    DROPPED,
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
from cwsync.sync.record import PushRecord, Running

from .build import phase, plan, record, task, there, ticket

RUNNING = Running("ab12", "pat@desk", datetime(2026, 11, 24, 10, 0, tzinfo=UTC))


def actions(
    desired: WorkPlan, existing: Existing, known: PushRecord, choices: Choices | None = None
) -> dict[str, str]:
    items, _ = compare(desired, existing, known, choices or Choices())
    return {item.key: item.action.value for item in items}


TWO = plan(
    phase(1, "Plan", ticket(11, "Workshop", "4", task(111, "Invite"))),
    phase(2, "Build", ticket(21, "Racks"), ticket(22, "Cables")),
)


def test_everything_is_created_in_an_empty_project_in_the_order_of_the_tree() -> None:
    items, notices = compare(TWO, Existing(), record(), Choices())
    assert [(item.key, item.action.value, item.parent_key) for item in items] == [
        ("phase:1", "create", None),
        ("svc:11", "create", "phase:1"),
        ("sub:111", "create", "svc:11"),
        ("phase:2", "create", None),
        ("svc:21", "create", "phase:2"),
        ("svc:22", "create", "phase:2"),
    ]
    assert all(item.desired is not None for item in items)
    assert notices == ()


def test_the_record_finds_renamed_and_moved_tickets_and_shows_the_difference() -> None:
    known = record({"phase:1": 5, "svc:11": 50, "phase:2": 6, "svc:21": 60, "svc:22": 61})
    existing = there(
        {5: "Plan", 6: "Build"}, {50: ("Kick-off", 5), 60: ("Racks", 6), 61: ("Cables", 5)}
    )
    items, _ = compare(TWO, existing, known, Choices())
    by_key = {item.key: item for item in items}
    assert by_key["svc:11"].action.value == "changed"
    shown = [(d.field, d.export, d.connectwise) for d in by_key["svc:11"].differences]
    assert shown == [("name", "Workshop", "Kick-off"), ("hours", "4.00", "1.00")]
    moved = [(d.field, d.export, d.connectwise) for d in by_key["svc:22"].differences]
    assert moved == [("phase", "Build", "Plan")]
    assert by_key["svc:21"].action.value == "exists"
    assert by_key["svc:21"].id == 60


def test_a_deleted_ticket_is_not_made_again_unless_asked_for() -> None:
    known = record({"phase:1": 5, "svc:11": 50, "sub:111": 500})
    existing = there({5: "Plan"})
    assert actions(plan(TWO.phases[0]), existing, known) == {
        "phase:1": "exists",
        "svc:11": "removed",
        "sub:111": "removed",
    }
    again = actions(plan(TWO.phases[0]), existing, known, Choices(recreate=True))
    assert again == {"phase:1": "exists", "svc:11": "create", "sub:111": "create"}


def test_a_deleted_phase_comes_back_only_for_new_tickets() -> None:
    known = record({"phase:2": 6, "svc:21": 60})
    assert actions(plan(phase(2, "Build", ticket(21, "Racks"))), Existing(), known) == {
        "phase:2": "removed",
        "svc:21": "removed",
    }
    with_new = plan(phase(2, "Build", ticket(21, "Racks"), ticket(22, "Cables")))
    assert actions(with_new, Existing(), known) == {
        "phase:2": "create",
        "svc:21": "removed",
        "svc:22": "create",
    }


def test_a_phase_that_somebody_made_again_is_used() -> None:
    known = record({"phase:2": 6, "svc:21": 60})
    with_new = plan(phase(2, "Build", ticket(22, "Cables")))
    assert actions(with_new, there({9: " build "}), known)["phase:2"] == "exists"


def test_names_find_what_a_lost_record_does_not_duplicates_in_order() -> None:
    twins = plan(phase(1, "Plan", ticket(11, "Survey"), ticket(12, "Survey"), ticket(13, "Survey")))
    existing = there({5: "PLAN"}, {51: ("survey", 5), 50: ("Survey ", 5)})
    existing = replace(existing, tickets=tuple(sorted(existing.tickets, key=lambda t: t.id)))
    items, _ = compare(twins, existing, record(running=RUNNING), Choices())
    assert [(i.key, i.action.value, i.id) for i in items] == [
        ("phase:1", "exists", 5),
        ("svc:11", "exists", 50),
        ("svc:12", "exists", 51),
        ("svc:13", "create", None),
    ]


def test_the_marker_finds_what_was_renamed_during_a_push_that_died() -> None:
    marker = TWO.phases[0].tickets[0].marker
    existing = there({5: "Plan"}, {50: ("Kick-off", 5)}, analyses={50: f"note\n{marker}"})
    found = actions(plan(TWO.phases[0]), existing, record(running=RUNNING))
    assert found == {"phase:1": "exists", "svc:11": "changed", "sub:111": "create"}


def test_the_marker_in_its_notes_finds_a_renamed_phase() -> None:
    existing = there({5: "Preparation"})
    marked = replace(existing.phases[0], notes=TWO.phases[0].marker)
    items, _ = compare(TWO, replace(existing, phases=(marked,)), record(), Choices())
    assert (items[0].action.value, items[0].id) == ("changed", 5)


def test_what_a_template_brought_is_never_taken_for_ours() -> None:
    existing = there({5: "Plan"}, {50: ("Workshop", 5)})
    assert actions(TWO, existing, record(template_floor=50))["svc:11"] == "create"
    assert actions(TWO, existing, record())["svc:11"] == "changed"


def test_new_tasks_of_an_existing_ticket_are_added_only_on_request() -> None:
    known = record({"phase:1": 5, "svc:11": 50})
    existing = there({5: "Plan"}, {50: ("Workshop", 5)}, {50: {}}, hours="4")
    assert actions(plan(TWO.phases[0]), existing, known)["sub:111"] == "skip"
    added = actions(plan(TWO.phases[0]), existing, known, Choices(add_tasks=True))
    assert added["sub:111"] == "create"


def test_tasks_that_failed_before_are_completed() -> None:
    known = record({"phase:1": 5, "svc:11": 50, "sub:111": 0})
    existing = there({5: "Plan"}, {50: ("Workshop", 5)}, {50: {}})
    assert actions(plan(TWO.phases[0]), existing, known)["sub:111"] == "create"


def test_what_left_the_export_is_shown_as_dropped_and_left_alone() -> None:
    known = record({"phase:1": 5, "svc:11": 50, "svc:12": 51, "phase:3": 7})
    existing = there({5: "Plan", 7: "Old"}, {50: ("Workshop", 5), 51: ("Tour", 5)}, hours="4")
    items, _ = compare(plan(TWO.phases[0]), existing, known, Choices(subservices=False))
    gone = partial(PlannedItem, action=Action.DROPPED, reason=DROPPED)
    assert [item for item in items if item.action is Action.DROPPED] == [
        gone("svc:12", Kind.TICKET, name="Tour", id=51, parent_key="phase:1", hours=Decimal(4)),
        gone("phase:3", Kind.PHASE, name="Old", id=7),
    ]


def test_a_phase_that_goes_by_another_key_now_is_not_dropped() -> None:
    known = record({"phase:plan": 5, "svc:11": 50})
    existing = there({5: "Plan"}, {50: ("Workshop", 5)}, hours="4")
    assert actions(plan(TWO.phases[0]), existing, known, Choices(subservices=False)) == {
        "phase:1": "exists",
        "svc:11": "exists",
        "sub:111": "skip",
    }


def test_a_share_is_found_although_its_phase_goes_by_another_key_now() -> None:
    share = replace(ticket(1, "Reporting"), key="gov:9@phase:1")
    known = record({"phase:plan": 5, "gov:9@phase:plan": 50})
    existing = there({5: "Plan"}, {50: ("Reporting", 5)})
    assert actions(plan(phase(1, "Plan", share)), existing, known) == {
        "phase:1": "exists",
        "gov:9@phase:1": "exists",
    }


def test_governance_that_was_not_asked_for_this_time_is_not_dropped() -> None:
    known = record({"phase:1": 5, "svc:11": 50, "gov:9@phase:1": 51})
    existing = there({5: "Plan"}, {50: ("Workshop", 5), 51: ("Reporting", 5)}, hours="4")
    assert "gov:9@phase:1" not in actions(
        plan(TWO.phases[0]), existing, known, Choices(governance=False)
    )
    assert actions(plan(TWO.phases[0]), existing, known)["gov:9@phase:1"] == "dropped"


def test_a_spread_item_is_not_spread_again_over_a_new_phase() -> None:
    share = replace(ticket(1, "Reporting"), key="gov:9@phase:2")
    known = record({"gov:9@phase:1": 50})
    assert actions(plan(phase(2, "Build", share)), there({5: "Plan"}), known) == {
        "phase:2": "skip",
        "gov:9@phase:2": "skip",
    }
    failed = record({"gov:9@phase:1": 50, "gov:9@phase:2": 0})
    assert actions(plan(phase(2, "Build", share)), there({5: "Plan"}), failed) == {
        "phase:2": "create",
        "gov:9@phase:2": "create",
    }


def test_skipped_items_stand_with_their_parent_else_at_the_end() -> None:
    skipped = (
        SkippedItem("gov:1", Kind.TICKET, "Steering", "not assigned", Decimal(2)),
        SkippedItem("gov:2@phase:1", Kind.TICKET, "Report", "rounds to 0", parent_key="phase:1"),
    )
    items, _ = compare(replace(TWO, skipped=skipped), Existing(), record(), Choices())
    assert [item for item in items if item.action is Action.SKIP] == [
        PlannedItem(
            "gov:2@phase:1",
            Kind.TICKET,
            Action.SKIP,
            "Report",
            parent_key="phase:1",
            reason="rounds to 0",
        ),
        PlannedItem(
            "gov:1",
            Kind.TICKET,
            Action.SKIP,
            "Steering",
            hours=Decimal(2),
            reason="not assigned",
        ),
    ]
    assert [item.key for item in items] == [
        "phase:1",
        "svc:11",
        "sub:111",
        "gov:2@phase:1",
        "phase:2",
        "svc:21",
        "svc:22",
        "gov:1",
    ]


def test_a_duplicate_made_by_hand_is_warned_of() -> None:
    known = record({"phase:1": 5, "svc:11": 50})
    existing = there({5: "Plan"}, {50: ("Workshop", 5), 77: ("workshop", 5)})
    _, notices = compare(plan(TWO.phases[0]), existing, known, Choices())
    assert [(n.code, n.message) for n in notices] == [
        ("duplicate", "“Workshop” stands there twice: #50, #77")
    ]


def test_an_id_of_another_kind_claims_nothing() -> None:
    """Phases, tickets and tasks have ids of their own: equal numbers mean nothing."""
    known = record({"phase:1": 50, "sub:999": 51}, running=RUNNING)
    existing = there({50: "Plan"}, {50: ("Workshop", 50), 51: ("Racks", 50)}, hours="4")
    found = actions(plan(phase(1, "Plan", ticket(11, "Workshop", "4"))), existing, known)
    assert found["svc:11"] == "exists"


def test_shares_that_only_shifted_are_no_difference() -> None:
    def share(number: int, hours: str) -> DesiredTicket:
        return replace(ticket(1, "Reporting", hours), key=f"gov:9@phase:{number}")

    known = record({"phase:1": 5, "phase:2": 6, "gov:9@phase:1": 50, "gov:9@phase:2": 60})
    existing = there({5: "Plan", 6: "Build"}, {50: ("Reporting", 5), 60: ("Reporting", 6)})
    shifted = plan(phase(1, "Plan", share(1, "0.5")), phase(2, "Build", share(2, "1.5")))
    items, _ = compare(shifted, existing, known, Choices())
    assert [(item.action.value, item.hours) for item in items] == [("exists", Decimal(1))] * 4
    more = plan(phase(1, "Plan", share(1, "1.5")), phase(2, "Build", share(2, "1.5")))
    assert actions(more, existing, known)["gov:9@phase:1"] == "changed"


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
    items, _ = compare(plan(TWO.phases[0]), existing, known, Choices(subservices=False))
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
    assert actions(desired, all_of_it, record(running=RUNNING))["gov:9@phase:3"] == "skip"
    half = there({5: "Plan", 6: "Build", 7: "Test"}, both, hours="1.33")
    assert actions(desired, half, record(running=RUNNING))["gov:9@phase:3"] == "create"
