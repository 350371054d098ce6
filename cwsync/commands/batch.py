"""Several exports in one sync: a bad one does not stop the rest."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from cwsync.commands.session import Session
from cwsync.errors import CwsyncError, ExitCode, InvalidInput
from cwsync.export.load import load
from cwsync.export.project import Project
from cwsync.mapping.forecast import DesiredForecast, desired_forecast
from cwsync.sync.events import Watcher
from cwsync.sync.forecast import (
    ForecastRequest,
    PreparedForecast,
    TenantStatuses,
    prepare_forecast,
)
from cwsync.sync.forecast_apply import FATAL, apply_forecast
from cwsync.sync.forecast_plan import ForecastOutcome, ForecastPlan
from cwsync.sync.link import linked_opportunity, origin

if TYPE_CHECKING:
    from cwsync.client.connectwise import ConnectWise

# of several failures, the one that most says why nothing was done
_WORST = (
    ExitCode.NOT_CONNECTED,
    ExitCode.UNREACHABLE,
    ExitCode.FORBIDDEN,
    ExitCode.INVALID,
    ExitCode.NOT_FOUND,
    ExitCode.PRECONDITION,
)


@dataclass(frozen=True, slots=True)
class Entry:
    """One export: its plan, then what became of it; or the error that it ended with."""

    export: str
    prepared: PreparedForecast | None = None
    outcome: ForecastOutcome | None = None
    error: CwsyncError | None = None

    @property
    def plan(self) -> ForecastPlan | None:
        """What was planned."""
        return None if self.prepared is None else self.prepared.plan

    @property
    def writes(self) -> int:
        """How many lines were to be written."""
        return 0 if self.plan is None else self.plan.writes

    @property
    def changed(self) -> bool:
        """Whether something is, or would be, written."""
        return self.outcome is not None and self.outcome.changed

    @property
    def failed(self) -> bool:
        """Whether something of it did not work."""
        return self.error is not None or bool(self.outcome and self.outcome.failures)

    @property
    def skipped(self) -> bool:
        """Whether the profile skips it."""
        return self.plan is not None and self.plan.skipped is not None

    @property
    def unchanged(self) -> bool:
        """Whether it is in step."""
        return not (self.changed or self.failed or self.skipped)


@dataclass
class Batch:
    """Syncs several exports, once or again and again.

    It remembers which export holds which project: two files of one project, unless they want the
    same, would undo each other.
    """

    session: Session
    request: ForecastRequest
    _held: dict[tuple[str, int | None], tuple[str, DesiredForecast]] = field(default_factory=dict)

    def prepared(self, cw: ConnectWise, exports: Sequence[str]) -> list[Entry]:
        """The plan, or the error, of each; read side by side."""
        loaded = [self._loaded(export) for export in exports]
        statuses = TenantStatuses(cw)

        def prepare(item: tuple[str, Project | PreparedForecast | CwsyncError]) -> Entry:
            export, found = item
            if isinstance(found, CwsyncError):
                return Entry(export, error=found)
            try:
                if isinstance(found, Project):
                    found = prepare_forecast(cw, found, self.request, statuses)
            except CwsyncError as error:
                return Entry(export, error=error)
            return Entry(export, found, ForecastOutcome(found.plan))

        workers = max(1, min(cw.connection.concurrency, len(loaded)))
        with ThreadPoolExecutor(max_workers=workers) as pool:
            return list(pool.map(prepare, loaded))

    def applied(
        self,
        cw: ConnectWise,
        entries: Iterable[Entry],
        *,
        watcher: Watcher,
        stop: Callable[[], bool],
    ) -> list[Entry]:
        """The same carried out. After an error that every other would meet, the rest is not tried.

        An export of which nothing could be written ends with its error.
        """
        done: list[Entry] = []
        fatal: CwsyncError | None = None
        for entry in entries:
            if entry.prepared is None or not entry.writes:
                done.append(entry)
            elif fatal is not None:
                done.append(replace(entry, outcome=None, error=fatal))
            else:
                outcome = apply_forecast(cw, entry.prepared, watcher=watcher, stop=stop)
                errors = [failure.error for failure in outcome.failures]
                fatal = next((error for error in errors if isinstance(error, FATAL)), None)
                done.append(_ended(entry, outcome))
        return done

    def _loaded(self, export: str) -> tuple[str, Project | PreparedForecast | CwsyncError]:
        """The project; a plan to do nothing where another file wants the same."""
        self._held = {key: held for key, held in self._held.items() if held[0] != export}
        try:
            project = load(export)
            key = (project.key, linked_opportunity(project, self.request.opportunity))
        except CwsyncError as error:
            return export, error
        desired = desired_forecast(project, self.request.options)
        other, theirs = self._held.setdefault(key, (export, desired))
        if other == export:
            return export, project
        if (theirs.lines, theirs.state) == (desired.lines, desired.state):
            same = f"{other} wants the same"
            plan = ForecastPlan(project.name, origin(project), "", None, skipped=same)
            return export, PreparedForecast(plan, desired)
        return export, InvalidInput(
            f'"{project.name}" is in {other}, too, with other totals',
            hint="keep one of the two files: they would undo each other",
            code="project_twice",
        )

    def keep_only(self, exports: Sequence[str]) -> bool:
        """What other files held counts no more. Whether there were some."""
        kept = {key: held for key, held in self._held.items() if held[0] in exports}
        dropped = len(kept) < len(self._held)
        self._held = kept
        return dropped


def exit_code(entries: Sequence[Entry], *, applied: bool) -> ExitCode:
    """One code for all: 8 where something was written and something failed, else the worst."""
    codes = {e.error.exit_code for e in entries if e.error is not None}
    half_way = any(e.outcome and e.outcome.failures for e in entries)
    if half_way or (codes and applied and any(e.changed for e in entries)):
        return ExitCode.HALF_WAY
    return next((code for code in _WORST if code in codes), max(codes, default=ExitCode.DONE))


def _ended(entry: Entry, outcome: ForecastOutcome) -> Entry:
    if outcome.failures and not outcome.changed:
        return replace(entry, outcome=None, error=outcome.failures[0].error)
    return replace(entry, outcome=outcome)
