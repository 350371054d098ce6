"""A first push against a plain loop over pyconnectwise, in the same run.

    python -m benchmarks.push [--runs 3] [--tickets 136] [--tasks 89] [--alone]

8 phases, 136 tickets and 89 tasks, at 60 ms a read and 120 ms a write, with a quota of 1,000
requests in a rolling minute, against the embedded ConnectWise on loopback: for each run a new one
in a process of its own. The loop creates the same records one after the other and reads nothing.

Targets: at least 4 times as fast, at most 1 + P + T + K + 4 writes and 15 reads, no throttled
answer; the same push once more in at most 15 requests. About 40 s a run; `--alone` leaves the loop
out.
"""

from __future__ import annotations

import tempfile
from pathlib import Path
from statistics import median

from benchmarks.options import parser
from benchmarks.pushing import Cost, Size, loop, push, written
from benchmarks.server import QUOTA, serving

MOST_READS, MORE_WRITES, MOST_AGAIN = 15, 4, 15


def one_run(size: Size, *, alone: bool) -> tuple[Cost, Cost, float]:
    """A push, the same push once more, and the seconds of the loop (0 where it is left out)."""
    with tempfile.TemporaryDirectory() as name:
        export = written(size, Path(name) / "project.yaml")
        with serving(Path(name) / "connectwise.sqlite", quota=QUOTA) as url:
            first, again = push(url, export), push(url, export, again=True)
            return first, again, 0.0 if alone else loop(url, size)


def main() -> None:
    """Print the figures run by run, and what they come to."""
    options = parser("push", __doc__)
    options.add_argument("--runs", type=int, default=3)
    options.add_argument("--phases", type=int, default=8)
    options.add_argument("--tickets", type=int, default=136)
    options.add_argument("--tasks", type=int, default=89)
    options.add_argument("--alone", action="store_true", help="without the loop to compare with")
    given = options.parse_args()
    size = Size(given.phases, given.tickets, given.tasks)
    print(f"{size}; a quota of {QUOTA:,} a rolling minute")
    runs = []
    for _ in range(given.runs):
        runs.append(one_run(size, alone=given.alone))
        first, again, looped_s = runs[-1]
        print(
            f"push {first.seconds:6.2f} s ({first.reads} reads, {first.writes} writes)   "
            f"again {again.seconds:5.2f} s ({again.requests} requests)"
            + (f"   loop {looped_s:6.2f} s   {looped_s / first.seconds:4.1f} x" if looped_s else "")
        )
    pushes = [first for first, _, _ in runs]
    print(f"reads         {max(p.reads for p in pushes):6}     target {MOST_READS}")
    print(
        f"writes        {max(p.writes for p in pushes):6}     target {size.records + MORE_WRITES}"
    )
    print(f"push again    {max(a.requests for _, a, _ in runs):6}     target {MOST_AGAIN} requests")
    print(f"throttled     {sum(p.throttled for p in pushes):6}     target 0")
    if not given.alone:
        ratio = median(looped_s / first.seconds for first, _, looped_s in runs)
        print(f"as fast as the loop {ratio:.1f} x   target 4 x (median)")


if __name__ == "__main__":
    main()
