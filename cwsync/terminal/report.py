"""What was done, what failed, and what to do next. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import groupby
from typing import TYPE_CHECKING

from cwsync.export.project import Project
from cwsync.mapping.workplan import Kind, WorkPlan
from cwsync.sync.plan import Action, Failure, Outcome, Plan, PlannedItem
from cwsync.terminal.branches import Branch, grown
from cwsync.terminal.diff import summary
from cwsync.terminal.layout import Block, Prose, Row, Verbatim, assemble
from cwsync.terminal.safe import safe
from cwsync.terminal.words import counted, in_hours, in_seconds, tally

if TYPE_CHECKING:
    from rich.text import Text

LISTED_ONE_BY_ONE = 40  # tickets; beyond that only phases are listed


def applied(
    outcome: Outcome,
    *,
    command: str | None = None,
    width: int | None = None,
) -> Text:
    """What an apply created with ids and links, how long it took, what failed, what to do next.

    `command` is what to type to continue.
    """
    done = done_part(outcome)
    blocks: list[Block] = [
        Prose(summary(done, "apply", took=in_seconds(outcome.elapsed_s)), style="bold"),
        *_project(done),
        *_created(grown(done.items)),
        *_failures(outcome),
        *_next(outcome, command),
    ]
    return assemble(blocks, width=width)


def done_part(outcome: Outcome) -> Plan:
    """The plan without what was to be created and was not."""
    plan = outcome.plan
    items = (i for i in plan.items if i.action is not Action.CREATE or i.id is not None)
    return replace(plan, items=tuple(items))


def checked(project: Project, plan: WorkPlan) -> str:
    """That an export is valid, and what a push would take from it."""
    tickets = [ticket for phase in plan.phases for ticket in phase.tickets]
    counts = {
        "phase": len(plan.phases),
        "ticket": len(tickets),
        "task": sum(len(ticket.tasks) for ticket in tickets),
    }
    skipped = [f"  skips {safe(item.name)}: {safe(item.reason)}" for item in plan.skipped]
    status = project.status.value.replace("_", " ")
    lines = [
        f"valid: {safe(project.name)} ({status})",
        "with governance and sub-services a push has "
        f"{tally(counts, plan.hours) or 'nothing to create'}",
    ]
    return "\n".join([*lines, *skipped])


def _project(plan: Plan) -> Iterator[Block]:
    project = plan.project
    yield Row(f"project {project.id}  {project.name}", indent=2)
    if project.url:
        yield Verbatim(project.url, indent=4)


def _created(top: Sequence[Branch]) -> Iterator[Block]:
    tickets = sum(_is_new_ticket(b.item) for phase in top for b in phase.branches)
    for branch in top:
        if any(item.action is Action.CREATE for item in _below(branch)):
            yield _phase(branch)
            if tickets <= LISTED_ONE_BY_ONE:
                yield from _tickets(branch)


def _below(branch: Branch) -> Iterator[PlannedItem]:
    yield branch.item
    for child in branch.branches:
        yield from _below(child)


def _is_new_ticket(item: PlannedItem) -> bool:
    return item.kind is Kind.TICKET and item.action is Action.CREATE


def _phase(branch: Branch) -> Row:
    new = [b for b in branch.branches if _is_new_ticket(b.item)]
    hours = sum((b.hours for b in new), Decimal(0))
    return Row(
        f"phase {branch.item.id}  {branch.item.name}",
        indent=2,
        middle=counted(len(new), "ticket"),
        right=(in_hours(hours),),
    )


def _tickets(branch: Branch) -> Iterator[Block]:
    for child in branch.branches:
        new = [b.item for b in child.branches if b.item.action is Action.CREATE]
        if not _is_new_ticket(child.item) and not new:
            continue
        yield Row(
            f"ticket {child.item.id}  {child.item.name}",
            indent=4,
            middle=_tasks(len(new)),
            right=(in_hours(child.hours),) if _is_new_ticket(child.item) else (),
        )


def _tasks(number: int) -> str:
    return counted(number, "task") if number else ""


def _failures(outcome: Outcome) -> Iterator[Block]:
    if not outcome.failures:
        return
    items = {item.key: item for item in outcome.plan.items}
    yield Prose("")
    yield Prose(f"Not created: {counted(len(outcome.failures), 'item')}", style="bold red")
    failed_first = sorted(outcome.failures, key=lambda failure: failure.blocked)
    for message, failures in groupby(failed_first, key=lambda failure: failure.message):
        yield from (_failed(failure, items.get(failure.key)) for failure in failures)
        yield Prose(message, indent=6)


def _failed(failure: Failure, item: PlannedItem | None) -> Row:
    name = f"{item.kind.value} “{item.name}”" if item else failure.key
    return Row(name, indent=2, sign="-")


def _next(outcome: Outcome, command: str | None) -> Iterator[Block]:
    yield Prose("")
    if outcome.failures:
        stopped = "Stopped half way" if outcome.interrupted else "Some of it failed"
        yield Prose(f"{stopped}. Run it again to create the rest, and nothing twice:", style="")
    else:
        yield Prose("Run it again at any time: only what is new is added.", style="")
    if command:
        yield Verbatim(command, indent=2)
