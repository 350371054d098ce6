"""What twice the work costs: plan, diff, push and the list of opportunities.

    python -m benchmarks.doubling [--runs 3] [--part 1]

Each is measured at one size and at twice that size, in turn, the least of several runs. Target: at
most 2.2 times. `processor` is the time of cwsync's own process, without the server. About two
minutes; `--part 10` takes a tenth of every size.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from benchmarks import diff, export, opportunities, pushing
from benchmarks.options import parser
from benchmarks.pushing import Cost, Size
from benchmarks.server import serving
from cwsync.cli import collect_seldom

TARGET = 2.2


@dataclass(frozen=True)
class Doubling:
    """Seconds at a size and at twice that size."""

    name: str
    once_s: float
    twice_s: float

    def __str__(self) -> str:
        ratio = self.twice_s / self.once_s
        return f"{self.name:<40} {self.once_s:7.2f} s {self.twice_s:7.2f} s   {ratio:4.2f} x"


def least(runs: int, once: Callable[[], float], twice: Callable[[], float]) -> tuple[float, float]:
    """The least of each, measured in turn."""
    times = [(once(), twice()) for _ in range(runs)]
    return min(time[0] for time in times), min(time[1] for time in times)


def plan(services: int, runs: int, folder: Path) -> Doubling:
    """From the file to the plan: processor time."""
    once = export.written(services, folder / "once.json")
    twice = export.written(2 * services, folder / "twice.json")
    times = least(
        runs,
        lambda: export.cost(export.PLAN, once).cpu_s,
        lambda: export.cost(export.PLAN, twice).cpu_s,
    )
    return Doubling(f"plan, {services:,} services, processor", *times)


def drawing(phases: int, runs: int) -> Doubling:
    """The diff of a plan."""
    once, twice = diff.plan(phases), diff.plan(2 * phases)
    times = least(
        runs,
        lambda: diff.seconds(diff.draw_diff, once),
        lambda: diff.seconds(diff.draw_diff, twice),
    )
    return Doubling(f"diff, {len(once.items):,} items", *times)


def push(size: Size, runs: int) -> Iterator[Doubling]:
    """A push, and the same once more."""
    pairs = [(_pushed(size), _pushed(size.doubled)) for _ in range(runs)]

    def of(what: str, read: Callable[[tuple[Cost, Cost]], float]) -> Doubling:
        once, twice = (min(read(pair[side]) for pair in pairs) for side in (0, 1))
        return Doubling(f"{what} {size.tickets} tickets, {size.tasks} tasks", once, twice)

    yield of("push,", lambda costs: costs[0].seconds)
    yield of("push, processor,", lambda costs: costs[0].cpu_s)
    yield of("again, processor,", lambda costs: costs[1].cpu_s)


def _pushed(size: Size) -> tuple[Cost, Cost]:
    with tempfile.TemporaryDirectory() as name:
        file = pushing.written(size, Path(name) / "project.yaml")
        with serving(Path(name) / "connectwise.sqlite") as url:
            return pushing.push(url, file), pushing.push(url, file, again=True)


def listing(count: int, runs: int, folder: Path) -> Doubling:
    """A list of opportunities."""
    small, large = folder / "once.sqlite", folder / "twice.sqlite"
    opportunities.fill(small, count)
    opportunities.fill(large, 2 * count)
    with serving(small) as once, serving(large) as twice:
        times = least(
            runs,
            lambda: opportunities.listed(once, count)[0],
            lambda: opportunities.listed(twice, 2 * count)[0],
        )
    return Doubling(f"list, {count:,} opportunities", *times)


def main() -> None:
    """Print a line for each."""
    options = parser("doubling", __doc__)
    options.add_argument("--runs", type=int, default=3)
    options.add_argument("--part", type=int, default=1, help="take such a part of every size")
    given = options.parse_args()
    part, runs = given.part, given.runs
    collect_seldom()  # as every command does
    print(f"{'':<40} {'once':>9} {'twice':>9}   target {TARGET} x", flush=True)
    with tempfile.TemporaryDirectory() as name:
        print(plan(10_000 // part, runs, Path(name)), flush=True)
        print(drawing(-(-50 // part), runs), flush=True)
        size = Size(8, -(-136 // part), -(-89 // part))
        for doubling in push(size, runs):
            print(doubling, flush=True)
        print(listing(25_000 // part, runs, Path(name)))


if __name__ == "__main__":
    main()
