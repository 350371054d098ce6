"""Let one process at a time change a file: the others wait for their turn."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path


@contextmanager
def alone(path: Path) -> Iterator[None]:
    """Keep others out who ask for the same file; where that is not possible, go on without.

    The lock is a file beside it, since the file itself is replaced. It ends with the process.
    """
    lock: int | None = None
    with suppress(OSError):
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        lock = os.open(path.with_name(f".{path.name}.lock"), os.O_RDWR | os.O_CREAT, 0o600)
    try:
        if lock is not None:
            with suppress(OSError):
                _wait(lock)
        yield
    finally:
        if lock is not None:
            os.close(lock)


def _wait(lock: int) -> None:
    if sys.platform == "win32":
        import msvcrt

        msvcrt.locking(lock, msvcrt.LK_LOCK, 1)
    else:
        import fcntl

        fcntl.flock(lock, fcntl.LOCK_EX)
