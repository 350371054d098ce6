"""Which permission a call needs: ScopeStack's published list and what we use beyond it."""

from __future__ import annotations

import re

_LEVELS = {"GET": "Inquire", "POST": "Add", "PUT": "Edit", "PATCH": "Edit", "DELETE": "Delete"}
_TABLE = (
    (r"/project/tickets/\d+/tasks", "Project > Project Ticket Tasks"),
    (r"/project/tickets", "Project > Project Tickets"),
    (r"/project/projects/\d+/phases", "Project > Project Phase"),
    (r"/project/projects/\d+/notes", "Project > Project Notes"),
    (r"/project/projects/\d+/teamMembers", "Project > Project Teams"),
    (r"/project/projects\b", "Project > Project Headers"),
    (r"/project/projectTemplates", "Project > Project Templates"),
    (r"/project/", "System > Table Setup (Project Status)"),
    (r"/sales/opportunities/(\d+/convertToSalesOrder|conversions)", "Sales > Sales Orders"),
    (r"/sales/orders", "Sales > Sales Orders"),
    (r"/sales/(opportunities/(statuses|types)|stages)", "System > Table Setup (Opportunity)"),
    (r"/sales/", "Sales > Opportunity"),
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


def permission(method: str, path: str) -> str:
    """The permission for a call, such as `Project > Project Tickets (Add)`."""
    level = "Inquire" if path.endswith("/search") else _LEVELS.get(method, "Inquire")
    for pattern, name in _TABLE:
        if re.match(pattern, path):
            return f"{name} ({level})"
    return f"the permission for {path} ({level})"
