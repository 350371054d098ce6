"""Which request is answered by what, and which permission it takes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from cwsync.sandbox import access, special
from cwsync.sandbox.handlers import Call, Resource
from cwsync.sandbox.wire import Answer, Refusal, error

Handler = Callable[[Call], Answer]
READ = "GET"
WRITE = "GET POST PATCH PUT DELETE"
_SETUP = access.TABLE_SETUP


@dataclass(frozen=True, slots=True)
class Endpoint:
    """What answers, and the permission that it takes (none where it is empty)."""

    answer: Handler
    permission: str


# Numbers in a path stand as `*`.
_TABLE: dict[str, dict[str, Endpoint]] = {}


def find_endpoint(method: str, path: str) -> tuple[Endpoint, tuple[int, ...]]:
    """What answers to a path below `/apis/3.0/`, and its numbers. Raises `Refusal` (404, 405)."""
    words = [word for word in path.split("/") if word]
    ids = tuple(int(word) for word in words if _is_number(word))
    pattern = "/".join("*" if _is_number(word) else word.casefold() for word in words)
    methods = _TABLE.get(pattern)
    if methods is None:
        raise Refusal(404, error("NotFound", "The resource does not exist."))
    if method not in methods:
        raise Refusal(405, {"message": f"The resource does not support http method '{method}'."})
    return methods[method], ids


def _is_number(word: str) -> bool:
    return word.isascii() and word.isdecimal() and len(word) < 19


def _collection(path: str, resource: Resource, permission: str, methods: str = READ) -> None:
    _add(path, "GET", resource.listed, permission)
    _add(f"{path}/count", "GET", resource.counted, permission)
    one = {
        "GET": resource.shown,
        "PATCH": resource.patched,
        "PUT": resource.put,
        "DELETE": resource.deleted,
    }
    for method in methods.split():
        if method == "POST":
            _add(path, "POST", resource.created, permission)
        else:
            _add(f"{path}/*", method, one[method], permission)


def _add(path: str, method: str, answer: Handler, permission: str) -> None:
    _TABLE.setdefault(path.casefold(), {})[method] = Endpoint(answer, permission)


def _add_projects() -> None:
    headers = "Project Headers"
    _collection("project/projects", Resource("project"), headers, WRITE)
    phases = Resource("phase", parent="project")
    _collection("project/projects/*/phases", phases, "Project Phase", WRITE)
    notes = Resource("projectNote", parent="project")
    _collection("project/projects/*/notes", notes, "Project Notes", WRITE)
    _add("project/projects/*/projectWorkplan", "GET", special.project_workplan, "Project Phase")
    _add("project/projects/*/applyTemplate/*", "POST", special.apply_template, headers)
    _add("project/projects/*/applyTemplates", "POST", special.apply_templates, headers)


def _add_tickets() -> None:
    tickets = "Project Tickets"
    _collection("project/tickets", Resource("ticket"), tickets, WRITE)
    _add("project/tickets/search", "POST", special.search_tickets, "")
    tasks = Resource("task", parent="ticket")
    _collection("project/tickets/*/tasks", tasks, "Project Ticket Tasks", WRITE)
    notes = Resource("ticketNote", parent="ticket")
    _collection("project/tickets/*/notes", notes, tickets, WRITE)
    _add("project/tickets/*/allNotes", "GET", notes.listed, tickets)


def _add_templates() -> None:
    name, path = "Project Templates", "project/projectTemplates"
    _collection(path, Resource("template"), name)
    phases = Resource("templatePhase", parent="template")
    _collection(f"{path}/*/projectTemplatePhases", phases, name)
    tickets = Resource("templateTicket", parent="template")
    _collection(f"{path}/*/projectTemplateTickets", tickets, name)
    tasks = Resource("templateTask", parent="templateTicket")
    _collection(f"{path}/*/projectTemplateTickets/*/tasks", tasks, name)


def _add_sales() -> None:
    name, path = "Opportunity", "sales/opportunities"
    _collection(path, Resource("opportunity"), name, WRITE)
    _collection(f"{path}/*/notes", Resource("opportunityNote", parent="opportunity"), name, WRITE)
    lines = Resource("forecastItem", parent="opportunity")
    _collection(f"{path}/*/forecast", lines, name, WRITE)
    _add(f"{path}/*/forecast", "GET", special.forecast, name)
    _add(f"{path}/*/forecast", "POST", special.add_to_forecast, name)
    _add(f"{path}/*/forecast", "PUT", special.replace_forecast, name)
    _add(f"{path}/*/forecast", "DELETE", special.wipe_forecast, name)
    _add(f"{path}/*/forecast/*", "POST", special.add_forecast_item, name)
    _add(f"{path}/*/convertToSalesOrder", "POST", special.convert_to_order, "Sales Orders")
    _add(f"{path}/conversions/*", "GET", special.conversions, "Sales Orders")
    orders = Resource("order", created_status=200)
    _collection("sales/orders", orders, "Sales Orders", WRITE)


def _add_companies() -> None:
    _collection("company/companies", Resource("company"), "Company Maintenance", WRITE)
    sites = Resource("site", parent="company")
    _collection("company/companies/*/sites", sites, "Company Maintenance", WRITE)
    _collection("company/contacts", Resource("contact"), "Contacts", WRITE)


def _add_lists_without_records() -> None:
    """What ScopeStack wants to read, and nobody fills here."""
    _add("procurement/catalog", "GET", special.nothing, "Product Catalog")
    _add("finance/agreements", "GET", special.nothing, "Agreements")


def _add_system() -> None:
    _collection("system/members", Resource("member"), "Member Maintenance")
    _add("system/info", "GET", special.info, "")
    _add("system/myMembers", "GET", special.my_member, "")
    _add("system/mySecurity", "GET", special.my_security, "")


def _add_tables() -> None:
    for path, kind, table in (
        ("company/companies/statuses", "companyStatus", "Company"),
        ("company/companies/types", "companyType", "Company"),
        ("project/statuses", "projectStatus", "Project Status"),
        ("project/phaseStatuses", "phaseStatus", "Project Status"),
        ("project/projectTypes", "projectType", "Project Status"),
        ("sales/opportunities/statuses", "opportunityStatus", "Opportunity"),
        ("sales/opportunities/types", "opportunityType", "Opportunity"),
        ("sales/orders/statuses", "orderStatus", "Order Status"),
        ("sales/probabilities", "probability", "Opportunity"),
        ("sales/stages", "opportunityStage", "Opportunity"),
        ("service/boards", "board", "Service Board"),
        ("service/codes", "serviceCode", "Service Board"),
        ("service/locations", "serviceLocation", "Service Board"),
        ("service/priorities", "priority", "Service Priority"),
        ("service/sources", "source", "Service Board"),
        ("system/departments", "department", ""),
        ("system/locations", "location", ""),
        ("time/workRoles", "workRole", "Work Role and Work Type"),
        ("time/workTypes", "workType", "Work Role and Work Type"),
    ):
        _collection(path, Resource(kind), f"{_SETUP} ({table})" if table else _SETUP)
    statuses = Resource("boardStatus", parent="board")
    _collection("service/boards/*/statuses", statuses, f"{_SETUP} (Service Status)")
    types = Resource("boardType", parent="board")
    _collection("service/boards/*/types", types, f"{_SETUP} (Service Board)")


_add_companies()
_add_projects()
_add_tickets()
_add_templates()
_add_sales()
_add_lists_without_records()
_add_system()
_add_tables()
