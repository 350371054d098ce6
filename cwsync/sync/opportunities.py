"""Lists of opportunities: names become ids, ConnectWise filters and sorts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from cwsync.client.conditions import all_true, any_of, any_true, equals, like
from cwsync.closest import closest, closest_line, folded
from cwsync.errors import Forbidden, InvalidUsage
from cwsync.sync.directory import Ref, pick
from cwsync.sync.forecast_lines import counted_revenue, read_forecast_lines
from cwsync.sync.opportunity import FIELDS, OpportunityRow, opportunity_row
from cwsync.sync.wire import text

if TYPE_CHECKING:
    from cwsync.client.connectwise import ConnectWise

PATH = "/sales/opportunities"
STATUSES = f"{PATH}/statuses"
STAGES = "/sales/stages"
# what can be sorted by, and where ConnectWise has it
SORTED_BY = {
    "id": "id",
    "name": "name",
    "company": "company/name",
    "stage": "stage/name",
    "status": "status/name",
    "sales-rep": "primarySalesRep/name",
    "close": "expectedCloseDate",
}

Progress = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class OpportunityFilters:
    """Which opportunities: names as given, each perhaps several with commas; none means all."""

    statuses: tuple[str, ...] = ()
    stages: tuple[str, ...] = ()
    company: Ref | None = None
    search: str = ""


def conditions_of(cw: ConnectWise, filters: OpportunityFilters) -> str:
    """The filters in ConnectWise's words. Raises `NotFound` for a name that the tenant lacks."""
    return all_true(
        _among(cw, "status/id", "opportunity status", STATUSES, filters.statuses),
        _among(cw, "stage/id", "stage", STAGES, filters.stages),
        "" if filters.company is None else equals("company/id", filters.company.id),
        like("name", f"%{filters.search}%") if filters.search.strip() else "",
    )


def order_of(wanted: Sequence[str]) -> str:
    """ConnectWise's orderBy for `close`, `-close` or `stage,-close`; empty for none.

    Ends with the id, so that pages stay apart where the rest is equal. Raises `InvalidUsage`.
    """
    keys = [key.strip() for part in wanted for key in part.split(",") if key.strip()]
    if not keys:
        return ""
    order = [_direction(key) for key in keys]
    return ",".join(order if _names_id(keys) else [*order, "id asc"])


def list_opportunities(
    cw: ConnectWise,
    filters: OpportunityFilters,
    *,
    order_by: str = "",
    limit: int | None = None,
    progress: Progress | None = None,
) -> tuple[OpportunityRow, ...]:
    """The opportunities that fit, 1,000 a request. Raises `NotFound` for an unknown name."""
    rows = cw.list(
        PATH,
        conditions=conditions_of(cw, filters),
        fields=FIELDS,
        order_by=order_by,
        limit=limit,
        progress=progress,
    )
    return tuple(opportunity_row(row) for row in rows if isinstance(row.get("id"), int))


def with_forecast(
    cw: ConnectWise, deals: Sequence[OpportunityRow], progress: Progress | None = None
) -> tuple[OpportunityRow, ...]:
    """The same with their forecast totals: one request each, side by side.

    A forecast that this member may not see is left out.
    """

    def completed(deal: OpportunityRow) -> OpportunityRow:
        try:
            lines = read_forecast_lines(cw, deal.id)
        except Forbidden:
            return deal
        return replace(deal, forecast_total=counted_revenue(lines))

    found: list[OpportunityRow] = []
    pool = ThreadPoolExecutor(max_workers=max(1, min(cw.connection.concurrency, len(deals))))
    try:
        for deal in pool.map(completed, deals):
            found.append(deal)
            if progress is not None:
                progress(len(found))
    finally:
        pool.shutdown(cancel_futures=True)
    return tuple(found)


def _among(cw: ConnectWise, field: str, kind: str, path: str, wanted: Iterable[str]) -> str:
    """The condition that a reference is one of these names; empty where there are none."""
    given = [text for text in wanted if text.strip()]
    if not given:
        return ""
    rows = cw.list(path, fields=("id", "name"))
    refs = [Ref(row["id"], text(row, "name")) for row in rows if isinstance(row.get("id"), int)]
    ids = {id: None for name in _names(given, refs) for id in _ids(kind, name, refs)}
    return any_true(*any_of(field, ids))


def _names(given: Iterable[str], refs: Sequence[Ref]) -> list[str]:
    """Each text is one name, commas and all, where there is such a one; else a list of names."""
    known = {folded(ref.name) for ref in refs}
    names: list[str] = []
    for one in given:
        names += [one] if folded(one) in known else [n for n in one.split(",") if n.strip()]
    return names


def _ids(kind: str, name: str, refs: Sequence[Ref]) -> list[int]:
    """The ids of a name: equal names are all meant."""
    found = [ref.id for ref in refs if folded(ref.name) == folded(name)]
    see = f"cwsync lookup {'stages' if kind == 'stage' else 'opportunity-statuses'}"
    return found or [pick(kind, name.strip(), refs, see=see).id]


def _direction(key: str) -> str:
    name, falls = key.removeprefix("-"), key.startswith("-")
    if name not in SORTED_BY:
        near = closest(name, SORTED_BY)
        raise InvalidUsage(
            f'opportunities cannot be sorted by "{name}"',
            details=closest_line(near),
            hint=f"one of {', '.join(SORTED_BY)}; with a - before it, the other way round",
        )
    return f"{SORTED_BY[name]} {'desc' if falls else 'asc'}"


def _names_id(keys: Iterable[str]) -> bool:
    return any(key.removeprefix("-") == "id" for key in keys)
