"""How desired items are found again: by the record, then by name, then by marker."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from cwsync.mapping.workplan import DesiredTicket
from cwsync.sync.matching import Matches, match, tickets_to_identify, tickets_to_read
from cwsync.sync.record import Running

from .build import phase, plan, record, task, there, ticket

RUNNING = Running("ab12", "pat@desk", datetime(2026, 11, 24, 10, 0, tzinfo=UTC))
TWO = plan(
    phase(1, "Plan", ticket(11, "Workshop", "1", task(111, "Invite"), task(112, "Invite"))),
    phase(2, "Build", ticket(21, "Racks"), ticket(22, "Cables", "1", task(221, "Order"))),
)
PHASES = {5: "Plan", 6: "Build"}


def ids(found: Matches) -> tuple[dict[str, int], dict[str, int], dict[str, int], set[str]]:
    return (
        {key: phase.id for key, phase in found.phases.items()},
        {key: ticket.id for key, ticket in found.tickets.items()},
        dict(found.tasks),
        set(found.removed),
    )


def test_nothing_is_found_where_nothing_is() -> None:
    assert ids(match(TWO, there({}), record())) == ({}, {}, {}, set())
    # what was to be created and is not there stands with 0: neither found nor removed
    failed = record({"phase:1": 0, "svc:11": 0, "sub:111": 0})
    assert ids(match(TWO, there({}), failed)) == ({}, {}, {}, set())


def test_the_record_alone() -> None:
    known = record(
        {"phase:1": 5, "svc:11": 50, "sub:111": 500, "sub:112": 501, "phase:2": 9, "svc:21": 60}
    )
    existing = there({5: "Theirs"}, {50: ("Theirs", 5)})
    assert ids(match(TWO, existing, known)) == (
        {"phase:1": 5},
        {"svc:11": 50},
        {"sub:111": 500, "sub:112": 501},  # not read, so taken to be there
        {"phase:2", "svc:21"},
    )


def test_tasks_that_were_read_settle_what_the_record_says_of_them() -> None:
    known = record({"phase:1": 5, "svc:11": 50, "sub:111": 500, "sub:112": 501})
    read = there(PHASES, {50: ("Workshop", 5)}, {50: {501: "Something else", 502: "Call"}})
    found = match(TWO, read, known)
    assert (found.tasks, found.removed) == ({"sub:112": 501}, {"sub:111"})
    read = there(PHASES, {50: ("Workshop", 5)}, {50: {501: "Something else", 502: "Invite"}})
    found = match(TWO, read, known)  # somebody made it again
    assert (found.tasks, found.removed) == ({"sub:111": 502, "sub:112": 501}, set())
    failed = record({"phase:1": 5, "svc:11": 50, "sub:111": 0, "sub:112": 501})
    found = match(TWO, read, failed)
    assert (found.tasks, found.removed) == ({"sub:111": 502, "sub:112": 501}, set())
    none_left = there(PHASES, {50: ("Workshop", 5)}, {50: {}})
    found = match(TWO, none_left, known)
    assert (found.tasks, found.removed) == ({}, {"sub:111", "sub:112"})


def test_tasks_of_a_ticket_that_is_gone_are_no_matter() -> None:
    known = record({"phase:1": 5, "svc:11": 50, "sub:111": 500, "svc:22": 61, "sub:221": 510})
    existing = there(PHASES, {61: ("Cables", 6)}, {61: {510: "Order"}})
    assert ids(match(TWO, existing, known)) == (
        {"phase:1": 5, "phase:2": 6},
        {"svc:22": 61},
        {"sub:221": 510},
        {"svc:11"},
    )


def test_names_find_the_oldest_first_within_their_parent() -> None:
    twins = plan(
        phase(1, "Plan", ticket(11, "Workshop"), ticket(12, "workshop")),
        phase(2, "plan ", ticket(21, "Workshop", "1", task(211, "Do"), task(212, "do"))),
    )
    existing = there(
        {5: "Plan", 6: "PLAN"},
        {50: ("Workshop", 5), 51: ("WORKSHOP ", 5), 52: ("Workshop", 5), 60: ("Workshop", 6)},
        {60: {600: "Do", 601: " DO", 602: "Do"}},
    )
    assert ids(match(twins, existing, record())) == (
        {"phase:1": 5, "phase:2": 6},
        {"svc:11": 50, "svc:12": 51, "svc:21": 60},
        {"sub:211": 600, "sub:212": 601},
        set(),
    )


def test_tasks_by_text_leave_out_those_that_the_record_has() -> None:
    known = record({"phase:1": 5, "svc:11": 50, "sub:112": 500}, running=RUNNING)
    existing = there(PHASES, {50: ("Workshop", 5)}, {50: {500: "Invite", 501: "Invite"}})
    assert match(TWO, existing, known).tasks == {"sub:112": 500, "sub:111": 501}
    assert match(TWO, there(PHASES, {50: ("Workshop", 5)}, {50: {500: "Invite"}}), known).tasks == {
        "sub:112": 500
    }


def test_the_marker_finds_each_once() -> None:
    mark = "ScopeStack service {} (project 70001), by cwsync"
    existing = there(
        PHASES,
        {60: ("Theirs", 6), 61: ("Theirs", 6), 62: ("Theirs", 5), 63: ("Nobody's", 6)},
        analyses={60: mark.format(22), 61: mark.format(21), 62: mark.format(21), 63: ""},
    )
    assert ids(match(TWO, existing, record()))[1] == {"svc:21": 61, "svc:22": 60}


def test_the_marker_in_its_notes_finds_a_phase_once() -> None:
    first, second = TWO.phases
    existing = there({5: "Theirs", 6: "Theirs too", 7: "Theirs as well"})
    rows = [
        replace(existing.phases[0], notes="nothing"),
        replace(existing.phases[1], notes=f"{second.marker}\nand more"),
        replace(existing.phases[2], notes=second.marker),
    ]
    found = match(plan(first, second), replace(existing, phases=tuple(rows)), record())
    assert ids(found)[0] == {"phase:2": 6}


def test_a_share_is_found_under_the_key_that_its_phase_had() -> None:
    def share(key: str) -> DesiredTicket:
        return replace(ticket(9, "Reporting"), key=key)

    desired = plan(phase(1, "Plan", share("gov:9@phase:1"), ticket(11, "Workshop")))
    known = record({"phase:plan": 5, "gov:9@phase:plan": 50, "svc:11@phase:plan": 51})
    existing = there({5: "Plan"}, {1: ("Theirs", 5), 50: ("Renamed", 5), 51: ("Theirs", 5)})
    assert ids(match(desired, existing, known))[1] == {"gov:9@phase:1": 50}
    nothing_of_it = record({"phase:plan": 5})
    assert ids(match(desired, existing, nothing_of_it))[1] == {}
    another_phase = record({"phase:plan": 6, "gov:9@phase:plan": 50})
    assert ids(match(desired, existing, another_phase))[1] == {}


def test_what_a_template_brought_is_free_only_above_its_floor() -> None:
    existing = there(PHASES, {60: ("Racks", 6), 61: ("Cables", 6)})
    assert ids(match(TWO, existing, record(template_floor=60)))[1] == {"svc:22": 61}
    assert ids(match(TWO, existing, record(template_floor=61)))[1] == {}


def test_which_tickets_have_to_be_identified() -> None:
    existing = there(
        PHASES,
        {50: ("Workshop", 5), 60: ("Theirs", 6), 61: ("Theirs", 6), 62: ("Theirs", 6)},
        analyses={61: "read already"},
    )
    known = {"phase:1": 5, "svc:99": 62}
    assert tickets_to_identify(TWO, existing, record(known, running=RUNNING)) == [60]
    assert tickets_to_identify(TWO, existing, record(known, complete=False)) == [60]
    assert tickets_to_identify(TWO, existing, record()) == [60, 62]
    assert tickets_to_identify(TWO, existing, record(known)) == []  # it came to its end
    found = there(PHASES, {50: ("Workshop", 5), 60: ("Racks", 6), 61: ("Cables", 6), 62: ("X", 6)})
    assert tickets_to_identify(TWO, found, record()) == []


def test_of_which_tickets_the_tasks_have_to_be_read() -> None:
    existing = there(PHASES, {50: ("Workshop", 5), 60: ("Racks", 6), 61: ("Cables", 6)})
    assert tickets_to_read(TWO, existing, record(), add_tasks=False) == [50, 61]
    read = replace(existing, tasks={61: ()})
    assert tickets_to_read(TWO, read, record(), add_tasks=False) == [50]
    ended = record({"phase:1": 5, "svc:11": 50, "sub:111": 500, "sub:112": 501})
    assert tickets_to_read(TWO, existing, ended, add_tasks=False) == []
    assert tickets_to_read(TWO, existing, ended, add_tasks=True) == [61]
    assert tickets_to_read(TWO, there(PHASES), record(), add_tasks=True) == []
