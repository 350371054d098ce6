"""How long the diff of 5,000 items takes, against a Rich Table of as many rows.

Run it with `python -m benchmarks.diff`; it prints the best of several runs, and the ratio.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from decimal import Decimal
from time import perf_counter

from rich.console import Console
from rich.table import Table

from cwsync.mapping.workplan import Kind
from cwsync.sync.plan import Action, Plan, PlannedItem, PlannedProject, Target
from cwsync.terminal.diff import diff
from cwsync.terminal.screen import Screen

PHASES = 50
TICKETS = 49  # in each phase, each with one task
WIDTH = 100
RUNS = 5


def plan() -> Plan:
    """A first push of 50 phases, 2,450 tickets and 2,450 tasks."""
    items: list[PlannedItem] = []
    for number in range(PHASES):
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


def best(draw: Callable[[Plan], None], plan: Plan) -> float:
    """The least seconds of several runs."""
    times = []
    for _ in range(RUNS):
        begun = perf_counter()
        draw(plan)
        times.append(perf_counter() - begun)
    return min(times)


def main() -> None:
    """Print the figures."""
    drawn = plan()
    diff_s, table_s = best(draw_diff, drawn), best(draw_table, drawn)
    print(f"{len(drawn.items):,} items, {WIDTH} columns, best of {RUNS} runs")
    print(f"diff        {diff_s:6.3f} s")
    print(f"Rich Table  {table_s:6.3f} s  ({table_s / diff_s:.1f} times as long)")


if __name__ == "__main__":
    main()
