"""The embedded ConnectWise as its commands offer it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from .conftest import EXAMPLES, Cwsync

PUSH = "project push clinic.yaml --board 31 --start 2027-01-04 --end 2027-03-26 --yes -o json"


def test_path_and_reset(cwsync: Cwsync) -> None:
    path = Path(cwsync("sandbox path").out.strip())
    assert cwsync(f"{PUSH} --sandbox").document["changed"] is True
    assert path.is_file()
    assert cwsync("sandbox reset").code == 0
    assert cwsync(f"{PUSH} --sandbox").document["changed"] is True


@pytest.mark.skipif(os.name == "nt", reason="Ctrl-C goes another way there")
def test_serve_prints_what_a_script_needs_and_ends_on_ctrl_c(tmp_path: Path) -> None:
    serve = [sys.executable, "-m", "cwsync", "sandbox", "serve"]
    process = subprocess.Popen(serve, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert process.stdout is not None
    lines = [process.stdout.readline() for _ in range(5)]
    given = dict(line.removeprefix("export ").strip().split("=", 1) for line in lines)
    script = [sys.executable, "-m", "cwsync", *PUSH.split()]
    script[script.index("clinic.yaml")] = str(EXAMPLES / "harbor-clinic.yaml")
    pushed = subprocess.run(script, env={**os.environ, **given}, capture_output=True, text=True)
    process.send_signal(signal.SIGINT)
    _, said = process.communicate(timeout=30)
    assert pushed.returncode == 0, pushed.stderr
    assert process.returncode == 0
    assert "Traceback" not in said
