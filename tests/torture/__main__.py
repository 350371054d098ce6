"""`make torture`: the whole of it, with its figures beside the targets. Exit 1 where one is missed.

Only loopback, only temporary folders, some minutes on two processors; names of rows to run only
those: `python -m tests.torture R1 R4`.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from cwsync.sandbox.app import open_sandbox
from tests.torture.kills import kill_everywhere, requests_of_a_push
from tests.torture.late import LONGEST_S, WRITES, late_runs
from tests.torture.processes import ROOT
from tests.torture.runs import random_runs
from tests.torture.together import SCENARIOS, rounds
from tests.torture.world import CREATES_200, Stage, World, push

RUNS = 500
ROUNDS = 10
MODEL_EXAMPLES = 150


@dataclass(frozen=True)
class Figure:
    """One measured figure, and whether it meets its target."""

    what: str
    measured: str
    target: str
    met: bool


def r1(filled: Path) -> list[Figure]:
    """kill -9 at every request of a push."""
    last = requests_of_a_push(filled)
    points = kill_everywhere(filled, [(n, s) for s in Stage for n in range(1, last + 1)])
    killed = [point for point in points if point.killed]
    duplicates = sum(len(point.verdict.twice) for point in killed)
    missing = sum(len(point.verdict.missing) for point in killed)
    good = sum(point.is_good for point in killed)
    return [
        Figure(
            "points killed", f"{len(killed)} of {len(points)}", "all", len(killed) >= 4 * last - 4
        ),
        Figure("duplicates after the next push", str(duplicates), "0", duplicates == 0),
        Figure("missing after the next push", str(missing), "0", missing == 0),
        Figure("points completed", f"{good / len(killed):.1%}", "100%", good == len(killed)),
    ]


def r2(filled: Path) -> list[Figure]:
    """Random runs of 200 creates."""
    runs = random_runs(range(RUNS), filled)
    wrong = [run.seed for run in runs if run.wrong]
    calm = [run for run in runs if run.kills == 0 and run.pushes == 1]
    fixed = _fixed_requests(filled)
    ratio = sum(run.requests - fixed for run in calm) / sum(run.creates for run in calm)
    total = sum(run.requests for run in calm) / sum(run.creates for run in calm)
    kills = sum(run.kills for run in runs)
    return [
        Figure("runs, kills", f"{len(runs)}, {kills}", f"{RUNS}, some", kills > 0),
        Figure("runs without a kill", str(len(calm)), "some", bool(calm)),
        Figure("wrong runs (seeds)", str(wrong or 0), "0", not wrong),
        Figure("requests a create, looks included", f"{ratio:.3f}", "≤ 1.15", ratio <= 1.15),
        Figure(f"… with the {fixed} of every push", f"{total:.3f}", "(shown only)", True),
    ]


def _fixed_requests(filled: Path) -> int:
    """What a push of 200 creates takes beyond them, while nothing goes wrong."""
    with tempfile.TemporaryDirectory(prefix="cwsync-torture-") as folder:
        file = Path(folder) / "tenant.sqlite"
        file.write_bytes(filled.read_bytes())
        world = World(file)
        try:
            with world.client() as cw:
                creates = push(cw, CREATES_200).plan.creates
                read, written, _ = cw.requests
        finally:
            world.close()
    return read + written - creates


def r3(filled: Path) -> list[Figure]:
    """Late commits of every POST, by every second."""
    points = [(n, float(s)) for n in range(1, WRITES + 1) for s in range(1, LONGEST_S + 1)]
    runs = late_runs(points, filled)
    twice = sum(len(run.verdict.twice) for run in runs)
    bad = [(run.post, run.seconds) for run in runs if not run.is_good]
    return [
        Figure("late commits", str(len(runs)), f"1 to {LONGEST_S} s", True),
        Figure("duplicates", str(twice), "0", twice == 0),
        Figure("not complete, or not at once", str(bad or 0), "0", not bad),
    ]


def r4(filled: Path) -> list[Figure]:
    """Pushes together, and one plan twice."""
    figures = []
    for number in (2, 5):
        for name in SCENARIOS:
            results = rounds(name, filled, number, ROUNDS)
            good = sum(result.is_good for result in results)
            what = f"{number} at once: {name}"
            figures.append(Figure(what, f"{good} of {len(results)}", "one wins", good == ROUNDS))
    return figures


def by_tests(*names: str, examples: int = 0) -> Callable[[Path], list[Figure]]:
    """A row that tests show: how many passed."""

    def run(filled: Path) -> list[Figure]:
        command = [sys.executable, "-m", "pytest", "-q", "-n", "2", "-p", "no:cacheprovider"]
        done = subprocess.run(
            [*command, *names],
            cwd=ROOT,
            env={**os.environ, "TORTURE_EXAMPLES": str(examples)},
            capture_output=True,
            encoding="utf-8",
        )
        last = done.stdout.strip().rpartition("\n")[2].strip("= ")
        if done.returncode:
            print(done.stdout[-6_000:])
        return [Figure("tests", last, "all pass", done.returncode == 0)]

    return run


ROWS: dict[str, tuple[str, Callable[[Path], list[Figure]]]] = {
    "R1": ("kill -9 at every request, then push again", r1),
    "R2": (f"{RUNS} random runs of 200 creates", r2),
    "R3": ("commits that come late", r3),
    "R4": ("pushes that begin together", r4),
    "R5": (
        f"{MODEL_EXAMPLES} lives of a project; an empty second plan, {MODEL_EXAMPLES * 4} times",
        by_tests("tests/torture/test_model.py", examples=MODEL_EXAMPLES),
    ),
    "R6": (
        "people in between; R7: a failing item",
        by_tests("tests/torture/test_people.py", "tests/torture/test_unknown.py"),
    ),
    "R8": (
        "the retry matrix; R10: pacing; R11: paging",
        by_tests(
            "tests/client/test_matrix.py",
            "tests/client/test_loopback.py",
            "tests/client/test_pacing.py",
            "tests/client/test_paging.py",
        ),
    ),
    "R9": (
        "outages; R12: signals, streams, disks; R17: nobody to ask",
        by_tests("tests/torture/test_interrupts.py", "tests/client/test_outage.py"),
    ),
}


def main(wanted: Sequence[str]) -> int:
    """Run the rows and print their figures; 1 where a target is missed."""
    missed = 0
    with tempfile.TemporaryDirectory(prefix="cwsync-torture-") as folder:
        filled = Path(folder) / "filled.sqlite"
        open_sandbox(filled).close()
        for row, (what, measure) in ROWS.items():
            if wanted and row not in wanted:
                continue
            begun = time.monotonic()
            print(f"{row}  {what}", flush=True)
            for figure in measure(filled):
                missed += not figure.met
                verdict = "met" if figure.met else "MISSED"
                measured = f"{figure.measured:<28} target {figure.target}"
                print(f"    {figure.what:<44} {measured}: {verdict}")
            print(f"    ({time.monotonic() - begun:.0f} s)", flush=True)
    print("all targets met" if not missed else f"{missed} targets missed")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
