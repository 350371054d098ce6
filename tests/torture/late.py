"""R3: commits that come 1 to 90 s after the client gave up, on a clock that nobody waits for."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from cwsync.errors import CwsyncError
from cwsync.export.project import Project
from cwsync.sandbox.config import Hooks
from cwsync.sandbox.faults import Decider, Do, Fault
from cwsync.sandbox.misbehaving import Misbehaving
from tests.torture.world import SMALL, Verdict, World, sized, verdict

LONGEST_S = 90
UNLINKED = sized(3, 6, 4, opportunity=None)
# claim on the opportunity, project, claim on the project, 3 phases, 6 tickets, 4 tasks
WRITES = 16


@dataclass(frozen=True)
class LateRun:
    """A push one of whose POSTs was carried out so late, and the next push."""

    post: int
    seconds: float
    verdict: Verdict
    second_creates: int
    problem: str

    @property
    def is_good(self) -> bool:
        """Everything once, and nothing left to do."""
        return self.verdict.is_good and not self.second_creates and not self.problem


def late_run(point: tuple[int, float], filled: Path, project: Project = SMALL) -> LateRun:
    """The POST of this number comes so many seconds late."""
    post, seconds = point
    with tempfile.TemporaryDirectory(prefix="cwsync-torture-") as folder:
        world = World(Path(shutil.copy(filled, Path(folder) / "tenant.sqlite")))
        fault = Fault("POST *", Do.LATE, times=(post,), seconds=seconds)
        world.sandbox.hooks = Misbehaving(Decider([fault]), now=world.clock.now)
        problem = ""
        try:
            try:
                world.push(project)
            except CwsyncError as error:
                problem = error.message
            world.sandbox.hooks = Hooks()
            world.later(2 * LONGEST_S)
            second = world.push(project).plan.creates
            return LateRun(post, seconds, verdict(world, project), second, problem)
        finally:
            world.close()


def late_runs(points: Iterable[tuple[int, float]], filled: Path) -> list[LateRun]:
    """As many at a time as there are processors."""
    with ProcessPoolExecutor() as pool:
        return list(pool.map(partial(late_run, filled=filled), points, chunksize=20))
