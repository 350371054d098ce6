"""Reads the files of the log, in pieces: a big log needs no more memory than a small one."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from cwsync.logbook import LONGEST_LINE, Entry, entry_of
from cwsync.runlog import set_aside

CHUNK = 1 << 16


def entries(path: Path) -> Iterator[Entry]:
    """Everything that the log at `path` has, the oldest file first."""
    yield from kept_entries(path)
    yield from _entries_of(path)


def kept_entries(path: Path) -> Iterator[Entry]:
    """What the files have that were set aside."""
    for file in set_aside(path):
        yield from _entries_of(file)


def _entries_of(file: Path) -> Iterator[Entry]:
    with suppress(OSError), file.open("rb") as lines:  # it may just be set aside or removed
        while line := lines.readline(LONGEST_LINE + 1):
            entry = entry_of(line)
            if entry is not None:
                yield entry


class Follower:
    """What is written from now on, or all of the file; goes on in a new one where one is begun."""

    def __init__(self, path: Path, *, from_start: bool = False) -> None:
        self._path = path
        self._file, size = _identity(path)
        self._at = 0 if from_start else size
        self._rest = b""

    def new(self) -> Iterator[Entry]:
        """What came since it was asked last."""
        file, size = _identity(self._path)
        if file != self._file:
            yield from self._read(self._moved())
            self._file, self._at, self._rest = file, 0, b""
        elif size < self._at:
            self._at, self._rest = 0, b""
        yield from self._read(self._path)

    def _moved(self) -> Path | None:
        """Where the file is now that was followed until now."""
        kept = reversed(set_aside(self._path))
        return next((file for file in kept if _identity(file)[0] == self._file), None)

    def _read(self, path: Path | None) -> Iterator[Entry]:
        while chunk := _chunk(path, self._at):
            self._at += len(chunk)
            *lines, self._rest = (self._rest + chunk).split(b"\n")
            for line in lines:
                entry = entry_of(line)
                if entry is not None:
                    yield entry
            if len(self._rest) > LONGEST_LINE:
                self._rest = b"?"  # no line of ours, however it goes on


def _chunk(path: Path | None, at: int) -> bytes:
    """Opened for each piece, since Windows sets no file aside that somebody holds open."""
    if path is None:
        return b""
    try:
        with path.open("rb") as file:
            file.seek(at)
            return file.read(CHUNK)
    except OSError:
        return b""


def _identity(path: Path) -> tuple[tuple[int, int] | None, int]:
    try:
        stat = os.stat(path)
    except OSError:
        return None, 0
    return (stat.st_dev, stat.st_ino), stat.st_size
