"""The tables of ConnectWise that options name values of: where they are, which rows are in use."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from cwsync.sync.wire import Record, reference_name, text

Fact = str | bool | None


@dataclass(frozen=True, slots=True)
class Table:
    """How one table is read: which fields, which rows are in use, what is said of each.

    `facts` has the same names for every row; `rank` is a field that puts the rows in order.
    """

    path: str
    fields: tuple[str, ...]
    in_use: Callable[[Record], bool] = lambda row: not row.get("inactiveFlag")
    facts: Callable[[Record], Mapping[str, Fact]] = lambda row: {}
    name: str = "name"
    rank: str = "id"


def full_name(member: Record) -> str:
    """The first and the last name of a member, empty where there is neither."""
    return f"{text(member, 'firstName')} {text(member, 'lastName')}".strip()


def _flags(**named: str) -> Callable[[Record], Mapping[str, Fact]]:
    """Facts that are flags: `closed="closedFlag"`."""
    return lambda row: {fact: row.get(flag) is True for fact, flag in named.items()}


def _member(row: Record) -> Mapping[str, Fact]:
    return {"full_name": full_name(row) or None, "email": text(row, "officeEmail") or None}


TABLES = {
    "boards": Table(
        "/service/boards",
        ("id", "name", "projectFlag", "inactiveFlag"),
        in_use=lambda row: row.get("projectFlag") is True and not row.get("inactiveFlag"),
    ),
    "project-statuses": Table(
        "/project/statuses",
        ("id", "name", "inactiveFlag", "closedFlag", "defaultFlag"),
        facts=_flags(default="defaultFlag", closed="closedFlag"),
    ),
    "templates": Table("/project/projectTemplates/", ("id", "name")),
    "members": Table(
        "/system/members",
        ("id", "identifier", "firstName", "lastName", "officeEmail", "inactiveFlag"),
        facts=_member,
        name="identifier",
    ),
    "stages": Table(
        "/sales/stages",
        ("id", "name", "probability/name", "sequenceNumber"),
        facts=lambda row: {"probability": reference_name(row, "probability") or None},
        rank="sequenceNumber",
    ),
    # Those no longer in use, too: old opportunities still have them.
    "opportunity-statuses": Table(
        "/sales/opportunities/statuses",
        ("id", "name", "wonFlag", "lostFlag", "closedFlag", "inactiveFlag"),
        in_use=lambda row: True,
        facts=_flags(won="wonFlag", lost="lostFlag", closed="closedFlag", inactive="inactiveFlag"),
    ),
}


def statuses_of(board_id: int) -> Table:
    """The ticket statuses of one board: equal names on other boards are other statuses."""
    return Table(
        f"/service/boards/{board_id}/statuses",
        ("id", "name", "inactive", "closedStatus", "defaultFlag", "sortOrder"),
        in_use=lambda row: not row.get("inactive"),
        facts=_flags(default="defaultFlag", closed="closedStatus"),
        rank="sortOrder",
    )
