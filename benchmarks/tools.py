"""cwsync as its users install it, and the tools beside it: each in an environment of its own.

They stand in the cache folder of this person, so that the next run has them at once; whoever
removes that folder gets the newest ones at the next run.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import venv
from pathlib import Path

import platformdirs

ROOT = Path(__file__).parents[1]
REQUIREMENTS = {"hatch": "hatch", "httpie": "httpie", "aws-cli v1": "awscli<2"}
READY = "ready"  # written last: an environment without it was left half made


class NotInstalled(Exception):
    """pip could not do it: most often no package registry is reachable. Says why."""


def folder() -> Path:
    """Where the environments stand, apart for each version of Python."""
    version = f"python{sys.version_info.major}.{sys.version_info.minor}"
    return platformdirs.user_cache_path("cwsync-benchmarks", appauthor=False) / version


def tool(name: str) -> Path:
    """The folder of commands of such a tool. Raises `NotInstalled`."""
    return _environment(name.split()[0], REQUIREMENTS[name])


def cwsync() -> Path:
    """The folder of commands of cwsync as it stands here, from a wheel. Raises `NotInstalled`."""
    with tempfile.TemporaryDirectory() as name:
        flags = ("--quiet", "--no-deps", "--no-build-isolation", "--wheel-dir", name)
        _pip(Path(sys.executable), "wheel", *flags, str(ROOT))
        wheel = next(Path(name).glob("*.whl"))
        commands = _environment("cwsync", str(wheel))
        install = ("install", "--quiet", str(wheel))
        _pip(commands / "python", *install, "--force-reinstall", "--no-deps")
        _pip(commands / "python", *install)  # what it may need since the last time
        return commands


def _environment(name: str, requirement: str) -> Path:
    home = folder() / name
    commands = home / ("Scripts" if os.name == "nt" else "bin")
    if not (home / READY).exists():
        print(f"installing {name} into {home}", file=sys.stderr)
        shutil.rmtree(home, ignore_errors=True)
        venv.create(home, with_pip=True)
        # an old pip writes launchers that import more than they need
        _pip(commands / "python", "install", "--quiet", "--upgrade", "pip")
        _pip(commands / "python", "install", "--quiet", requirement)
        (home / READY).touch()
    return commands


def _pip(python: Path, *arguments: str) -> None:
    command = [str(python), "-m", "pip", "--disable-pip-version-check", *arguments]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8")
    if done.returncode != 0:
        lines = [line for line in done.stderr.splitlines() if line.startswith("ERROR")]
        raise NotInstalled(lines[-1] if lines else done.stderr.strip()[-200:])
