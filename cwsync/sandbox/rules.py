"""Which rules hold for which kind of record."""

from __future__ import annotations

from cwsync.sandbox.projects import Notes, Phases, Projects
from cwsync.sandbox.sales import ForecastItems, Opportunities, OpportunityNotes, Orders
from cwsync.sandbox.tickets import Tasks, TicketNotes, Tickets
from cwsync.sandbox.work import Rules

RULES: dict[str, Rules] = {
    "project": Projects(),
    "phase": Phases(),
    "projectNote": Notes(),
    "ticket": Tickets(),
    "task": Tasks(),
    "ticketNote": TicketNotes(),
    "opportunity": Opportunities(),
    "opportunityNote": OpportunityNotes(),
    "forecastItem": ForecastItems(),
    "order": Orders(),
}
