"""Append whole lines to a file that several processes and threads write at once."""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_FLAGS = os.O_RDWR | os.O_APPEND | os.O_CREAT | getattr(os, "O_BINARY", 0)
_BEYOND = 2**31 - 2  # a byte that no log reaches: on Windows a lock keeps readers out of its place


class Appender:
    """One open file. Each line arrives whole and in one piece, whoever else is writing.

    Raises OSError where the file cannot be opened or written.
    """

    def __init__(self, path: Path) -> None:
        self._file = os.open(path, _FLAGS, 0o600)
        self._lock = threading.Lock()
        self._clean = _ends_with_line(self._file)

    def line(self, line: bytes) -> None:
        """Append a line; what was cut off before it, by a full disk or a kill, stays apart."""
        with self._lock, _alone(self._file):
            whole = (b"" if self._clean else b"\n") + line + b"\n"
            self._clean = False
            written = os.write(self._file, whole)
            self._clean = written == len(whole)
        if not self._clean:
            raise OSError("a part of the line only was written")

    def close(self) -> None:
        """Close the file."""
        os.close(self._file)


def _ends_with_line(file: int) -> bool:
    size = os.fstat(file).st_size
    if size == 0:
        return True
    os.lseek(file, size - 1, os.SEEK_SET)
    return os.read(file, 1) == b"\n"


@contextmanager
def _alone(file: int) -> Iterator[None]:
    """On Windows appending is two steps, so others are kept out; elsewhere it is one step."""
    if sys.platform == "win32":
        import msvcrt

        os.lseek(file, _BEYOND, os.SEEK_SET)
        msvcrt.locking(file, msvcrt.LK_LOCK, 1)
        try:
            yield
        finally:
            os.lseek(file, _BEYOND, os.SEEK_SET)
            msvcrt.locking(file, msvcrt.LK_UNLCK, 1)
    else:
        yield
