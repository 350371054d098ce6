"""R2: seeded random runs of 200 creates with lost answers, resets, 5xx, throttling and kills."""

from __future__ import annotations

import os
import random
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
from tests.torture.world import CREATES_200, Killed, Stage, World, verdict

# Of all writes 3% are lost (half by a broken connection, half by a 5xx) and 3% are reset (half
# before, half after they were carried out); of all requests 0.2% are throttled.
LOST = (
    Fault("POST *", Do.DROP_AFTER, chance=0.015),
    Fault("POST *", Do.STATUS_AFTER, chance=0.015, status=502),
    Fault("POST *", Do.DROP_BEFORE, chance=0.015),
    Fault("POST *", Do.CUT_OFF, chance=0.015),
    Fault("*", Do.STATUS, chance=0.002, status=429, retry_after="soon"),
)
KILL = 0.002  # of all requests: four runs of ten are killed, some more than once
MOST_PUSHES = 12


@dataclass(frozen=True)
class RandomRun:
    """How one run came out. `pushes` is 1 where nothing had to be pushed again."""

    seed: int
    wrong: tuple[str, ...]
    pushes: int
    kills: int
    requests: int
    creates: int


def random_run(seed: int, filled: Path, project: Project = CREATES_200) -> RandomRun:
    """Push until it is done, and look."""
    dice = random.Random(seed)
    with tempfile.TemporaryDirectory(prefix="cwsync-torture-") as folder:
        world = World(Path(shutil.copy(filled, Path(folder) / "tenant.sqlite")))
        try:
            return _run(seed, world, project, dice)
        finally:
            world.close()


def _run(seed: int, world: World, project: Project, dice: random.Random) -> RandomRun:
    requests = kills = 0
    world.sandbox.hooks = Misbehaving(Decider(LOST, seed), now=world.clock.now)
    problems: list[str] = []

    def kill(number: int) -> Stage | None:
        nonlocal requests
        requests += 1
        lives = dice.random() >= KILL
        return None if lives else dice.choice((Stage.BEFORE, Stage.COMMITTED, Stage.ANSWERED))

    for pushes in range(1, MOST_PUSHES + 1):
        try:
            outcome = world.push(
                project, kill=kill, at_a_time=dice.choice((1, 4, 8)), take_over=pushes > 1
            )
            if not outcome.failures:
                break
        except Killed:
            kills += 1
        except CwsyncError as error:
            problems.append(f"push {pushes}: {error.message}")
    world.sandbox.hooks = Hooks()
    found = verdict(world, project)
    wrong = (*found.duplicates, *(f"missing: {one}" for one in found.missing))
    if not found.is_good:
        wrong = (*wrong, *problems)
    creates = sum(_size(project))
    return RandomRun(seed, wrong, pushes, kills, requests, creates)


def _size(project: Project) -> tuple[int, int, int, int]:
    tasks = sum(len(service.subservices) for service in project.services)
    return 1, len(project.phases), len(project.services), tasks


def random_runs(seeds: Iterable[int], filled: Path) -> list[RandomRun]:
    """As many at a time as there are processors."""
    with ProcessPoolExecutor(max_workers=os.cpu_count()) as pool:
        return list(pool.map(partial(random_run, filled=filled), seeds, chunksize=5))
