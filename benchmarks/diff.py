"""How long the diff of a plan takes, against a Rich Table of as many rows.

    python -m benchmarks.diff [--phases 100] [--runs 5]

A first push of 10,000 items, drawn in colour at 100 columns; the least of several runs. Target: at
most 1 s.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from decimal import Decimal
from time import perf_counter

from rich.console import Console
from rich.table import Table

from benchmarks.options import parser
from cwsync.cli import collect_seldom
from cwsync.mapping.workplan import Kind
from cwsync.sync.plan import Action, Plan, PlannedItem, PlannedProject, Target
from cwsync.terminal.diff import diff
from cwsync.terminal.screen import Screen

PHASES = 100
TICKETS = 49  # in each phase, each with one task
WIDTH = 100


def plan(phases: int) -> Plan:
    """A first push of so many phases of 49 tickets with a task each."""
    items: list[PlannedItem] = []
    for number in range(phases):
        phase = f"phase:{number}"
        items.append(PlannedItem(phase, Kind.PHASE, Action.CREATE, f"Phase {number}"))
        items += [item for n in range(TICKETS) for item in _ticket(phase, f"{number}-{n}")]
    return Plan(
        title="Campus network refresh",
        origin="approved in ScopeStack, project 50500",
        target=Target("na.myconnectwise.net", "cedarline", "Harbor Clinic Group"),
        project=PlannedProject("Campus network refresh", Action.CREATE),
        items=tuple(items),
    )


def _ticket(phase: str, id: str) -> tuple[PlannedItem, PlannedItem]:
    ticket = PlannedItem(
        f"svc:{id}",
        Kind.TICKET,
        Action.CREATE,
        f"Mount and configure the access points of room {id}",
        parent_key=phase,
        hours=Decimal("1.25"),
    )
    task = PlannedItem(
        f"sub:{id}", Kind.TASK, Action.CREATE, "Label the cables", parent_key=ticket.key
    )
    return ticket, task


def draw_diff(plan: Plan) -> None:
    """Draw it the way `project push` does, in colour."""
    screen = Screen(environ={"FORCE_COLOR": "1"}, stdout=io.StringIO())
    screen.out(diff(plan, width=WIDTH))


def draw_table(plan: Plan) -> None:
    """Draw the same items as rows of a table."""
    table = Table("item", "kind", "hours")
    for item in plan.items:
        table.add_row(item.name, item.kind.value, str(item.hours or ""), style="green")
    Console(file=io.StringIO(), force_terminal=True, width=WIDTH).print(table)


def seconds(draw: Callable[[Plan], None], plan: Plan) -> float:
    """How long it takes once."""
    begun = perf_counter()
    draw(plan)
    return perf_counter() - begun


def main() -> None:
    """Print the figures."""
    options = parser("diff", __doc__)
    options.add_argument("--phases", type=int, default=PHASES)
    options.add_argument("--runs", type=int, default=5)
    given = options.parse_args()
    collect_seldom()  # as every command does
    drawn = plan(given.phases)
    runs = [(seconds(draw_diff, drawn), seconds(draw_table, drawn)) for _ in range(given.runs)]
    diff_s, table_s = map(min, zip(*runs, strict=True))
    print(f"{len(drawn.items):,} items, {WIDTH} columns, best of {given.runs} runs")
    print(f"diff        {diff_s:6.3f} s   target 1 s")
    print(f"Rich Table  {table_s:6.3f} s   {table_s / diff_s:.1f} times as long")


if __name__ == "__main__":
    main()
