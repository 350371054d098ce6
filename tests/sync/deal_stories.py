"""Forecasts, orders, lists and names: what is asked for and what comes of it, told like pushes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields
from functools import partial
from typing import Any

from cwsync.client.connectwise import ConnectWise
from cwsync.export.project import Project, Status
from cwsync.mapping.forecast import ForecastOptions
from cwsync.sandbox.faults import Do, Fault
from cwsync.sync.companies import CompanyBook, cache_file
from cwsync.sync.directory import Directory, Ref
from cwsync.sync.forecast import ForecastRequest, prepare_forecast
from cwsync.sync.forecast_apply import apply_forecast
from cwsync.sync.lookups import billing_methods, look_up, ticket_statuses
from cwsync.sync.opportunities import (
    OpportunityFilters,
    conditions_of,
    list_opportunities,
    order_of,
    with_forecast,
)
from cwsync.sync.opportunity_details import read_details
from cwsync.sync.salesorder import create_order, plan_order
from cwsync.sync.setup import Wishes, billing_method, pick_board, pick_ticket_status
from cwsync.sync.tables import TABLES
from tests.sync.deals import deal
from tests.sync.transcript import Story, told_error, told_value

FORECAST = "/sales/opportunities/4711/forecast"
ALL = ForecastRequest(ForecastOptions(include_product=True))


def _sync(told: Story, title: str, project: Project, request: ForecastRequest = ALL) -> None:
    told.say(f"\n# {title}\n")
    prepared = told.tried(lambda: prepare_forecast(told.cw, project, request))
    if prepared is None:
        return
    _say_plan(told, prepared.plan)
    outcome = told.tried(lambda: apply_forecast(told.cw, prepared, watcher=told.told.hear))
    if outcome is not None and outcome.plan != prepared.plan:
        told.say("afterwards:")
        _say_plan(told, outcome.plan)
        for failure in outcome.failures:
            told.say(told_error(failure.error))


def _say_plan(told: Story, plan: Any) -> None:
    for one in fields(plan):
        held = getattr(plan, one.name)
        for value in held if isinstance(held, tuple) else (held,):
            told.say(told_value(value) if hasattr(value, "__slots__") else f"{one.name}: {value}")


def forecasts(told: Story) -> None:
    """A deal from building to lost; what people did to its lines; answers that got lost."""
    _sync(told, "the first sync", deal(status=Status.BUILDING))
    _sync(told, "once more", deal(status=Status.BUILDING))
    _sync(told, "changed", deal(services="8200.505", managed="0", cost=None))
    _sync(told, "without products", deal(), ForecastRequest(ForecastOptions()))
    _sync(told, "skipped", deal(), ForecastRequest(ForecastOptions(), skip=True))
    told.behind(_meddle_with_lines)
    _sync(told, "what people did", deal())
    told.misbehave(
        Fault(f"PATCH {FORECAST}/*", Do.DROP_AFTER, times=(1,)),
        Fault(f"PATCH {FORECAST}/*", Do.DROP_BEFORE, times=(2,)),
    )
    _sync(told, "won, on a bad line", deal(status=Status.WON))
    told.misbehave(Fault(f"PATCH {FORECAST}/*", Do.STATUS, status=503))
    _sync(told, "lost, without an answer", deal(status=Status.LOST))
    told.misbehave(Fault(f"PATCH {FORECAST}/*", Do.STATUS, times=(1,), status=400, message="no"))
    _sync(told, "lost, and refused", deal(status=Status.LOST))
    told.misbehave(Fault(f"GET {FORECAST}", Do.STATUS, after=1, status=400, message="no"))
    _sync(told, "lost, unseen", deal(status=Status.LOST))
    told.misbehave()
    _sync(told, "one of them is zero", deal(opportunity=4103, product="0"))
    _sync(told, "canceled", deal(status=Status.CANCELED))
    _sync(told, "no opportunity", deal(opportunity=None))
    _sync(told, "another one", deal(), ForecastRequest(ForecastOptions(), opportunity=4001))
    _sync(told, "none of that id", deal(opportunity=999_999))


def _meddle_with_lines(cw: ConnectWise) -> None:
    answer = cw.get(FORECAST)
    lines = (answer[0] if isinstance(answer, list) else answer)["forecastItems"]
    first, second = lines[0], lines[1]
    off = {"op": "replace", "path": "includeFlag", "value": False}
    cw.patch(f"{FORECAST}/{first['id']}", [off])
    copied = ("forecastDescription", "forecastType", "revenue", "cost", "opportunity", "status")
    cw.post(f"{FORECAST}/0", {name: second[name] for name in copied if name in second})


def lost_lines(told: Story) -> None:
    """The first answer to each kind of write of a forecast is lost."""
    told.misbehave(
        Fault(f"POST {FORECAST}/0", Do.DROP_AFTER, times=(1,)),
        Fault(f"POST {FORECAST}/0", Do.STATUS, times=(2,), status=502),
        Fault(f"POST {FORECAST}/0", Do.LATE, times=(4,), seconds=20),
    )
    _sync(told, "on a bad line", deal())
    told.misbehave()
    _sync(told, "on a good one", deal())


def orders(told: Story) -> None:
    """One order, however often it is asked for, and one too many that somebody made."""
    approved = deal()

    def create(project: Project, name: str | None = None) -> Any:
        planned = plan_order(told.cw, project, None)
        told.say(f"  {planned!r}")
        return create_order(told.cw, planned, name=name, watcher=told.told.hear)

    told.show("not approved", lambda: create(deal(status=Status.BUILDING)))
    told.show("canceled", lambda: create(deal(status=Status.CANCELED)))
    told.show("not linked", lambda: create(deal(opportunity=None)))
    convert = "POST sales/opportunities/*/convertToSalesOrder"
    told.misbehave(Fault(convert, Do.DROP_AFTER, times=(1,)))
    told.show("an answer was lost", lambda: create(approved, "Network refresh"))
    told.misbehave()
    told.show("once more", lambda: create(approved))
    again = "/sales/opportunities/4711/convertToSalesOrder"
    told.behind(lambda cw: cw.post(again, {"includeAllProductsFlag": True}))
    told.show("somebody made another", lambda: create(approved))
    blind = "GET sales/opportunities/conversions/*"
    told.misbehave(Fault(blind, Do.STATUS, after=2, status=400, message="no"))
    other = deal(opportunity=4103)
    told.show("what comes after it cannot be seen", lambda: create(other))


def opportunities(told: Story) -> None:
    """Filters and orders in ConnectWise's words, rows and details, names that there are not."""
    acme = Ref(263, "Acme Dental Group")
    cw = told.cw
    chosen = OpportunityFilters(("open, Won", " "), ("scoping,close",), acme, "Network")
    told.show("filtered", lambda: list_opportunities(cw, chosen, order_by="id asc"))
    found = told.show("the first two", lambda: list_opportunities(cw, NONE, limit=2))
    told.show("with their forecasts", lambda: with_forecast(cw, found or ()))
    told.show("details", lambda: read_details(cw, 4711))
    told.show("details of none", lambda: read_details(cw, 999_999))
    for wanted in (("Opne",), ("Nothing at all like it",)):
        told.show(
            f"statuses {wanted}", partial(conditions_of, cw, OpportunityFilters(statuses=wanted))
        )
    told.show("a stage", lambda: conditions_of(cw, OpportunityFilters(stages=("Scopng",))))
    for order in ((), ("close",), ("-close, stage",), ("name", "-id"), ("clos",), ("zzzz",)):
        told.show(f"ordered by {order}", partial(order_of, order))


NONE = OpportunityFilters()


def names(told: Story) -> None:
    """Every list that a name is looked up in, and what is said where there is none."""
    for kind in TABLES:
        told.show(kind, partial(look_up, told.cw, kind))
    told.show("statuses of a board", lambda: ticket_statuses(told.cw, 32))
    told.show("billing methods", billing_methods)
    heard: list[str] = []
    directory = Directory(told.cw, heard=lambda kind, refs: heard.append(f"{kind}: {len(refs)}"))
    lists: tuple[Callable[[], tuple[Ref, ...]], ...] = (
        directory.boards,
        lambda: directory.ticket_statuses(32),
        directory.project_statuses,
        directory.members,
        directory.templates,
        directory.companies,
    )
    for listed in (*lists, *lists[:1]):
        told.show("all of them", listed)
    told.say(f"heard: {heard}")
    for company in ("AcmeDental", "263", "Tallgrass Foods", "Acme Dentl", "999999", "qqqq"):
        told.show(f"company {company}", partial(directory.company, company))
    told.show("companies named", lambda: directory.companies_named("Quarry Ridge Engineering"))
    for id in (4711, 4001, 999_999):
        told.show(f"opportunity {id}", partial(directory.opportunity, id))
    told.show("a board by id", lambda: pick_board(Wishes(board="33"), directory))
    told.show("no such board", lambda: pick_board(Wishes(board="Implementatoin"), directory))
    status = Wishes(ticket_status="Scheduld")
    told.show("no such status", lambda: pick_ticket_status(status, directory, 31))
    for method in ("fixed fee", "Fixed_Fee", "NotToExcede", "qqqq"):
        wishes = Wishes(billing_method=method)
        told.show(f"billed by {method}", partial(billing_method, deal(), wishes))


def company_book(told: Story) -> None:
    """The list is asked for once a day; a company that it lacks is asked for by itself."""
    folder = told.sandbox_file.parent
    for account in ("Default", "sandbox", "Über & Söhne — " + "x" * 40, "—"):
        told.say(f"{account}: {cache_file(folder, account, told.cw).name}")
    heard: list[int] = []
    book = CompanyBook(told.cw, cache_file(folder, "default", told.cw), progress=heard.append)
    told.show("all", book.all)
    told.say(f"heard: {heard}")
    told.show("all, of the file", book.all)
    told.clock.sleep(600)
    told.show("found in the file", lambda: book.search(" acme "))
    told.show("not found in the file", lambda: book.search("Nobody"))
    told.show("read anew", lambda: book.search("acme", refresh=True))
    told.clock.sleep(86_400)
    told.show("too old", lambda: book.search("juniper"))


DEALS: dict[str, tuple[Callable[[Story], None], dict[str, Any]]] = {
    "forecasts": (forecasts, {}),
    "lost-lines": (lost_lines, {}),
    "orders": (orders, {}),
    "opportunities": (opportunities, {}),
    "opportunities-in-part": (
        opportunities,
        {"revoked": frozenset({"Project Headers:inquire", "Sales Orders:inquire"})},
    ),
    "names": (names, {}),
    "company-book": (company_book, {}),
}
