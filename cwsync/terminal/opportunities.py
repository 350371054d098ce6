"""Opportunities as a table, and one of them with everything around it. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.text import Text

from cwsync.sync.forecast_lines import ForecastLine, counted_cost, counted_revenue
from cwsync.sync.opportunity import OpportunityRow
from cwsync.sync.opportunity_details import OpportunityDetails
from cwsync.terminal.csv_text import Cell
from cwsync.terminal.layout import Block, Prose, Verbatim, assemble, unbroken
from cwsync.terminal.table import Column, Drawn, table

COLUMNS = (
    Column("ID"),
    Column("Name", least=16),
    Column("Company", least=12),
    Column("Stage", least=8, drop=1),
    Column("Status", least=6),
    Column("Sales rep", least=9, drop=3),
    Column("Close", drop=2),
)
FORECAST = Column("Forecast", right=True)
LINES = (
    Column("Line", least=16),
    Column("Type"),
    Column("Status", least=6, drop=1),
    Column("Revenue", right=True),
    Column("Cost", right=True),
    Column("Counts"),
)


def opportunities_table(
    deals: Sequence[OpportunityRow], *, width: int | None, with_forecast: bool = False
) -> Drawn:
    """A line for each; with its forecast where that was asked for."""
    columns = (*COLUMNS, FORECAST) if with_forecast else COLUMNS
    rows = [_cells(deal)[: len(columns)] for deal in deals]
    return table(columns, rows, width=width)


def opportunity_text(details: OpportunityDetails, *, url: str, width: int | None) -> Drawn:
    """One opportunity: what it is, its forecast, what it became."""
    lines = forecast_table(details.forecast, width=width) if details.forecast else None
    parts = [
        assemble([*_head(details.opportunity), Verbatim(url)], width=width),
        *_forecast(details, lines),
        assemble([*_projects(details), *_orders(details)], width=width),
    ]
    return Drawn(Text("\n").join(parts), lines.left_out if lines else ())


def forecast_table(lines: Sequence[ForecastLine], *, width: int | None) -> Drawn:
    """A line for each, and what those that count come to."""
    counted = (counted_revenue(lines), counted_cost(lines))
    total: tuple[Cell, ...] = ("Total of what counts", "", "", *counted, "")
    return table(LINES, [*map(_line, lines), total], width=width)


def _cells(deal: OpportunityRow) -> tuple[Cell, ...]:
    return (
        deal.id,
        deal.name,
        deal.company.name if deal.company else "",
        deal.stage,
        deal.status,
        deal.sales_rep,
        deal.expected_close.isoformat() if deal.expected_close else "",
        deal.forecast_total,
    )


def _head(deal: OpportunityRow) -> Iterator[Block]:
    yield Prose(f"{deal.name or 'Opportunity without a name'} ({deal.id})", style="bold")
    company = deal.company.name if deal.company else None
    site = f"site {deal.site}" if deal.site else None
    close = f"closes {deal.expected_close.isoformat()}" if deal.expected_close else None
    for facts in ((company, site), (deal.stage, deal.status, deal.type, deal.sales_rep, close)):
        given = [fact for fact in facts if fact]
        if given:
            yield Prose(unbroken(given), style="")


def _forecast(details: OpportunityDetails, lines: Drawn | None) -> Iterator[Text]:
    yield Text("")
    if details.forecast is None:
        return
    if lines is None:
        yield Text("Forecast: no lines")
        return
    yield Text("Forecast", style="bold")
    yield lines.text
    yield Text("")


def _line(line: ForecastLine) -> tuple[Cell, ...]:
    counts = "yes" if line.included else "no"
    return (line.description, line.type, line.status, line.revenue, line.cost, counts)


def _projects(details: OpportunityDetails) -> Iterator[Block]:
    if details.projects is None:
        return
    yield Prose("Projects" if details.projects else "Projects: none", style="")
    for project in details.projects:
        about = [text for text in (project.status, project.board) if text]
        more = f"  ({', '.join(about)})" if about else ""
        yield Prose(f"{project.name}{more}", indent=2, lead=f"{project.id}  ", style="")


def _orders(details: OpportunityDetails) -> Iterator[Block]:
    if details.orders is not None:
        ids = ", ".join(str(id) for id in details.orders)
        yield Prose(f"Sales orders: {ids or 'none'}", style="")
