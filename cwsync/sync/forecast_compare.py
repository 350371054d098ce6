"""The desired forecast lines against those that are there. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from cwsync.export.project import Notice
from cwsync.mapping.forecast import DesiredForecast, DesiredLine
from cwsync.mapping.totals import Category, Money, in_cents
from cwsync.sync.directory import Ref
from cwsync.sync.forecast_plan import LineAction, PlannedLine
from cwsync.sync.plan import Difference
from cwsync.sync.wire import decimal, reference_id, reference_name, text

NOTHING = Money(Decimal(0), Decimal(0))


@dataclass(frozen=True, slots=True)
class ExistingLine:
    """A line of ConnectWise; None for what it does not say."""

    id: int | None
    description: str
    type: str
    status: Ref | None
    revenue: Decimal | None
    cost: Decimal | None
    included: bool

    @property
    def money(self) -> Money:
        """What it holds; nothing where it does not say."""
        return Money(self.revenue or Decimal(0), self.cost or Decimal(0))


@dataclass(frozen=True, slots=True)
class Compared:
    """The lines of a plan, how many lines there are of others, and what a person should know."""

    lines: tuple[PlannedLine, ...]
    others: int
    notices: tuple[Notice, ...]


def existing_line(record: dict[str, Any]) -> ExistingLine:
    """A line read from its record."""
    id, status_id = record.get("id"), reference_id(record, "status")
    revenue, cost = decimal(record, "revenue"), decimal(record, "cost")
    return ExistingLine(
        id=id if isinstance(id, int) and not isinstance(id, bool) else None,
        description=" ".join(text(record, "forecastDescription").split()),
        type=text(record, "forecastType"),
        status=None if status_id is None else Ref(status_id, reference_name(record, "status")),
        revenue=None if revenue is None else in_cents(revenue),
        cost=None if cost is None else in_cents(cost),
        included=record.get("includeFlag") is True,
    )


def compare(desired: DesiredForecast, existing: Sequence[ExistingLine], status: Ref) -> Compared:
    """What to do with each line. The oldest one of ours is kept in step, others are set to zero."""
    planned: list[PlannedLine] = []
    notices: list[Notice] = []
    ours = 0
    for line in desired.lines:
        found = _oldest_first(e for e in existing if e.description == line.description)
        ours += len(found)
        planned.append(_planned(line, found[0] if found else None, status))
        if line.money is not None:
            planned += [_duplicate(line, extra) for extra in found[1:] if extra.id is not None]
        notices += _about(line, found)
    return Compared(tuple(planned), len(existing) - ours, tuple(notices))


def differences(line: PlannedLine, existing: ExistingLine) -> tuple[Difference, ...]:
    """What of a line is not in ConnectWise as it should be. A cost nobody knows is left alone."""
    return tuple(_differences(line, existing))


def _oldest_first(lines: Iterable[ExistingLine]) -> list[ExistingLine]:
    return sorted(lines, key=lambda line: (line.id is None, line.id or 0))


def _planned(line: DesiredLine, there: ExistingLine | None, status: Ref) -> PlannedLine:
    action, money, reason = LineAction.CREATE, line.money, line.reason
    if money is not None and money.revenue == 0:
        if there is None:
            money, reason = None, "its total is zero"
        else:
            money = Money(money.revenue, money.cost or Decimal(0))
    if there is not None and there.id is None:
        money, reason = None, "ConnectWise does not give the id of this line"
    if money is None:
        action = LineAction.SKIP
    planned = PlannedLine(
        category=line.category,
        action=action,
        description=line.description,
        type=line.type,
        status=status.name,
        status_id=status.id,
        money=money,
        id=there.id if there else None,
        previous=there.money if there else None,
        reason=reason,
    )
    return planned if money is None or there is None else _updated(planned, there)


def _duplicate(line: DesiredLine, there: ExistingLine) -> PlannedLine:
    planned = PlannedLine(
        category=line.category,
        action=LineAction.UPDATE,
        description=line.description,
        type=there.type,
        status=there.status.name if there.status else "",
        status_id=there.status.id if there.status else None,
        money=NOTHING,
        id=there.id,
        previous=there.money,
        reason="there is an older line of this name",
        duplicate=True,
    )
    return _updated(planned, there)


def _updated(planned: PlannedLine, there: ExistingLine) -> PlannedLine:
    """An existing line with what differs, else unchanged."""
    found = differences(planned, there)
    action = LineAction.UPDATE if found else LineAction.UNCHANGED
    return replace(planned, action=action, differences=found)


def _differences(line: PlannedLine, existing: ExistingLine) -> Iterator[Difference]:
    if line.money is None:
        return
    if existing.revenue != line.money.revenue:
        yield Difference("revenue", _shown(line.money.revenue), _shown(existing.revenue))
    if line.money.cost is not None and existing.cost != line.money.cost:
        yield Difference("cost", _shown(line.money.cost), _shown(existing.cost))
    if line.duplicate:  # what does not bring in anything may stay as it is
        return
    if existing.type != line.type:
        yield Difference("type", line.type, existing.type)
    if existing.status is None or existing.status.id != line.status_id:
        yield Difference("status", line.status, existing.status.name if existing.status else "")
    if not existing.included:
        yield Difference("included", "yes", "no")


def _shown(amount: Decimal | None) -> str:
    return "" if amount is None else f"{amount:,.2f}"


def _about(line: DesiredLine, found: Sequence[ExistingLine]) -> Iterator[Notice]:
    if len(found) > 1:
        first, *more = (str(line.id or "?") for line in found)
        yield Notice(
            "duplicate_lines",
            f'the forecast has {len(found)} lines "{line.description}": {first} is kept in step, '
            f"what else there is counts as zero; delete {', '.join(more)} in ConnectWise",
            key=line.category.value,
        )
    left = [there for there in found if there.included and there.money.revenue]
    if line.money is None and left and line.category is Category.PRODUCT:
        yield Notice(
            "line_left",
            f'line {left[0].id} "{line.description}" of an earlier sync stays as it is and '
            f"counts {left[0].money.revenue:,.2f}: {line.reason}",
            key=line.category.value,
        )
