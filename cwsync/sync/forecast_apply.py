"""Write a planned forecast line by line, and look afterwards whether it is as it should be."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from cwsync.client.failures import AnswerLost
from cwsync.errors import CwsyncError, NotConnected, StoppedHalfWay, Unreachable
from cwsync.export.project import Notice
from cwsync.sync.events import Waiting, Watcher
from cwsync.sync.forecast import PreparedForecast, read_existing_lines
from cwsync.sync.forecast_compare import compare, differences, existing_line
from cwsync.sync.forecast_plan import (
    ForecastOutcome,
    ForecastPlan,
    LineAction,
    LineFailure,
    PlannedLine,
)
from cwsync.sync.once import StillUnknown, create_once

if TYPE_CHECKING:
    from cwsync.client.connectwise import ConnectWise

# the values are absolute, so a line may be sent again once it was seen that it is not there yet
PAUSES_S = (2.0, 5.0, 10.0)
# after one of these there is no point in trying the next line
FATAL = (NotConnected, Unreachable, StillUnknown)
STOPPED = "not done: the sync was stopped before"
FIELDS = {
    "revenue": "revenue",
    "cost": "cost",
    "type": "forecastType",
    "status": "status",
    "included": "includeFlag",
}


def apply_forecast(
    cw: ConnectWise,
    prepared: PreparedForecast,
    *,
    watcher: Watcher,
    stop: Callable[[], bool] = lambda: False,
) -> ForecastOutcome:
    """Carry out the plan; what failed is in the outcome, beside what did not."""
    if not prepared.plan.writes:
        return ForecastOutcome(prepared.plan)
    return _Application(cw, prepared, watcher, stop).carried_out()


class _Application:
    def __init__(
        self,
        cw: ConnectWise,
        prepared: PreparedForecast,
        watcher: Watcher,
        stop: Callable[[], bool],
    ) -> None:
        assert prepared.plan.opportunity is not None  # a plan with lines to write has one
        self._cw = cw
        self._prepared = prepared
        self._opportunity_id = prepared.plan.opportunity.id
        self._path = f"/sales/opportunities/{self._opportunity_id}/forecast"
        self._watcher = watcher
        self._stop = stop
        self._failures: list[LineFailure] = []
        self._fatal: CwsyncError | None = None
        self._stopped = False

    def carried_out(self) -> ForecastOutcome:
        lines = [self._tried(line) for line in self._prepared.plan.lines]
        plan = replace(self._prepared.plan, lines=tuple(lines))
        if plan.writes and self._fatal is None:
            plan = self._checked(plan)
        return ForecastOutcome(plan, tuple(self._failures), self._stopped)

    def _tried(self, line: PlannedLine) -> PlannedLine:
        if not line.writes:
            return line
        if self._fatal is not None or self._stop():
            self._stopped = self._stopped or self._fatal is None
            return replace(line, action=LineAction.SKIP, reason=STOPPED)
        try:
            return replace(line, id=self._written(line))
        except CwsyncError as error:
            return self._failed(line, error)

    def _failed(self, line: PlannedLine, error: CwsyncError) -> PlannedLine:
        self._failures.append(LineFailure(line, error))
        self._fatal = error if isinstance(error, FATAL) else None
        return replace(line, action=LineAction.SKIP, reason=f"not done: {error.message}")

    def _written(self, line: PlannedLine) -> int:
        if line.id is not None:
            self._update(line, line.id)
            return line.id
        return create_once(
            self._cw,
            f"{self._path}/0",  # ConnectWise gives the number, whatever stands here
            line_body(line, self._opportunity_id),
            look=lambda: self._find(line),
            watcher=self._watcher,
            stop=self._stop,
        ).id

    def _find(self, line: PlannedLine) -> int | None:
        lines = read_existing_lines(self._cw, self._opportunity_id)
        ids = (there.id for there in lines if there.description == line.description)
        return min((id for id in ids if id is not None), default=None)

    def _update(self, line: PlannedLine, id: int) -> None:
        """Change what differs. A lost answer is settled by looking, then by sending it again."""
        path = f"{self._path}/{id}"
        operations = line_operations(line)
        reason = ""
        for pause_s in PAUSES_S:
            try:
                self._cw.patch(path, operations)
                return
            except AnswerLost as lost:
                reason = lost.reason
            if self._holds(path, line):
                return
            if self._stop():
                break
            self._watcher(Waiting("an answer was lost; the line is sent again", pause_s))
            self._cw.clock.sleep(pause_s)
        raise StillUnknown(
            f"ConnectWise did not answer whether it changed line {id} ({reason})",
            hint="run the same command again; it looks at the line before it sends anything",
        )

    def _holds(self, path: str, line: PlannedLine) -> bool:
        answer = self._cw.get(path)
        record = answer[0] if isinstance(answer, list) and len(answer) == 1 else answer
        return isinstance(record, dict) and not differences(line, existing_line(record))

    def _checked(self, plan: ForecastPlan) -> ForecastPlan:
        """Read the forecast again: is it kept as it was sent, and did nobody make the same line?"""
        try:
            return self._held_against(plan)
        except CwsyncError as error:
            notice = Notice("not_checked", f"what was written could not be read: {error.message}")
            return replace(plan, notices=(*plan.notices, notice))

    def _held_against(self, plan: ForecastPlan) -> ForecastPlan:
        assert self._prepared.status is not None
        existing = read_existing_lines(self._cw, self._opportunity_id)
        now = compare(self._prepared.desired, existing, self._prepared.status)
        by_id = {line.id: line for line in now.lines}
        lines = [self._as_found(line, by_id) if line.writes else line for line in plan.lines]
        new = [notice for notice in now.notices if notice not in plan.notices]
        return replace(plan, lines=tuple(lines), notices=(*plan.notices, *new))

    def _as_found(self, line: PlannedLine, by_id: dict[int | None, PlannedLine]) -> PlannedLine:
        found = by_id.get(line.id)
        if found is None:
            return self._failed(line, _not_kept(line, "it is not there"))
        if found.duplicate and not line.duplicate:  # another sync was faster
            if found.writes:
                self._update(found, line.id or 0)
            return replace(found, action=line.action, id=line.id)
        if found.writes:
            said = "; ".join(
                f"{d.field} is {d.connectwise or 'nothing'}, not {d.export}"
                for d in found.differences
            )
            return self._failed(line, _not_kept(line, said))
        return line


def line_body(line: PlannedLine, opportunity_id: int) -> dict[str, Any]:
    """A new line. It counts, and has no cost where the export has none."""
    return {
        "forecastDescription": line.description,
        "opportunity": {"id": opportunity_id},
        **{FIELDS[name]: value for name, value in _values(line).items() if value is not None},
    }


def line_operations(line: PlannedLine) -> list[dict[str, Any]]:
    """What to change in a line that is there, references whole."""
    values = _values(line)
    return [
        {"op": "replace", "path": FIELDS[d.field], "value": values[d.field]}
        for d in line.differences
    ]


def _values(line: PlannedLine) -> dict[str, Any]:
    assert line.money is not None  # only such lines are written
    return {
        "revenue": line.money.revenue,
        "cost": line.money.cost,
        "type": line.type,
        "status": {"id": line.status_id},
        "included": True,
    }


def _not_kept(line: PlannedLine, what: str) -> StoppedHalfWay:
    return StoppedHalfWay(
        f'ConnectWise did not keep the line "{line.description}" as it was sent: {what}',
        hint="look at the opportunity in ConnectWise, and run it again",
        code="not_kept",
    )
