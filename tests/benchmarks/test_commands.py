"""Each benchmark runs through at its smallest size. None of their figures is judged here."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import httpx
import pytest

from benchmarks.pushing import Size, push, written
from benchmarks.quota import long_term, soonest
from benchmarks.server import connection, serving

ROOT = Path(__file__).parents[2]
SMALL = ["--phases", "1", "--tickets", "2", "--tasks", "1"]


@pytest.mark.parametrize(
    ("command", "figures"),
    [
        (["startup", "--alone", "--runs", "1"], ["cwsync --version", "first output of a push"]),
        (["diff", "--phases", "1", "--runs", "1"], ["99 items", "Rich Table"]),
        (["export", "--services", "20", "--runs", "1"], ["processor", "memory"]),
        (["push", *SMALL, "--alone", "--runs", "1"], ["reads", "push again", "throttled"]),
        (["quota", *SMALL, "--paces", "900"], ["the quota allows", "this pace allows"]),
        (["opportunities", "--count", "20", "--alone"], ["20 opportunities", "cwsync"]),
        (["doubling", "--runs", "1", "--part", "200"], ["plan,", "diff,", "push,", "list,"]),
    ],
    ids=lambda value: value[0],
)
def test_a_benchmark_runs_through(command: list[str], figures: list[str], tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", f"benchmarks.{command[0]}", *command[1:]],
        cwd=ROOT,
        env={**os.environ, "HOME": str(tmp_path)},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        encoding="utf-8",
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert [figure for figure in figures if figure not in done.stdout] == []
    assert "target" in done.stdout


def test_every_benchmark_is_run_here() -> None:
    commands = {
        path.stem
        for path in (ROOT / "benchmarks").glob("*.py")
        if "\ndef main()" in path.read_text(encoding="utf-8")
    }
    assert commands == {"startup", "diff", "export", "push", "quota", "opportunities", "doubling"}


def test_the_server_keeps_the_quota(tmp_path: Path) -> None:
    with serving(tmp_path / "connectwise.sqlite", read_ms=0, quota=2) as url:
        info = f"{connection(url).base_url}/system/info"
        statuses = [httpx.get(info).status_code for _ in range(4)]
    assert [status == 429 for status in statuses] == [False, False, True, True]


def test_a_push_makes_what_its_size_says(tmp_path: Path) -> None:
    size = Size(phases=2, tickets=5, tasks=3)
    export = written(size, tmp_path / "project.yaml")
    with serving(tmp_path / "connectwise.sqlite", read_ms=0, write_ms=0) as url:
        cost = push(url, export)
        again = push(url, export, again=True)
    assert size.records == 11
    assert size.records <= cost.writes <= size.records + 4
    assert (again.writes, cost.throttled) == (0, 0)


@pytest.mark.parametrize(
    ("requests", "seconds"),
    [(1, 0.015), (1_000, 15), (1_001, 60.015), (2_000, 75), (2_001, 120.015), (2_019, 120.285)],
)
def test_how_soon_the_quota_lets_a_client_be_done(requests: int, seconds: float) -> None:
    assert soonest(requests, 1_000) == pytest.approx(seconds)


def test_the_long_term_rate_counts_what_the_first_minute_does_not_hold() -> None:
    assert [long_term(requests) for requests in (10, 1_000, 2_000)] == [0, 0, 60]
