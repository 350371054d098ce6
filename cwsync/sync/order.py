"""What a conversion to a sales order would do, or did. Values only."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from cwsync.export.project import Notice
from cwsync.sync.forecast_plan import OpportunityState


class OrderAction(StrEnum):
    """An opportunity is converted once: afterwards its order exists."""

    CREATE = "create"
    EXISTS = "exists"


@dataclass(frozen=True, slots=True)
class OrderOutcome:
    """The sales order of an opportunity. `order_id` is None while there is none."""

    title: str
    origin: str
    site: str
    opportunity: OpportunityState
    action: OrderAction
    order_id: int | None = None
    url: str | None = None
    changed: bool = False
    notices: tuple[Notice, ...] = ()
