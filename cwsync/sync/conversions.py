"""What an opportunity was converted to."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from cwsync.client.failures import Missing
from cwsync.closest import folded
from cwsync.sync.wire import as_record, reference_id, text

if TYPE_CHECKING:
    from cwsync.client.connectwise import ConnectWise

# how a conversion says what it is, by the names of its links or by its own name
_ORDERS = ("salesorder", "order")
_OTHERS = ("project", "agreement", "serviceticket", "ticket", "invoice")


def read_order_ids(cw: ConnectWise, opportunity_id: int) -> tuple[int, ...]:
    """The ids of its sales orders, not of projects or agreements that it became.

    Where a conversion does not say what it is, the order of that id is asked whose it is.
    """
    try:
        answer = cw.get(f"/sales/opportunities/conversions/{opportunity_id}")
    except Missing:
        return ()
    rows = answer if isinstance(answer, list) else [answer]
    became = (as_record(as_record(row).get("convertedTo")) for row in rows)
    return tuple(_orders(cw, opportunity_id, became))


def _orders(
    cw: ConnectWise, opportunity_id: int, became: Iterable[dict[str, Any]]
) -> Iterable[int]:
    for one in became:
        id = one.get("id")
        if not isinstance(id, int) or isinstance(id, bool):
            continue
        is_order = _says_order(one)
        if is_order is None:
            is_order = _is_order_of(cw, id, opportunity_id)
        if is_order:
            yield id


def _says_order(became: dict[str, Any]) -> bool | None:
    """By its links, else by its name; None where neither tells."""
    links = [folded(name).removesuffix("_href") for name in as_record(became.get("_info"))]
    for said in (*links, folded(text(became, "name")).replace(" ", "")):
        if said in _ORDERS:
            return True
        if said in _OTHERS:
            return False
    return None


def _is_order_of(cw: ConnectWise, id: int, opportunity_id: int) -> bool:
    try:
        order = as_record(cw.get(f"/sales/orders/{id}", fields=("id", "opportunity/id")))
    except Missing:
        return False
    return reference_id(order, "opportunity") == opportunity_id
