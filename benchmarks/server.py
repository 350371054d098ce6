"""The embedded ConnectWise as a process of its own, as slow and as strict as a real one."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from cwsync.client.connection import Connection
from cwsync.sandbox import tenant

READ_MS = 60
WRITE_MS = 120
QUOTA = 1_000  # requests in any 60 s, about what ConnectWise takes

_SERVE = """
import sys
from cwsync.sandbox.app import Sandbox
from cwsync.sandbox.faults import Decider, Do, Fault
from cwsync.sandbox.misbehaving import Misbehaving
from cwsync.sandbox.server import Server
path, read_ms, write_ms, quota = sys.argv[1], *map(float, sys.argv[2:])
over = [Fault("*", Do.THROTTLE, per_minute=int(quota))] if quota else []
sandbox = Sandbox(path, hooks=Misbehaving(Decider(over)))
with Server(sandbox, read_ms=read_ms, write_ms=write_ms) as server:
    print(server.url, flush=True)
    server.serve_forever()
"""


@contextmanager
def serving(
    path: Path, *, read_ms: float = READ_MS, write_ms: float = WRITE_MS, quota: int = 0
) -> Iterator[str]:
    """Its address, while it runs. What is beyond a quota a rolling minute is answered with 429."""
    figures = (str(read_ms), str(write_ms), str(quota))
    command = [sys.executable, "-c", _SERVE, str(path), *figures]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            yield process.stdout.readline().strip()
        finally:
            process.kill()


def connection(url: str, *, requests_per_minute: int = 900) -> Connection:
    """How to reach it with the keys that it knows."""
    return Connection(
        url,
        tenant.COMPANY_ID,
        tenant.PUBLIC_KEY,
        tenant.PRIVATE_KEY,
        tenant.CLIENT_ID,
        requests_per_minute=requests_per_minute,
    )
