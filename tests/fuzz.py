"""The loader of exports under fire, for `make fuzz`: how long, how much memory, how many bytes.

FUZZ_EXAMPLES says how many generated exports to try (default 20,000).
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

from hypothesis import HealthCheck, Phase, given, settings

from tests.export.fuzzing import exports, outcome
from tests.export.hostile import Hostile

ROOT = Path(__file__).parents[1]
MOST_SECONDS = 2.0
MOST_MEGABYTES = 300
# In a process of its own a file is charged for its memory alone; without /proc it is not at all.
LOAD = """
import sys, time
from cwsync.errors import InvalidInput
from cwsync.export.load import load
start = time.perf_counter()
try:
    load("-")
except InvalidInput as error:
    assert error.message.startswith("standard input"), error.message
seconds = time.perf_counter() - start
try:
    status = open("/proc/self/status").read()
except OSError:
    status = "VmHWM: 0 kB"
print(seconds, int(status.partition("VmHWM:")[2].split()[0]) / 1000)
"""


def main() -> int:
    """Run both parts, print their figures; 1 when a bound is broken."""
    broken = hostile_files()
    broken += generated(int(os.environ.get("FUZZ_EXAMPLES", "20000")))
    return 1 if broken else 0


def hostile_files() -> int:
    """Each hostile file of just under a megabyte."""
    seconds: dict[str, float] = {}
    megabytes: dict[str, float] = {}
    broken = 0
    files = Hostile().files()
    for name, content in files.items():
        done = subprocess.run(
            [sys.executable, "-c", LOAD], input=content, capture_output=True, cwd=ROOT, check=False
        )
        if done.returncode:
            print(f"FAILED {name}: {done.stderr.decode(errors='replace')[-500:]}")
            broken += 1
            continue
        seconds[name], megabytes[name] = map(float, done.stdout.split())
        if seconds[name] > MOST_SECONDS or megabytes[name] > MOST_MEGABYTES:
            print(f"OVER   {name}: {seconds[name]:.2f} s, {megabytes[name]:.0f} MB")
            broken += 1
    slowest, largest = (
        max(seconds, key=seconds.__getitem__),
        max(megabytes, key=megabytes.__getitem__),
    )
    print(
        f"{len(files)} hostile files under 1 MB: {broken} over the bounds; "
        f"slowest {seconds[slowest]:.2f} s ({slowest}), "
        f"largest {megabytes[largest]:.0f} MB ({largest})"
    )
    return broken


def generated(count: int) -> int:
    """So many generated exports of every format. Raises at whatever is no refusal in order."""
    tried, sizes, slowest = Counter[str](), 0, 0.0

    @settings(
        max_examples=count,
        deadline=None,
        database=None,
        phases=(Phase.generate, Phase.shrink),
        suppress_health_check=list(HealthCheck),
    )
    @given(exports())
    def fuzz(raw: bytes) -> None:
        nonlocal sizes, slowest
        start = time.perf_counter()
        result = outcome(raw)
        slowest = max(slowest, time.perf_counter() - start)
        sizes += len(raw)
        tried[type(result).__name__] += 1

    start = time.perf_counter()
    fuzz()
    took = time.perf_counter() - start
    outcomes = ", ".join(f"{number:,} {name}" for name, number in sorted(tried.items()))
    print(
        f"{sum(tried.values()):,} generated exports, {sizes:,} bytes in {took:.0f} s: {outcomes}; "
        f"slowest {slowest:.2f} s"
    )
    return int(slowest > MOST_SECONDS)


if __name__ == "__main__":
    sys.exit(main())
