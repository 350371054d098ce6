"""Type into a real shell at a pseudo-terminal, with TAB, and see which arguments come out of it."""

from __future__ import annotations

import os
import select
import shutil
import subprocess
import sys
import time
from pathlib import Path
from types import TracebackType

ROOT = Path(__file__).parents[3]
FILES = ROOT / "completions"
TAB = "\t"
LONGEST_S = 20.0
# Stands in for cwsync: values are asked of the real one, other command lines are only shown.
STAND_IN = """#!/bin/sh
if [ "$1 $2" = "completion values" ]; then
    exec "{python}" -m cwsync "$@"
fi
printf 'ran:'
for word in "$@"; do printf ' <%s>' "$word"; done
printf ' :end\\n'
"""


def stand_in(folder: Path) -> Path:
    """A folder to put in PATH, in which `cwsync` shows how it was called."""
    folder.mkdir(parents=True)
    program = folder / "cwsync"
    program.write_text(STAND_IN.format(python=sys.executable), encoding="utf-8")
    program.chmod(0o755)
    return folder


def environment(folder: Path, home: Path) -> dict[str, str]:
    """A person with nothing of their own but what is kept in `home`."""
    python = {"PYTHONPATH": str(ROOT)}
    return {
        "PATH": f"{folder}{os.pathsep}{os.environ['PATH']}",
        "HOME": str(home),
        "CWSYNC_HOME": str(home / "cwsync"),
        "TERM": "dumb",
        "LC_ALL": "C.UTF-8",
        **python,
    }


class Shell:
    """An interactive shell. `run` types a line and gives the arguments that cwsync got."""

    def __init__(
        self, command: list[str], start: list[str], environ: dict[str, str], cwd: Path
    ) -> None:
        self._master, slave = os.openpty()
        self._process = subprocess.Popen(
            command,
            stdin=slave,
            stdout=slave,
            stderr=slave,
            env=environ,
            cwd=cwd,
            start_new_session=True,
            close_fds=True,
        )
        os.close(slave)
        self._seen = ""
        for line in [*start, "echo re''ady"]:
            self._type(line + "\n")
        self._wait_for("ready\r\n")

    def __enter__(self) -> Shell:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._process.kill()
        self._process.wait()
        os.close(self._master)

    def run(self, typed: str) -> str:
        """The arguments, each in <>, once the line was sent off."""
        self._seen = ""
        self._type(typed + "\n")
        self._wait_for(" :end")
        return self._seen.rpartition("ran: ")[2].partition(" :end")[0]

    def _type(self, text: str) -> None:
        os.write(self._master, text.encode())

    def _wait_for(self, text: str) -> None:
        until = time.monotonic() + LONGEST_S
        while text not in self._seen:
            ready, _, _ = select.select([self._master], [], [], max(until - time.monotonic(), 0))
            if not ready:
                raise AssertionError(f"{text!r} did not come; seen: {self._seen!r}")
            self._seen += os.read(self._master, 65_536).decode(errors="replace")


def bash(environ: dict[str, str], cwd: Path) -> Shell:
    """Bash with the completion of cwsync, and no other."""
    path = shutil.which("bash") or "bash"
    start = ["PS1='$ '", "bind 'set bell-style none'", f". '{FILES / 'cwsync.bash'}'"]
    return Shell([path, "--norc", "--noprofile", "-i"], start, environ, cwd)


def zsh(environ: dict[str, str], cwd: Path) -> Shell:
    """Zsh that finds the file by itself, in its fpath."""
    path = shutil.which("zsh") or "zsh"
    start = ["PS1='$ '", f"fpath=('{FILES}' $fpath)", "autoload -Uz compinit", "compinit -u -D"]
    return Shell([path, "-f", "-i"], start, environ, cwd)
