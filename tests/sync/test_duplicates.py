"""What stands there too often, and what only looks so."""

from __future__ import annotations

from dataclasses import replace

from cwsync.mapping.workplan import WorkPlan
from cwsync.sync.compare import Choices, compare
from cwsync.sync.existing import Existing, ExistingPhase
from cwsync.sync.record import PushRecord

from .build import phase, plan, record, task, there, ticket

KICK_OFF = ticket(10, "Kick-off", "1", task(5, "Invite"))
DESIRED = plan(phase(1, "Plan", KICK_OFF))
IDS = {"phase:1": 1, "svc:10": 7, "sub:5": 3}


def warned(existing: Existing, known: PushRecord, desired: WorkPlan = DESIRED) -> list[str]:
    _, notices = compare(desired, existing, known, Choices())
    assert {notice.code for notice in notices} <= {"duplicate"}
    return [notice.message for notice in notices]


def test_a_ticket_that_nobody_claims_beside_ours() -> None:
    twice = there({1: "Plan"}, {7: ("Kick-off", 1), 8: ("KICK-OFF", 1)})
    assert warned(twice, record(IDS)) == ["“Kick-off” stands there twice: #7, #8"]
    elsewhere = there({1: "Plan", 2: "Build"}, {7: ("Kick-off", 1), 8: ("Kick-off", 2)})
    assert warned(elsewhere, record(IDS)) == []


def test_a_ticket_that_was_renamed_or_moved_and_made_once_more() -> None:
    renamed = there({1: "Plan"}, {7: ("Kick-off, mine", 1), 8: ("Kick-off", 1), 9: ("Kick-off", 1)})
    assert warned(renamed, record(IDS)) == ["“Kick-off” stands there 3 times: #7, #8, #9"]
    moved = there({1: "Plan", 2: "Build"}, {7: ("Kick-off", 2), 8: ("Kick-off", 1)})
    assert warned(moved, record(IDS)) == ["“Kick-off” stands there twice: #7, #8"]


def test_what_somebody_claims_is_no_duplicate() -> None:
    twice = there({1: "Plan"}, {7: ("Kick-off", 1), 8: ("Kick-off", 1)})
    assert warned(twice, record({**IDS, "svc:11": 8})) == []
    assert warned(twice, record({**IDS, "svc:10": 8}, template_floor=7)) == []
    other = ticket(12, "Visit").marker
    assert warned(replace(twice, analyses={8: other}), record(IDS)) == []
    assert len(warned(replace(twice, analyses={8: KICK_OFF.marker}), record(IDS))) == 1


def test_a_service_of_the_same_name_that_was_put_before_is_no_duplicate() -> None:
    grown = plan(phase(1, "Plan", ticket(13, "Kick-off"), ticket(10, "Kick-off (2)")))
    twice = there({1: "Plan"}, {7: ("Kick-off", 1), 8: ("Kick-off", 1)})
    assert warned(twice, record({**IDS, "svc:13": 8}), grown) == []


def test_a_phase_by_its_name_or_its_marker() -> None:
    tickets = {7: ("Kick-off", 1)}
    named = there({1: "Plan", 2: "plan"}, tickets)
    assert warned(named, record(IDS)) == ["the phase “Plan” stands there twice: #1, #2"]
    assert warned(named, record({**IDS, "phase:9": 2})) == []
    copy = ExistingPhase(4, "Renamed", DESIRED.phases[0].marker)
    marked = there({1: "Plan"}, tickets)
    marked = replace(marked, phases=(*marked.phases, copy))
    assert warned(marked, record(IDS)) == ["the phase “Plan” stands there twice: #1, #4"]


def test_a_task_in_its_ticket() -> None:
    twice = there({1: "Plan"}, {7: ("Kick-off", 1)}, {7: {3: "Invite", 4: "invite", 6: "Other"}})
    expected = "the task “Invite” stands in “Kick-off” twice: #3, #4"
    assert warned(twice, record(IDS)) == [expected]
    assert warned(twice, record({**IDS, "sub:9": 4})) == []
