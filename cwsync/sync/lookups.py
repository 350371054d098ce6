"""What the options of cwsync accept, as the connected ConnectWise has it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from cwsync.sync.companies import Company
from cwsync.sync.directory import BillingMethod
from cwsync.sync.tables import TABLES, Fact, Table, statuses_of
from cwsync.sync.wire import by_id, decimal, text

if TYPE_CHECKING:
    from cwsync.client.connectwise import ConnectWise


@dataclass(frozen=True, slots=True)
class Listed:
    """A value that can be given by its name or its id; `facts` are what else is worth knowing."""

    id: int | None
    name: str
    facts: Mapping[str, Fact] = field(default_factory=dict)


_BILLED = {
    BillingMethod.ACTUAL_RATES: "time at the rates of who works",
    BillingMethod.FIXED_FEE: "one amount for the project",
    BillingMethod.NOT_TO_EXCEED: "time, up to an amount",
    BillingMethod.OVERRIDE_RATE: "time at one rate for the project",
}


def look_up(cw: ConnectWise, kind: str) -> tuple[Listed, ...]:
    """The list of this name, a key of `TABLES`, in the order that ConnectWise shows it."""
    return _read(cw, TABLES[kind])


def ticket_statuses(cw: ConnectWise, board_id: int) -> tuple[Listed, ...]:
    """The statuses of one board: equal names on other boards are other statuses."""
    return _read(cw, statuses_of(board_id))


def billing_methods() -> tuple[Listed, ...]:
    """ConnectWise's own closed set, which needs no asking."""
    return tuple(Listed(None, m.value, {"meaning": _BILLED[m]}) for m in BillingMethod)


def listed_company(company: Company) -> Listed:
    """A company as a choice."""
    return Listed(company.id, company.name, {"identifier": company.identifier})


def _read(cw: ConnectWise, table: Table) -> tuple[Listed, ...]:
    rows = [row for row in by_id(cw.list(table.path, fields=table.fields)) if table.in_use(row)]
    rows.sort(key=lambda row: decimal(row, table.rank) or 0)
    return tuple(Listed(row["id"], text(row, table.name), table.facts(row)) for row in rows)
