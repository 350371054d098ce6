"""How long commands take to start, as a ratio to `python -c pass` in the same run.

    python benchmarks/startup.py [RUNS]

Prints the minimum of RUNS (15) fresh processes for each, and the target of the design.
"""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

TARGETS: tuple[tuple[list[str], float], ...] = (
    (["--version"], 1.5),
    (["--help"], 14),
    (["project", "push", "--help"], 14),
    (["sandbox", "path"], 7),
    (["config", "list"], 7),
    (["completion", "values", "boards"], 7),
    (["completion", "values", "boards"], 7),
)


def fastest(command: list[str], runs: int) -> float:
    """Seconds of the fastest of so many runs."""
    times = []
    for _ in range(runs):
        begun = time.perf_counter()
        subprocess.run(command, stdout=subprocess.DEVNULL, check=True)
        times.append(time.perf_counter() - begun)
    return min(times)


def main() -> None:
    """Print the table."""
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 15
    script = str(Path(sys.executable).with_name("cwsync"))
    base = fastest([sys.executable, "-c", "pass"], runs)
    print(f"{'python -c pass':<32} {base * 1000:7.1f} ms")
    for arguments, target in TARGETS:
        took = fastest([script, *arguments], runs)
        name = f"cwsync {' '.join(arguments)}"
        print(f"{name:<32} {took * 1000:7.1f} ms  {took / base:5.1f} x  (target {target} x)")


if __name__ == "__main__":
    main()
