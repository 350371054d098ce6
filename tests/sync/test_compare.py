"""What a push would do, by what exists and what the record says."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from functools import partial

from cwsync.mapping.workplan import DesiredTicket, Kind, SkippedItem, WorkPlan
from cwsync.sync.compare import (
    DROPPED,
    Choices,
    compare,
)
from cwsync.sync.existing import Existing
from cwsync.sync.plan import Action, PlannedItem
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
