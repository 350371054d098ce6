"""`make mutation`: would the tests notice? Each mutant of the code is a small wrong change of it.

mutmut makes them and runs, for each, the tests that reach the changed function; what no test
notices survives and is printed with its place. Exit 1 where a room has less than 80% killed.

    python -m tests.mutation                 all of them, some 20 minutes on two processors
    python -m tests.mutation --sample 400    so many, drawn by the commit: what CI runs
    python -m tests.mutation --again         the survivors of the last run, with the tests as of now
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import signal
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from tests.mutation.report import Room, told
from tests.mutation.results import ROOMS, generate, read

ROOT = Path(__file__).parents[2]
MUTANTS = ROOT / "mutants"
LOG = MUTANTS / "run.log"
BOUND = 80.0
LEAST = 50  # fewer, where the machine was too slow for more, say nothing
MUTMUT = "from mutmut.__main__ import cli; cli()"


def main(arguments: Sequence[str]) -> int:
    """Run, print what survived and the score of each room."""
    options = _options(arguments)
    os.chdir(ROOT)
    if options.again:
        chosen = [mutant.name for mutant in read() if mutant.survived]
    else:
        shutil.rmtree(MUTANTS, ignore_errors=True)
        generate(options.workers)
        chosen = _sample(options.sample, options.seed or _commit()) if options.sample else []
    if not _run(chosen, options.workers, options.minutes):
        return 1
    tried = [mutant for mutant in read() if mutant.tried]
    print(told(tried))
    if options.sample:
        return _judged([Room("the sample", tuple(tried))], LEAST)
    return _judged([Room(name, tuple(m for m in tried if m.room == name)) for name in ROOMS], 1)


def _options(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.mutation")
    parser.add_argument("--again", action="store_true", help="only the survivors of the last run")
    parser.add_argument("--sample", type=int, metavar="N", help="only so many, drawn at random")
    parser.add_argument("--seed", help="draw by this, not by the commit")
    parser.add_argument("--minutes", type=float, help="stop then, and judge what was tried")
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 2)
    return parser.parse_args(arguments)


def _commit() -> str:
    """The same commit draws the same sample, the next one another."""
    command = ["git", "rev-parse", "HEAD"]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    return done.stdout.strip() or "no commit"


def _sample(number: int, seed: str) -> list[str]:
    names = sorted(mutant.name for mutant in read())
    print(f"{number} of {len(names):,} mutants, drawn by {seed}", flush=True)
    return random.Random(seed).sample(names, min(number, len(names)))


def _run(names: Sequence[str], workers: int, minutes: float | None) -> bool:
    """Try these mutants, all where none is named. Whether it could begin at all."""
    command = [sys.executable, "-c", MUTMUT, "run", "--max-children", str(workers), *names]
    with LOG.open("w", encoding="utf-8") as log:
        output = None if sys.stdout.isatty() else log
        running = subprocess.Popen(command, stdout=output, stderr=subprocess.STDOUT)
        try:
            running.wait(None if minutes is None else minutes * 60)
        except subprocess.TimeoutExpired:
            print(f"stopped after {minutes:g} min", flush=True)
            _stop(running)
            return True
    if running.returncode:
        print(f"mutmut ended with {running.returncode}")
        print(LOG.read_text("utf-8").replace("\r", "\n")[-4_000:])
    return running.returncode == 0


def _stop(running: subprocess.Popen[bytes]) -> None:
    running.send_signal(signal.SIGINT)
    try:
        running.wait(20)
    except subprocess.TimeoutExpired:
        running.kill()
        running.wait()


def _judged(rooms: Sequence[Room], least: int) -> int:
    low = [room for room in rooms if len(room.counted) >= least and room.score < BOUND]
    few = [room for room in rooms if len(room.counted) < least]
    for room in low:
        print(f"{room.name}: {room.score:.1f}% is below {BOUND:g}%")
    for room in few:
        print(f"{room.name}: {len(room.counted)} mutants were tried, too few to say anything")
    return 1 if low else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
