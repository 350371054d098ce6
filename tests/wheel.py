"""Build the wheel, install it into an empty environment, and run the demo from there.

A command of its own (`make wheel`), since it needs the network for the dependencies.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import venv
from pathlib import Path

ROOT = Path(__file__).parents[1]


def run(*command: str | Path, cwd: Path) -> str:
    """What the command prints; ends everything where it fails."""
    environ = {k: v for k, v in os.environ.items() if not k.startswith(("CWSYNC_", "PYTHONPATH"))}
    done = subprocess.run(
        [str(part) for part in command],
        cwd=cwd,
        env=environ,
        text=True,
        encoding="utf-8",
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    if done.returncode != 0:
        sys.exit(f"{' '.join(str(part) for part in command)}\n{done.stdout}")
    return done.stdout


def main() -> None:
    """Check the wheel."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        build = (sys.executable, "-m", "build", "--no-isolation", "--outdir", folder, ROOT)
        run(*build, cwd=folder)
        wheel = next(folder.glob("*.whl"))
        venv.create(folder / "env", with_pip=True)
        scripts = folder / "env" / ("Scripts" if os.name == "nt" else "bin")
        pip = (scripts / "python", "-m", "pip", "--disable-pip-version-check", "--quiet")
        run(*pip, "install", wheel, cwd=folder)
        version = run(scripts / "cwsync", "--version", cwd=folder)
        told = run(scripts / "cwsync", "demo", cwd=folder)
        if "Nothing to do" not in told:
            sys.exit(told)
        if "complete -o default" not in run(
            scripts / "cwsync", "completion", "show", "bash", cwd=folder
        ):
            sys.exit("the wheel has no completion files")
        print(f"{wheel.name}: installs on its own; {version.strip()} runs its demo")


if __name__ == "__main__":
    main()
