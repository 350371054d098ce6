from __future__ import annotations

import unicodedata
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from cwsync.mapping.workplan import Kind
from cwsync.sync.plan import Action, Difference, Plan, PlannedItem, PlannedProject, Target
from cwsync.terminal.branches import grown
from cwsync.terminal.diff import diff, summary
from tests.terminal.golden import FOLDER, golden
from tests.terminal.plans import additions, first_push, large, phase, pushed, second_push, ticket


@pytest.mark.parametrize("name", golden())
def test_golden(name: str) -> None:
    assert golden()[name]() + "\n" == (FOLDER / f"{name}.txt").read_text(encoding="utf-8")


def test_every_golden_file_is_used() -> None:
    assert {path.stem for path in FOLDER.iterdir()} == set(golden())


def test_colour_and_sign_say_the_same() -> None:
    text = diff(additions(), width=80)
    styled = {
        (text.plain[span.start : span.end].strip()[:1], str(span.style).split()[-1])
        for span in text.spans
        if text.plain[span.start : span.end].strip()[:2] in ("+ ", "= ", "~ ", "- ")
    }
    assert styled == {
        ("+", "green"),
        ("=", "dim"),
        ("~", "yellow"),
        ("-", "red"),
        ("-", "cyan"),
        ("-", "magenta"),
    }


def test_columns_of_hours_line_up() -> None:
    lines = diff(first_push(), width=80).plain.splitlines()
    ends = {cell_len(line) for line in lines if line.endswith(" h")}
    assert ends == {80}


def test_hours_of_the_tickets_add_up_to_those_of_the_phase_and_the_project() -> None:
    plan = replace(
        additions(),
        items=(
            phase("1", "Plan"),
            ticket("svc:1", "One", "1.10", under="1"),
            ticket("svc:2", "Gone", "9.00", under="1", action=Action.REMOVED),
            ticket("svc:3", "Two", "2.20", under="1", action=Action.EXISTS, id=7),
        ),
    )
    assert diff(plan, width=None).plain.splitlines()[3:] == [
        "= project 3120              3.30 h",
        "    board Implementations · Open · FixedFee · opportunity 6120",
        "  + Plan  2 tickets, 1 new  3.30 h",
        "    + One                   1.10 h",
        "    - Gone        (9.00 h)",
        "        removed",
        "    = 1 ticket unchanged    2.20 h",
    ]


def test_a_long_title_leaves_the_origin_to_the_next_line() -> None:
    plan = replace(second_push(), title="A title that is rather long for this terminal", items=())
    assert diff(plan, width=60).plain.splitlines() == [
        "A title that is rather long for this terminal",
        "      approved in ScopeStack, project 50410",
        "into  Harbor Clinic Group at na.myconnectwise.net (company",
        "      cedarline)",
        "",
        "= project 3120  Clinic Wi-Fi refresh  0.00 h",
        "    board Implementations · Open · FixedFee ·",
        "    opportunity 6120",
    ]


def test_summaries() -> None:
    all_created = "1 project, 2 phases, 6 tickets (1,260.62 h) and 2 tasks"
    assert summary(first_push()) == f"Creates {all_created}; skips 1."
    assert summary(second_push()) == (
        f"Nothing to do: {all_created} are in ConnectWise already; skips 1."
    )
    assert summary(additions()) == (
        "Creates 1 phase, 2 tickets (5.50 h) and 1 task; 1 changed and left as it is; "
        "1 removed in ConnectWise; 1 no longer in the export; skips 3."
    )
    assert summary(pushed(), "apply", took="12 s") == f"Created {all_created} in 12 s; skipped 1."
    assert summary(second_push(), "apply") == "Created nothing; skipped 1."
    assert summary(first_push(), "status") == (
        f"In ConnectWise: nothing of it; not there yet: {all_created}; skips 1."
    )
    assert summary(second_push(), "status") == f"In ConnectWise: {all_created}; skips 1."
    assert summary(replace(second_push(), items=())) == (
        "Nothing to do: 1 project is in ConnectWise already."
    )


def test_five_thousand_items_are_all_drawn() -> None:
    plan = large(phases=50, tickets=50, tasks=1)
    lines = diff(plan, width=100).plain.splitlines()
    assert len(plan.items) == 5050
    assert sum(line.lstrip().startswith("+ ") for line in lines) == 5051
    assert lines[-1] == "      + Task 0"


HOSTILE = st.text(
    st.one_of(
        st.characters(codec=None),
        st.sampled_from("\x1b\x9b\x07\r\n\t\u202e\u2066\u200d\ufe0f無👩❤\u0301\u00a0 "),
    ),
    max_size=40,
)
KEYS = st.sampled_from(["phase:1", "phase:2", "svc:1", "svc:2", "sub:1", "gov:1"])
HOURS = st.decimals(0, 10**6, places=2, allow_nan=False, allow_infinity=False)
ITEMS = st.builds(
    PlannedItem,
    key=KEYS,
    kind=st.sampled_from(Kind),
    action=st.sampled_from(Action),
    name=HOSTILE,
    id=st.none() | st.integers(1, 10**9),
    parent_key=st.none() | KEYS,
    hours=st.none() | HOURS,
    reason=st.none() | HOSTILE,
    remark=st.none() | HOSTILE,
    differences=st.lists(st.builds(Difference, HOSTILE, HOSTILE, HOSTILE), max_size=2).map(tuple),
)
PLANS = st.builds(
    Plan,
    title=HOSTILE,
    origin=HOSTILE,
    target=st.builds(Target, HOSTILE, HOSTILE, HOSTILE),
    project=st.builds(
        PlannedProject,
        name=HOSTILE,
        action=st.sampled_from([Action.CREATE, Action.EXISTS]),
        id=st.none() | st.integers(1, 10**9),
        facts=st.lists(HOSTILE, max_size=4).map(tuple),
    ),
    items=st.lists(ITEMS, max_size=12).map(tuple),
)


@given(PLANS, st.none() | st.integers(40, 160), st.booleans())
def test_any_plan_is_drawn_harmless_and_within_the_width(
    plan: Plan, width: int | None, full: bool
) -> None:
    lines = diff(plan, width=width, full=full).plain.split("\n")
    for line in lines:
        assert not [c for c in line if unicodedata.category(c) in ("Cc", "Cs", "Zl", "Zp")]
        assert "\u202e" not in line
        assert "\u2066" not in line
        assert line == line.rstrip()
        assert width is None or cell_len(line) <= width
    assert "\n" not in summary(plan)


@given(PLANS)
def test_full_draws_every_item_once(plan: Plan) -> None:
    named = tuple(replace(i, name=f"<{n}>", reason=None) for n, i in enumerate(plan.items))
    drawn = diff(replace(plan, items=named), width=None, full=True).plain
    for number in range(len(named)):
        assert drawn.count(f" <{number}>") == 1


@given(PLANS)
def test_unknown_width_cuts_nothing(plan: Plan) -> None:
    item = phase("9", "n" * 300)
    longest = replace(item, hours=Decimal(1))
    assert "n" * 300 in diff(replace(plan, items=(longest, *plan.items)), width=None).plain


def test_items_find_their_parents_in_any_order() -> None:
    items = (ticket("svc:1", "One", "1", under="1"), phase("1", "Plan"))
    (branch,) = grown(items)
    assert [child.item.name for child in branch.branches] == ["One"]
