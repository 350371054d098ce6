"""The embedded ConnectWise as a process of its own, with the latency of a real one."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

READ_MS = 60
WRITE_MS = 120

_SERVE = """
import sys
from cwsync.sandbox.app import open_sandbox
from cwsync.sandbox.server import Server
path, read_ms, write_ms = sys.argv[1], float(sys.argv[2]), float(sys.argv[3])
with Server(open_sandbox(path), read_ms=read_ms, write_ms=write_ms) as server:
    print(server.url, flush=True)
    server.serve_forever()
"""


@contextmanager
def serving(path: Path, *, read_ms: float = READ_MS, write_ms: float = WRITE_MS) -> Iterator[str]:
    """Its address, while it runs."""
    command = [sys.executable, "-c", _SERVE, str(path), str(read_ms), str(write_ms)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None
        yield process.stdout.readline().strip()
    finally:
        process.kill()
        process.wait()
