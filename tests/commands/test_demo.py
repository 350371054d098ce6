"""The tour: every step with the command that a user would type."""

from __future__ import annotations

import os
from pathlib import Path

from .conftest import Cwsync


def test_the_tour_leaves_nothing_behind(cwsync: Cwsync) -> None:
    home, folder = os.environ["CWSYNC_HOME"], Path.cwd()
    shown = cwsync("demo")
    assert shown.code == 0, shown.err
    assert (os.environ["CWSYNC_HOME"], Path.cwd()) == (home, folder)
    assert not Path(home).exists()


def test_each_step_shows_its_command_and_what_came_of_it(cwsync: Cwsync) -> None:
    shown = cwsync("demo").out
    steps = [line for line in shown.splitlines() if line.startswith("$ cwsync ")]
    assert len(steps) >= 5
    assert "Creates 1 project, 7 phases, 18 tickets (84.95 h) and 5 tasks" in shown
    assert "Nothing to do" in shown
    assert "Creates 1 ticket (3.50 h)" in shown
    again = [line for line in shown.splitlines() if line.startswith("  cwsync project push")]
    assert again
    assert set(again) <= {f"  {step.removeprefix('$ ')}" for step in steps}


def test_what_is_kept_can_be_played_on_with(cwsync: Cwsync) -> None:
    shown = cwsync("demo --keep")
    home = Path(shown.out.rpartition("CWSYNC_HOME=")[2].strip())
    assert home.parent == Path(os.environ["CWSYNC_HOME"]).resolve()
    os.environ["CWSYNC_HOME"] = str(home)  # as the person is told; the fixture puts it back
    assert (home / "sandbox" / "connectwise.sqlite").is_file()
    status = cwsync(f"project status {home / 'harbor-clinic.yaml'} --sandbox -o json")
    assert status.document["complete"] is True
