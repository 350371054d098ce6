"""Which permission a call needs: ScopeStack's published list and what we use beyond it."""

from __future__ import annotations

import re

_LEVELS = {"GET": "Inquire", "POST": "Add", "PUT": "Edit", "PATCH": "Edit", "DELETE": "Delete"}
_TABLE = (
    (r"/project/tickets/\d+/tasks", "Project > Project Ticket Tasks"),
    (r"/project/tickets", "Project > Project Tickets"),
    (r"/project/projects/\d+/phases", "Project > Project Phase"),
    (r"/project/projects/\d+/notes", "Project > Project Notes"),
    (r"/project/projects", "Project > Project Headers"),
    (r"/project/projectTemplates", "Project > Project Templates"),
    (r"/project/", "System > Table Setup (Project Status)"),
    (r"/sales/orders|/sales/opportunities/\d+/convertToSalesOrder", "Sales > Sales Orders"),
    (r"/sales/opportunities/statuses|/sales/stages", "System > Table Setup (Opportunity)"),
    (r"/sales/", "Sales > Opportunity"),
    (r"/company/contacts", "Companies > Contacts"),
    (r"/company/", "Companies > Company Maintenance"),
    (r"/service/", "System > Table Setup (Service Board)"),
    (r"/system/members|/system/myMembers", "System > Member Maintenance"),
    (r"/procurement/", "Procurement > Product Catalog"),
    (r"/finance/", "Finance > Agreements"),
)


def permission(method: str, path: str) -> str:
    """The permission for a call, such as `Project > Project Tickets (Add)`."""
    level = _LEVELS.get(method, "Inquire")
    for pattern, name in _TABLE:
        if re.match(pattern, path):
            return f"{name} ({level})"
    return f"the one for {path.split('/')[1] if '/' in path else path} ({level})"
