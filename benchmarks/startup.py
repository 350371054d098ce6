"""How long commands take to start, beside hatch, httpie and aws-cli.

    python -m benchmarks.startup [--runs 15] [--alone]

Everything is run in turn, as fresh processes, and the least of the runs counts; beside it stands
the ratio to `python -c pass`, and the target. cwsync is measured as its users have it: a wheel in
an environment of its own, made by today's pip; so are the others. The first run installs them; that
needs a package registry and a minute or more. `--alone` measures the cwsync of this environment and
nothing else; a launcher that an old pip wrote there imports `re`, which `--version` shows.

Where the system tells it, the time of the processor stands beside: on a machine that does other
things, too, it says more than the time on the clock.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from benchmarks import tools
from benchmarks.options import parser

EXAMPLE = tools.ROOT / "examples" / "harbor-clinic.yaml"
PUSH = ["project", "push", str(EXAMPLE), "--sandbox", "--dry-run", "--no-input"]
PUSH += ["--board", "Implementations", "--start", "2027-01-04", "--end", "2027-03-26"]
PUSH += ["--governance", "--subservices"]
FIRST_OUTPUT = "first output of a push"
OURS: tuple[tuple[str, list[str], float], ...] = (
    ("cwsync --version", ["--version"], 1.5),
    ("cwsync --help", ["--help"], 14),
    ("cwsync project push --help", ["project", "push", "--help"], 14),
    ("TAB completion of boards", ["completion", "values", "boards", "--sandbox"], 7),
    ("cwsync config list", ["config", "list"], 7),
    ("cwsync config path", ["config", "path"], 7),
    ("cwsync sandbox path", ["sandbox", "path"], 7),
    ("cwsync logs path", ["logs", "path"], 7),
    (FIRST_OUTPUT, PUSH, 30),
)
THEIRS = (
    ("hatch", ["hatch", "--version"]),
    ("hatch", ["hatch", "--help"]),
    ("httpie", ["http", "--version"]),
    ("httpie", ["http", "--help"]),
    ("aws-cli v1", ["aws", "--version"]),
    ("aws-cli v1", ["aws", "help"]),  # it has no --help
)


@dataclass
class Measured:
    """A command and the least seconds that it took so far: on the clock, of the processor."""

    name: str
    command: list[str]
    target: float | None = None
    seconds: float = float("inf")
    cpu_s: float = float("inf")

    def run(self, environ: dict[str, str]) -> None:
        """Run it once; a push until its first output, anything else until it has ended."""
        begun, cpu_begun = time.perf_counter(), processor_s()
        with subprocess.Popen(
            self.command,
            env=environ,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        ) as process:
            assert process.stdout is not None
            first = process.stdout.read(1)
            took_s = time.perf_counter() - begun
            rest = process.stdout.read()
        if self.name != FIRST_OUTPUT:
            took_s = time.perf_counter() - begun
        if process.returncode != 0:
            said = (first + rest).decode(errors="replace").strip()
            sys.exit(f"{self.name} ended with {process.returncode}: {said}")
        self.seconds = min(self.seconds, took_s)
        self.cpu_s = min(self.cpu_s, processor_s() - cpu_begun)


def processor_s() -> float:
    """Seconds of the processor that all commands took together; 0 where the system does not say."""
    if sys.platform == "win32":
        return 0.0
    import resource

    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def measured(alone: bool) -> list[Measured]:
    """What is to be measured, `python -c pass` first."""
    here = Path(sys.executable).parent
    ours = here if alone else _installed_cwsync(here)
    rows = [Measured("python -c pass", [str(ours / "python"), "-c", "pass"])]
    rows += [Measured(name, [str(ours / "cwsync"), *words], top) for name, words, top in OURS]
    return rows if alone else rows + _others()


def _installed_cwsync(here: Path) -> Path:
    try:
        return tools.cwsync()
    except tools.NotInstalled as error:
        print(f"cwsync cannot be installed, so it is measured where it is: {error}")
        return here


def _others() -> list[Measured]:
    rows: list[Measured] = []
    missing: dict[str, None] = {}
    for name, (program, *words) in THEIRS:
        if name in missing:
            continue
        try:
            command = [str(tools.tool(name) / program), *words]
        except tools.NotInstalled as error:
            missing[name] = None
            print(f"{name} is left out, since it cannot be installed: {error}")
            continue
        rows.append(Measured(f"{name}: {program} {' '.join(words)}", command))
    return rows


def environment(home: str) -> dict[str, str]:
    """The variables for every command: no settings of this person, compiled modules, no pager."""
    dropped = ("CWSYNC_", "PYTHON", "XDG_")
    kept = {k: v for k, v in os.environ.items() if not k.startswith(dropped)}
    if os.name == "nt":  # there the folders of a person do not follow from the environment
        kept["CWSYNC_HOME"] = home
    return {**kept, "HOME": home, "PAGER": "cat", "NO_COLOR": "1"}


def show(rows: list[Measured]) -> None:
    """Print the table."""
    base = rows[0]
    for row in rows:
        line = f"{row.name:<28} {row.seconds * 1000:7.1f} ms {row.seconds / base.seconds:5.1f} x"
        if base.cpu_s:
            line += f"   processor {row.cpu_s * 1000:6.1f} ms {row.cpu_s / base.cpu_s:5.1f} x"
        print(f"{line}   target {row.target:g} x" if row.target else line)


def main() -> None:
    """Measure everything in turn."""
    options = parser("startup", __doc__)
    options.add_argument("--runs", type=int, default=15)
    options.add_argument("--alone", action="store_true", help="without other tools")
    given = options.parse_args()
    rows = measured(given.alone)
    with tempfile.TemporaryDirectory() as home:
        environ = environment(home)
        for row in rows:
            row.run(environ)  # so that everything is compiled, and the sandbox is there
            row.seconds = row.cpu_s = float("inf")
        for _ in range(given.runs):
            for row in rows:
                row.run(environ)
    show(rows)


if __name__ == "__main__":
    main()
