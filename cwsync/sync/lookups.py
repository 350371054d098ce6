"""What the options of cwsync accept, as the connected ConnectWise has it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from cwsync.sync.companies import Company
from cwsync.sync.directory import BillingMethod
from cwsync.sync.wire import Record, by_id, decimal, reference_name, text

if TYPE_CHECKING:
    from cwsync.client.connectwise import ConnectWise

Fact = str | bool | None


@dataclass(frozen=True, slots=True)
class Listed:
    """A value that can be given by its name or its id; `facts` are what else is worth knowing."""

    id: int | None
    name: str
    facts: Mapping[str, Fact] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Lookup:
    """How one list is read: which fields, which rows are in use, what is said of each.

    `facts` has the same names for every row; `rank` is a field that puts the rows in order.
    """

    path: str
    fields: tuple[str, ...]
    in_use: Callable[[Record], bool] = lambda row: not row.get("inactiveFlag")
    facts: Callable[[Record], Mapping[str, Fact]] = lambda row: {}
    name: str = "name"
    rank: str = "id"


def _flags(**named: str) -> Callable[[Record], Mapping[str, Fact]]:
    """Facts that are flags: `closed="closedFlag"`."""
    return lambda row: {fact: row.get(flag) is True for fact, flag in named.items()}


def _member(row: Record) -> Mapping[str, Fact]:
    full_name = f"{text(row, 'firstName')} {text(row, 'lastName')}".strip()
    return {"full_name": full_name or None, "email": text(row, "officeEmail") or None}


LOOKUPS = {
    "boards": Lookup(
        "/service/boards",
        ("id", "name", "projectFlag", "inactiveFlag"),
        in_use=lambda row: row.get("projectFlag") is True and not row.get("inactiveFlag"),
    ),
    "project-statuses": Lookup(
        "/project/statuses",
        ("id", "name", "inactiveFlag", "closedFlag", "defaultFlag"),
        facts=_flags(default="defaultFlag", closed="closedFlag"),
    ),
    "templates": Lookup("/project/projectTemplates/", ("id", "name")),
    "members": Lookup(
        "/system/members",
        ("id", "identifier", "firstName", "lastName", "officeEmail", "inactiveFlag"),
        facts=_member,
        name="identifier",
    ),
    "stages": Lookup(
        "/sales/stages",
        ("id", "name", "probability/name", "sequenceNumber"),
        facts=lambda row: {"probability": reference_name(row, "probability") or None},
        rank="sequenceNumber",
    ),
    # Those no longer in use, too: old opportunities still have them.
    "opportunity-statuses": Lookup(
        "/sales/opportunities/statuses",
        ("id", "name", "wonFlag", "lostFlag", "closedFlag", "inactiveFlag"),
        in_use=lambda row: True,
        facts=_flags(won="wonFlag", lost="lostFlag", closed="closedFlag", inactive="inactiveFlag"),
    ),
}
_BILLED = {
    BillingMethod.ACTUAL_RATES: "time at the rates of who works",
    BillingMethod.FIXED_FEE: "one amount for the project",
    BillingMethod.NOT_TO_EXCEED: "time, up to an amount",
    BillingMethod.OVERRIDE_RATE: "time at one rate for the project",
}


def look_up(cw: ConnectWise, kind: str) -> tuple[Listed, ...]:
    """The list of this name, a key of `LOOKUPS`, in the order that ConnectWise shows it."""
    return _read(cw, LOOKUPS[kind])


def ticket_statuses(cw: ConnectWise, board_id: int) -> tuple[Listed, ...]:
    """The statuses of one board: equal names on other boards are other statuses."""
    statuses = Lookup(
        f"/service/boards/{board_id}/statuses",
        ("id", "name", "inactive", "closedStatus", "defaultFlag", "sortOrder"),
        in_use=lambda row: not row.get("inactive"),
        facts=_flags(default="defaultFlag", closed="closedStatus"),
        rank="sortOrder",
    )
    return _read(cw, statuses)


def billing_methods() -> tuple[Listed, ...]:
    """ConnectWise's own closed set, which needs no asking."""
    return tuple(Listed(None, m.value, {"meaning": _BILLED[m]}) for m in BillingMethod)


def listed_company(company: Company) -> Listed:
    """A company as a choice."""
    return Listed(company.id, company.name, {"identifier": company.identifier})


def _read(cw: ConnectWise, lookup: Lookup) -> tuple[Listed, ...]:
    rows = [row for row in by_id(cw.list(lookup.path, fields=lookup.fields)) if lookup.in_use(row)]
    rows.sort(key=lambda row: decimal(row, lookup.rank) or 0)
    return tuple(Listed(row["id"], text(row, lookup.name), lookup.facts(row)) for row in rows)
