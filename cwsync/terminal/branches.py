"""The items of a plan as a tree: phases, their tickets, their tasks. Pure."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from cwsync.mapping.workplan import Kind
from cwsync.sync.plan import THERE, Action, PlannedItem


@dataclass(frozen=True)
class Branch:
    """An item with what hangs below it."""

    item: PlannedItem
    branches: tuple[Branch, ...] = ()

    @cached_property
    def matters(self) -> bool:
        """Whether it, or something below it, is anything but unchanged."""
        return self.item.action is not Action.EXISTS or any(b.matters for b in self.branches)

    @cached_property
    def hours(self) -> Decimal:
        """For a phase the hours of its tickets that are or will be there, else the item's own."""
        if self.item.kind is Kind.PHASE:
            return sum((branch.hours for branch in self.present), Decimal(0))
        return self.item.hours or Decimal(0)

    @property
    def present(self) -> Iterator[Branch]:
        """The branches that ConnectWise holds, or will hold."""
        return (branch for branch in self.branches if branch.item.action in THERE)

    def kinds(self) -> Counter[str]:
        """How many of each kind there are, itself and everything below it."""
        counts = Counter([self.item.kind.value])
        for branch in self.branches:
            counts += branch.kinds()
        return counts


def grown(items: Sequence[PlannedItem]) -> tuple[Branch, ...]:
    """Every item exactly once, in order; what has no parent among the items stands at the top."""
    below: dict[tuple[Kind, str], list[PlannedItem]] = defaultdict(list)
    parents = {(item.kind, item.key) for item in items}
    tops: list[PlannedItem] = []
    for item in items:
        parent = (_kind_above(item.kind), item.parent_key or "")
        (below[parent] if parent in parents else tops).append(item)
    return tuple(_branch(item, below) for item in tops)


def _kind_above(kind: Kind) -> Kind | None:
    return {Kind.PHASE: None, Kind.TICKET: Kind.PHASE, Kind.TASK: Kind.TICKET}[kind]


def _branch(item: PlannedItem, below: dict[tuple[Kind, str], list[PlannedItem]]) -> Branch:
    children = below.pop((item.kind, item.key), ())
    return Branch(item, tuple(_branch(child, below) for child in children))
