from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from hypothesis import given

from cwsync.mapping.workplan import DesiredPhase, DesiredTicket, Kind, SkippedItem, WorkPlan
from cwsync.sync.plan import Failure, Outcome, Plan
from cwsync.terminal.report import applied, checked
from cwsync.terminal.words import in_seconds, listed
from tests.terminal.golden import half_way
from tests.terminal.plans import additions, large, pushed
from tests.terminal.projects import clinic
from tests.terminal.test_diff import PLANS


def test_interrupted() -> None:
    text = applied(replace(half_way(), interrupted=True), command="cwsync project push x.yaml")
    assert text.plain.splitlines()[-2:] == [
        "Stopped half way. Run it again to create the rest, and nothing twice:",
        "  cwsync project push x.yaml",
    ]


def test_interrupted_when_all_was_done() -> None:
    done = Outcome(pushed(), interrupted=True)
    assert applied(done, command="cwsync project push x.yaml").plain.splitlines()[-2:] == [
        "Run it again at any time: only what is new is added.",
        "  cwsync project push x.yaml",
    ]


def test_nothing_was_created() -> None:
    plan = additions()
    failures = (Failure("svc:71005", "not tried"), Failure("svc:gone", "not tried"))
    lines = applied(Outcome(plan, failures, elapsed_s=0.25)).plain.splitlines()
    assert lines[0].startswith("Created nothing in 0.2 s; ")
    assert lines[-6:] == [
        "Not created: 2 items",
        "  - ticket “Spectrum analysis”",
        "  - svc:gone",
        "      not tried",
        "",
        "Some of it failed. Run it again to create the rest, and nothing twice:",
    ]


def test_only_what_is_new_is_listed() -> None:
    plan = additions()
    made = tuple(replace(i, id=i.id or 7000) for i in plan.items)
    lines = applied(Outcome(replace(plan, items=made), elapsed_s=3)).plain.splitlines()
    assert lines[1:-2] == [
        "  project 3120  Clinic Wi-Fi refresh",
        "    https://na.myconnectwise.net/project/3120",
        "  phase 9001  Plan                          1 ticket  3.00 h",
        "    ticket 7000  Spectrum analysis                    3.00 h",
        "  phase 7000  Hand over                     1 ticket  2.50 h",
        "    ticket 7000  Training for the front desk  1 task  2.50 h",
    ]


def test_many_tickets_are_told_by_phase() -> None:
    plan = large(phases=2, tickets=30, tasks=0)
    made = tuple(replace(item, id=n) for n, item in enumerate(plan.items, start=1))
    done = replace(plan, project=pushed().project, items=made)
    assert applied(Outcome(done, elapsed_s=61), width=80).plain.splitlines() == [
        "Created 1 project, 2 phases and 60 tickets (75.00 h) in 1 min 1 s.",
        "  project 3120  Clinic Wi-Fi refresh",
        "    https://na.myconnectwise.net/project/3120",
        "  phase 1  Phase 0   30 tickets  37.50 h",
        "  phase 32  Phase 1  30 tickets  37.50 h",
        "",
        "Run it again at any time: only what is new is added.",
    ]


@given(PLANS)
def test_any_outcome_can_be_told(plan: Plan) -> None:
    failures = tuple(Failure(item.key, item.name) for item in plan.items)
    text = applied(Outcome(plan, failures), command="cwsync", width=80).plain
    assert "\x1b" not in text
    assert text.endswith("  cwsync")


def test_checked() -> None:
    ticket = DesiredTicket("svc:1", "Kick-off", Decimal(4), "", "")
    plan = WorkPlan(
        project_key="project:50410",
        name="Clinic Wi-Fi refresh",
        marker="",
        description="",
        phases=(DesiredPhase("phase:610", "Plan", "", (ticket,)),),
        skipped=(SkippedItem("gov:88002", Kind.TICKET, "Steering\x1b call", "not assigned"),),
    )
    assert checked(clinic(), plan) == (
        "valid: Clinic Wi-Fi refresh (approved)\n"
        "with governance and sub-services a push has 1 phase and 1 ticket (4.00 h)\n"
        "  skips Steering� call: not assigned"
    )
    empty = replace(plan, phases=(), skipped=())
    assert checked(clinic(), empty).endswith("a push has nothing to create")


def test_words() -> None:
    assert [in_seconds(s) for s in (0.04, 9.94, 9.96, 59.4, 59.6, 125)] == [
        "0.0 s",
        "9.9 s",
        "10 s",
        "59 s",
        "1 min 0 s",
        "2 min 5 s",
    ]
    assert [listed(t) for t in ([], ["a"], ["a", "b"], ["a", "b", "c"])] == [
        "",
        "a",
        "a and b",
        "a, b and c",
    ]
