"""R4: pushes that begin together, as real processes from separate homes; one plan applied twice."""

from __future__ import annotations

import shutil
import tempfile
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from cwsync.sandbox.config import Hooks
from cwsync.sandbox.server import running
from cwsync.sandbox.wire import Answer, Request
from tests.torture.processes import (
    SETUP,
    Ended,
    Operator,
    ended,
    export_file,
    project_of,
    push_line,
)
from tests.torture.world import OPPORTUNITY, Verdict, World, verdict

SIZE = {"phases": 2, "tickets": 4, "tasks": 2}
GROWN = {"phases": 3, "tickets": 8, "tasks": 4}
Scenario = Callable[[Path, Path, int], "Together"]


class Gate(Hooks):
    """Holds requests with this ending until so many have come, so that they really go together."""

    def __init__(self, ending: str, number: int) -> None:
        self._ending = ending
        self._left = number
        self._barrier = threading.Barrier(number)
        self._lock = threading.Lock()

    def before(self, request: Request) -> Answer | None:
        """Wait for the others, 3 s at most."""
        if request.method != "POST" or not request.path.endswith(self._ending):
            return None
        with self._lock:
            self._left -= 1
            held = self._left >= 0
        if held:
            with suppress(threading.BrokenBarrierError):
                self._barrier.wait(timeout=3)
        return None


@dataclass(frozen=True)
class Together:
    """How pushes that began together ended."""

    ended: tuple[Ended, ...]
    verdict: Verdict

    @property
    def codes(self) -> tuple[int, ...]:
        """Their exit codes, sorted."""
        return tuple(sorted(one.code for one in self.ended))

    @property
    def is_good(self) -> bool:
        """One wins, the others stop with 7 or find nothing to do, and all is there once."""
        winners = sum(one.changed for one in self.ended)
        others = all(one.code in (0, 7) for one in self.ended)
        return winners == 1 and others and self.verdict.is_good and self.verdict.claims == 0


def new_project(folder: Path, filled: Path, number: int) -> Together:
    """Nothing is there yet; the export is linked to an opportunity."""
    return _new(folder, filled, number, OPPORTUNITY, Gate("notes", number))


def new_unlinked(folder: Path, filled: Path, number: int) -> Together:
    """Nothing is there yet, and there is no opportunity to hold a claim."""
    return _new(folder, filled, number, None, Gate("project/projects", number))


def _new(folder: Path, filled: Path, number: int, opportunity: int | None, gate: Gate) -> Together:
    export = export_file(folder, **SIZE, opportunity=opportunity)
    return _together(folder, filled, number, gate, export, push_line(export))


def existing_project(folder: Path, filled: Path, number: int) -> Together:
    """The project is there, and services were added to the export."""
    export = export_file(folder, **SIZE)
    file = Path(shutil.copy(filled, folder / "tenant.sqlite"))
    with running(file) as url:
        Operator(folder / "before", url).push(export)
    export_file(folder, **GROWN)
    gate = Gate("notes", number)
    return _together(folder, file, number, gate, export, push_line(export))


def one_plan(folder: Path, filled: Path, number: int) -> Together:
    """One saved plan, applied by all of them; its project is new."""
    export = export_file(folder, **SIZE)
    file = Path(shutil.copy(filled, folder / "tenant.sqlite"))
    plan = folder / "plan.json"
    with running(file) as url:
        options = [option for option in SETUP if option != "--yes"]
        planner = Operator(folder / "planner", url)
        planner.run("project", "push", str(export), *options, "--dry-run", f"--save-plan={plan}")
    line = ["project", "apply", str(plan), "--yes", "-o", "json"]
    return _together(folder, file, number, Gate("project/projects", number), export, line)


SCENARIOS: dict[str, Scenario] = {
    "new project, opportunity": new_project,
    "new project, no opportunity": new_unlinked,
    "existing project": existing_project,
    "one saved plan": one_plan,
}


def _together(
    folder: Path, tenant: Path, number: int, gate: Gate, export: Path, line: list[str]
) -> Together:
    file = folder / "together.sqlite"
    shutil.copy(tenant, file)
    with running(file, hooks=gate, write_ms=5) as url:
        started = [Operator(folder / f"home-{n}", url).start(*line) for n in range(number)]
        all_ended = tuple(ended(process) for process in started)
    world = World(file)
    try:
        return Together(all_ended, verdict(world, project_of(export)))
    finally:
        world.close()


def rounds(scenario: str, filled: Path, number: int, times: int) -> list[Together]:
    """The same again and again."""
    results = []
    for _ in range(times):
        with tempfile.TemporaryDirectory(prefix="cwsync-torture-") as name:
            results.append(SCENARIOS[scenario](Path(name), filled, number))
    return results
