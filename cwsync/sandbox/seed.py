"""Fill a new sandbox with a believable tenant: a small managed service provider, all made up.

Dates and ids are the same every time, so that examples and tests can name them.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import cycle

from cwsync.sandbox import seeded
from cwsync.sandbox.config import SandboxConfig
from cwsync.sandbox.patch import Changes
from cwsync.sandbox.rules import RULES
from cwsync.sandbox.store import Row, Store
from cwsync.sandbox.tenant import MEMBER
from cwsync.sandbox.values import MOMENT
from cwsync.sandbox.wire import Record
from cwsync.sandbox.work import Work

SEEDED_AT = datetime(2026, 9, 1, 8, 0, tzinfo=UTC)


def fill(store: Store) -> None:
    """Everything that the tenant holds at first."""
    work = Work(store, SEEDED_AT, SandboxConfig(), RULES)
    with store.transaction():
        _add_tables(work)
        _add_boards(work)
        _add_members(work)
        _add_companies(work)
        _add_templates(work)
        _add_opportunities(work)
        _add_projects(work)


def _add_tables(work: Work) -> None:
    for kind, rows in seeded.TABLES.items():
        for id, row in rows.items():
            work.create(kind, dict(row), id=id)
    for id, (name, percent, color) in enumerate(seeded.STAGES, 1):
        probability = work.create("probability", {"probability": percent}, id=id)
        stage = {"name": name, "color": color, "sequenceNumber": id}
        work.create("opportunityStage", {**stage, "probability": {"id": probability.id}}, id=id)


def _add_boards(work: Work) -> None:
    place = {"location": {"id": 2}, "department": {"id": 10}}
    billed = {"billTime": "Billable", "billExpense": "Billable", "billProduct": "Billable"}
    for id, (name, flags, statuses) in seeded.BOARDS.items():
        board = work.create("board", {"name": name, **place, **billed, **flags}, id=id)
        for number, status in enumerate(statuses):
            _add_status(work, board, status, number)
        for type in ("Install", "Change", "Remote Support"):
            work.create("boardType", {"name": type, "category": "Proactive"}, board)


def _add_status(work: Work, board: Row, notation: str, number: int) -> None:
    """`name!` is closed, `name~` is inactive, the first one is the default."""
    row = {
        "name": notation.rstrip("!~"),
        "sortOrder": 10 * number,
        "displayOnBoard": True,
        "defaultFlag": number == 0,
        "closedStatus": "!" in notation,
        "inactive": "~" in notation,
        "escalationStatus": "Resolved" if "!" in notation else "NoEscalation",
    }
    work.create("boardStatus", row, board)


def _add_members(work: Work) -> None:
    for login, first, last, title, is_active in seeded.MEMBERS:
        row: Record = {"identifier": login, "firstName": first, "inactiveFlag": not is_active}
        if is_active:  # of inactive members, little is left
            row |= {
                "lastName": last,
                "title": title,
                "licenseClass": "A" if login == MEMBER else "F",
                "officeEmail": f"{login}@cedarline.example",
                "defaultEmail": "Office",
                "defaultLocation": {"id": 2},
                "defaultDepartment": {"id": 10},
            }
        work.create("member", row)


def _add_companies(work: Work) -> None:
    people = cycle(seeded.PEOPLE)
    for identifier, name, sites, contacts in seeded.COMPANIES:
        company = work.create(
            "company",
            {
                "identifier": identifier,
                "name": name,
                "status": {"id": 1},
                "phoneNumber": "5550100000",
                "website": f"https://{identifier.casefold()}.example",
            },
        )
        main = _add_sites(work, company, sites)
        contact = _add_contacts(work, company, main, [next(people) for _ in range(contacts)])
        work.patch(
            company, Changes({"site": {"id": main.id}, "defaultContact": {"id": contact.id}})
        )
    _bin(work, seeded.DELETED_COMPANY)


def _add_sites(work: Work, company: Row, places: tuple[str, ...]) -> Row:
    names = ["Main", *places[1:]]
    rows = [
        work.create(
            "site",
            {
                "name": name,
                "addressLine1": f"{100 + 20 * number} Example Street",
                "city": city,
                "zip": f"{97001 + company.id}",
                "primaryAddressFlag": number == 0,
            },
            company,
        )
        for number, (name, city) in enumerate(zip(names, places, strict=True))
    ]
    return rows[0]


def _add_contacts(work: Work, company: Row, site: Row, people: list[tuple[str, str, str]]) -> Row:
    rows = []
    for number, (first, last, title) in enumerate(people):
        address = f"{first}.{last}@{company.body['identifier']}.example".casefold()
        email = {"id": number + 1, "type": {"id": 1, "name": "Email"}, "value": address}
        row = {
            "firstName": first,
            "lastName": last,
            "title": title,
            "company": {"id": company.id},
            "site": {"id": site.id},
            "defaultFlag": number == 0,
            "communicationItems": [{**email, "defaultFlag": True, "communicationType": "Email"}],
        }
        rows.append(work.create("contact", row))
    return rows[0]


def _bin(work: Work, named: tuple[str, str]) -> None:
    """A company in the recycle bin, which lists still return."""
    identifier, name = named
    row = {"identifier": identifier, "name": name, "deletedFlag": True}
    company = work.create("company", row)
    company.body.update(dateDeleted=work.stamp, deletedBy="mokafor")
    work.keep(company)


def _add_templates(work: Work) -> None:
    for name, description, phases in seeded.TEMPLATES:
        template = work.create(
            "template", {"name": name, "description": description, "type": {"id": 1}}
        )
        for number, (phase_name, tickets) in enumerate(phases, 1):
            phase = work.create(
                "templatePhase", {"description": phase_name, "wbsCode": str(number)}, template
            )
            for line, (summary, hours, tasks) in enumerate(tickets, 1):
                row = {
                    "description": summary,
                    "projectTemplatePhaseId": phase.id,
                    "budgetHours": hours,
                    "lineNumber": line,
                    "wbsCode": f"{number}.{line}",
                }
                _add_template_tasks(work, work.create("templateTicket", row, template), tasks)


def _add_template_tasks(work: Work, ticket: Row, tasks: tuple[str, ...]) -> None:
    for number, text in enumerate(tasks, 1):
        work.create("templateTask", {"description": text, "sequence": number}, ticket)


def _add_opportunities(work: Work) -> None:
    with_site = [row for row in work.store.select("company") if "site" in row.body]
    companies, sellers = cycle(with_site), cycle(seeded.SELLERS)
    statuses, stages = cycle(seeded.OPPORTUNITY_STATUSES), cycle(range(1, len(seeded.STAGES)))
    for number, (name, type) in enumerate(seeded.OPPORTUNITIES):
        company, status = next(companies), next(statuses)
        row = {
            "name": name,
            "type": {"id": type},
            "stage": {"id": len(seeded.STAGES) if status in (2, 3) else next(stages)},
            "status": {"id": status},
            "company": {"id": company.id},
            "contact": company.body["defaultContact"],
            "site": company.body["site"],
            "primarySalesRep": {"identifier": next(sellers)},
            "expectedCloseDate": _day(20 + 4 * number),
            "source": ("Referral", "Web", "Account review")[number % 3],
        }
        _add_forecast(work, work.create("opportunity", row), number)
    for linked in seeded.LINKED:
        _add_linked(work, with_site, *linked)


def _add_linked(
    work: Work, companies: list[Row], id: int, name: str, type: int, identifier: str
) -> None:
    company = next(row for row in companies if row.body["identifier"] == identifier)
    row = {
        "name": name,
        "type": {"id": type},
        "stage": {"id": len(seeded.STAGES) - 1},
        "status": {"id": 1},
        "company": {"id": company.id},
        "contact": company.body["defaultContact"],
        "site": company.body["site"],
        "primarySalesRep": {"identifier": seeded.SELLERS[0]},
        "expectedCloseDate": _day(30),
        "source": "Account review",
    }
    work.create("opportunity", row, id=id)


def _add_forecast(work: Work, opportunity: Row, number: int) -> None:
    """Every fourth opportunity has lines of other people's making."""
    if number % 4:
        return
    for type, revenue in (("Product", 4_200 + 310 * number), ("Service", 2_900 + 170 * number)):
        row = {
            "forecastDescription": f"Budgetary {type.casefold()} estimate",
            "forecastType": type,
            "opportunity": {"id": opportunity.id},
            "status": opportunity.body["status"],
            "revenue": revenue,
            "cost": round(revenue * 0.7, 2),
            "includeFlag": True,
        }
        work.create("forecastItem", row, opportunity)


def _add_projects(work: Work) -> None:
    companies = [row for row in work.store.select("company") if "site" in row.body]
    for number, (name, status, phases) in enumerate(seeded.PROJECTS):
        row = {
            "name": name,
            "company": {"id": companies[3 * number].id},
            "contact": companies[3 * number].body["defaultContact"],
            "board": {"id": 31 + number % 2},
            "billingMethod": "FixedFee",
            "status": {"id": status},
            "estimatedStart": _day(-60 + 30 * number),
            "estimatedEnd": _day(30 * number),
            "manager": {"identifier": "mokafor"},
        }
        project = work.create("project", row)
        for phase_name, tickets in phases:
            phase = work.create("phase", {"description": phase_name}, project)
            for summary, hours in tickets:
                sent = {"summary": summary, "budgetHours": hours, "phase": {"id": phase.id}}
                work.create("ticket", sent)


def _day(number: int) -> str:
    midnight = SEEDED_AT.replace(hour=0)
    return (midnight + timedelta(days=number)).strftime(MOMENT)
