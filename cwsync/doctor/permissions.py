"""The permissions that the API member needs, and which of them it has. Pure.

ScopeStack publishes a list; phases are created, orders made and notes kept beyond it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from cwsync.client.permissions import Permission, Role, permission_of
from cwsync.client.probe import Seen
from cwsync.doctor.checks import Check, fail, not_tried, ok, skip, warn
from cwsync.errors import ExitCode

_ALL = ("Inquire", "Add", "Edit")
_TABLES = "System > Table Setup"


@dataclass(frozen=True, slots=True)
class Need:
    """A permission, what it is for, and a harmless read that shows it (for Inquire).

    Without one that is not `required` cwsync works, though less well.
    """

    permission: Permission
    purpose: str
    path: str | None = None
    required: bool = True

    @property
    def name(self) -> str:
        """The name of its check."""
        return f"permission: {self.permission}"


def _needs(
    name: str, levels: Iterable[str], path: str | None, purpose: str, *, required: bool = True
) -> Iterator[Need]:
    for level in levels:
        probed = path if level == "Inquire" else None
        yield Need(permission_of(name, level), purpose, probed, required)


NEEDS: tuple[Need, ...] = (
    *_needs("Sales > Opportunity", _ALL, "/sales/opportunities", "opportunities and forecast"),
    *_needs("Sales > Sales Orders", ("Inquire", "Add"), "/sales/orders", "sales orders"),
    *_needs("Project > Project Headers", _ALL, "/project/projects", "projects"),
    *_needs("Project > Project Phase", _ALL, None, "the phases of the work plan"),
    *_needs("Project > Project Tickets", _ALL, "/project/tickets", "a ticket for each service"),
    *_needs("Project > Project Ticket Tasks", _ALL, None, "a task for each sub-service"),
    *_needs(
        "Project > Project Notes",
        _ALL,
        None,
        "the record of what was pushed: without it names alone tell",
        required=False,
    ),
    *_needs(
        "Project > Project Templates",
        ("Inquire",),
        "/project/projectTemplates",
        "projects that begin with a template",
        required=False,
    ),
    *_needs(
        "Companies > Company Maintenance", ("Inquire",), "/company/companies", "finding companies"
    ),
    *_needs(
        "Companies > Contacts",
        ("Inquire",),
        "/company/contacts",
        "ScopeStack's own list: cwsync does without",
        required=False,
    ),
    *_needs("System > Member Maintenance", ("Inquire",), "/system/members", "finding members"),
    *_needs(
        "Procurement > Product Catalog",
        ("Inquire",),
        "/procurement/catalog",
        "ScopeStack's own list: cwsync does without",
        required=False,
    ),
    *_needs(
        "Finance > Agreements",
        ("Inquire",),
        "/finance/agreements",
        "ScopeStack's own list: cwsync does without",
        required=False,
    ),
)
# Reading them often needs no right at all, whatever the security role says: so they are read.
TABLES: tuple[Need, ...] = (
    *_needs(f"{_TABLES} (Service Board)", ("Inquire",), "/service/boards", "boards"),
    *_needs(f"{_TABLES} (Service Status)", ("Inquire",), None, "the statuses of tickets"),
    *_needs(f"{_TABLES} (Service Priority)", ("Inquire",), "/service/priorities", "priorities"),
    *_needs(f"{_TABLES} (Project Status)", ("Inquire",), "/project/statuses", "project statuses"),
    *_needs(
        f"{_TABLES} (Opportunity)",
        ("Inquire",),
        "/sales/opportunities/statuses",
        "the statuses of opportunities",
    ),
)


def to_probe(role: Role) -> list[str]:
    """What has to be read, because the security role does not tell about it."""
    silent = [need for need in NEEDS if need.path and role.level(need.permission) is None]
    return [need.path for need in (*silent, *TABLES) if need.path]


def judged(role: Role, probed: Mapping[str, Seen]) -> list[Check]:
    """A check for each permission; `probed` holds what was read, by path."""
    checks = [_judge(need, role.level(need.permission), _probe(need, probed)) for need in NEEDS]
    return [*checks, *_judged_tables(probed)]


def _judged_tables(probed: Mapping[str, Seen]) -> list[Check]:
    """A check for each table; when none can be read, the one for all of them."""
    seen = [(need, _probe(need, probed)) for need in TABLES]
    read = [found for _, found in seen if found is not None]
    if read and all(found.status == 403 for found in read):
        whole = Need(permission_of(_TABLES, "Inquire"), "boards, statuses and priorities")
        part = "a part of what is not granted"
        return [_lacking(whole), *(not_tried(need.name, part) for need in TABLES)]
    return [_judge(need, None, found) for need, found in seen]


def _judge(need: Need, level: str | None, probe: Seen | None) -> Check:
    if level == "All":
        return ok(need.name, "granted")
    if level == "None":
        return _lacking(need)
    if level is not None:
        hint = f"{need.permission.advice}; records of others are hidden from it"
        return warn(need.name, f"only for its own records ({level})", hint)
    if probe is None:
        return skip(need.name, "ConnectWise does not say, and only writing would show")
    if probe.ok:
        return ok(need.name, "granted")
    if probe.status == 403:
        return _lacking(need)
    why = f"status {probe.status}" if probe.trouble is None else probe.trouble.reason
    return skip(need.name, f"no clear answer: {why}")


def _lacking(need: Need) -> Check:
    message = f"not granted; it is for {need.purpose}"
    if not need.required:
        return warn(need.name, message, need.permission.advice)
    return fail(need.name, message, need.permission.advice, ExitCode.FORBIDDEN)


def _probe(need: Need, probed: Mapping[str, Seen]) -> Seen | None:
    if need.permission.table == "Service Status":
        of_boards = [seen for path, seen in probed.items() if path.endswith("/statuses")]
        return next((s for s in of_boards if s.path.startswith("/service/boards/")), None)
    return probed.get(need.path) if need.path else None
