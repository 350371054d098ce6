"""The short cut of `make torture`: the same harness, fewer points."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.torture.kills import kill_at
from tests.torture.late import WRITES, late_run
from tests.torture.runs import random_run
from tests.torture.together import SCENARIOS
from tests.torture.world import IN_PROCESS, SMALL, Killed, Stage, World, at, verdict

NewWorld = Callable[[], World]
posix = pytest.mark.skipif(os.name == "nt", reason="there is no SIGKILL to send")


@pytest.mark.parametrize("stage", IN_PROCESS)
def test_a_push_that_dies_at_any_request_is_completed_by_the_next(
    stage: Stage, new_world: NewWorld
) -> None:
    for number in range(1, 60):
        world = new_world()
        try:
            world.push(SMALL, kill=at(number, stage))
        except Killed:
            assert not world.push(SMALL, take_over=True).failures
            found = verdict(world, SMALL)
            assert (found.duplicates, found.missing, found.claims) == ((), (), 0), number
            assert world.push(SMALL).plan.creates == 0
        else:
            assert number > 20
            break


@posix
@pytest.mark.parametrize(
    ("number", "stage"),
    [
        (7, Stage.COMMITTED),
        (10, Stage.SENT),
        (14, Stage.ANSWERED),
        (19, Stage.COMMITTED),
        (27, Stage.BEFORE),
    ],
)
def test_a_process_that_is_killed(number: int, stage: Stage, filled: Path) -> None:
    point = kill_at(number, stage, filled)
    assert point.killed
    assert point.is_good, point


@pytest.mark.parametrize("seed", range(8))
def test_a_random_run(seed: int, filled: Path) -> None:
    assert random_run(seed, filled).wrong == ()


@pytest.mark.parametrize("seconds", [1.0, 42.0, 90.0])
def test_a_late_commit_of_any_post(seconds: float, filled: Path) -> None:
    bad = [run for n in range(1, WRITES + 1) if not (run := late_run((n, seconds), filled)).is_good]
    assert bad == []


@pytest.mark.parametrize(
    ("scenario", "number"), [*((name, 2) for name in SCENARIOS), ("new project, no opportunity", 5)]
)
def test_pushes_that_begin_together(
    scenario: str, number: int, tmp_path: Path, filled: Path
) -> None:
    together = SCENARIOS[scenario](tmp_path, filled, number)
    assert together.is_good, (together.codes, together.verdict)
    assert together.codes == (0, *[7] * (number - 1))
