"""A push that needs more requests than ConnectWise takes in a minute.

    python -m benchmarks.quota [--paces 900 990] [--tickets 1000] [--tasks 1000]

1,000 tickets and 1,000 tasks at 60 ms a read and 120 ms a write, with a quota of 1,000 requests in
a rolling minute, at the pace that is the default and at one that leaves hardly any room. Targets:
at most 1.15 times what the quota allows, 2% throttled. About 2 minutes for each pace.

What the quota allows: the request after the first 1,000 has to wait until the first one is a minute
old, the one after the first 2,000 until two minutes are over, and so on; the rest then goes 8 at a
time. For 2,019 requests that is 2 min 0.3 s, however a client paces itself.

The long-term rate, what is beyond the first 1,000 at 1,000 a minute, would be 61 s for the same. It
is printed, too, but where the minute rolls no client reaches it: two minutes hold at most 2,000.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

from benchmarks.options import parser
from benchmarks.pushing import Cost, Size, push, written
from benchmarks.server import QUOTA, WRITE_MS, serving

AT_A_TIME = 8
MINUTE_S = 60.0


def soonest(requests: int, per_minute: int) -> float:
    """Seconds that any client needs for so many where no 60 s may hold more than `per_minute`."""
    minutes, rest = divmod(max(requests - 1, 0), per_minute)
    return minutes * MINUTE_S + (rest + 1) / AT_A_TIME * WRITE_MS / 1000


def long_term(requests: int) -> float:
    """Seconds for what is beyond the first minute's quota, at the rate of the quota."""
    return max(requests - QUOTA, 0) / QUOTA * MINUTE_S


def pushed(size: Size, per_minute: int) -> Cost:
    """A push at this pace, on an embedded ConnectWise of its own."""
    with tempfile.TemporaryDirectory() as name:
        export = written(size, Path(name) / "project.yaml")
        with serving(Path(name) / "connectwise.sqlite", quota=QUOTA) as url:
            return push(url, export, per_minute=per_minute)


def show(per_minute: int, cost: Cost) -> None:
    """Print the figures of one push beside the targets."""
    best_s = soonest(cost.requests, QUOTA)
    print(f"\nCWSYNC_REQUESTS_PER_MINUTE={per_minute}")
    print(f"  push               {cost.seconds:6.1f} s   {cost.requests:,} requests")
    print(f"  throttled          {cost.throttled / cost.requests:6.1%}     target 2%")
    print(f"  the quota allows   {best_s:6.1f} s   {cost.seconds / best_s:.2f} x, target 1.15 x")
    print(f"  this pace allows   {soonest(cost.requests, per_minute):6.1f} s")
    rate_s = long_term(cost.requests)
    if rate_s:
        print(f"  the long-term rate {rate_s:6.1f} s   {cost.seconds / rate_s:.2f} x, see --help")


def main() -> None:
    """Push at each pace and print the figures."""
    options = parser("quota", __doc__)
    options.add_argument("--paces", type=int, nargs="+", default=[900, 990])
    options.add_argument("--phases", type=int, default=8)
    options.add_argument("--tickets", type=int, default=1_000)
    options.add_argument("--tasks", type=int, default=1_000)
    given = options.parse_args()
    size = Size(given.phases, given.tickets, given.tasks)
    takes_s = sum(soonest(size.records, pace) for pace in given.paces)
    print(f"{size}; a quota of {QUOTA:,} a rolling minute")
    print(f"this takes {max(1, round(takes_s / 60))} min or somewhat more", flush=True)
    for pace in given.paces:
        show(pace, pushed(size, pace))


if __name__ == "__main__":
    main()
