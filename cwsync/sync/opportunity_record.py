"""The record of one opportunity, for whoever needs some of its fields."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from cwsync.client.failures import Missing
from cwsync.errors import NotFound
from cwsync.sync.wire import Record, as_record

if TYPE_CHECKING:
    from cwsync.client.connectwise import ConnectWise


def opportunity_record(cw: ConnectWise, id: int, fields: Sequence[str]) -> Record:
    """These fields of the opportunity, with its id in any case. Raises `NotFound`."""
    try:
        record = cw.get(f"/sales/opportunities/{id}", fields=fields)
    except Missing:
        raise NotFound(
            f"opportunity {id} does not exist in ConnectWise",
            hint="see all: cwsync opportunities list --all",
            code="opportunity_not_found",
        ) from None
    return as_record(record) | {"id": id}
