"""A plan as a tree that a project manager can read. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import groupby
from typing import TYPE_CHECKING

from cwsync.mapping.workplan import Kind
from cwsync.sync.plan import THERE, Action, Plan, PlannedItem
from cwsync.terminal.branches import Branch, grown
from cwsync.terminal.layout import Block, Prose, Row, assemble, cells, cut, unbroken
from cwsync.terminal.safe import safe
from cwsync.terminal.words import counted, in_hours, tally

if TYPE_CHECKING:
    from rich.text import Text

SIGNS = {
    Action.CREATE: "+",
    Action.EXISTS: "=",
    Action.CHANGED: "~",
    Action.REMOVED: "-",
    Action.DROPPED: "-",
    Action.SKIP: "-",
}
STYLES = {
    Action.CREATE: "green",
    Action.EXISTS: "dim",
    Action.CHANGED: "yellow",
    Action.REMOVED: "red",
    Action.DROPPED: "magenta",
    Action.SKIP: "cyan",
}
NOT_THERE = {Action.REMOVED: "removed", Action.DROPPED: "dropped", Action.SKIP: "skipped"}
LONGEST_FIELD = 12


def diff(plan: Plan, *, width: int | None, full: bool = False) -> Text:
    """The plan, fitted to `width` columns (None: nothing is cut), without a final line break.

    What is unchanged is only counted, unless `full`.
    """
    top = grown(plan.items)
    blocks = [*_header(plan, width), *_project(plan, top), *_top(top, full)]
    return assemble(blocks, width=width)


def summary(plan: Plan, mode: str = "plan", *, took: str = "") -> str:
    """The plan in one sentence, as `plan`, `apply` (done, in the time it `took`) or `status`."""
    counts = plan.counts()
    created = tally(counts[Action.CREATE], _hours(plan, Action.CREATE))
    if mode == "status":
        return _status(plan, created)
    if mode == "apply":
        done = f"Created {created or 'nothing'}{f' in {took}' if took else ''}"
        return f"{'; '.join([done, *_rest(counts, 'skipped')])}."
    rest = _rest(counts, "skips")
    if created:
        return f"{'; '.join([f'Creates {created}', *rest])}."
    there = _there(plan)
    everything = f"{there} {_are(plan)} in ConnectWise already" if there else "the plan is empty"
    return f"{'; '.join([f'Nothing to do: {everything}', *rest])}."


def _status(plan: Plan, missing: str) -> str:
    rest = _rest(plan.counts(), "skips")
    there = f"In ConnectWise: {_there(plan) or 'nothing of it'}"
    return f"{'; '.join([there, *([f'not there yet: {missing}'] if missing else []), *rest])}."


def _there(plan: Plan) -> str:
    counts = plan.counts()
    there = counts[Action.EXISTS] + counts[Action.CHANGED]
    return tally(there, _hours(plan, Action.EXISTS, Action.CHANGED))


def _are(plan: Plan) -> str:
    counts = plan.counts()
    return "is" if (counts[Action.EXISTS] + counts[Action.CHANGED]).total() == 1 else "are"


def _hours(plan: Plan, *actions: Action) -> Decimal:
    tickets = (i for i in plan.items if i.kind is Kind.TICKET and i.action in actions)
    return sum((ticket.hours or Decimal(0) for ticket in tickets), Decimal(0))


def _rest(counts: dict[Action, Counter[str]], skips: str) -> list[str]:
    texts = (
        (Action.CHANGED, "{} changed and left as they are", "{} changed and left as it is"),
        (Action.REMOVED, "{} removed in ConnectWise", "{} removed in ConnectWise"),
        (Action.DROPPED, "{} no longer in the export", "{} no longer in the export"),
        (Action.SKIP, f"{skips} {{}}", f"{skips} {{}}"),
    )
    return [
        (one if number == 1 else many).format(f"{number:,}")
        for action, many, one in texts
        if (number := counts[action].total())
    ]


def _header(plan: Plan, width: int | None) -> Iterator[Block]:
    title, origin = safe(plan.title), safe(plan.origin)
    line = f"{title}    {origin}"
    if width is None or cells(line) <= width:
        yield Prose(line, style="bold")
    else:
        yield Prose(title, style="bold")
        yield Prose(origin, indent=6, style="")
    target = plan.target
    place = f"{target.company_name} at {target.host} (company {target.company_id})"
    yield Prose(place, lead="into  ", style="")
    yield Prose("")


def _project(plan: Plan, top: Sequence[Branch]) -> Iterator[Block]:
    project = plan.project
    hours = sum((b.hours for b in top if b.item.action in THERE), Decimal(0))
    name = "project" if project.id is None else f"project {project.id}"
    yield Row(
        name if project.name == plan.title else f"{name}  {project.name}",
        sign=SIGNS[project.action],
        right=(in_hours(hours),),
        style=f"bold {STYLES[project.action]}",
    )
    if project.facts:
        yield Prose(unbroken(project.facts), indent=4)


def _top(top: Sequence[Branch], full: bool) -> Iterator[Block]:
    for phase, branches in groupby(top, key=lambda branch: branch.item.kind is Kind.PHASE):
        if not phase:
            yield from _siblings(list(branches), full, indent=2)
            continue
        for branch in branches:
            yield _phase(branch, full)
            yield from _differences(branch.item, 2)
            yield from _reason(branch.item, 2)
            if full or branch.matters:
                yield from _siblings(branch.branches, full, indent=4, above=branch.item)


def _phase(branch: Branch, full: bool) -> Row:
    item = branch.item
    return Row(
        item.name,
        indent=2,
        sign=SIGNS[item.action],
        middle=_of_phase(branch, full),
        right=(in_hours(branch.hours),) if item.action in THERE else (),
        style=f"bold {STYLES[item.action]}",
    )


def _of_phase(branch: Branch, full: bool) -> str:
    """How many tickets it has, how many of them are new."""
    if branch.item.action in NOT_THERE:
        return ""
    if not (full or branch.matters):
        return f"{tally(branch.kinds() - Counter(phase=1)) or 'empty'}, unchanged"
    tickets = [b for b in branch.present if b.item.kind is Kind.TICKET]
    new = sum(b.item.action is Action.CREATE for b in tickets)
    text = counted(len(tickets), "ticket")
    return text if new in (0, len(tickets)) else f"{text}, {new:,} new"


def _siblings(
    branches: Sequence[Branch], full: bool, *, indent: int, above: PlannedItem | None = None
) -> Iterator[Block]:
    """What matters of them, then one line that counts the others."""
    shown = [branch for branch in branches if full or branch.matters]
    for position, branch in enumerate(shown):
        item = branch.item
        yield _row(item, indent)
        yield from _differences(item, indent)
        if not _same_reason(item, above) and _ends_run(shown, position):
            yield from _reason(item, indent)
        yield from _siblings(branch.branches, full, indent=indent + 2, above=item)
    if len(shown) < len(branches):
        yield _unchanged([b for b in branches if not b.matters], indent)


def _same_reason(item: PlannedItem, other: PlannedItem | None) -> bool:
    return other is not None and (item.action, item.reason) == (other.action, other.reason)


def _ends_run(branches: Sequence[Branch], position: int) -> bool:
    """Whether the reason is to stand here: the next one has another, or something comes between."""
    following = branches[position + 1].item if position + 1 < len(branches) else None
    return bool(branches[position].branches) or not _same_reason(branches[position].item, following)


def _row(item: PlannedItem, indent: int) -> Row:
    there = item.action in THERE and item.kind is Kind.TICKET
    return Row(
        item.name,
        indent=indent,
        sign=SIGNS[item.action],
        middle=_middle(item),
        right=(in_hours(item.hours or Decimal(0)),) if there else (),
        style=STYLES[item.action],
    )


def _middle(item: PlannedItem) -> str:
    parts = [item.remark or ""]
    if item.action in NOT_THERE:
        parts.append(_uncounted(item))
    elif item.id is not None and item.kind is Kind.TICKET:
        parts.append(f"#{item.id}")
    return ", ".join(part for part in parts if part)


def _uncounted(item: PlannedItem) -> str:
    """Hours that do not belong to the column of hours, since the item is not there."""
    return f"({in_hours(item.hours)})" if item.hours else ""


def _reason(item: PlannedItem, indent: int) -> Iterator[Block]:
    texts = (NOT_THERE.get(item.action), item.reason)
    if any(texts):
        yield Prose(": ".join(text for text in texts if text), indent=indent + 4)


def _differences(item: PlannedItem, indent: int) -> Iterator[Block]:
    fields = [cut(safe(difference.field), LONGEST_FIELD) for difference in item.differences]
    column = max(map(cells, fields), default=0)
    for field, difference in zip(fields, item.differences, strict=True):
        ours, theirs = _quoted(difference.export), _quoted(difference.connectwise)
        text = f"{ours} in the export, {theirs} in ConnectWise"
        lead = field + " " * (column - cells(field) + 2)
        yield Prose(text, indent=indent + 4, lead=lead, style="yellow")


def _quoted(value: str) -> str:
    """A text in quotes, which may hold commas; a number as it is."""
    return value if value.replace(".", "", 1).isdigit() else f"“{value}”"


def _unchanged(branches: Sequence[Branch], indent: int) -> Row:
    counts = sum((branch.kinds() for branch in branches), Counter[str]())
    hours = sum((branch.hours for branch in branches), Decimal(0))
    return Row(
        f"{tally(counts)} unchanged",
        indent=indent,
        sign=SIGNS[Action.EXISTS],
        right=(in_hours(hours),) if counts["ticket"] else (),
        style=STYLES[Action.EXISTS],
    )
