"""A conversion to a sales order as a person sees it. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cwsync.sync.order import OrderAction, OrderOutcome
from cwsync.terminal.forecast_view import heading
from cwsync.terminal.layout import Block, Prose, Row, Verbatim, assemble

if TYPE_CHECKING:
    from rich.text import Text


def order_diff(planned: OrderOutcome, *, name: str | None, width: int | None) -> Text:
    """What would become of the opportunity, without a final line break."""
    opportunity = planned.opportunity
    place = f"opportunity {opportunity.id} {opportunity.name} at {planned.site}"
    blocks: list[Block] = [
        *heading(planned.title, planned.origin, width),
        Prose(place, lead="of    ", style=""),
        Prose(""),
    ]
    if planned.action is OrderAction.EXISTS:
        return assemble([*blocks, *_existing(planned)], width=width)
    called = f' "{name}"' if name else ""
    row = Row(f"sales order{called}", sign="+", style="bold green")
    return assemble([*blocks, row], width=width)


def order_report(outcome: OrderOutcome, *, width: int | None) -> Text:
    """The order that was made, or that was there."""
    if not outcome.changed:
        return assemble(_existing(outcome), width=width)
    blocks: list[Block] = [Prose(f"Created sales order {outcome.order_id}.", style="bold")]
    return assemble([*blocks, *_link(outcome)], width=width)


def _existing(outcome: OrderOutcome) -> list[Block]:
    number = f"sales order {outcome.order_id}"
    said = f"Nothing to do: the opportunity was converted to {number} already."
    return [Prose(said, style=""), *_link(outcome)]


def _link(outcome: OrderOutcome) -> list[Block]:
    return [Verbatim(outcome.url, indent=2)] if outcome.url else []
