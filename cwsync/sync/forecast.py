"""Bring the forecast of an opportunity in line with an export: read, compare, plan.

Only single lines are ever created or changed: whether a whole forecast that is sent merges with or
replaces what is there is not public.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from cwsync.errors import PreconditionFailed
from cwsync.export.project import Notice, Project, Status
from cwsync.mapping.forecast import DealState, DesiredForecast, ForecastOptions, desired_forecast
from cwsync.sync.directory import Ref
from cwsync.sync.forecast_compare import Compared, ExistingLine, compare, existing_line
from cwsync.sync.forecast_lines import read_forecast_records
from cwsync.sync.forecast_plan import ForecastPlan, OpportunityState
from cwsync.sync.link import linked_opportunity, needed_opportunity, origin
from cwsync.sync.opportunity_record import opportunity_record
from cwsync.sync.wire import reference_id, reference_name, text

if TYPE_CHECKING:
    from cwsync.client.connectwise import ConnectWise

STATUSES = "/sales/opportunities/statuses"
_FLAGS = {DealState.WON: "wonFlag", DealState.LOST: "lostFlag", DealState.OPEN: "defaultFlag"}
_FIELDS = ("id", "name", "status/id", "status/name", "closedDate")
_STATUS_FIELDS = ("id", "name", "wonFlag", "lostFlag", "defaultFlag", "inactiveFlag")
SKIPPED = "the profile skips the revenue sync (forecast.skip_revenue_sync)"


@dataclass(frozen=True, slots=True)
class ForecastRequest:
    """What a person asked for. `skip` does nothing unless `force`; `opportunity` as a wish."""

    options: ForecastOptions = field(default_factory=ForecastOptions)
    opportunity: int | None = None
    skip: bool = False
    force: bool = False


@dataclass(frozen=True, slots=True)
class PreparedForecast:
    """A plan with what applying it needs. `status` is None where nothing is to be done."""

    plan: ForecastPlan
    desired: DesiredForecast
    status: Ref | None = None


class TenantStatuses:
    """The opportunity statuses of the tenant, read once, when they are needed."""

    def __init__(self, cw: ConnectWise) -> None:
        self._cw = cw
        self._rows: list[dict[str, Any]] | None = None

    def with_flag(self, flag: str) -> list[dict[str, Any]]:
        """Those in use that have this flag."""
        if self._rows is None:
            self._rows = self._cw.list(STATUSES, fields=_STATUS_FIELDS)
        return [row for row in self._rows if _is_usable(row) and row.get(flag) is True]


def prepare_forecast(
    cw: ConnectWise,
    project: Project,
    request: ForecastRequest,
    statuses: TenantStatuses | None = None,
) -> PreparedForecast:
    """Read the opportunity and its forecast and work out the plan. Changes nothing."""
    desired = desired_forecast(project, request.options)
    skipped = skipped_forecast(project, request)
    if skipped is not None:
        return PreparedForecast(skipped, desired)
    check_syncable(project)
    opportunity = read_opportunity_state(cw, needed_opportunity(project, request.opportunity))
    existing = read_existing_lines(cw, opportunity.id)
    status = _status_of_lines(statuses or TenantStatuses(cw), opportunity, desired.state)
    compared = compare(desired, existing, status)
    notices = (
        *project.notices,
        *desired.notices,
        *_about_opportunity(opportunity, project),
        *compared.notices,
    )
    plan = _plan(cw, project, opportunity, compared, notices)
    return PreparedForecast(plan, desired, status)


def skipped_forecast(project: Project, request: ForecastRequest) -> ForecastPlan | None:
    """The plan that does nothing, where the profile skips the revenue sync; else None."""
    if not request.skip or request.force:
        return None
    id = linked_opportunity(project, request.opportunity)
    name = project.opportunity.name if project.opportunity else None
    opportunity = None if id is None else OpportunityState(id, name or "")
    return ForecastPlan(project.name, origin(project), "", opportunity, skipped=SKIPPED)


def check_syncable(project: Project) -> None:
    """Raises `PreconditionFailed` for a canceled project."""
    if project.status is Status.CANCELED:
        raise PreconditionFailed(
            f'"{project.name}" is canceled in ScopeStack; its forecast is left as it is',
            hint="take its lines out of the forecast in ConnectWise, or open it again there "
            "and export it once more",
            code="canceled",
        )


def read_opportunity_state(cw: ConnectWise, id: int) -> OpportunityState:
    """The opportunity with its status. Raises `NotFound`."""
    record = opportunity_record(cw, id, _FIELDS)
    return OpportunityState(
        id=id,
        name=text(record, "name"),
        status_id=reference_id(record, "status"),
        status=reference_name(record, "status"),
        closed=bool(record.get("closedDate")),
    )


def read_existing_lines(cw: ConnectWise, opportunity_id: int) -> tuple[ExistingLine, ...]:
    """All lines of the forecast, whoever made them."""
    return tuple(existing_line(r) for r in read_forecast_records(cw, opportunity_id))


def _plan(
    cw: ConnectWise,
    project: Project,
    opportunity: OpportunityState,
    compared: Compared,
    notices: Sequence[Notice],
) -> ForecastPlan:
    return ForecastPlan(
        title=project.name,
        origin=origin(project),
        site=cw.connection.site,
        opportunity=opportunity,
        lines=compared.lines,
        others=compared.others,
        notices=tuple(notices),
    )


def _status_of_lines(
    statuses: TenantStatuses, opportunity: OpportunityState, state: DealState
) -> Ref:
    """The opportunity's own status while the deal is open, else the tenant's for won or lost.

    Raises `PreconditionFailed` where the tenant has none.
    """
    own = opportunity.status_id
    if state is DealState.OPEN and own is not None:
        return Ref(own, opportunity.status)
    fitting = statuses.with_flag(_FLAGS[state])
    if not fitting:
        raise PreconditionFailed(
            f"this ConnectWise has no opportunity status in use that stands for {state.value}",
            hint="mark one in ConnectWise: System > Setup Tables > Opportunity Status",
            code=f"no_{state.value}_status",
        )
    best = min(fitting, key=lambda row: (row["id"] != own, not row.get("defaultFlag"), row["id"]))
    return Ref(best["id"], text(best, "name"))


def _is_usable(row: dict[str, Any]) -> bool:
    return isinstance(row.get("id"), int) and not row.get("inactiveFlag")


def _about_opportunity(opportunity: OpportunityState, project: Project) -> Sequence[Notice]:
    """A closed opportunity takes lines all the same; while the deal is open that is odd."""
    settled = project.status in (Status.WON, Status.LOST)
    if not opportunity.closed or settled:
        return ()
    status = f" ({opportunity.status})" if opportunity.status else ""
    message = (
        f"opportunity {opportunity.id} is closed in ConnectWise{status}, while the project is "
        f"{project.raw_status.replace('_', ' ')} in ScopeStack"
    )
    return (Notice("opportunity_closed", message),)
