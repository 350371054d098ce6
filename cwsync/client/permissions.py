"""Which permission a call needs, and what a role says of it. Pure.

The permissions are ScopeStack's published list and what we use beyond it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

SECURITY = "/system/mySecurity"  # what the member's security role grants
WAY_ON = "an update of ConnectWise can reset permissions; see them all: cwsync doctor"
_LEVELS = {"GET": "Inquire", "POST": "Add", "PUT": "Edit", "PATCH": "Edit", "DELETE": "Delete"}
_TABLE = (
    (r"/project/tickets/\d+/tasks", "Project > Project Ticket Tasks"),
    (r"/project/tickets", "Project > Project Tickets"),
    (r"/project/projects/\d+/(phases|projectWorkplan)", "Project > Project Phase"),
    (r"/project/projects/\d+/notes", "Project > Project Notes"),
    (r"/project/projects/\d+/teamMembers", "Project > Project Teams"),
    (r"/project/projects\b", "Project > Project Headers"),
    (r"/project/projectTemplates", "Project > Project Templates"),
    (r"/project/", "System > Table Setup (Project Status)"),
    (r"/sales/opportunities/(\d+/convertToSalesOrder|conversions)", "Sales > Sales Orders"),
    (r"/sales/orders/statuses", "System > Table Setup (Order Status)"),
    (r"/sales/orders", "Sales > Sales Orders"),
    (
        r"/sales/(opportunities/(statuses|types)|stages|probabilities)",
        "System > Table Setup (Opportunity)",
    ),
    (r"/sales/", "Sales > Opportunity"),
    (r"/company/companies/(statuses|types)", "System > Table Setup (Company)"),
    (r"/company/contacts", "Companies > Contacts"),
    (r"/company/", "Companies > Company Maintenance"),
    (r"/service/priorities", "System > Table Setup (Service Priority)"),
    (r"/service/boards/\d+/statuses", "System > Table Setup (Service Status)"),
    (r"/service/", "System > Table Setup (Service Board)"),
    (r"/system/(members|myMembers)", "System > Member Maintenance"),
    (r"/procurement/", "Procurement > Product Catalog"),
    (r"/finance/", "Finance > Agreements"),
    (r"/time/", "System > Table Setup (Work Role and Work Type)"),
    (r"/system/", "System > Table Setup"),
)


@dataclass(frozen=True, slots=True)
class Permission:
    """What a security role can grant: where it stands in the menu, and Inquire, Add or Edit.

    `table` is the part of Table Setup that it is about, where it is about one.
    """

    module: str
    function: str
    level: str
    table: str | None = None

    def __str__(self) -> str:
        """`Project > Project Tickets (Add)`."""
        table = f" ({self.table})" if self.table else ""
        return f"{self.module} > {self.function}{table} ({self.level})"

    @property
    def advice(self) -> str:
        """How to grant it, in the words of ConnectWise's menus."""
        way = "in ConnectWise: System > Security Roles > the role of the API member"
        grant = f"{way} > {self.module} > {self.function}: set {self.level} Level to All"
        return f"{grant} (or customize it: {self.table})" if self.table else grant


@dataclass(frozen=True, slots=True)
class Role:
    """What a security role grants: None, My or All, as far as ConnectWise tells."""

    _levels: Mapping[tuple[str, str], str] = field(default_factory=dict)

    def __bool__(self) -> bool:
        """Whether it tells anything."""
        return bool(self._levels)

    def level(self, permission: Permission) -> str | None:
        """None, My or All in words; nothing where the role does not tell."""
        return self._levels.get((_plain(permission.function), permission.level))

    def denies(self, permission: Permission) -> bool:
        """Whether it says in so many words that this is not granted."""
        return self.level(permission) == "None"


def role_of(said: Any) -> Role:
    """The role as `SECURITY` tells it: a list of functions, each with a level for each right."""
    levels: dict[tuple[str, str], str] = {}
    for row in said if isinstance(said, list) else []:
        if not isinstance(row, dict):
            continue
        for name in ("moduleFunctionName", "moduleFunctionIdentifier"):
            function = _plain(row.get(name))
            for level in ("Inquire", "Add", "Edit"):
                value = row.get(f"{level.casefold()}Level")
                if function and isinstance(value, str):
                    levels.setdefault((function, level), value.strip().title())
    return Role(levels)


def needed(method: str, path: str) -> Permission | None:
    """The permission that a call needs, None where it is not known."""
    level = _LEVELS.get(method, "Inquire")
    for pattern, name in _TABLE:
        if re.match(pattern, path):
            return permission_of(name, level)
    return None


def permission_of(name: str, level: str) -> Permission:
    """`System > Table Setup (Service Board)` and a level as a permission."""
    module, _, rest = name.partition(" > ")
    function, _, table = rest.partition(" (")
    return Permission(module, function, level, table.rstrip(")") or None)


def _plain(name: object) -> str:
    """A name without what may differ between the menu and the API: case, spaces, the plural."""
    text = name if isinstance(name, str) else ""
    return "".join(c for c in text.casefold() if c.isalnum()).removesuffix("s")
